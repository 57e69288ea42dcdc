"""Text that comes in: opened, decoded as it comes, cut into lines."""

from __future__ import annotations

import codecs
import os
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

from krmoney.cli.problems import INPUT, ProblemError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from io import BufferedReader

__all__ = ["STDIN", "Stream", "as_text", "bad_bytes", "decoded", "lines", "opened"]

STDIN: Final = "-"
_CHUNK: Final = 1 << 18  # bytes


def as_text(given: str) -> str:
    """Read an argument as UTF-8 where the locale, such as C, could not decode it."""
    try:
        given.encode()
    except UnicodeEncodeError:
        return os.fsencode(given).decode("utf-8", "surrogateescape")
    return given


def opened(path: str) -> BufferedReader:
    """Open a file, or standard input, for bytes."""
    return open(0, "rb", closefd=False) if path == STDIN else Path(path).open("rb")


class Stream(Protocol):
    """Bytes that come in."""

    def read1(self, size: int, /) -> bytes:
        """Read what comes next, some of it; nothing at the end."""


def decoded(stream: Stream, encoding: str) -> Iterator[str]:
    """Yield the text piece by piece, as it comes in.

    Raises:
        ProblemError: at the first byte that is not of this encoding, after all the text before it.
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
            raise bad_bytes(error, taken + len(chunk) - rest, encoding) from error
        except UnicodeError as error:  # UTF-16 without a byte order mark
            message = f"{error}{_hint(chunk, encoding)}"
            raise ProblemError(message, INPUT) from error
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


def bad_bytes(error: UnicodeDecodeError, offset: int, encoding: str) -> ProblemError:
    """Say which byte is at fault, and which encoding would read it."""
    name = encoding.removesuffix("-sig")
    message = f"byte {offset} (0x{error.object[error.start]:02x}) is not {name}"
    return ProblemError(message + _hint(error.object, name), INPUT)


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


def lines(pieces: Iterator[str]) -> Iterator[str]:
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
