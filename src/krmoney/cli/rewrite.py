"""``krmoney rewrite``: texts with their figures written in another style."""

from __future__ import annotations

from typing import TYPE_CHECKING

from krmoney.cli.document_writers import places
from krmoney.cli.documents import documents
from krmoney.cli.options import reader_of
from krmoney.cli.problems import UNREAD
from krmoney.cli.text_output import text_output
from krmoney.language import translate

if TYPE_CHECKING:
    import argparse

    from krmoney.cli.problems import Problems

__all__ = ["run"]


def run(args: argparse.Namespace, problems: Problems) -> None:
    """Write texts with their figures in another style, and report the figures that stay as they are."""
    reader = reader_of(args)
    with text_output(args.output) as file:
        for document in documents(args, problems):
            text = reader.extract(document.text).rewrite(args.style)
            print(text, end="\n" if args.lines else "", file=file, flush=True)
            for place, left, reason in zip(places(document, text.left), text.left, text.reasons, strict=True):
                problems.report(
                    translate(
                        "{source}:{place}: {text!r} stays as it is: {reason}",
                        source=document.source,
                        place=place,
                        text=left.text,
                        reason=reason,
                    ),
                    UNREAD,
                )
