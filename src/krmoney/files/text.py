"""Text: decoded as it comes in, split into lines, with a hint at the right encoding where it cannot be decoded."""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING, Final

from krmoney.files.errors import FileError, Remedy
from krmoney.language import translate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from krmoney.files.compression import ByteStream

__all__ = ["decoded", "decoding_error", "lines"]

_CHUNK: Final = 1 << 18  # bytes


def decoded(stream: ByteStream, encoding: str) -> Iterator[str]:
    """Yield the text piece by piece, as it comes in.

    Raises:
        FileError: a byte is invalid in this encoding; the text before it is yielded first.
    """
    decoder = codecs.getincrementaldecoder(encoding)()
    consumed = 0
    while True:
        chunk = stream.read1(_CHUNK)
        try:
            text = decoder.decode(chunk, final=not chunk)
        except UnicodeDecodeError as error:
            rest = len(error.object) - error.start  # from the invalid byte to the end of what we have
            yield _valid_part(decoder, chunk[:-rest])
            raise decoding_error(error, consumed + len(chunk) - rest, encoding) from error
        except UnicodeError as error:  # UTF-16 without a byte order mark
            raise _error(str(error), chunk, encoding) from error
        yield text
        consumed += len(chunk)
        if not chunk:
            return


def _valid_part(decoder: codecs.IncrementalDecoder, data: bytes) -> str:
    """Decode what comes before an invalid byte."""
    try:
        return decoder.decode(data)
    except UnicodeError:  # the decoder cannot go on after an error
        return ""


def decoding_error(error: UnicodeDecodeError, offset: int, encoding: str) -> FileError:
    """Return an error that names the invalid byte and an encoding in which it is valid."""
    name = encoding.removesuffix("-sig")
    return _error(
        translate(
            "byte {offset} (0x{value:02x}) is not {name}", offset=offset, value=error.object[error.start], name=name
        ),
        error.object,
        name,
    )


def _error(message: str, data: bytes, tried: str) -> FileError:
    """Return an error that suggests another encoding if one of those usual for Korean text fits."""
    if tried != "utf-16" and data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        usual = ["utf-16"]
    elif tried == "utf-16":
        usual = ["utf-8", "cp949", "utf-16-le"]
    else:
        usual = ["utf-8", "cp949"]
    other = next((name for name in usual if name != tried and _decodes(data, name)), None)
    if other is None:
        return FileError(message)
    return FileError(
        translate("{message}; the text can be read as {other}", message=message, other=other), Remedy("encoding", other)
    )


def _decodes(data: bytes, encoding: str) -> bool:
    try:
        # The last character of a full chunk may be incomplete.
        codecs.getincrementaldecoder(encoding)().decode(data, final=len(data) < _CHUNK)
    except UnicodeError:
        return False
    return True


def lines(pieces: Iterator[str]) -> Iterator[str]:
    r"""Split a text at ``\n`` and nowhere else; a ``\r`` before it is removed, too."""
    begun: list[str] = []
    for piece in pieces:
        *ended, rest = piece.split("\n")
        for line in ended:
            yield "".join([*begun, line]).removesuffix("\r")
            begun = []
        begun.append(rest)
    if last := "".join(begun):
        yield last.removesuffix("\r")
