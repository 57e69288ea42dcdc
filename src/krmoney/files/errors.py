"""Errors of reading and writing files, with what the caller could change."""

from __future__ import annotations

from typing import Literal, NamedTuple

__all__ = ["FileError", "Remedy", "StoppedError", "reason"]


class Remedy(NamedTuple):
    """What the caller could change to avoid an error.

    Attributes:
        option: the encoding of the input, the name of the added column, or separate output files.
        value: the value to try, if one is known.
    """

    option: Literal["encoding", "name", "separate"]
    value: str = ""


class FileError(Exception):
    """A file cannot be read or written."""

    def __init__(self, message: str, remedy: Remedy | None = None) -> None:
        super().__init__(message)
        self.remedy = remedy


class StoppedError(Exception):
    """A strict run stopped at the first bad record or unreadable file.

    Attributes:
        kept: what was written before: nothing, the part that a pipe or a terminal already has, or earlier files.
    """

    def __init__(self, kept: Literal["nothing", "part", "files"]) -> None:
        super().__init__(kept)
        self.kept = kept


def reason(error: OSError) -> str:
    """Return what is wrong with a file, without its name."""
    return error.strerror or str(error).partition("\n")[0]
