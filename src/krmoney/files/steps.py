"""The steps of a job: blocks to work on, and between them the files that are opened, finished or unreadable."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

from krmoney.errors import MissingExtraError
from krmoney.files.encoders import Block
from krmoney.files.errors import FileError, Remedy
from krmoney.files.formats import JsonLines
from krmoney.files.formats.base import column_exists
from krmoney.files.inputs import Input
from krmoney.files.processes import Done
from krmoney.language import translate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from krmoney.files.encoders import Encoder
    from krmoney.files.formats import Format
    from krmoney.files.jobs import Job, Source
    from krmoney.files.tasks import Task

__all__ = ["Failed", "Finished", "Opened", "Step", "steps"]


@dataclass(frozen=True)
class Opened:
    """A file was opened, and the columns of its output are known."""

    source: Source
    encoder: Encoder


@dataclass(frozen=True)
class Finished:
    """A file was read to its end."""


@dataclass(frozen=True)
class Failed:
    """A file could not be read, or not any further."""

    name: str
    error: FileError | MissingExtraError | OSError


Step: TypeAlias = Opened | Finished | Failed


def steps(job: Job) -> Iterator[Block | Done[Step]]:
    """Yield the blocks of all files and the steps between them."""
    before, shared, empty = 0, None, None
    for source in job.sources:
        known = None
        try:
            with Input(source.path) as file:
                for form, data, line in _reserving(source, job.task).blocks(file, job.block_size):
                    found = known or _encoder(source, form, data, shared)
                    # As long as all records are bad, the columns are unknown: the next block may show them.
                    if known is None and found.settled:
                        known, shared = found, None if job.separate else found
                        yield Done(Opened(source, known))
                    consumed = before + file.consumed
                    yield Block(source.name, form, job.task, found, data, line, consumed, job.strict)
                before += file.consumed
                if known is None and job.separate:
                    yield Done(Opened(source, source.encoder))
                empty = source
            yield Done(Finished())
        except (FileError, MissingExtraError, OSError) as error:
            yield Done(Failed(source.name, error))
    if empty is not None and shared is None and not job.separate:
        yield Done(Opened(empty, empty.encoder))


def _reserving(source: Source, task: Task) -> Format:
    """Return the format of a file in which each record may have keys of its own, but not the added one."""
    if isinstance(source.format, JsonLines) and source.encoder.by_name:
        return replace(source.format, added=task.name)
    return source.format


def _encoder(source: Source, form: Format, data: bytes, shared: Encoder | None) -> Encoder:
    """Return the encoder of a file: that of the files before it if they share an output and their columns fit.

    Raises:
        FileError: the columns do not fit into the output.
    """
    if shared is not None and isinstance(form, JsonLines):
        return shared  # each record is checked
    columns = form.columns(data)
    found = source.encoder.fitted(form, data)
    taken = [name for name in found.added if name in columns]
    if taken:
        raise FileError(column_exists(taken[0]), Remedy("name"))
    twice = [name for at, name in enumerate(columns) if name in columns[:at]]
    if twice and found.by_name:
        message = translate("two columns are called {twice!r}, which only CSV and tables allow", twice=twice[0])
        raise FileError(message)
    if shared is None or found == shared:  # metadata of the schemas may differ
        return shared or found
    message = translate("its columns differ from those of the files before it")
    raise FileError(message, Remedy("separate"))
