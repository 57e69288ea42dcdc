"""Bring the Korean catalogue up to date: ``python tools/catalogue.py``; with Babel.

This collects the messages in the code, removes old ones from the catalogue, adds new ones without a translation, and
compiles the translations. Write missing translations into ``krmoney.po`` and run it again. Both files are committed, so
that a checkout, an editable install and a wheel have the same, and nothing has to be built.
"""

import sys
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from krmoney.reading.explain import comments

PACKAGE = Path(__file__).resolve().parent.parent / "src" / "krmoney"
CATALOGUE = PACKAGE / "locale" / "ko" / "LC_MESSAGES" / "krmoney.po"
KEYWORDS = {"translate": None, "marked": None, "counted": (1, 2)}
HEADER = """\
# What krmoney says, in Korean. tools/catalogue.py keeps this file in step with the code and compiles it.
msgid ""
msgstr ""
"Language: ko\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""


def messages() -> Catalog:
    """Collect the messages of the code, and the comments of traps, which `krmoney.explain` repeats."""
    found = Catalog(project="krmoney", charset="utf-8")
    places = extract_from_dir(PACKAGE, keywords=KEYWORDS, directory_filter=lambda _: True)
    for _, _, message, _, context in sorted(places, key=lambda place: (place[0], place[1])):
        found.add(message, context=context)
    for comment in comments():
        found.add(comment)
    return found


def translations() -> Catalog:
    """Read the Korean catalogue."""
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="ko", domain="krmoney")


def compiled(catalogue: Catalog) -> bytes:
    """Compile a catalogue: what is translated."""
    made = BytesIO()
    catalogue.creation_date = datetime(2026, 1, 1, tzinfo=UTC)  # the same bytes every day
    write_mo(made, catalogue)
    return made.getvalue()


def main() -> int:
    """Update the catalogue, and tell what has no translation."""
    catalogue = translations()
    catalogue.update(messages(), no_fuzzy_matching=True, update_creation_date=False)
    catalogue.obsolete.clear()
    written = BytesIO()
    write_po(written, catalogue, width=116, no_location=True, omit_header=True)
    CATALOGUE.write_bytes(HEADER.encode() + written.getvalue())
    CATALOGUE.with_suffix(".mo").write_bytes(compiled(catalogue))
    missing = [each.id for each in catalogue if each.id and not "".join(each.string or "")]
    for each in missing:
        print(f"no translation: {each!r}")
    return int(bool(missing))


if __name__ == "__main__":
    sys.exit(main())
