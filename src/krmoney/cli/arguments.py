"""The arguments of the command, and the help that it gives."""

from __future__ import annotations

import argparse
import codecs
import re
import sys
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NoReturn

import krmoney
from krmoney import AmbiguousCurrencyError, KrmoneyError
from krmoney.cli.names import READ, WRITTEN
from krmoney.cli.problems import EXIT_CODES, USAGE, printable
from krmoney.cli.texts import STDIN, as_text

if TYPE_CHECKING:
    from krmoney.cli.problems import Problems

__all__ = ["parser"]


class _Parser(argparse.ArgumentParser):
    """An argument parser that complains in one line and takes ``-300억원`` for an amount."""

    def __init__(self, **options: Any) -> None:  # the options of argparse
        options.setdefault("formatter_class", argparse.RawDescriptionHelpFormatter)
        super().__init__(allow_abbrev=False, **options)
        self._negative_number_matcher = re.compile(r"-\.?[0-9]")

    def error(self, message: str) -> NoReturn:
        """Say what is wrong and where to read more, and leave."""
        self.exit(USAGE, f"krmoney: {printable(message)} (see {self.prog} --help)\n")


def parser() -> _Parser:
    """Return what reads the arguments of the command."""
    parser = _Parser(
        prog="krmoney",
        description="Reads Korean financial figures.",
        epilog=f"krmoney COMMAND --help tells more about a command.\n\n{EXIT_CODES}",
    )
    parser.add_argument("--version", action="version", version=f"krmoney {krmoney.__version__}")
    parser.set_defaults(run=_help, parser=parser)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")
    _add_convert(commands)
    _add_extract(commands)
    _add_parse(commands)
    return parser


def _help(args: argparse.Namespace, problems: Problems) -> None:
    """Without a command there is nothing to do but to say which there are."""
    args.parser.print_help(sys.stderr)
    problems.status = USAGE


_Commands = argparse._SubParsersAction  # argparse has no public name for its type


