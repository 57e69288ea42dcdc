"""The command ``krmoney``: figures out of files and single expressions, for people and for other programs.

A command is a function of its arguments and a `_Problems`, and an ``_add_…`` that tells `_parser` of it. An
output format of ``extract`` is a class with ``write`` and ``close``, and an entry in `_WRITERS`.
"""

from __future__ import annotations

import argparse
import codecs
import contextlib
import csv
import json
import os
import re
import shutil
import sys
import unicodedata
from decimal import ROUND_HALF_EVEN, Context, Decimal
from io import StringIO, TextIOWrapper
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple, NoReturn, Protocol, TypeVar

import krmoney
from krmoney import KrmoneyError, Money, NoCurrencyError, ParseError, Rate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from io import BufferedReader

    from krmoney import Mention, Mentions

__all__ = ["main"]

_UNREAD: Final = 1  # some expression could not be read
_USAGE: Final = 2  # the command was called in a way that has no meaning
_INPUT: Final = 3  # some input could not be read, or the output not be written
_INTERRUPTED: Final = 130  # what shells report after Ctrl-C

_EXIT_CODES: Final = """\
exit status:
  0  everything was read
  1  some expression could not be read; the others are printed
  2  wrong usage, or --to without a rate
  3  some input could not be read (other files are), or the output not be written
If several apply, the highest.
"""

_STDIN: Final = "-"
_CHUNK: Final = 1 << 18  # bytes


# --- the command


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command and return its exit status.

    Args:
        argv: the arguments without the name of the program; those of the process if omitted.
    """
    _prepare_streams()
    problems = _Problems()
    try:
        try:
            args = _parser().parse_args(argv)
            args.run(args, problems)
        finally:
            sys.stdout.flush()
    except BrokenPipeError:  # whoever reads has seen enough, as in `krmoney … | head`
        _discard_output()
    except KeyboardInterrupt:
        _discard_output()
        return _INTERRUPTED
    except OSError as error:  # a full disk
        _discard_output()
        problems.report(f"output: {error.strerror or error}", _INPUT)
    return problems.status


class _Problems:
    """What went wrong so far: one line each on standard error, and the worst of it as exit status."""

    def __init__(self) -> None:
        self.status = 0

    def report(self, message: str, status: int) -> None:
        """Tell of one problem."""
        print(f"krmoney: {_printable(message)}", file=sys.stderr)
        self.status = max(self.status, status)


class _ProblemError(Exception):
    """A problem on its way to where it is reported, with its exit status."""

    def __init__(self, message: str, status: int) -> None:
        super().__init__(message)
        self.status = status


def _prepare_streams() -> None:
    r"""Make the output UTF-8 with ``\n`` as line end, whatever the locale and the platform say."""
    # Whoever started us may have closed them.
    sys.stdout = sys.stdout or StringIO()
    sys.stderr = sys.stderr or StringIO()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            # Names of files may hold bytes that are no text; JSON reads the escapes back.
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")


def _discard_output() -> None:
    """Send what is still in the buffer nowhere, or the interpreter would stumble over it at its end."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


# --- the arguments


class _Parser(argparse.ArgumentParser):
    """An argument parser that complains in one line and takes ``-300억원`` for an amount."""

    def __init__(self, **options: Any) -> None:  # the options of argparse
        options.setdefault("formatter_class", argparse.RawDescriptionHelpFormatter)
        super().__init__(allow_abbrev=False, **options)
        self._negative_number_matcher = re.compile(r"-[0-9]")

    def error(self, message: str) -> NoReturn:
        """Say what is wrong and where to read more, and leave."""
        self.exit(_USAGE, f"krmoney: {_printable(message)} (see {self.prog} --help)\n")


def _parser() -> _Parser:
    parser = _Parser(
        prog="krmoney",
        description="Reads Korean financial figures.",
        epilog=f"krmoney COMMAND --help tells more about a command.\n\n{_EXIT_CODES}",
    )
    parser.add_argument("--version", action="version", version=f"krmoney {krmoney.__version__}")
    parser.set_defaults(run=_help, parser=parser)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")
    _add_convert(commands)
    _add_extract(commands)
    return parser


