"""Output formats for findings.

To add a format, write a class with ``write`` and ``close`` and add it to `WRITERS`.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final, Protocol, TextIO

from krmoney._present.columns import FLAT_FINDING, flat
from krmoney._present.text import one_line
from krmoney.checking import VERDICTS
from krmoney.checking.wording import basis, verdict, verdict_called
from krmoney.cli.document_writers import places, titled
from krmoney.files.csv_form import CsvTable
from krmoney.files.rows import json_line
from krmoney.language import counted, marked, translate
from krmoney.reading.surroundings import sentence

if TYPE_CHECKING:
    from collections.abc import Callable

    from krmoney.checking import Finding, Findings, Severity, Verdict
    from krmoney.cli.document_writers import Document
    from krmoney.files.csv_form import CsvForm

__all__ = ["WRITERS", "Writer"]

_COLUMNS: Final = ("doc", *(each.name for each in FLAT_FINDING), "explanation")
_SEVERITIES: Final = {"warning": marked("warning"), "error": marked("error")}
_MARKS: Final = ("«", "»")


class Writer(Protocol):
    """An output format: it writes the findings of documents one by one, as soon as possible."""

    def write(self, document: Document, findings: Findings) -> None:
        """Write the findings of a document."""

    def close(self) -> None:
        """Write what is left."""


class _Writer:
    """What all formats have.

    Args:
        file: where to write.
        least: leave out what is less severe.
        form: how CSV is written.
    """

    def __init__(self, file: TextIO, least: Severity, form: CsvForm) -> None:
        self._file, self._least, self._form = file, least, form
        self._begin()

    def _begin(self) -> None:
        """Write what comes before all findings."""

    def close(self) -> None:
        """Do nothing: all has been written."""


class _Text(_Writer):
    """For people: the sentence with both amounts marked, the verdict and the explanation, and the counts at the end."""

    def _begin(self) -> None:
        self._counts: Counter[str] = Counter()
        self._basis: dict[str, None] = {}

    def write(self, document: Document, findings: Findings) -> None:
        """Write the findings of a document."""
        self._basis |= dict.fromkeys(basis(findings.basis, findings.rates, findings.last))
        self._counts.update(findings.counts)
        shown = findings.at_least(self._least)
        for place, each in zip(places(document, shown), shown, strict=True):
            where = f"{document.source}:{place}"
            print(f"{where}  {self._named(each)}", file=self._file)
            print(f"  {_marked(findings.mentions.source, each)}", file=self._file)
            print(f"  {each.explain()}\n", file=self._file)
        self._file.flush()

    def _named(self, finding: Finding) -> str:
        name = verdict(finding)
        return f"{name} ({translate(_SEVERITIES[finding.severity])})" if finding.severity in _SEVERITIES else name

    def close(self) -> None:
        """Write how many there are, and what they were compared with."""
        total = sum(self._counts.values())
        each = ", ".join(_number(self._counts[name], name) for name in VERDICTS if self._counts[name])
        print(
            counted("{n:,} conversion", "{n:,} conversions", total) + (f": {each}" if each else ""),
            *self._basis,
            sep="\n",
            file=self._file,
        )


def _number(number: int, name: Verdict) -> str:
    return translate("{n:,} {verdict}", n=number, verdict=verdict_called(name))


def _marked(text: str, finding: Finding) -> str:
    """Return the sentence of a conversion, its two amounts marked."""
    start, _ = sentence(text, finding.start)
    end = sentence(text, finding.end)[1] + 1  # with the mark that ends it
    pieces, at = [], start
    for each in sorted((finding.base, finding.counter), key=lambda each: each.start):
        pieces += [text[at : each.start], _MARKS[0], text[each.start : each.end], _MARKS[1]]
        at = each.end
    return one_line("".join([*pieces, text[at:end]])).strip()


class _JsonLines(_Writer):
    """One JSON object per line for each finding."""

    def write(self, document: Document, findings: Findings) -> None:
        """Write the findings of a document."""
        for row in findings.at_least(self._least).to_rows(document.name):
            print(json_line(row), file=self._file)
        self._file.flush()


class _Csv(_Writer):
    """A header and one line for each finding: the rows of JSON Lines, flattened."""

    def _begin(self) -> None:
        self._table = CsvTable(self._file, _COLUMNS, self._form)

    def write(self, document: Document, findings: Findings) -> None:
        """Write the findings of a document."""
        rows = findings.at_least(self._least).to_rows(document.name)
        self._table.write(row | flat(row, FLAT_FINDING) for row in rows)
        self._file.flush()


class _Html(_Writer):
    """A page for a browser: each text with its conversions in colour."""

    def _begin(self) -> None:
        self._begun = False

    def write(self, document: Document, findings: Findings) -> None:
        """Write the findings of a document; a text without any is left out, unless it is a file."""
        from krmoney import notebook  # other formats do not need it

        if findings.at_least(self._least) or document.name == document.source:
            self._start(titled(document))
            html = notebook.findings_section(titled(document), findings, least=self._least)
            print(html, end="", file=self._file, flush=True)

    def close(self) -> None:
        """Write the end of the page."""
        from krmoney import notebook

        self._start("krmoney check")
        print(notebook.page_end(), end="", file=self._file)

    def _start(self, title: str) -> None:
        from krmoney import notebook

        if not self._begun:
            print(notebook.page_start(title), end="", file=self._file)
            self._begun = True


WRITERS: Final[dict[str, Callable[[TextIO, Severity, CsvForm], Writer]]] = {
    "text": _Text,
    "jsonl": _JsonLines,
    "csv": _Csv,
    "html": _Html,
}
