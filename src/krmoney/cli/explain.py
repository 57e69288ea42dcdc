"""``krmoney explain``: shows why texts are read the way they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from krmoney.cli.options import reader_of
from krmoney.files.rows import json_line
from krmoney.language import translate

if TYPE_CHECKING:
    import argparse

    from krmoney.cli.problems import Problems

__all__ = ["run"]


def run(args: argparse.Namespace, problems: Problems) -> None:  # noqa: ARG001  # every text can be explained
    """Explain each text."""
    if not args.texts:
        args.parser.error(translate("a text is needed, such as '체중이 40파운드 늘었다'"))
    reader = reader_of(args)
    for number, text in enumerate(args.texts):
        explanation = reader.explain(text)
        if args.json:
            for row in explanation.rows():
                print(json_line(row))
        else:
            print(f"\n{explanation}" if number else explanation)