def _help(args: argparse.Namespace, problems: _Problems) -> None:
    """Without a command there is nothing to do but to say which there are."""
    args.parser.print_help(sys.stderr)
    problems.status = _USAGE


_Commands = argparse._SubParsersAction  # argparse has no public name for its type


def _add_convert(commands: _Commands[_Parser]) -> None:
    parser = commands.add_parser(
        "convert",
        help="read single expressions and show what they are worth",
        description="Reads each expression and prints the exact amount, the restatement that the text\n"
        "quotes with its rate and error bars, and with --to the amount in another currency.",
        epilog="RATE is what one unit of the foreign currency costs in won. If neither side is won,\n"
        "it is what one unit of the amount's currency costs in CODE. Converted amounts are\n"
        "shown to the minor unit of their currency; ≈ marks those that had to be rounded.\n\n"
        f"{_EXIT_CODES}",
    )
    parser.add_argument(
        "expressions",
        nargs="*",
        type=_text,
        metavar="EXPR",
        help="such as '337억 크로나(약 4조 4000억원)'; none: every line of standard input",
    )
    parser.add_argument("--to", type=_code, metavar="CODE", help="also convert to this currency")
    parser.add_argument("--rate", type=_rate, help="the rate for --to; default: the one that the text quotes")
    parser.add_argument("--currency", type=_code, metavar="CODE", help="the currency of numbers without one")
    parser.add_argument(
        "--prefer",
        type=_code,
        action="append",
        default=[],
        metavar="CODE",
        help="choose this currency where a name is shared, as 크로나 is (may be repeated)",
    )
    parser.add_argument("--context", type=_text, default="", metavar="TEXT", help="text in which a country may decide")
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
        description="Finds every figure in text files, or in standard input.",
        epilog=_EXIT_CODES,
    )
    parser.add_argument("files", nargs="*", metavar="FILE", help="a text file; - or none: standard input")
    parser.add_argument("--lines", action="store_true", help="every line is a document: FILE:1, FILE:2 …")
    parser.add_argument(
        "--format",
        choices=["auto", *_WRITERS],
        default="auto",
        help="default: auto, which is a table on a terminal and else jsonl",
    )
    parser.add_argument(
        "--no-elided", dest="elided", action="store_false", help="skip amounts that leave out 원 (1조 투자)"
    )
    parser.add_argument(
        "--encoding",
        type=_encoding,
        default="utf-8",
        metavar="NAME",
        help="of the input, such as cp949; default: utf-8",
    )
    parser.set_defaults(run=_extract, parser=parser)


def _text(given: str) -> str:
    """Read an argument as UTF-8 where the locale, such as C, could not decode it."""
    try:
        given.encode()
    except UnicodeEncodeError:
        return os.fsencode(given).decode("utf-8", "surrogateescape")
    return given


def _code(text: str) -> str:
    """Read a currency code among the arguments."""
    try:
        return str(krmoney.Currency(_text(text).upper()))
    except KrmoneyError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def _style(name: str) -> str:
    """Read the name of a style among the arguments."""
    if name not in krmoney.style_names():
        message = f"no style {_text(name)!r}: there are {', '.join(krmoney.style_names())}"
        raise argparse.ArgumentTypeError(message)
    return name


def _rate(text: str) -> Decimal:
    """Read a rate among the arguments."""
    if not re.fullmatch(r"[0-9]{1,15}(\.[0-9]{1,15})?", text) or not Decimal(text):
        message = f"a positive number such as 1380 or 9.12 is needed, not {_text(text)!r}"
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


# --- input


class _Document(NamedTuple):
    """A text in which figures are looked for.

    Attributes:
        name: what rows call it.
        source: the file it stands in, as named on the command line.
        line: the number of its first line there.
        text: the text.
    """

    name: str
    source: str
    line: int
    text: str


