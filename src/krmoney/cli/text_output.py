"""The output of a command that writes text: standard output, or a file that appears once it is complete."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from krmoney.cli.signals import exit_on_termination
from krmoney.files.names import FileName
from krmoney.files.outputs import Output

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TextIO

__all__ = ["text_output"]


@contextmanager
def text_output(path: str | None) -> Iterator[TextIO]:
    """Yield the file to write to; one with a name is put in its place at the end, unless an error is raised.

    Raises:
        FileError: it cannot be written.
    """
    if path is None:
        yield sys.stdout
        return
    with exit_on_termination(), Output(path, compression=FileName.of(path).compression) as output:
        file = output.text()
        yield file
        file.flush()
        output.finish()
