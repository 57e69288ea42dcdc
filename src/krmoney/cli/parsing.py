"""The parser of arguments: argparse in English and Korean, with suggestions of what was probably meant."""

from __future__ import annotations

import argparse
import re
import shlex
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NoReturn

from krmoney._present.text import meant, nearest, one_line
from krmoney.cli.alignment import folded
from krmoney.cli.problems import USAGE
from krmoney.files.names import as_text
from krmoney.language import LANGUAGES, language_of, marked, translate

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from krmoney.language import Language

__all__ = ["Parser", "language_asked", "paragraphs"]

# The messages of argparse about a wrong number of values.
_COUNTS: Final = (marked("expected one argument"), marked("expected at least one argument"))


class Parser(argparse.ArgumentParser):
    """An argument parser for one command, or for all.

    It reports an error in one line, accepts ``-300억원`` as an amount, and accepts expressions and files before and
    after options.
    """

    def __init__(self, **options: Any) -> None:  # the options of argparse
        super().__init__(allow_abbrev=False, add_help=False, exit_on_error=False, formatter_class=_Formatter, **options)
        self._negative_number_matcher = re.compile(r"-\.?[0-9]")
        self._positionals.title = translate("arguments")
        self._optionals.title = translate("options")
        self.add_argument("-h", "--help", action="help", help=translate("show this help and exit"))
        self.add_argument(
            "--lang",
            choices=LANGUAGES,
            default=argparse.SUPPRESS,
            help=translate("the language of messages: en or ko; default: that of the locale"),
        )

    def parse_known_args(  # type: ignore[override]  # argparse declares overloads, one for each kind of namespace
        self, args: Sequence[str] | None = None, namespace: Any = None
    ) -> tuple[Any, list[str]]:
        """Parse arguments; argparse leaves over the positional arguments after an option."""
        try:
            parsed, left = super().parse_known_args(args, namespace)
        except argparse.ArgumentError as error:
            self.error(_said(error))
        open_ended = [action for action in self._get_positional_actions() if action.nargs in {"*", "+"}]
        if not open_ended:
            return parsed, left
        (action,) = open_ended
        taken, left = self._positional(left)
        values = [action.type(each) if callable(action.type) else each for each in taken]
        setattr(parsed, action.dest, [*getattr(parsed, action.dest), *values])
        if left:
            self.refuse(left[0])
        return parsed, left

    def _positional(self, left: list[str]) -> tuple[list[str], list[str]]:
        """Split the remaining arguments into positional ones and options."""
        dashes = left.index("--") if "--" in left else len(left)
        taken: list[str] = []
        options: list[str] = []
        for each in left[:dashes]:
            is_option = each.startswith("-") and each != "-" and not self._negative_number_matcher.match(each)
            (options if is_option else taken).append(each)
        return [*taken, *left[dashes + 1 :]], options

    def parse_args(self, args: Sequence[str] | None = None, namespace: Any = None) -> Any:  # type: ignore[override]
        """Parse arguments, and refuse unknown ones."""
        parsed, left = self.parse_known_args(args, namespace)
        if left:
            parsed.parser.refuse(left[0])
        return parsed

    def refuse(self, argument: str) -> NoReturn:
        """Refuse an unknown argument, and suggest the option that was probably meant."""
        given = as_text(argument).partition("=")[0]
        known = [flag.removeprefix("--") for flag in self._option_string_actions if flag.startswith("--")]
        if not given.startswith("-"):
            self.error(translate("unexpected argument {given!r}", given=given))
        near = nearest(given.lstrip("-"), known)
        self.error(translate("unknown option {given}", given=given) + meant(near and f"--{near}"))

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        """Refuse a value that is not one of the choices, and suggest the nearest."""
        choices = [*map(str, action.choices or ())]
        if not choices or value in choices:
            return
        given = as_text(value)
        if isinstance(action, argparse._SubParsersAction):
            self.error(translate("unknown command {given}", given=shlex.quote(given)) + _command_meant(given, choices))
        message = translate("{given!r} is not one of {known}", given=given, known=", ".join(choices))
        raise argparse.ArgumentError(action, message + meant(nearest(given, choices)))

    def error(self, message: str) -> NoReturn:
        """Report an error, refer to the help, and exit."""
        see = translate("see {command} --help", command=self.prog)
        self.exit(USAGE, f"krmoney: {one_line(message)} ({see})\n")

    def _print_message(self, message: str, file: Any = None) -> None:
        """Print a message; argparse would ignore a full disk and exit as if the help had been printed."""
        if file is None or file is sys.stderr:
            with suppress(OSError):
                sys.stderr.write(message)
        else:
            file.write(message)


class _Formatter(argparse.HelpFormatter):
    """Help whose lines are as wide as the terminal shows them: a Hangul syllable takes two columns."""

    def _split_lines(self, text: str, width: int) -> list[str]:
        return folded(text, width)

    def _fill_text(self, text: str, width: int, indent: str) -> str:  # noqa: ARG002  # nothing is indented
        """Fill paragraphs; one with indented lines stays as it is."""
        texts = text.rstrip().split("\n\n")
        return paragraphs(*(each if "  " in each else "\n".join(folded(each, width)) for each in texts))

    def add_usage(self, usage: str | None, actions: Any, groups: Any, prefix: str | None = None) -> None:
        """Add the usage, whose first word is translated."""
        super().add_usage(usage, actions, groups, translate("usage: ") if prefix is None else prefix)


def paragraphs(*texts: str) -> str:
    """Join translated paragraphs."""
    return "\n\n".join(texts)


def language_asked(arguments: Iterable[str]) -> Language:
    """Return the language of ``--lang``, or else that of the locale.

    Help is written in it, so it must be known before the arguments are parsed, which then checks it.
    """
    asked = ""
    for before, each in _pairs(arguments):
        if before == "--lang":
            asked = each
        elif each.startswith("--lang="):
            asked = each.removeprefix("--lang=")
    return next((language for language in LANGUAGES if language == asked), language_of())


def _pairs(arguments: Iterable[str]) -> Iterable[tuple[str, str]]:
    """Yield pairs of neighbouring arguments, up to the end of the options."""
    before = ""
    for each in arguments:
        if each == "--":
            return
        yield before, each
        before = each


def _command_meant(given: str, commands: Sequence[str]) -> str:
    """Suggest what was meant by an unknown command: another command, or one for the amount or file."""
    if near := nearest(given, commands):
        return meant(near)
    quoted = shlex.quote(given)
    with suppress(OSError):
        if Path(given).exists():
            return meant(f"krmoney extract {quoted}")
    if any(not char.isascii() or char.isdecimal() for char in given):
        return meant(f"krmoney convert {quoted}")
    return translate("; the commands are {known}", known=", ".join(commands))


def _said(error: argparse.ArgumentError) -> str:
    """Return a message about an argument; argparse has only English ones."""
    message = error.message
    if message.startswith("ignored explicit argument"):
        message = translate("takes no value")
    elif message in _COUNTS:
        message = translate(message)
    return f"{error.argument_name}: {message}" if error.argument_name else message