def _documents(args: argparse.Namespace, problems: _Problems) -> Iterator[_Document]:
    """Yield the documents of all files; report the files that cannot be read and go on with the next."""
    for path in args.files or [_STDIN]:
        source = _text(path)
        try:
            with _opened(path) as stream:
                pieces = _decoded(stream, args.encoding)
                if args.lines:
                    for number, line in enumerate(_lines(pieces), 1):
                        yield _Document(f"{source}:{number}", source, number, line)
                else:
                    yield _Document(source, source, 1, "".join(pieces))
        except OSError as error:
            problems.report(f"{source}: {error.strerror or error}", _INPUT)
        except _ProblemError as error:
            problems.report(f"{source}: {error}", error.status)


def _opened(path: str) -> BufferedReader:
    """Open a file, or standard input, for bytes."""
    return open(0, "rb", closefd=False) if path == _STDIN else Path(path).open("rb")


def _decoded(stream: BufferedReader, encoding: str) -> Iterator[str]:
    """Yield the text piece by piece, as it comes in.

    Raises:
        _ProblemError: at the first byte that is not of this encoding, after all the text before it.
    """
    decoder = codecs.getincrementaldecoder(encoding)()
    taken = 0
    while True:
        chunk = stream.read1(_CHUNK)
        try:
            text = decoder.decode(chunk, final=not chunk)
        except UnicodeDecodeError as error:
            rest = len(error.object) - error.start  # from the bad byte to the end of what we have
            yield _begun(decoder, chunk[:-rest])
            raise _bad_bytes(error, taken + len(chunk) - rest, encoding) from error
        except UnicodeError as error:  # UTF-16 without a byte order mark
            message = f"{error}{_hint(chunk, encoding)}"
            raise _ProblemError(message, _INPUT) from error
        yield text
        taken += len(chunk)
        if not chunk:
            return


def _begun(decoder: codecs.IncrementalDecoder, good: bytes) -> str:
    """Decode what stands before a bad byte."""
    try:
        return decoder.decode(good)
    except UnicodeError:  # the decoder gave up altogether
        return ""


def _bad_bytes(error: UnicodeDecodeError, offset: int, encoding: str) -> _ProblemError:
    """Say which byte is at fault, and which encoding would read it."""
    name = encoding.removesuffix("-sig")
    message = f"byte {offset} (0x{error.object[error.start]:02x}) is not {name}"
    return _ProblemError(message + _hint(error.object, name), _INPUT)


def _hint(data: bytes, tried: str) -> str:
    """Name another encoding that reads these bytes, if one of the usual ones of Korean text does."""
    if tried != "utf-16" and data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        usual = ["utf-16"]
    elif tried == "utf-16":
        usual = ["utf-8", "cp949", "utf-16-le"]
    else:
        usual = ["utf-8", "cp949"]
    other = next((name for name in usual if name != tried and _decodes(data, name)), None)
    return f"; the text can be read as {other}: try --encoding {other}" if other else ""


def _decodes(data: bytes, encoding: str) -> bool:
    try:
        # The last character of a full chunk may be incomplete.
        codecs.getincrementaldecoder(encoding)().decode(data, final=len(data) < _CHUNK)
    except UnicodeError:
        return False
    return True


def _lines(pieces: Iterator[str]) -> Iterator[str]:
    r"""Split a text at ``\n`` and nowhere else; a ``\r`` before it goes with it."""
    begun: list[str] = []
    for piece in pieces:
        *ended, rest = piece.split("\n")
        for line in ended:
            yield "".join([*begun, line]).removesuffix("\r")
            begun = []
        begun.append(rest)
    if last := "".join(begun):
        yield last.removesuffix("\r")


# --- krmoney extract


def _extract(args: argparse.Namespace, problems: _Problems) -> None:
    """Find every figure in files."""
    writer = _WRITERS[_chosen(args.format)]()
    for document in _documents(args, problems):
        writer.write(document, krmoney.extract(document.text, elided=args.elided))
    writer.close()


