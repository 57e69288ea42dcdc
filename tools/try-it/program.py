"""What the page runs in its worker: a text → its figures as HTML, or as a file to save."""

from io import StringIO

from krmoney.language import in_language
from krmoney.notebook import mentions_html
from krmoney.reading.reader import extract


def read(text: str, language: str) -> tuple[str, int]:
    """Return the text with its figures as HTML, and how many there are."""
    found = extract(text)
    return mentions_html(found, most=None, fold=False, style=False, language=language), len(found)


def save(text: str, language: str, kind: str) -> str:
    """Return the figures as ``krmoney extract --format KIND`` writes them."""
    from krmoney.cli.document_writers import WRITERS, Document  # what reads first needs none of it

    with in_language(language):
        writer = WRITERS[kind](file := StringIO())
        writer.write(Document("krmoney", "krmoney", 1, text), extract(text))
        writer.close()
    return file.getvalue()


read("1억원", "ko")  # the word lists are loaded before the first text comes
