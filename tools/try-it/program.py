"""What the page runs in its worker: a text → its figures as HTML, or as a file to save."""

from io import StringIO

from krmoney import notebook
from krmoney.language import in_language
from krmoney.reading.reader import extract


def read(text: str, language: str) -> tuple[str, int]:
    """Return the text with its figures as HTML, and how many there are."""
    found = extract(text)
    return notebook.mentions_html(found, most=None, fold=False, style=False, language=language), len(found)


def save(text: str, language: str, kind: str) -> str:
    """Return the figures as ``krmoney extract --format csv --bom --safe-csv`` writes them, or ``--format html``."""
    found = extract(text)
    with in_language(language):
        if kind == "html":
            return notebook.page_start("krmoney") + notebook.page_section("krmoney", found) + notebook.page_end()
        from krmoney.cli.document_writers import Document, writer_of  # what reads first needs none of it
        from krmoney.files.csv_form import CsvForm

        writer = writer_of("csv", file := StringIO(), CsvForm(bom=True, safe=True))
        writer.write(writer.encode(Document("krmoney", "krmoney", 1, text), found, None))
        writer.close()
        return file.getvalue()


read("1억원", "ko")  # the word lists are loaded before the first text comes