def _add_convert(commands: _Commands[_Parser]) -> None:
    parser = commands.add_parser(
        "convert",
        help="read single expressions and show what they are worth",
        description="Reads each expression and prints the exact amount, the restatement that the\n"
        "text quotes with its rate and error bars, and with --to the amount in another\n"
        "currency.",
        epilog="RATE is what one unit of the foreign currency costs in won. If neither side is\n"
        "won, it is what one unit of the amount's currency costs in CODE. Converted\n"
        "amounts are shown to the minor unit of their currency; ≈ marks those that had\n"
        "to be rounded.\n\n"
        f"{EXIT_CODES}",
    )
    parser.add_argument(
        "expressions",
        nargs="*",
        type=as_text,
        metavar="EXPR",
        help="such as '337억 크로나(약 4조 4000억원)'; none: every line of standard input",
    )
    parser.add_argument("--to", type=_code, metavar="CODE", help="also convert to this currency")
    parser.add_argument("--rate", type=_rate, help="the rate for --to; default: the one that the text quotes")
    parser.add_argument("--currency", type=_code, metavar="CODE", help="the currency of numbers without one")
    _add_prefer(parser)
    parser.add_argument(
        "--context", type=as_text, default="", metavar="TEXT", help="text in which a country may decide"
    )
    parser.add_argument(
        "--style",
        type=_style,
        default="press",
        metavar="NAME",
        help="how amounts are written: press (default), commas, one, hangul, contract, en, en-short …",
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object a line")
    parser.set_defaults(run=_convert, parser=parser)


def _add_extract(commands: _Commands[_Parser]) -> None:
    parser = commands.add_parser(
        "extract",
        help="find every figure in running text",
        description="Finds every figure in text files, or in standard input. With --column the files\n"
        "hold records: JSON Lines, CSV or Parquet.",
        epilog=EXIT_CODES,
    )
    parser.add_argument("--lines", action="store_true", help="every line is a document: FILE:1, FILE:2 …")
    parser.add_argument(
        "--no-elided", dest="elided", action="store_false", help="skip amounts that leave out 원 (1조 투자)"
    )
    _add_prefer(parser)
    _add_files(parser, ["auto", "table", "jsonl", "csv", "tsv", "parquet", "html"])
    records = parser.add_argument_group("records")
    records.add_argument("--column", metavar="NAME", type=as_text, help="find the figures of this column of records")
    records.add_argument("--nested", action="store_true", help="one row for each record, its figures a list")
    _add_records(records, "figure")
    parser.set_defaults(run=_extract, parser=parser, what="extract")


def _add_parse(commands: _Commands[_Parser]) -> None:
    parser = commands.add_parser(
        "parse",
        help="read a column of amounts",
        description="Reads each cell of a column as one amount: a column of JSON Lines, CSV or\n"
        "Parquet, or every line of a text file or of standard input.",
        epilog=EXIT_CODES,
    )
    parser.add_argument("--currency", type=_code, metavar="CODE", help="the currency of numbers without one")
    parser.add_argument(
        "--unit",
        type=_unit,
        default="",
        metavar="UNIT",
        help="what cells of digits alone are in, such as 백만원, as the head of a table says",
    )
    _add_prefer(parser)
    _add_files(parser, ["auto", *WRITTEN])
    group = parser.add_argument_group("records")
    group.add_argument("--column", metavar="NAME", type=as_text, help="read this column of records")
    _add_records(group, "money")
    parser.set_defaults(run=_parse, parser=parser, what="parse")


def _add_prefer(parser: _Parser) -> None:
    """Add the option that chooses between currencies of one name."""
    parser.add_argument(
        "--prefer",
        type=_code,
        action="append",
        default=[],
        metavar="CODE",
        help="the currency to choose where a name is shared, as 크로나 (may be repeated)",
    )


def _add_files(parser: _Parser, formats: list[str]) -> None:
    """Add the options for input and output that every command for files has."""
    parser.add_argument(
        "files", nargs="*", metavar="FILE", help="a file, also .gz or .zst, or a pattern; - or none: standard input"
    )
    parser.add_argument(
        "--encoding",
        type=_encoding,
        default="utf-8-sig",
        metavar="NAME",
        help="of the input, such as cp949; default: utf-8",
    )
    parser.add_argument(
        "--format",
        choices=formats,
        default="auto",
        metavar="FORMAT",
        help=f"of the output: {', '.join(formats[1:])}; default: as --output is named, else a table on a terminal"
        " and jsonl elsewhere",
    )
    parser.add_argument(
        "-o",
        "--output",
        type=_output,
        metavar="FILE",
        help="write to this file, which appears when it is whole; also .gz, .zst",
    )
    parser.add_argument("--jobs", type=_count, default=1, metavar="N", help="work on N processors; default: 1")
    parser.add_argument("--no-progress", dest="progress", action="store_false", help="show no bar on a terminal")


def _add_records(group: argparse._ArgumentGroup, added: str) -> None:
    """Add the options that only files of records have."""
    group.add_argument(
        "--as", dest="added", type=as_text, metavar="NAME", help=f"name of the new column; default: {added}"
    )
    group.add_argument(
        "--from",
        dest="read",
        choices=READ,
        metavar="FORMAT",
        help=f"of the input: {', '.join(READ)}; default: as the file is named, for standard input jsonl",
    )
    group.add_argument("--delimiter", type=_delimiter, metavar="CHAR", help="between cells of CSV; default: a comma")
    group.add_argument("--output-dir", metavar="DIR", help="write a file for each input, when that has been read")
    group.add_argument("--skip-existing", action="store_true", help="with --output-dir: leave out what is there")
    group.add_argument("--rejects", metavar="FILE", help="write the records that could not be read to this file")
    group.add_argument("--strict", action="store_true", help="stop at the first bad record; no file is written")
    group.add_argument(
        "--block-size",
        type=_count,
        default=1 << 20,
        metavar="BYTES",
        help="how much is worked on at a time; default: 1048576",
    )


_OF_RECORDS = ("nested", "added", "read", "delimiter", "output_dir", "skip_existing", "rejects", "strict")


def _convert(args: argparse.Namespace, problems: Problems) -> None:
    from krmoney.cli import convert  # each command is imported when it runs: --help is quick

    convert.run(args, problems)


def _parse(args: argparse.Namespace, problems: Problems) -> None:
    from krmoney.cli import records

    records.run(args, problems)


def _extract(args: argparse.Namespace, problems: Problems) -> None:
    """Read records, or running text."""
    from krmoney.cli import documents, records

    if args.column is not None:
        if args.lines:
            args.parser.error("--lines is for text, not for --column")
        records.run(args, problems)
        return
    given = next((name for name in _OF_RECORDS if getattr(args, name)), None)
    if given:
        option = {"added": "as", "read": "from"}.get(given, given.replace("_", "-"))
        args.parser.error(f"--{option} needs --column")
    documents.run(args, problems)


def _output(path: str) -> str | None:
    """Read the name of an output; ``-`` is standard output, as everywhere."""
    return None if path == STDIN else path


def _count(text: str) -> int:
    """Read a positive whole number."""
    if not re.fullmatch(r"[0-9]{1,9}", text) or not int(text):
        message = f"a number from 1 is needed, not {as_text(text)!r}"
        raise argparse.ArgumentTypeError(message)
    return int(text)


def _delimiter(text: str) -> str:
    """Read what stands between cells."""
    char = "\t" if text == "\\t" else text
    if len(char) != 1 or not char.isascii() or char in '"\r\n':
        message = f"one character such as ; or \\t is needed, not {as_text(text)!r}"
        raise argparse.ArgumentTypeError(message)
    return char


def _code(text: str) -> str:
    """Read a currency code among the arguments."""
    try:
        return str(krmoney.Currency(as_text(text).upper()))
    except KrmoneyError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def _unit(text: str) -> str:
    """Read a unit of money among the arguments."""
    if not text:  # the default
        return ""
    try:
        krmoney.parse("0", unit=as_text(text))
    except AmbiguousCurrencyError:  # --prefer may choose
        return text
    except KrmoneyError as error:
        raise argparse.ArgumentTypeError(str(error)) from error
    return text


def _style(name: str) -> str:
    """Read the name of a style among the arguments."""
    if name not in krmoney.style_names():
        message = f"no style {as_text(name)!r}: there are {', '.join(krmoney.style_names())}"
        raise argparse.ArgumentTypeError(message)
    return name


def _rate(text: str) -> Decimal:
    """Read a rate among the arguments."""
    if not re.fullmatch(r"[0-9]{1,15}(\.[0-9]{1,15})?", text) or not Decimal(text):
        message = f"a positive number such as 1380 or 9.12 is needed, not {as_text(text)!r}"
        raise argparse.ArgumentTypeError(message)
    return Decimal(text)


def _encoding(name: str) -> str:
    """Read the name of an encoding among the arguments; UTF-8 is read with or without a byte order mark."""
    try:
        bytes(4).decode(name)  # refuses what is no encoding of text
        known = codecs.lookup(name).name.replace("_", "-")
    except (LookupError, ValueError) as error:
        message = f"unknown encoding {name!r}: a name such as utf-8, cp949 or utf-16 is needed"
        raise argparse.ArgumentTypeError(message) from error
    return "utf-8-sig" if known == "utf-8" else known
