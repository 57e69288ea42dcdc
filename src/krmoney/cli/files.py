"""Files: patterns of names, input that may be packed, output that is whole or not there."""

from __future__ import annotations

import glob
import gzip
import io
import os
import secrets
import shutil
import stat
import sys
from contextlib import contextmanager, suppress
from errno import EISDIR
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Final, Self, TextIO, cast

from krmoney._extras import library
from krmoney.cli.problems import INPUT, ProblemError, reason
from krmoney.cli.texts import STDIN, as_text, opened

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from krmoney.cli.problems import Problems
    from krmoney.cli.texts import Stream

__all__ = ["Input", "Output", "expanded", "packed"]

_MAGIC: Final = {b"\x1f\x8b": "gzip", b"\x28\xb5\x2f\xfd": "zstd"}
_PIECE: Final = 1 << 20  # bytes
_GZIP_LEVEL: Final = 6  # what the program gzip does
_ZSTD_PIECE: Final = 1 << 15  # bytes; what is lost where the data end too early


def expanded(paths: Iterable[str], problems: Problems) -> list[str]:
    """Replace patterns such as ``*.jsonl`` by the files that they mean, sorted; a file of that very name comes first.

    A pattern that means no file is reported.
    """
    found: list[str] = []
    for path in paths:
        if path == STDIN or not glob.has_magic(path) or os.path.lexists(path):
            found.append(path)
            continue
        matches = sorted(each for each in glob.glob(path, recursive=True) if not Path(each).is_dir())  # noqa: PTH207  # keeps a leading ./
        if not matches:
            problems.report(f"{as_text(path)}: no file has such a name", INPUT)
        found += matches
    return found


# --- input


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


class _Zstd:
    """What is packed with zstd, by pyarrow, for Python before 3.14."""

    def __init__(self, file: BinaryIO) -> None:
        arrow = library("pyarrow", "arrow")
        self._stream = arrow.input_stream(arrow.PythonFile(file, mode="r"), compression="zstd")

    def read1(self, size: int, /) -> bytes:
        """Read some of it."""
        data: bytes = self._stream.read(min(size, _ZSTD_PIECE))
        return data


class Input:
    """A file, or standard input, as the bytes that are in it, unpacked if they are packed.

    Attributes:
        path: its name, or ``-``.
        taken: how many bytes of the file, packed as it is, were read.
        size: how many it has; None if only its end will tell.
        live: whether it is no file but a pipe or a terminal, of which somebody waits for every line.
    """

    def __init__(self, path: str) -> None:
        if path != STDIN and Path(path).is_dir():
            message = f"a directory; {as_text(path).rstrip('/')}/* would be its files"
            raise ProblemError(message, INPUT)
        file = opened(path)
        status = os.fstat(file.fileno())
        self.path, self.taken = path, 0
        self.live = not stat.S_ISREG(status.st_mode)
        self.size = None if self.live else status.st_size
        self._file = io.BufferedReader(_Counted(file, self._count))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *raised: object) -> None:
        self._file.close()

    def read1(self, size: int = _PIECE, /) -> bytes:
        """Read what comes next, some of it; nothing at the end.

        Raises:
            ProblemError: what is packed is broken, or ends too early.
        """
        try:
            return self._stream.read1(size)
        except EOFError as error:
            message = f"the {self._packing} data end too early"
            raise ProblemError(message, INPUT) from error
        except Exception as error:  # each library has errors of its own for what it cannot unpack
            if self._packing is None:
                raise
            message = f"broken {self._packing} data: {error}"
            raise ProblemError(message, INPUT) from error

    def _count(self, size: int) -> None:
        self.taken += size

    @cached_property
    def _packing(self) -> str | None:
        head = self._file.peek(4)
        return next((kind for magic, kind in _MAGIC.items() if head.startswith(magic)), None)

    @cached_property
    def _stream(self) -> Stream:
        if self._packing == "gzip":
            return gzip.GzipFile(fileobj=self._file)
        return _zstd_reader(self._file) if self._packing == "zstd" else self._file


def _zstd_reader(file: BinaryIO) -> Stream:
    stream: Stream = _zstd().ZstdFile(file) if _zstd() else _Zstd(file)
    return stream


# --- output


def packed(data: bytes, packing: str | None) -> bytes:
    """Pack a part of a file as far as parts can be packed on their own: with gzip, whose files may be in parts."""
    return gzip.compress(data, _GZIP_LEVEL, mtime=0) if packing == "gzip" else data