def _chosen(name: str) -> str:
    if name != "auto":
        return name
    return "table" if sys.stdout.isatty() else "jsonl"


class _Writer(Protocol):
    """An output format: documents come in one by one and go out as soon as can be."""

    def write(self, document: _Document, mentions: Mentions) -> None:
        """Write the figures of one document."""

    def close(self) -> None:
        """Write what is left."""


class _JsonLines:
    """One JSON object a line for each figure."""

    def write(self, document: _Document, mentions: Mentions) -> None:
        """Write the figures of one document."""
        if mentions:
            for row in mentions.to_rows(document.name):
                print(_json(row))
            sys.stdout.flush()

    def close(self) -> None:
        """Nothing is left."""


def _json(row: object) -> str:
    return json.dumps(row, ensure_ascii=False)


_COLUMNS: Final = (
    *("doc", "start", "end", "text", "type", "kind"),
    *("low", "high", "low_inclusive", "high_inclusive", "approx"),
    *("value", "unit", "currency", "candidates", "elided", "per", "period"),
    *("quote_text", "quote_currency", "rate_base", "rate_counter", "rate_value", "rate_low", "rate_high"),
)


class _Csv:
    """A header and one line for each figure: the rows of JSON Lines, laid flat."""

    def __init__(self) -> None:
        self._writer = csv.DictWriter(sys.stdout, _COLUMNS, lineterminator="\n")
        self._writer.writeheader()

    def write(self, document: _Document, mentions: Mentions) -> None:
        """Write the figures of one document."""
        if mentions:
            self._writer.writerows(_flat(each.to_row(document.name)) for each in mentions)
            sys.stdout.flush()

    def close(self) -> None:
        """Nothing is left."""


def _flat(row: dict[str, Any]) -> dict[str, Any]:
    """Lay a row flat for CSV: what is null or missing is empty."""
    quote = row.get("quote") or {}
    rate = row.get("rate") or quote.get("rate") or {}
    nested = {f"quote_{name}": quote.get(name) for name in ("text", "currency")}
    nested |= {f"rate_{name}": value for name, value in rate.items()}
    nested["candidates"] = " ".join(row.get("candidates", ()))
    flat = row | nested
    return {name: _cell(flat.get(name)) for name in _COLUMNS}


def _cell(value: object) -> object:
    return str(value).lower() if isinstance(value, bool) else value


class _Html:
    """A page for a browser: each text with its figures highlighted, and their table."""

    def __init__(self) -> None:
        self._begun = False

    def write(self, document: _Document, mentions: Mentions) -> None:
        """Write the figures of one document; a line without any is left out."""
        from krmoney import notebook  # most calls of the command do without it

        if mentions or document.name == document.source:
            name = document.name.replace(_STDIN, "standard input", 1) if document.source == _STDIN else document.name
            self._begin(name)
            print(notebook.page_section(name, mentions), end="", flush=True)

    def close(self) -> None:
        """Write the end of the page."""
        from krmoney import notebook

        self._begin("krmoney extract")
        print(notebook.page_end(), end="")

    def _begin(self, title: str) -> None:
        from krmoney import notebook

        if not self._begun:
            print(notebook.page_start(title), end="")
            self._begun = True


# --- tables for people

_HEADER: Final = ("where", "figure", "kind", "value", "unit", "rate")
_RIGHT: Final = "value"  # the one column that is aligned to the right
_FOLDED_FIRST: Final = ("rate", "value", "kind", "unit", "figure")  # the first of them that makes enough room
_GAP: Final = "  "
_TIE: Final = "\u00a0"  # in a cell: a blank at which it is not folded
_BATCH: Final = 500  # rows, after which a table ends and the next begins: nobody waits for a million

_Column = list[list[str]]  # cells, each of them lines; the first is the header


