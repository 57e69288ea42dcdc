"""Output files, which appear complete or not at all."""

from __future__ import annotations

import io
import os
import secrets
import shutil
import sys
from contextlib import contextmanager, suppress
from errno import EISDIR
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, TextIO

from krmoney.files.compression import compressor
from krmoney.files.errors import FileError, reason
from krmoney.files.names import as_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from krmoney.files.names import Compression

__all__ = ["Output"]


class Output(io.RawIOBase):
    """A file written under a temporary name and renamed when it is complete; without a path, standard output.

    A device or a pipe is written directly, since it cannot be replaced.

    Args:
        path: the path of the file.
        compression: how to compress what is written: gzip, zstd or None.
    """

    def __init__(self, path: str | None, *, compression: Compression | None = None) -> None:
        self._name = "output" if path is None else as_text(path)
        self._temporary: Path | None = None
        self._compressor: BinaryIO | None = None
        with self._errors():
            self._file = self._opened(path)
        try:
            if compression is not None:
                self._compressor = compressor(_Unclosed(lambda: self._file), compression)
        except BaseException:
            self.discard()
            raise

    def _opened(self, path: str | None) -> BinaryIO:
        if path is None:
            # The parent process may have closed standard output.
            return getattr(sys.stdout, "buffer", None) or io.BytesIO()
        if _is_device(path):
            return Path(path).open("wb", buffering=0)
        self._target = Path(os.path.realpath(path))  # a link stays, its target is replaced
        if self._target.is_dir():
            raise IsADirectoryError(EISDIR, os.strerror(EISDIR), path)
        temporary = self._target.with_name(f".krmoney-{secrets.token_hex(6)}.part")
        file = temporary.open("xb")
        self._temporary = temporary
        return file

    def __exit__(self, *raised: object) -> None:
        self.discard()

    def writable(self) -> bool:
        """Return True."""
        return True

    def write(self, data: Any, /) -> int:
        """Write bytes.

        Raises:
            FileError: the disk is full, or writing failed for another reason.
        """
        with self._errors():
            (self._compressor or self._file).write(data)
        return len(data)

    def text(self) -> TextIO:
        """Return a text file that writes to this one."""
        return io.TextIOWrapper(
            self,  # type: ignore[type-var]  # all that is needed of it is there
            encoding="utf-8",
            errors="backslashreplace",
            newline="\n",
            write_through=True,
        )

    @property
    def immediate(self) -> bool:
        """Whether readers see what is written at once: standard output, a device, a pipe."""
        return self._temporary is None

    def isatty(self) -> bool:
        """Return whether it is a terminal."""
        return self._temporary is None and self._file.isatty()

    def flush(self) -> None:
        """Pass on what was written if someone may be waiting for it."""
        if self._temporary is None and not self.closed:
            with self._errors():
                self._file.flush()

    def close(self) -> None:
        """Do nothing: writers of text and Parquet close the file they write to, but only `finish` completes it."""

    def finish(self) -> None:
        """Move the complete file to its place."""
        with self._errors():
            if self._compressor is not None:
                self._compressor.close()
            self._file.flush()
            if self._temporary is not None:
                os.fsync(self._file.fileno())
                self._file.close()
                if self._target.exists():  # keep its permissions
                    shutil.copymode(self._target, self._temporary)
                self._temporary.replace(self._target)
                self._release()

    def discard(self) -> None:
        """Remove the temporary file; what was there before stays."""
        if self._temporary is not None:
            with suppress(OSError):
                self._file.close()
            self._temporary.unlink(missing_ok=True)
            self._release()

    def _release(self) -> None:
        self._temporary = None
        self._file = io.BytesIO()  # writers may still write their last bytes

    @contextmanager
    def _errors(self) -> Iterator[None]:
        """Turn an OSError into a `FileError` that names the file, except if the reader of a pipe has closed it."""
        try:
            yield
        except BrokenPipeError:
            raise
        except OSError as error:
            message = f"{self._name}: {reason(error)}"
            raise FileError(message) from error


class _Unclosed(io.RawIOBase):
    """Passes on what is written, and leaves the file open when it is closed itself."""

    def __init__(self, file: Callable[[], BinaryIO]) -> None:
        self._file = file

    def writable(self) -> bool:
        return True

    def write(self, data: Any, /) -> int:
        return self._file().write(data)


def _is_device(path: str) -> bool:
    """Return whether a path is a device or a pipe; ``/dev/stdout`` counts, even where it leads to a file."""
    given = Path(path)
    stream = path in {"/dev/stdout", "/dev/stderr"} or given.parent in {Path("/dev/fd"), Path("/proc/self/fd")}
    return stream or (given.exists() and not given.is_file() and not given.is_dir())