class Output(io.RawIOBase):
    """A file that is being written beside its name, and gets it when it is whole; without a name, standard output.

    A device or a pipe is written as it is: there is nothing to put in its place.

    Args:
        path: the name of the file.
        packing: how to pack what is written: gzip, zstd or None.
    """

    def __init__(self, path: str | None, *, packing: str | None = None) -> None:
        self._name = "output" if path is None else as_text(path)
        self._temporary: Path | None = None
        self._packer: BinaryIO | None = None
        with self._told():
            self._file = self._opened(path)
        try:
            self._packer = None if packing is None else _packer(_Through(lambda: self._file), packing)
        except BaseException:
            self.discard()
            raise

    def _opened(self, path: str | None) -> BinaryIO:
        if path is None:
            # Whoever started us may have closed it.
            return getattr(sys.stdout, "buffer", None) or io.BytesIO()
        if _is_device(path):
            return Path(path).open("wb", buffering=0)
        self._target = Path(os.path.realpath(path))  # a link stays, what it leads to is replaced
        if self._target.is_dir():
            raise IsADirectoryError(EISDIR, os.strerror(EISDIR), path)
        temporary = self._target.with_name(f".krmoney-{secrets.token_hex(6)}.part")
        file = temporary.open("xb")
        self._temporary = temporary
        return file

    def __exit__(self, *raised: object) -> None:
        self.discard()

    def writable(self) -> bool:
        """Say that it can be written."""
        return True

    def write(self, data: Any, /) -> int:
        """Write bytes.

        Raises:
            ProblemError: the disk is full, or something of that kind.
        """
        with self._told():
            (self._packer or self._file).write(data)
        return len(data)

    def text(self) -> TextIO:
        """Return the file as one for text."""
        return io.TextIOWrapper(
            self,  # type: ignore[type-var]  # all that is needed of it is there
            encoding="utf-8",
            errors="backslashreplace",
            newline="\n",
            write_through=True,
        )

    @property
    def shown(self) -> bool:
        """Whether what is written is there at once: standard output, a device, a pipe."""
        return self._temporary is None

    def isatty(self) -> bool:
        """Whether somebody looks at it."""
        return self._temporary is None and self._file.isatty()

    def flush(self) -> None:
        """Hand on what was written, where somebody may be waiting for it."""
        if self._temporary is None and not self.closed:
            with self._told():
                self._file.flush()

    def close(self) -> None:
        """Do nothing: whoever writes text or Parquet closes what it writes to, but `finish` is the end."""

    def finish(self) -> None:
        """Let the file appear, whole."""
        with self._told():
            if self._packer is not None:
                self._packer.close()
            self._file.flush()
            if self._temporary is not None:
                os.fsync(self._file.fileno())
                self._file.close()
                if self._target.exists():  # who may read it stays as it was
                    shutil.copymode(self._target, self._temporary)
                self._temporary.replace(self._target)
                self._end()

    def discard(self) -> None:
        """Leave everything as it was before."""
        if self._temporary is not None:
            with suppress(OSError):
                self._file.close()
            self._temporary.unlink(missing_ok=True)
            self._end()

    def _end(self) -> None:
        self._temporary = None
        self._file = io.BytesIO()  # those who wrote to the file may still want to end it

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Turn what goes wrong into a problem that names the file; whoever reads a pipe may leave, though."""
        try:
            yield
        except BrokenPipeError:
            raise
        except OSError as error:
            message = f"{self._name}: {reason(error)}"
            raise ProblemError(message, INPUT) from error


def _packer(file: io.RawIOBase, packing: str) -> BinaryIO:
    """Return what packs what is written to it, and writes that to a file."""
    stream: Any
    if packing == "gzip":
        stream = gzip.GzipFile("", "wb", _GZIP_LEVEL, file, mtime=0)
    elif _zstd():
        stream = _zstd().ZstdFile(file, "w")
    else:
        arrow = library("pyarrow", "arrow")
        stream = arrow.CompressedOutputStream(arrow.PythonFile(file, mode="w"), "zstd")
    return cast("BinaryIO", stream)


def _zstd() -> Any:
    """Import the module for zstd that is in the standard library since Python 3.14, if it is there."""
    try:
        return import_module("compression.zstd")
    except ImportError:
        return None


class _Through(io.RawIOBase):
    """A file for a writer that closes the file with itself; the one that is meant stays open."""

    def __init__(self, file: Callable[[], BinaryIO]) -> None:
        self._file = file

    def writable(self) -> bool:
        return True

    def write(self, data: Any, /) -> int:
        return self._file().write(data)


def _is_device(path: str) -> bool:
    """Whether there is something of that name that is no file; ``/dev/stdout`` may lead to one, and is none."""
    given = Path(path)
    stream = path in {"/dev/stdout", "/dev/stderr"} or given.parent in {Path("/dev/fd"), Path("/proc/self/fd")}
    return stream or (given.exists() and not given.is_file() and not given.is_dir())
