"""A job: the files to read, what to do with their records, and where to write the results."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from krmoney.files.names import as_text

if TYPE_CHECKING:
    from krmoney.files.encoders import Encoder
    from krmoney.files.formats import Format
    from krmoney.files.names import Compression
    from krmoney.files.tasks import Task

__all__ = ["Job", "Source"]


class Source(NamedTuple):
    """A file to read, and how its records are written.

    Attributes:
        path: the path, or ``-``.
        format: how it is read.
        encoder: how its records are written.
        target: the path of the output; None for standard output.
        compression: how the output is compressed; None if the encoder does that.
    """

    path: str
    format: Format
    encoder: Encoder
    target: str | None
    compression: Compression | None

    @property
    def name(self) -> str:
        """The name of the file in messages."""
        return as_text(self.path)


@dataclass(frozen=True)
class Job:
    """Files to read, and what to do with them.

    Attributes:
        task: what is done with each record.
        sources: the files.
        separate: whether each file has its own output; otherwise they share one.
        rejects: the path of the file for bad records, ``-``, or None.
        strict: whether to stop at the first bad record.
        processes: how many processes work; 1 means this one.
        block_size: bytes of a block, about.
    """

    task: Task
    sources: list[Source]
    separate: bool = False
    rejects: str | None = None
    strict: bool = False
    processes: int = 1
    block_size: int = 1 << 20
