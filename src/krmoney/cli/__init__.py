"""The command ``krmoney``: figures out of files and single expressions, for people and for other programs.

Each command has a module of its own with a ``run``, and `krmoney.cli.arguments` tells of its options.
"""

from __future__ import annotations

import contextlib
import os
import sys
from io import StringIO, TextIOWrapper
from typing import TYPE_CHECKING

from krmoney import MissingExtraError
from krmoney.cli.arguments import parser
from krmoney.cli.problems import INPUT, INTERRUPTED, ProblemError, Problems

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["main"]


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command and return its exit status.

    Args:
        argv: the arguments without the name of the program; those of the process if omitted.
    """
    _prepare_streams()
    problems = Problems()
    try:
        try:
            args = parser().parse_args(argv)
            args.run(args, problems)
        finally:
            sys.stdout.flush()
    except BrokenPipeError:  # whoever reads has seen enough, as in `krmoney … | head`
        _discard_output()
    except KeyboardInterrupt:
        _discard_output()
        return INTERRUPTED
    except ProblemError as error:
        problems.report(str(error), error.status)
    except MissingExtraError as error:
        problems.report(str(error), INPUT)
    except OSError as error:  # a full disk
        _discard_output()
        problems.report(f"output: {error.strerror or error}", INPUT)
    return problems.status


def _prepare_streams() -> None:
    r"""Make the output UTF-8 with ``\n`` as line end, whatever the locale and the platform say."""
    # Whoever started us may have closed them.
    sys.stdout = sys.stdout or StringIO()
    sys.stderr = sys.stderr or StringIO()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            # Names of files may hold bytes that are no text; JSON reads the escapes back.
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")


def _discard_output() -> None:
    """Send what is still in the buffer nowhere, or the interpreter would stumble over it at its end."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