class _Tables:
    """One table for each file."""

    def __init__(self) -> None:
        self._source = ""
        self._rows: list[list[str]] = []
        self._printed = 0
        self._read = False

    def write(self, document: _Document, mentions: Mentions) -> None:
        """Collect the figures of one document."""
        if document.source != self._source or len(self._rows) >= _BATCH:
            self._print()
        self._source, self._read = document.source, True
        places = _places(document, mentions)
        self._rows += [_table_row(place, each) for place, each in zip(places, mentions, strict=True)]

    def close(self) -> None:
        """Print the last table."""
        self._print()
        if self._read and not self._printed:
            print("no figures found")

    def _print(self) -> None:
        if not self._rows:
            return
        if self._printed:
            print()
        _print_table("standard input" if self._source == _STDIN else self._source, self._rows)
        sys.stdout.flush()
        self._printed += 1
        self._rows = []


def _places(document: _Document, mentions: Mentions) -> Iterator[str]:
    """Yield where each figure stands, as ``line:column``, both from 1."""
    line, begin, seen = document.line, 0, 0
    for each in mentions:
        line += document.text.count("\n", seen, each.start)
        begin = document.text.rfind("\n", seen, each.start) + 1 or begin
        seen = each.start
        yield f"{line}:{each.start - begin + 1}"


def _table_row(place: str, mention: Mention) -> list[str]:
    """Return the cells of a figure; they may be folded at their blanks."""
    kind = mention.kind.replace("_", " ")
    return [place, _printable(mention.text), kind, _value(mention), _unit(mention), _quoted_text(mention)]


def _value(mention: Mention) -> str:
    """Write the value short: ``≈ 5``, ``≥ 5``, ``5 – 7``, ``5 – <7``."""
    low, high = (None if end is None else _digits(end) for end in (mention.low, mention.high))
    if high is None:
        value = f"{'≥' if mention.low_inclusive else '>'}{_TIE}{low}"
    elif low is None:
        value = f"{'≤' if mention.high_inclusive else '<'}{_TIE}{high}"
    elif low == high:
        value = low
    else:
        above, below = "" if mention.low_inclusive else ">", "" if mention.high_inclusive else "<"
        value = f"{above}{low}{_TIE}– {below}{high}"
    return f"≈{_TIE}{value}" if mention.approx else value


def _unit(mention: Mention) -> str:
    """Name the currency, or those that it may be; else the unit."""
    if mention.rate is not None:
        return f"{mention.rate.counter!s}/{mention.rate.base!s}"
    if mention.type != "money":
        return mention.unit or ""
    return str(mention.currency or " or ".join(mention.candidates) or "?")


def _quoted_text(mention: Mention) -> str:
    """Write the rate that the text quotes, its error bars apart from it; without a rate, the restatement."""
    rate = mention.rate or (mention.quote and mention.quote.rate)
    if rate is not None:
        return str(rate).replace(" ", _TIE).replace(f"{_TIE}(", " (")
    return _printable(mention.quote.text) if mention.quote is not None else ""


def _print_table(title: str, rows: list[list[str]]) -> None:
    """Print a table: on a terminal as wide as that is and with rich if it is there, else plainly."""
    room = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
    columns = _folded(list(zip(_HEADER, *rows, strict=True)), room)
    title = _printable(title)
    if room is not None:
        with contextlib.suppress(ImportError):
            _print_rich(title, columns)
            return
    _print_plain(title, columns)


def _print_rich(title: str, columns: list[_Column]) -> None:
    from rich.box import SIMPLE_HEAD  # rich is optional
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0), header_style="bold")
    for (name, *_), style in zip(columns, ("dim", "bold", "", "green", "cyan", ""), strict=True):
        table.add_column("\n".join(name), style=style, justify="right" if name == [_RIGHT] else "left")
    for row in zip(*(cells for _, *cells in columns), strict=True):
        table.add_row(*(Text("\n".join(cell)) for cell in row))
    console = Console(file=sys.stdout)
    console.width = max(console.width, sum(map(_column_width, columns)) + len(_GAP) * len(columns))
    console.print(Text(title, style="bold"))
    console.print(table)


