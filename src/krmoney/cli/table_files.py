"""``krmoney table``: the tables of files, every cell in its unit or undecided."""

from __future__ import annotations

import sys
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from krmoney._present.text import one_line
from krmoney._present.words import digits, place
from krmoney.cli.inputs import called, expanded
from krmoney.cli.options import csv_form, reader_of
from krmoney.cli.problems import INPUT, UNREAD, ProblemError
from krmoney.cli.signals import exit_on_termination
from krmoney.cli.tables import Layout, Tables
from krmoney.errors import KrmoneyError, MissingExtraError
from krmoney.files.csv_form import CsvTable
from krmoney.files.names import STDIN, FileName, as_text
from krmoney.files.outputs import Output
from krmoney.files.rows import json_line
from krmoney.language import marked, translate
from krmoney.values import EXACT, plain

if TYPE_CHECKING:
    import argparse
    from typing import TextIO

    from krmoney.cli.problems import Problems
    from krmoney.files.csv_form import CsvForm
    from krmoney.reading.labels import MoneyUnit
    from krmoney.tables import Cell, Table

__all__ = ["run"]

_LAYOUT: Final = Layout(
    header=(
        marked("table"),
        marked("row"),
        marked("column"),
        marked("cell"),
        marked("kind"),
        marked("value"),
        marked("unit"),
        marked("source"),
    ),
    styles=("dim", "bold", "", "", "", "green", "cyan", "dim"),
    right="value",
    folded=("source", "column", "row", "cell"),
)


def run(args: argparse.Namespace, problems: Problems) -> None:
    """Read the tables of files, and write a row for each cell."""
    from krmoney import tables

    target = _target(args)
    reader = reader_of(args)
    given, reader = reader.unit or None, reader.with_options(unit="")
    read: list[tuple[str, list[Table]]] = []
    for path in expanded(args.files or [STDIN], problems):
        name = as_text(path)
        try:
            source = sys.stdin.buffer.read() if path == STDIN else Path(path)
            read.append((name, tables.read(source, unit=given, reader=reader)))
        except (MissingExtraError, OSError) as error:
            problems.report_file(name, error)
        except KrmoneyError as error:
            problems.report(f"{name}: {error}", INPUT)
    _write(args, read, target)
    _tell(args, read, problems)


def _target(args: argparse.Namespace) -> MoneyUnit | None:
    """Return the unit in which amounts are written."""
    from krmoney.reading.labels import only_money
    from krmoney.reading.vocabulary import Vocabulary

    if not args.into:
        return None
    try:
        return only_money(args.into, args.vocabulary or Vocabulary.default())
    except KrmoneyError as error:
        parser: argparse.ArgumentParser = args.parser
        parser.error(f"--in: {error}")


def _write(args: argparse.Namespace, read: list[tuple[str, list[Table]]], target: MoneyUnit | None) -> None:
    name = FileName.of(args.output or "")
    kind = args.format if args.format != "auto" else name.format or "auto"
    if kind in {"auto", "text"}:
        kind = "table" if args.output is None and sys.stdout.isatty() else "jsonl"
    if kind not in {"table", "csv", "jsonl", "parquet"}:
        args.parser.error(translate("krmoney table writes table, csv, jsonl and parquet, not {kind}", kind=kind))
    form = csv_form(args, kind)
    write = partial(_csv, form=form) if kind == "csv" else _WRITERS.get(kind, _json_lines)
    if args.output is None:
        if kind == "parquet":
            args.parser.error(translate("parquet needs --output"))
        write(sys.stdout, read, target)
        return
    with exit_on_termination(), Output(args.output, compression=name.compression) as output:
        if kind == "parquet":
            _parquet(output, read, target)
        else:
            file = output.text()
            write(file, read, target)
            file.flush()
        output.finish()


def _rows(read: list[tuple[str, list[Table]]], target: MoneyUnit | None) -> list[dict[str, Any]]:
    """Return the rows of all files; amounts in the currency of the target unit are written in that unit."""
    return [{"file": name} | _in(row, target) for name, found in read for table in found for row in table.to_dicts()]


