"""The options of a reader: each is described here, once, for all commands that take it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from krmoney.cli.argument_types import currency_code, vocabulary
from krmoney.errors import KrmoneyError
from krmoney.files.csv_form import PLAIN, CsvForm
from krmoney.files.names import as_text
from krmoney.language import marked, translate

if TYPE_CHECKING:
    import argparse

    from krmoney._hooks import Columns
    from krmoney.reading.reader import Reader

__all__ = ["add_csv_options", "add_reader_options", "columns_of", "csv_form", "reader_of"]

# The option of `krmoney.Reader`; the option of the command; its description for argparse.
_OPTIONS: Final[dict[str, tuple[str, dict[str, Any]]]] = {
    "elided": (
        "--no-elided",
        {"dest": "elided", "action": "store_false", "help": marked("skip amounts that leave out 원 (1조 투자)")},
    ),
    "currency": (
        "--currency",
        {"type": currency_code, "metavar": "CODE", "help": marked("the currency of numbers without one")},
    ),
    "unit": (
        "--unit",
        {
            "type": as_text,
            "default": "",
            "metavar": "UNIT",
            "help": marked(
                "the unit of cells that contain only a number, as the table states it: 백만원, or '(단위: 백만원, %%)'"
            ),
        },
    ),
    "prefer": (
        "--prefer",
        {
            "type": currency_code,
            "action": "append",
            "default": [],
            "metavar": "CODE",
            "help": marked("the currency to choose if several share a name, such as 크로나 (may be repeated)"),
        },
    ),
    "vocabulary": (
        "--vocabulary",
        {
            "type": vocabulary,
            "metavar": "FILE",
            "help": marked("a TOML file with words of your own"),
        },
    ),
}


def add_reader_options(parser: argparse.ArgumentParser, *names: str) -> None:
    """Add options of a reader to the parser of a command."""
    for name in names:
        flag, settings = _OPTIONS[name]
        described = settings["help"]
        parser.add_argument(flag, **settings | {"help": translate(described)})
    parser.set_defaults(reader_options=names)


def reader_of(args: argparse.Namespace) -> Reader:
    """Return a reader with the options that a command was given; options that it refuses end the command."""
    from krmoney.reading.reader import Reader

    parser: argparse.ArgumentParser = args.parser
    options = {name: getattr(args, name) for name in args.reader_options}
    try:
        return Reader(**{name: value for name, value in options.items() if value is not None})
    except KrmoneyError as error:
        parser.error(str(error))


def add_csv_options(parser: argparse.ArgumentParser) -> None:
    """Add the options for CSV that a spreadsheet opens."""
    parser.add_argument(
        "--bom", action="store_true", help=translate("begin CSV with a byte order mark, so that Excel reads Korean")
    )
    parser.add_argument(
        "--safe-csv",
        action="store_true",
        help=translate("write ' before cells of CSV that a spreadsheet would take for a formula: = + - @"),
    )


def columns_of(args: argparse.Namespace, *kinds: str) -> Columns:
    """Return which columns are written; without a flat output, the option is an error that ends the command."""
    if args.columns is not None and not {"csv", "tsv", "parquet"}.intersection(kinds):
        parser: argparse.ArgumentParser = args.parser
        parser.error(translate("--columns needs --format csv or parquet"))
    columns: Columns = args.columns or "core"
    return columns


def csv_form(args: argparse.Namespace, *kinds: str) -> CsvForm:
    """Return how CSV is written; without a CSV output, options for it are an error that ends the command."""
    form = CsvForm(args.bom, args.safe_csv)
    if form != PLAIN and not {"csv", "tsv"}.intersection(kinds):
        parser: argparse.ArgumentParser = args.parser
        parser.error(translate("--{option} needs --format csv", option="bom" if args.bom else "safe-csv"))
    return form