def _print_plain(title: str, columns: list[_Column]) -> None:
    widths = [*map(_column_width, columns)]
    sides = [_right if name == [_RIGHT] else _left for name, *_ in columns]
    header, *rows = zip(*columns, strict=True)
    print(title)
    for row in (header, [["-" * width] for width in widths], *rows):
        for line in zip_longest(*row, fillvalue=""):
            print(_GAP.join(map(_sided, sides, line, widths)).rstrip())


def _folded(columns: Sequence[Sequence[str]], room: int | None) -> list[_Column]:
    """Break cells at their blanks where the table would be wider than `room`, as far as that helps."""
    widths = [max(map(_width, column)) for column in columns]
    least = [max(_width(word) for cell in column for word in cell.split(" ")) for column in columns]
    for at in map(_HEADER.index, _FOLDED_FIRST):
        excess = 0 if room is None else sum(widths) + len(_GAP) * (len(widths) - 1) - room
        widths[at] -= min(max(excess, 0), widths[at] - least[at])
    return [[_fold(cell, width) for cell in column] for column, width in zip(columns, widths, strict=True)]


def _column_width(column: _Column) -> int:
    return max(_width(line) for cell in column for line in cell)


def _fold(text: str, width: int) -> list[str]:
    """Break a text at its blanks into lines of at most `width`; a longer word keeps its line."""
    lines: list[str] = []
    for word in text.split(" "):
        if lines and _width(f"{lines[-1]} {word}") <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return [line.replace(_TIE, " ") for line in lines]


def _sided(side: Callable[[str, int], str], cell: str, width: int) -> str:
    return side(cell, width)


def _left(text: str, width: int) -> str:
    return text + " " * (width - _width(text))


def _right(text: str, width: int) -> str:
    return " " * (width - _width(text)) + text


def _width(text: str) -> int:
    """Count the columns that a text takes in a terminal: two for a Hangul syllable."""
    return len(text) if text.isascii() else sum(map(_columns, text))


def _columns(char: str) -> int:
    # Jungseong and jongseong join the choseong before them, which is wide already.
    if unicodedata.combining(char) or "\u1160" <= char <= "\u11ff":
        return 0
    return 2 if unicodedata.east_asian_width(char) in {"W", "F"} else 1


def _printable(text: str) -> str:
    """Replace what would disturb a line or a terminal: line ends, tabs, escapes."""
    return text if text.isprintable() else "".join(char if char.isprintable() else " " for char in text)


def _digits(number: Decimal) -> str:
    return f"{number:,f}"


_WRITERS: Final[dict[str, Callable[[], _Writer]]] = {
    "table": _Tables,
    "jsonl": _JsonLines,
    "csv": _Csv,
    "html": _Html,
}


# --- krmoney convert


class _Conversion(NamedTuple):
    """An amount in another currency; an open end stays open."""

    low: Money | None
    high: Money | None
    rate: Rate
    source: Literal["quoted", "given"]


class _Reading(NamedTuple):
    """An expression, what it says, and what that is in other currencies."""

    text: str
    mention: Mention
    conversions: list[_Conversion]
    style: str


def _convert(args: argparse.Namespace, problems: _Problems) -> None:
    """Read expressions and print what they are worth."""
    if args.rate is not None and args.to is None:
        args.parser.error("--rate needs --to")
    show = _converted_json if args.json else _block
    printed = False
    for where, text in _expressions(args.expressions, problems):
        try:
            shown = show(_reading(text, args))
        except KrmoneyError as error:
            problems.report(where + _complaint(error), _UNREAD)
            continue
        except _ProblemError as error:
            problems.report(f"{where}{error}", error.status)
            continue
        print(f"\n{shown}" if printed and not args.json else shown)
        sys.stdout.flush()
        printed = True


def _expressions(given: Sequence[str], problems: _Problems) -> Iterator[tuple[str, str]]:
    """Yield the expressions, each after what a complaint about it begins with."""
    if given:
        yield from (("", text) for text in given)
        return
    try:
        with _opened(_STDIN) as stream:
            for number, line in enumerate(_lines(_decoded(stream, "utf-8-sig")), 1):
                if text := line.strip():
                    yield f"{_STDIN}:{number}: ", text
    except OSError as error:
        problems.report(f"{_STDIN}: {error.strerror or error}", _INPUT)
    except _ProblemError as error:
        problems.report(f"{_STDIN}: {error}", error.status)


