"""gzip and zstd: streams that compress and decompress."""

from __future__ import annotations

import gzip
from importlib import import_module
from typing import TYPE_CHECKING, Any, BinaryIO, Final, Protocol, cast

from krmoney._extras import library

if TYPE_CHECKING:
    import io

    from krmoney.files.names import Compression

__all__ = ["ByteStream", "compressor", "decompressor", "detect", "gzip_part"]

_MAGIC: Final[dict[bytes, Compression]] = {b"\x1f\x8b": "gzip", b"\x28\xb5\x2f\xfd": "zstd"}
_GZIP_LEVEL: Final = 6  # the default of the program gzip
_ZSTD_PIECE: Final = 1 << 15  # bytes; at most this much is lost where the data are truncated


class ByteStream(Protocol):
    """A source of bytes."""

    def read1(self, size: int, /) -> bytes:
        """Read up to `size` bytes; none at the end."""


class _ArrowZstd:
    """Decompresses zstd with pyarrow, for Python before 3.14."""

    def __init__(self, file: BinaryIO) -> None:
        arrow = library("pyarrow", "arrow")
        self._stream = arrow.input_stream(arrow.PythonFile(file, mode="r"), compression="zstd")

    def read1(self, size: int, /) -> bytes:
        """Read up to `size` bytes."""
        data: bytes = self._stream.read(min(size, _ZSTD_PIECE))
        return data


def detect(head: bytes) -> Compression | None:
    """Return how a file is compressed, from its first four bytes."""
    return next((kind for magic, kind in _MAGIC.items() if head.startswith(magic)), None)


def decompressor(file: BinaryIO, compression: Compression) -> ByteStream:
    """Return a stream of the decompressed bytes of a file."""
    if compression == "gzip":
        return gzip.GzipFile(fileobj=file)
    zstd = _zstd()
    stream: ByteStream = zstd.ZstdFile(file) if zstd else _ArrowZstd(file)
    return stream


def compressor(file: io.RawIOBase, compression: Compression) -> BinaryIO:
    """Return a stream that compresses what is written to it and writes that to a file."""
    stream: Any
    if compression == "gzip":
        stream = gzip.GzipFile("", "wb", _GZIP_LEVEL, file, mtime=0)
    elif zstd := _zstd():
        stream = zstd.ZstdFile(file, "w")
    else:
        arrow = library("pyarrow", "arrow")
        stream = arrow.CompressedOutputStream(arrow.PythonFile(file, mode="w"), "zstd")
    return cast("BinaryIO", stream)


def gzip_part(data: bytes) -> bytes:
    """Compress part of a file: gzip files can be joined."""
    return gzip.compress(data, _GZIP_LEVEL, mtime=0)


def _zstd() -> Any:
    """Return the module for zstd, which is in the standard library from Python 3.14, or None."""
    try:
        return import_module("compression.zstd")
    except ImportError:
        return None
