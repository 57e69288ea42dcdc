"""The commands, their arguments and their help."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING, get_args

from krmoney import numerals
from krmoney._hooks import Columns
from krmoney._version import __version__
from krmoney.cli.argument_types import (
    count,
    currency_code,
    date,
    delimiter,
    encoding,
    output_path,
    port,
    rate,
    seconds,
    share,
)
from krmoney.cli.completion import SHELLS
from krmoney.cli.options import add_csv_options, add_reader_options
from krmoney.cli.parsing import Parser, paragraphs
from krmoney.cli.problems import CHECK_EXIT_CODES, EXIT_CODES, REWRITE_EXIT_CODES, SERVE_EXIT_CODES, USAGE
from krmoney.data import load
from krmoney.files.names import INPUT_FORMATS, OUTPUT_FORMATS, as_text
from krmoney.language import translate

if TYPE_CHECKING:
    from krmoney.cli.problems import Problems

__all__ = ["parser"]


def parser() -> Parser:
    """Return the parser for the arguments of the command."""
    parser = Parser(
        prog="krmoney",
        description=translate("Reads Korean financial figures."),
        epilog=paragraphs(translate("Help on a command: krmoney COMMAND --help"), translate(EXIT_CODES)),
    )
    build = translate("pure Python") if numerals.__file__.endswith(".py") else translate("compiled")  # hatch_compile.py
    version = f"krmoney {__version__} ({build})"
    parser.add_argument("--version", action="version", version=version, help=translate("show the version and exit"))
    parser.set_defaults(run=_help, parser=parser)
    commands = parser.add_subparsers(title=translate("commands"), metavar="COMMAND")
    _add_convert(commands)
    _add_extract(commands)
    _add_rewrite(commands)
    _add_parse(commands)
    _add_explain(commands)
    _add_check(commands)
    _add_table(commands)
    _add_serve(commands)
    _add_mcp(commands)
    _add_completion(commands, parser)
    return parser


def _help(args: argparse.Namespace, problems: Problems) -> None:
    """Print the commands when none is given."""
    args.parser.print_help(sys.stderr)
    problems.status = USAGE


_Commands = argparse._SubParsersAction  # argparse has no public name for its type


def _add_convert(commands: _Commands[Parser]) -> None:
    parser = commands.add_parser(
        "convert",
        help=translate("read single expressions and show their amounts"),
        description=translate(
            "Reads each expression and prints the exact amount. If the text restates it in another currency, "
            "that amount and the rate with its error bars follow. --to also converts the amount."
        ),
        epilog=paragraphs(
            translate(
                "RATE is the price of one unit of the foreign currency in won: 1380 or 1,380. Between two foreign "
                "currencies, it is the price of one unit of the amount's currency in CODE. Converted amounts are "
                "rounded to the minor unit of their currency; ≈ marks those that were rounded."
            ),
            translate(EXIT_CODES),
        ),
    )
    parser.add_argument(
        "expressions",
        nargs="*",
        type=as_text,
        metavar="EXPR",
        help=translate("such as '337억 크로나(약 4조 4000억원)'; none: every line of standard input"),
    )
    parser.add_argument("--to", type=currency_code, metavar="CODE", help=translate("also convert to this currency"))
    parser.add_argument("--rate", type=rate, help=translate("the rate for --to; default: the one that the text quotes"))
    add_reader_options(parser, "currency", "prefer", "vocabulary")
    parser.add_argument(
        "--context", type=as_text, default="", metavar="TEXT", help=translate("more text, which may name the country")
    )
    _add_style(parser, "press")
    parser.add_argument("--json", action="store_true", help=translate("print one JSON object per line"))
    parser.set_defaults(run=_convert, parser=parser)


def _add_extract(commands: _Commands[Parser]) -> None:
    parser = commands.add_parser(
        "extract",
        help=translate("find every figure in running text"),
        description=translate(
            "Finds every figure in text files or standard input. With --column, the files are records: JSON "
            "Lines, CSV or Parquet."
        ),
        epilog=translate(EXIT_CODES),
    )
    _add_lines(parser)
    add_reader_options(parser, "elided", "prefer", "vocabulary")
    _add_files(parser, ["auto", "table", "jsonl", "csv", "tsv", "parquet", "html"])
    parser.add_argument(
        "--columns",
        choices=get_args(Columns),
        help=translate("the columns of CSV and Parquet: core (default), the most useful ones, or all"),
    )
    parser.add_argument(
        "--context", action="store_true", help=translate("add a column with the sentence of each figure: sentence")
    )
    records = parser.add_argument_group(translate("records"))
    records.add_argument(
        "--column", metavar="NAME", type=as_text, help=translate("find the figures in this column of records")
    )
    records.add_argument(
        "--nested", action="store_true", help=translate("write one row for each record, with its figures as a list")
    )
    _add_records(records, "figure")
    parser.set_defaults(run=_extract, parser=parser, command="extract")


def _add_rewrite(commands: _Commands[Parser]) -> None:
    parser = commands.add_parser(
        "rewrite",
        help=translate("write the figures of a text in another style"),
        description=translate(
            "Writes text files or standard input with their figures in another style, such as English, and "
            "leaves all other characters as they are. If the style cannot write a figure, it stays as it is and "
            "is reported."
        ),
        epilog=translate(REWRITE_EXIT_CODES),
    )
    _add_inputs(parser)
    _add_style(parser, "en")
    _add_lines(parser)
    add_reader_options(parser, "elided", "prefer", "vocabulary")
    _add_encoding(parser)
    _add_output(parser)
    parser.set_defaults(run=_rewrite, parser=parser)


def _add_explain(commands: _Commands[Parser]) -> None:
    parser = commands.add_parser(
        "explain",
        help=translate("show why a text is read the way it is"),
        description=translate(
            "Shows, for each place that looks like a figure, what was read, decided or dropped, and which words "
            "and which line of data decided."
        ),
        epilog=translate(EXIT_CODES),
    )
    parser.add_argument(
        "texts", nargs="*", type=as_text, metavar="TEXT", help=translate("such as '체중이 40파운드 늘었다'")
    )
    add_reader_options(parser, "elided", "prefer", "vocabulary")
    parser.add_argument("--json", action="store_true", help=translate("print one JSON object per step"))
    parser.set_defaults(run=_explain, parser=parser)


def _add_parse(commands: _Commands[Parser]) -> None:
    parser = commands.add_parser(
        "parse",
        help=translate("read a column of amounts"),
        description=translate(
            "Reads each cell of a column as one amount: a column of JSON Lines, CSV or Parquet, or every line of "
            "a text file or of standard input."
        ),
        epilog=translate(EXIT_CODES),
    )
    add_reader_options(parser, "currency", "unit", "prefer", "vocabulary")
    _add_files(parser, ["auto", *OUTPUT_FORMATS])
    records = parser.add_argument_group(translate("records"))
    records.add_argument("--column", metavar="NAME", type=as_text, help=translate("read this column of records"))
    _add_records(records, "money")
    parser.set_defaults(run=_parse, parser=parser, command="parse", nested=False)


def _add_check(commands: _Commands[Parser]) -> None:
    parser = commands.add_parser(
        "check",
        help=translate("compare conversions with the exchange rate of the day"),
        description=translate(
            "Compares each conversion in text files, such as 4억 달러(약 55조원), with the exchange rate of the day, "
            "and says whether it fits, how far it is off, and what would explain that. With --column, the files "
            "are records: JSON Lines, CSV or Parquet."
        ),
        epilog=paragraphs(
            translate(
                "Nothing is fetched from a network. krmoney[rates] installs the rates of the European Central Bank "
                "up to the day that is printed."
            ),
            translate(CHECK_EXIT_CODES),
        ),
    )
    _add_inputs(parser)
    parser.add_argument(
        "--date",
        type=date,
        metavar="DATE",
        help=translate(
            "the date of the texts, such as 2024-06-04, or their year; without it, only conversions outside the "
            "rates of the last ten years are reported"
        ),
    )
    _add_rates(parser)
    parser.add_argument(
        "--tolerance",
        type=share,
        default="0.03",
        metavar="SHARE",
        help=translate("the largest difference that still fits; default: 3%%"),
    )
    parser.add_argument(
        "--back",
        type=count,
        default=7,
        metavar="DAYS",
        help=translate("how many days old a rate may be on a holiday; default: 7"),
    )
    parser.add_argument(
        "--fail-on",
        choices=["error", "warning", "never"],
        default="warning",
        help=translate("the lowest severity that makes the exit status 1; default: warning"),
    )
    parser.add_argument(
        "--only",
        choices=["ok", "note", "warning", "error"],
        default="ok",
        help=translate("leave out findings below this severity"),
    )
    add_reader_options(parser, "elided", "prefer", "vocabulary")
    _add_lines(parser)
    _add_encoding(parser)
    parser.add_argument(
        "--format",
        choices=["text", "jsonl", "html", "csv"],
        help=translate("the format of the output; default: by the suffix of --output, else text"),
    )
    _add_output(parser)
    add_csv_options(parser)
    _add_jobs(parser)
    records = parser.add_argument_group(translate("records"))
    records.add_argument(
        "--column", metavar="NAME", type=as_text, help=translate("check the texts in this column of records")
    )
    records.add_argument("--date-column", metavar="NAME", type=as_text, help=translate("the column with their dates"))
    _add_layout(records)
    parser.set_defaults(run=_check, parser=parser)


def _add_table(commands: _Commands[Parser]) -> None:
    parser = commands.add_parser(
        "table",
        help=translate("read the tables of filings, every cell in its unit"),
        description=translate(
            "Reads the tables of HTML, XML of filings, Markdown and CSV, and writes a row for each cell, in "
            "whole units of its currency: won, not millions. A cell without a unit stays undecided. Finally, the "
            "cells of each kind are counted."
        ),
        epilog=paragraphs(translate("Cells without a value, such as dashes, are not errors."), translate(EXIT_CODES)),
    )
    parser.add_argument(
        "files", nargs="*", metavar="FILE", help=translate("a file or a pattern; - or none: standard input")
    )
    add_reader_options(parser, "unit", "prefer", "vocabulary")
    parser.add_argument(
        "--in", dest="into", type=as_text, metavar="UNIT", help=translate("write amounts in this unit, such as 억원")
    )
    parser.add_argument(
        "--undecided",
        choices=["keep", "error"],
        default="keep",
        help=translate("what to do with cells whose unit is unknown: keep them (default), or end with an error"),
    )
    _add_format(parser, ["auto", "table", "csv", "jsonl", "parquet"])
    _add_output(parser)
    add_csv_options(parser)
    parser.set_defaults(run=_table, parser=parser)


def _add_serve(commands: _Commands[Parser]) -> None:
    parser = commands.add_parser(
        "serve",
        help=translate("answer other programs over HTTP"),
        description=translate(
            "Starts an HTTP service: POST /extract, /parse, /format, /rewrite, /check and /tables, and GET "
            "/health. /docs describes them. It stores nothing, logs no text and does not access a network. After "
            "Ctrl-C or SIGTERM, it finishes the requests that it has begun and exits."
        ),
        epilog=paragraphs(
            translate("The service has no password: anyone who can reach the port can use it."),
            translate(SERVE_EXIT_CODES),
        ),
    )
    parser.add_argument(
        "--host", type=as_text, default="127.0.0.1", help=translate("where to listen; default: this machine only")
    )
    parser.add_argument(
        "--port", type=port, default=8000, help=translate("the port, or 0 for any free one; default: 8000")
    )
    parser.add_argument(
        "--workers", type=count, metavar="N", help=translate("processes that read; default: one for each core")
    )
    _add_rates(parser)
    add_reader_options(parser, "vocabulary")
    parser.add_argument("--page", metavar="FILE", help=translate("the try-it page, krmoney.html, to show at /"))
    limits = parser.add_argument_group(translate("limits for one client"))
    limits.add_argument(
        "--max-body",
        type=count,
        default=4 << 20,
        metavar="BYTES",
        help=translate("bytes in a request; default: 4194304"),
    )
    limits.add_argument(
        "--max-items", type=count, default=1000, metavar="N", help=translate("items in a list; default: 1000")
    )
    limits.add_argument(
        "--max-seconds",
        type=seconds,
        default=10,
        metavar="S",
        help=translate("seconds for reading one item; default: 10"),
    )
    limits.add_argument(
        "--read-timeout",
        type=seconds,
        default=30,
        metavar="S",
        help=translate("seconds until a request has arrived; default: 30"),
    )
    parser.set_defaults(run=_serve, parser=parser)


def _add_mcp(commands: _Commands[Parser]) -> None:
    parser = commands.add_parser(
        "mcp",
        help=translate("give an agent tools that read figures"),
        description=translate(
            "Answers an agent over the Model Context Protocol, on standard input and output, with the tools "
            "extract, convert, rewrite and check, and the prompt check_figures. The agent starts this command "
            "itself. It stores nothing, logs no text and does not access a network."
        ),
        epilog=translate(SERVE_EXIT_CODES),
    )
    _add_rates(parser)
    add_reader_options(parser, "vocabulary")
    parser.set_defaults(run=_mcp, parser=parser)


def _add_rates(parser: Parser) -> None:
    parser.add_argument(
        "--rates",
        action="append",
        metavar="SOURCE",
        help=translate(
            "ecb (default), a file, prices in won such as USD=1380,JPY=9.2, or none; if given several times, "
            "the first source that has a rate is used"
        ),
    )


def _add_completion(commands: _Commands[Parser], root: Parser) -> None:
    parser = commands.add_parser(
        "completion",
        help=translate("print a completion script for a shell"),
        description=translate(
            "Prints a script with which a shell completes commands, options, their values and file names. It "
            "needs krmoney[cli]."
        ),
        epilog=paragraphs(
            translate("For bash, add this line to ~/.bashrc; for another shell, to its own startup file:"),
            '  eval "$(krmoney completion bash)"',
        ),
    )
    parser.add_argument("shell", nargs="?", choices=SHELLS, help=", ".join(SHELLS))
    parser.set_defaults(run=_completion, parser=parser, root=root)


def _add_files(parser: Parser, formats: list[str]) -> None:
    """Add the options for input and output that all commands for files have."""
    _add_inputs(parser)
    _add_encoding(parser)
    _add_format(parser, formats)
    _add_output(parser)
    add_csv_options(parser)
    _add_jobs(parser)
    parser.add_argument("--no-progress", dest="progress", action="store_false", help=translate("show no progress bar"))


def _add_inputs(parser: Parser) -> None:
    parser.add_argument(
        "files",
        nargs="*",
        metavar="FILE",
        help=translate("a file (.gz and .zst too) or a pattern; - or none: standard input"),
    )


def _add_style(parser: Parser, default: str) -> None:
    known = [*load("styles")]
    parser.add_argument(
        "--style",
        choices=known,
        default=default,
        metavar="NAME",
        help=translate("how amounts are written: {known}; default: {default}", known=", ".join(known), default=default),
    )


def _add_lines(parser: Parser) -> None:
    parser.add_argument(
        "--lines", action="store_true", help=translate("treat every line as a document: FILE:1, FILE:2 …")
    )


def _add_encoding(parser: Parser) -> None:
    parser.add_argument(
        "--encoding",
        type=encoding,
        default="utf-8-sig",
        metavar="NAME",
        help=translate("the encoding of the input, such as cp949; default: utf-8"),
    )


def _add_format(parser: Parser, formats: list[str]) -> None:
    parser.add_argument(
        "--format",
        choices=formats,
        default="auto",
        metavar="FORMAT",
        help=translate(
            "the format of the output: {known}; default: by the suffix of --output, else a table on a terminal "
            "and jsonl elsewhere",
            known=", ".join(formats[1:]),
        ),
    )


def _add_output(parser: Parser) -> None:
    parser.add_argument(
        "-o",
        "--output",
        type=output_path,
        metavar="FILE",
        help=translate("write to this file (.gz and .zst too), which appears once it is complete"),
    )


def _add_jobs(parser: Parser) -> None:
    parser.add_argument(
        "--jobs", type=count, default=1, metavar="N", help=translate("the number of processes; default: 1")
    )


def _add_records(group: argparse._ArgumentGroup, added: str) -> None:
    """Add the options that are only for files of records."""
    group.add_argument(
        "--as",
        dest="added",
        type=as_text,
        metavar="NAME",
        help=translate("the name of the new column; default: {added}", added=added),
    )
    _add_layout(group)
    group.add_argument(
        "--output-dir", metavar="DIR", help=translate("write one file for each input, once it has been read")
    )
    group.add_argument(
        "--skip-existing", action="store_true", help=translate("with --output-dir: skip files that exist already")
    )
    group.add_argument(
        "--rejects", metavar="FILE", help=translate("write the records that could not be read to this file")
    )
    group.add_argument(
        "--strict", action="store_true", help=translate("stop at the first bad record without writing a file")
    )
    group.add_argument(
        "--block-size",
        type=count,
        default=1 << 20,
        metavar="BYTES",
        help=translate("the amount of input that is processed at a time; default: 1048576"),
    )


def _add_layout(group: argparse._ArgumentGroup) -> None:
    """Add the options that say how files of records are written."""
    group.add_argument(
        "--from",
        dest="read",
        choices=INPUT_FORMATS,
        metavar="FORMAT",
        help=translate(
            "the format of the input: {known}; default: by the suffix of the file, jsonl for standard input",
            known=", ".join(INPUT_FORMATS),
        ),
    )
    group.add_argument(
        "--delimiter",
        type=delimiter,
        metavar="CHAR",
        help=translate("the separator of CSV cells; default: a comma"),
    )


_FOR_RECORDS = ("nested", "added", "read", "delimiter", "output_dir", "skip_existing", "rejects", "strict")


def _explain(args: argparse.Namespace, problems: Problems) -> None:
    from krmoney.cli import explain

    explain.run(args, problems)


def _check(args: argparse.Namespace, problems: Problems) -> None:
    from krmoney.cli import check

    check.run(args, problems)


def _convert(args: argparse.Namespace, problems: Problems) -> None:
    from krmoney.cli import convert  # each command is imported when it runs, so that --help is quick

    convert.run(args, problems)


def _parse(args: argparse.Namespace, problems: Problems) -> None:
    from krmoney.cli import records

    records.run(args, problems)


def _rewrite(args: argparse.Namespace, problems: Problems) -> None:
    from krmoney.cli import rewrite

    rewrite.run(args, problems)


def _completion(args: argparse.Namespace, problems: Problems) -> None:
    from krmoney.cli import completion

    completion.run(args, problems)


def _table(args: argparse.Namespace, problems: Problems) -> None:
    from krmoney.cli import table_files

    table_files.run(args, problems)


def _serve(args: argparse.Namespace, problems: Problems) -> None:
    from krmoney.cli import services

    services.serve(args, problems)


def _mcp(args: argparse.Namespace, problems: Problems) -> None:
    from krmoney.cli import services

    services.mcp(args, problems)


def _extract(args: argparse.Namespace, problems: Problems) -> None:
    """Read records, or running text."""
    from krmoney.cli import documents, records

    if args.column is not None:
        if args.lines:
            args.parser.error(translate("--lines is for text and cannot be used with --column"))
        records.run(args, problems)
        return
    given = next((name for name in _FOR_RECORDS if getattr(args, name)), None)
    if given:
        option = {"added": "as", "read": "from"}.get(given, given.replace("_", "-"))
        args.parser.error(translate("--{option} needs --column", option=option))
    documents.run(args, problems)