def _complaint(error: KrmoneyError) -> str:
    """Say what is wrong with an expression, and which option would help."""
    if isinstance(error, NoCurrencyError):
        return str(ParseError(error.message, error.text, error.span, "give one, such as --currency KRW"))
    return str(error)


def _reading(text: str, args: argparse.Namespace) -> _Reading:
    """Read an expression and convert it.

    Raises:
        KrmoneyError: it cannot be read.
        _ProblemError: it cannot be converted as asked.
    """
    options = {"currency": args.currency, "prefer": args.prefer, "context": args.context}
    mention = krmoney.read(text, **options)
    quoted = _quoted_rate(mention, text, options)
    conversions = [] if quoted is None else [_conversion(mention, quoted, "quoted")]
    if args.to is not None and mention.type == "money" and mention.currency != args.to:
        conversions += _given(mention, args.to, args.rate, quoted)
    return _Reading(text.strip(), mention, conversions, args.style)


def _quoted_rate(mention: Mention, text: str, options: dict[str, Any]) -> Rate | None:
    """Return the rate that the text quotes, whichever side of the pair comes first."""
    if mention.quote is not None:
        return mention.quote.rate
    if mention.type == "money" and mention.kind == "point" and mention.currency is not None:
        return krmoney.parse(text, **options).rate
    return None


def _given(mention: Mention, to: str, rate: Decimal | None, quoted: Rate | None) -> list[_Conversion]:
    """Convert with the rate of the command line; without one, the text must have quoted its own."""
    if mention.currency is None:
        message = f"“{mention.text}” may be {_unit(mention)}: choose with --prefer"
        raise _ProblemError(message, _UNREAD)
    if rate is not None:
        return [_conversion(mention, _oriented(mention.currency, to, rate), "given")]
    if quoted is None or to not in {quoted.base, quoted.counter}:
        message = f"“{mention.text}” quotes no rate of {mention.currency!s} and {to}: give one with --rate"
        raise _ProblemError(message, _USAGE)
    return []


def _oriented(source: str, to: str, rate: Decimal) -> Rate:
    """Say what a bare rate means: won for a foreign unit, else units of `to` for one of `source`."""
    return Rate(to, source, rate) if source == "KRW" else Rate(source, to, rate)


def _conversion(mention: Mention, rate: Rate, source: Literal["quoted", "given"]) -> _Conversion:
    def converted(end: Decimal | None) -> Money | None:
        return None if end is None or mention.currency is None else rate.convert(Money(end, mention.currency))

    return _Conversion(converted(mention.low), converted(mention.high), rate, source)


def _converted_json(reading: _Reading) -> str:
    """Write a reading as the row of its mention, with the conversions to 28 significant digits."""
    conversions = [_conversion_row(each) for each in reading.conversions]
    return _json(reading.mention.to_row() | {"conversions": conversions})


def _conversion_row(conversion: _Conversion) -> dict[str, Any]:
    low, high = conversion.low, conversion.high
    some = high if low is None else low
    return {
        "currency": str(some.currency) if some is not None else None,
        "low": None if low is None else f"{low.amount:f}",
        "high": None if high is None else f"{high.amount:f}",
        "rate": conversion.rate.to_row(),
        "source": conversion.source,
    }


# --- how convert looks


_End = TypeVar("_End", Decimal, Money)
_WIDE: Final = Context(prec=2000, rounding=ROUND_HALF_EVEN)
_NARROW: Final = Context(prec=2, rounding=ROUND_HALF_EVEN)


class _Line(NamedTuple):
    """One amount of a block: ``at least  5,000,000 KRW  500만 원  (quoted)``."""

    relation: str
    number: str
    press: str
    note: str = ""