def _in(row: dict[str, Any], target: MoneyUnit | None) -> dict[str, Any]:
    if target is None:
        return row
    if row["currency"] != target.currency or row["value"] is None:
        return row | {"in": None}
    return row | {"value": plain(_scaled(Decimal(row["value"]), target)), "in": target.text}


def _scaled(value: Decimal, target: MoneyUnit) -> Decimal:
    return EXACT.divide(value, Decimal(target.scale))


def _json_lines(file: TextIO, read: list[tuple[str, list[Table]]], target: MoneyUnit | None) -> None:
    for row in _rows(read, target):
        print(json_line(row), file=file)


def _csv(file: TextIO, read: list[tuple[str, list[Table]]], target: MoneyUnit | None, form: CsvForm) -> None:
    from krmoney.tables.table import COLUMNS

    table = CsvTable(file, ["file", *COLUMNS, *(["in"] if target else [])], form)
    table.write(row | {name: " > ".join(row[name]) for name in ("labels", "headers")} for row in _rows(read, target))


def _tables(file: TextIO, read: list[tuple[str, list[Table]]], target: MoneyUnit | None) -> None:
    shown = Tables(_LAYOUT, file)
    for name, found in read:
        rows = [
            [
                str(table.index),
                *map(one_line, (" > ".join(cell.row), " > ".join(cell.column), cell.text)),
                translate(_KINDS.get(cell.kind, cell.kind)),
                *_shown(cell, target),
            ]
            for table in found
            for _, _, cell in table.data()
            if cell.text.strip()
        ]
        if rows:
            shown.add(called(name), rows)
    shown.close()
    if not shown.printed:
        print(translate("no tables with cells found"), file=file)


def _shown(cell: Cell, target: MoneyUnit | None) -> list[str]:
    value: Decimal | None = cell.value
    unit = "%" if cell.kind == "percent" else str(cell.currency or "")
    if value is not None and target is not None and cell.currency == target.currency:
        value, unit = _scaled(value, target), target.text
    source = f"{place(cell.unit_from.place)}: {cell.unit_from.text}" if cell.unit_from else ""
    return ["" if value is None else digits(value), unit, one_line(source)]


def _parquet(output: Output, read: list[tuple[str, list[Table]]], target: MoneyUnit | None) -> None:
    from krmoney._extras import library
    from krmoney.tables.table import arrow_of

    if target is not None:
        message = translate("--in is for table, csv and jsonl: Parquet always has whole units")
        raise ProblemError(message, INPUT)
    names = [name for name, found in read for table in found for _ in table.data()]
    arrow = arrow_of([table for _, found in read for table in found], file=names)
    library("pyarrow.parquet", "arrow").write_table(arrow, output)


_KINDS: Final = {
    "count": marked("count"),
    "money": marked("money"),
    "none": marked("none"),
    "other": marked("other"),
    "percent": marked("percent"),
    "undecided": marked("undecided"),
}
_TOTALS: Final = {
    "money": marked("money"),
    "percent": marked("percent"),
    "count": marked("counts"),
    "none": marked("none"),
    "undecided": marked("undecided"),
}
_WRITERS: Final = {"table": _tables, "jsonl": _json_lines}


def _tell(args: argparse.Namespace, read: list[tuple[str, list[Table]]], problems: Problems) -> None:
    """Print how many cells there are of each kind, what is wrong with tables, and what is undecided."""
    total = dict.fromkeys(_TOTALS, 0)
    for name, found in read:
        for table in found:
            for kind, number in table.counts().items():
                if kind in total:
                    total[kind] += number
            for warning in table.warnings:
                problems.note(
                    translate("{name}, table {index}: {warning}", name=name, index=table.index, warning=warning)
                )
    problems.note(", ".join(f"{translate(_TOTALS[kind])} {number:,}" for kind, number in total.items()))
    if total["undecided"] and args.undecided == "error":
        problems.report(translate("{total:,} cells are undecided", total=total["undecided"]), UNREAD)
