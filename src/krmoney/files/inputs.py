"""Input files: their bytes, decompressed if necessary."""

from __future__ import annotations

import io
import os
import stat
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Self

from krmoney.files.compression import decompressor, detect
from krmoney.files.errors import FileError
from krmoney.files.names import STDIN, as_text
from krmoney.language import translate

if TYPE_CHECKING:
    from collections.abc import Callable
    from io import BufferedReader

    from krmoney.files.compression import ByteStream
    from krmoney.files.names import Compression

__all__ = ["Input", "open_bytes"]

_PIECE: Final = 1 << 20  # bytes


def open_bytes(path: str) -> BufferedReader:
    """Open a file, or standard input, as bytes."""
    return open(0, "rb", closefd=False) if path == STDIN else Path(path).open("rb")


class _Counted(io.RawIOBase):
    """The bytes of a file, counted as they are read."""

    def __init__(self, file: io.BufferedReader, count: Callable[[int], None]) -> None:
        self._file = file.detach()
        self._count = count

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int | None:
        size = self._file.readinto(buffer)
        self._count(size or 0)
        return size

    def close(self) -> None:
        self._file.close()
        super().close()


class Input:
    """A file or standard input, decompressed if necessary.

    Attributes:
        path: the path, or ``-``.
        consumed: how many bytes of the file, compressed as it is, have been read.
        size: how many bytes it has; None for a pipe or a terminal.
        live: whether it is a pipe or a terminal, where someone may wait for the answer to each line.
    """

    def __init__(self, path: str) -> None:
        if path != STDIN and Path(path).is_dir():
            message = translate("is a directory; for the files in it, use {given}/*", given=as_text(path).rstrip("/"))
            raise FileError(message)
        file = open_bytes(path)
        status = os.fstat(file.fileno())
        self.path, self.consumed = path, 0
        self.live = not stat.S_ISREG(status.st_mode)
        self.size = None if self.live else status.st_size
        self._file = io.BufferedReader(_Counted(file, self._count))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *raised: object) -> None:
        self._file.close()

    def read1(self, size: int = _PIECE, /) -> bytes:
        """Read up to `size` bytes; none at the end.

        Raises:
            FileError: compressed data are corrupt or truncated.
        """
        try:
            return self._stream.read1(size)
        except EOFError as error:
            message = translate("truncated {compression} data", compression=self._compression)
            raise FileError(message) from error
        except Exception as error:  # each library has its own errors for data that it cannot decompress
            if self._compression is None:
                raise
            message = translate("corrupt {compression} data: {error}", compression=self._compression, error=error)
            raise FileError(message) from error

    def _count(self, size: int) -> None:
        self.consumed += size

    @cached_property
    def _compression(self) -> Compression | None:
        return detect(self._file.peek(4))

    @cached_property
    def _stream(self) -> ByteStream:
        return self._file if self._compression is None else decompressor(self._file, self._compression)
