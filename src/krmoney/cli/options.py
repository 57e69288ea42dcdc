"""The options that decide how text is read: each is described here, once, for all commands that take it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from krmoney.cli.argument_types import currency_code, unit_of_money
from krmoney.files.names import as_text

if TYPE_CHECKING:
    import argparse

__all__ = ["add_reading_options", "reading_options"]

# The name of the option of `krmoney.read` and its siblings; how the command spells it; its description for argparse.
_OPTIONS: Final[dict[str, tuple[str, dict[str, Any]]]] = {
    "elided": (
        "--no-elided",
        {"dest": "elided", "action": "store_false", "help": "skip amounts that leave out 원 (1조 투자)"},
    ),
    "currency": (
        "--currency",
        {"type": currency_code, "metavar": "CODE", "help": "the currency of numbers without one"},
    ),
    "unit": (
        "--unit",
        {
            "type": unit_of_money,
            "default": "",
            "metavar": "UNIT",
            "help": "the unit of cells that are only digits, such as 백만원, as a table's header gives it",
        },
    ),
    "prefer": (
        "--prefer",
        {
            "type": currency_code,
            "action": "append",
            "default": [],
            "metavar": "CODE",
            "help": "the currency to choose when several share a name, such as 크로나 (may be repeated)",
        },
    ),
    "context": (
        "--context",
        {"type": as_text, "default": "", "metavar": "TEXT", "help": "text that may tell the country"},
    ),
}


def add_reading_options(parser: argparse.ArgumentParser, *names: str) -> None:
    """Add options for reading to the parser of a command."""
    for name in names:
        flag, settings = _OPTIONS[name]
        parser.add_argument(flag, **settings)
    parser.set_defaults(reading_options=names)


def reading_options(args: argparse.Namespace) -> dict[str, Any]:
    """Return the options for reading that a command was given, as `krmoney.read` and its siblings take them."""
    return {name: getattr(args, name) for name in args.reading_options}
