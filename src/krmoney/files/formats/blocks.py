"""Files of lines, cut into blocks that end where a record ends, and the lines of a block."""

from __future__ import annotations

import codecs
import re
from functools import cache
from io import StringIO
from typing import TYPE_CHECKING, Final

from krmoney.files.errors import FileError
from krmoney.files.formats.base import BadRow
from krmoney.files.text import decoded, decoding_error, refuse_utf_16
from krmoney.language import translate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from krmoney.files.inputs import Input

__all__ = ["ESCAPED", "LIMIT", "block_encoding", "cut", "end_of_lines", "text_lines", "undecodable"]

LIMIT: Final = 1 << 24  # bytes; the maximum length of a record
ESCAPED: Final = re.compile("[\udc80-\udcff]")  # how `surrogateescape` decodes invalid bytes


def cut(source: Input, encoding: str, size: int, end_of: Callable[[bytearray], int]) -> Iterator[tuple[bytes, int]]:
    """Yield the blocks of a file, each with its first line.

    Args:
        source: the file.
        encoding: its encoding.
        size: bytes of a block, about.
        end_of: returns where the last complete record of some bytes ends; 0 if there is none.
    """
    rest, line, error = bytearray(), 1, None
    pieces = _pieces(source, encoding, size)
    enough = 0 if source.live else size  # the writer of a pipe may wait for the answer
    while True:
        try:
            piece = next(pieces, b"")
        except (FileError, OSError) as broken:
            piece, error = b"", broken
        rest += piece
        if line == 1 and rest.startswith(codecs.BOM_UTF8) and encoding == "utf-8-sig":
            del rest[:3]
        if piece and len(rest) < enough:
            continue
        end = len(rest) if not (piece or error) else end_of(rest) or (len(rest) > LIMIT and rest.rfind(b"\n") + 1)
        if end:
            block = bytes(rest[:end])
            del rest[:end]
            yield block, line
            line += block.count(b"\n")
        elif len(rest) > LIMIT:
            message = translate("the record on line {line} is longer than {given} MB", line=line, given=LIMIT >> 20)
            raise FileError(message)
        if error:
            raise error
        if not piece:
            return


def _pieces(source: Input, encoding: str, size: int) -> Iterator[bytes]:
    """Yield the bytes of a file, as UTF-8 where a byte could be mistaken for an ASCII character."""
    if _is_ascii_safe(encoding):
        first = source.read1(size)
        refuse_utf_16(first, encoding)
        yield first
        yield from iter(lambda: source.read1(size), b"")
    else:
        yield from (text.encode() for text in decoded(source, encoding) if text)


@cache
def _is_ascii_safe(encoding: str) -> bool:
    """Return whether the bytes of newlines and quotes mean nothing else, as in UTF-8 and CP949."""
    ascii_bytes = bytes(range(128))
    stateful = encoding.startswith(("iso2022", "hz", "utf-7"))
    try:
        return not stateful and ascii_bytes.decode(encoding) == ascii_bytes.decode("ascii")
    except UnicodeError:
        return False


def block_encoding(encoding: str) -> str:
    """Return the encoding of the blocks of a file in this encoding."""
    return encoding.removesuffix("-sig") if _is_ascii_safe(encoding) else "utf-8"


def end_of_lines(data: bytearray) -> int:
    """Return where the last complete line ends."""
    return data.rfind(b"\n") + 1


def text_lines(data: bytes, encoding: str) -> tuple[list[str], bool]:
    r"""Decode lines, each with its ``\n``; the flag tells whether some of them hold escaped bytes."""
    try:
        return [*StringIO(data.decode(encoding), newline="\n")], False
    except UnicodeDecodeError:
        pieces = data.split(b"\n")
        lines = [piece.decode(encoding, "surrogateescape") + "\n" for piece in pieces]
        lines[-1] = lines[-1][:-1]
        return lines[: None if lines[-1] else -1], True


def undecodable(line: int, raw: str, encoding: str) -> BadRow:
    """Return the bad row for a record with invalid bytes."""
    data = raw.encode(encoding, "surrogateescape")
    shown = data.decode(encoding, "backslashreplace")
    try:
        data.decode(encoding)
    except UnicodeDecodeError as error:
        problem = decoding_error(error, error.start, encoding)
        return BadRow(line, str(problem), shown, problem.remedy)
    return BadRow(
        line, translate("a byte is not valid {encoding}", encoding=encoding), shown
    )  # an escape that was read as a character