def _block(reading: _Reading) -> str:
    """Lay out a reading: the text, and below it what it says, in columns."""
    mention = reading.mention
    lines: list[_Line | str] = [*_read_lines(mention, reading.style)]
    if mention.quote is not None and mention.quote.rate is None:
        lines.append(_Line("", "", mention.quote.text, "(quoted)"))
    for conversion in reading.conversions:
        lines += _conversion_lines(mention, conversion, reading.style)
        lines.append(_rate_text(conversion))
    return "\n".join([_printable(reading.text), *_aligned(lines)])


def _read_lines(mention: Mention, style: str) -> list[_Line | str]:
    if mention.rate is not None:
        return [str(mention.rate)]
    unit, notes = _unit(mention), _notes(mention)
    lines: list[_Line | str] = []
    for relation, end in _ends(mention, mention.low, mention.high):
        press = "" if mention.currency is None else _written(Money(end, mention.currency), style)
        lines.append(_Line(relation, f"{_digits(end)} {unit}", press, "" if lines else notes))
    return lines


def _notes(mention: Mention) -> str:
    """Collect what the amount alone does not show."""
    notes = [mention.per, mention.period, "vague" if mention.kind == "vague" else None]
    if mention.type == "money" and mention.currency is None and mention.candidates:
        notes.append(f"--prefer {mention.candidates[0]!s} would choose")
    said = ", ".join(filter(None, notes))
    return f"({said})" if said else ""


def _conversion_lines(mention: Mention, conversion: _Conversion, style: str) -> Iterator[_Line]:
    note = "(quoted)" if conversion.source == "quoted" else "(at the given rate)"
    for relation, money in _ends(mention, conversion.low, conversion.high):
        rounded = _rounded(money)
        mark = "" if rounded == money else "≈ "
        number = f"{mark}{_digits(rounded.amount)} {money.currency!s}"
        yield _Line(relation, number, _written(rounded, style), note)
        note = ""


def _written(money: Money, style: str) -> str:
    """Write an amount in a style; what the style cannot write exactly is left out."""
    try:
        return krmoney.format(money, style)
    except KrmoneyError:
        return ""


def _rate_text(conversion: _Conversion) -> str:
    rate = conversion.rate
    if conversion.source == "quoted":
        return str(rate)
    return f"1 {rate.base!s} = {_digits(rate.value)} {rate.counter!s}"


def _ends(mention: Mention, low: _End | None, high: _End | None) -> Iterator[tuple[str, _End]]:
    """Yield the ends that an amount has, each with the words that say which it is."""
    if mention.kind == "point" and low is not None:
        yield _hedged("", mention), low
        return
    closed = low is not None and high is not None
    if low is not None:
        inclusive, exclusive = ("from", "from above") if closed else ("at least", "more than")
        yield _hedged(inclusive if mention.low_inclusive else exclusive, mention), low
    if high is not None:
        inclusive, exclusive = ("to", "to below") if closed else ("at most", "less than")
        yield _hedged(inclusive if mention.high_inclusive else exclusive, mention), high


def _hedged(relation: str, mention: Mention) -> str:
    return f"{relation} about".lstrip() if mention.approx else relation


def _rounded(money: Money) -> Money:
    """Round to the minor unit, and what is less than that to two significant digits."""
    step = Decimal(1).scaleb(-money.currency.minor_unit)
    rounded = money.amount.quantize(step, context=_WIDE)
    if rounded == money.amount:
        return money
    return Money(rounded or _NARROW.plus(money.amount), money.currency)


def _aligned(lines: Sequence[_Line | str]) -> Iterator[str]:
    """Indent lines; those of amounts stand in columns, their numbers to the right."""
    amounts = [line for line in lines if isinstance(line, _Line)]
    widths = [max(map(_width, column)) for column in zip(*amounts, strict=True)]
    sides = (_left, _right, _left, _left)
    for line in lines:
        cells = [line] if isinstance(line, str) else map(_sided, sides, line, widths)
        yield "  " + "   ".join(filter(None, cells)).rstrip()
