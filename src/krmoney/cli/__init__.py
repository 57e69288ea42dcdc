"""The command ``krmoney``, which reads figures in files and single expressions, for people and for other programs.

Each command has a module with a ``run``. Its arguments are in `krmoney.cli.arguments`, and the options that decide how
text is read in `krmoney.cli.options`.
"""

from __future__ import annotations

import contextlib
import os
import sys
from io import StringIO, TextIOWrapper
from typing import TYPE_CHECKING

from krmoney.cli.arguments import parser
from krmoney.cli.parsing import language_asked
from krmoney.cli.problems import INPUT, INTERRUPTED, ProblemError, Problems
from krmoney.errors import MissingExtraError
from krmoney.files.errors import FileError
from krmoney.language import in_language, translate

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["main"]


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command and return its exit status.

    Args:
        argv: the arguments without the name of the program; default: those of the process.
    """
    given = sys.argv[1:] if argv is None else argv
    with in_language(language_asked(given)):
        return _run(given)


def _run(argv: Sequence[str]) -> int:
    _prepare_streams()
    problems = Problems()
    try:
        try:
            args = parser().parse_args(argv)
            args.run(args, problems)
        finally:
            sys.stdout.flush()
    except BrokenPipeError:  # the reader of the pipe has closed it, as in `krmoney … | head`
        _discard_output()
    except KeyboardInterrupt:
        _discard_output()
        return INTERRUPTED
    except ProblemError as error:
        problems.report(str(error), error.status)
    except (FileError, MissingExtraError) as error:
        problems.report_file("", error)
    except MemoryError:
        problems.report(
            translate("out of memory: split the input into smaller files, or use --lines or --column"), INPUT
        )
    except OSError as error:  # a full disk
        _discard_output()
        problems.report(translate("output: {reason}", reason=error.strerror or error), INPUT)
    return problems.status


def _prepare_streams() -> None:
    r"""Make the output UTF-8 with ``\n`` as line end, on every platform and in every locale."""
    # The parent process may have closed them.
    sys.stdout = sys.stdout or StringIO()
    sys.stderr = sys.stderr or StringIO()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            # File names may contain bytes that are not text; JSON reads the escapes back.
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")


def _discard_output() -> None:
    """Discard what is left in the buffer, which would raise an error when the interpreter exits."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
