"""Text: decoded as it comes in, split into lines, with a hint at the right encoding where it cannot be decoded."""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING, Final

from krmoney.files.errors import FileError, Remedy
from krmoney.language import translate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from krmoney.files.compression import ByteStream

__all__ = ["decoded", "decoding_error", "lines", "refuse_utf_16"]

_CHUNK: Final = 1 << 18  # bytes
_MARKS: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_FEW: Final = 50  # a text of which less than one byte in so many is null is not UTF-16: there would be no blank in it
_SHORT: Final = 4  # bytes


def decoded(stream: ByteStream, encoding: str) -> Iterator[str]:
    """Yield the text piece by piece, as it comes in.

    Raises:
        FileError: a byte is invalid in this encoding; the text before it is yielded first.
    """
    decoder = codecs.getincrementaldecoder(encoding)()
    consumed = 0
    while True:
        chunk = stream.read1(_CHUNK)
        if not consumed:
            refuse_utf_16(chunk, encoding)
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
    if tried != "utf-16" and data.startswith(_MARKS):
        usual = ["utf-16"]
    else:
        usual = [*filter(None, (_utf_16(data),)), "utf-8", "cp949", *(("utf-16-le",) if tried == "utf-16" else ())]
    other = next((name for name in usual if name != tried and _decodes(data, name)), None)
    if other is None:
        return FileError(message)
    return FileError(
        translate("{message}; the text can be read as {other}", message=message, other=other), Remedy("encoding", other)
    )


def refuse_utf_16(data: bytes, encoding: str) -> None:
    """Refuse the beginning of a text that is UTF-16 without a byte order mark, where another encoding is expected.

    Blanks, digits and line ends have a null byte each there. As UTF-8 or CP949 it would be another text, and nothing
    would be found in it.

    Raises:
        FileError: it is UTF-16.
    """
    other = None if encoding.startswith(("utf-16", "utf-32")) or data.startswith(_MARKS) else _utf_16(data)
    if other is not None:
        name = encoding.removesuffix("-sig")
        message = translate(
            "every second byte of blanks and digits is null, so this is {other} and not {name}", other=other, name=name
        )
        raise FileError(message, Remedy("encoding", other))


def _utf_16(data: bytes) -> str | None:
    """Tell which UTF-16 a text is by where its null bytes stand: before or after what ASCII has."""
    nulls = data.count(0)
    if nulls * _FEW < len(data) or len(data) < _SHORT:
        return None
    after = data[1::2].count(0)
    return "utf-16-le" if after == nulls else None if after else "utf-16-be"


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
