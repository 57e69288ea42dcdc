"""What the OpenAPI file says of each operation, with examples; their answers are made by the operations themselves."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

__all__ = ["ABOUT", "PATHS", "Example", "PathText"]

ABOUT: Final = """\
Reads Korean financial figures: text in, exact amounts with their currency and the rate that the text quotes out, and
back.

- Send `{"text": …}` for one text, or `{"texts": […]}` for a list. A list is answered with `{"results": […]}` in the
  same order. An item that cannot be answered is `{"error": …}` in its place and does not change the others.
- Amounts and rates are strings of plain digits, because they are exact. Offsets count code points of the text.
- What the text leaves open stays open: `currency` is null, and `candidates` says what it can be.
- Errors are problems as RFC 9457 has them, with what is wrong (`detail`), where (`start`, `end`, or `errors` with
  JSON pointers) and what to do (`hint`). Programs tell them apart by `error`.
- Words of your own and exchange rates are given when the service starts. Nothing is stored, logged or sent on.
"""


class Example(NamedTuple):
    """A request that works.

    Attributes:
        name: its name in the OpenAPI file.
        summary: what it shows.
        request: its body.
    """

    name: str
    summary: str
    request: dict[str, Any]


class PathText(NamedTuple):
    """What is said of a path."""

    summary: str
    about: str
    examples: tuple[Example, ...]


PATHS: Final[dict[str, PathText]] = {
    "extract": PathText(
        "Find every figure in running text",
        "Never fails on text. Each figure is the row that `krmoney extract` prints: where it stands, its type and kind,"
        " both ends, its currency, and what the text says about it. The foreign amount of a conversion has a `quote`"
        " with the rate; the amount that only says it again has `restates`, so that a sum can leave it out.",
        (
            Example(
                "conversion",
                "An amount, what it is in won, and the rate that the two imply",
                {"text": "새 공장에 337억 크로나(약 4조 4000억원)를 들인다."},
            ),
            Example(
                "several",
                "Two texts; 크로나 alone is chosen to be Icelandic",
                {"texts": ["매출은 3억 크로나였다.", "직원은 1200명이다."], "prefer": ["ISK"]},
            ),
        ),
    ),
    "parse": PathText(
        "Read one amount of money",
        "The whole text must be that amount: a cell of a table, a field of a form. A cell that says that it has no"
        " value (`-`, 해당없음) has `amount` null and is not an error.",
        (
            Example("amount", "One amount", {"text": "4억5000만 달러"}),
            Example(
                "cells",
                "The cells of a column that is in millions of won; the last cannot be read",
                {"texts": ["1,234", "△56", "-", "4억5000억 원"], "unit": "백만원"},
            ),
        ),
    ),
    "format": PathText(
        "Write an amount in Korean or English",
        "Exactly, unless rounding is asked for. Give a text that is one figure, or an amount as `/parse` returns it"
        " (`value`, `values`).",
        (
            Example("translated", "An English figure in Korean", {"text": "$2.9 billion"}),
            Example(
                "styled",
                "Amounts for a contract",
                {"values": [{"amount": "450000000", "currency": "KRW"}], "style": "contract"},
            ),
            Example("rounded", "Rounded to two digits", {"text": "4조7300억원", "style": "one", "significant": 2}),
        ),
    ),
    "rewrite": PathText(
        "Write the figures of a text in another style",
        "Every other character stays as it is, and so does a figure that the style cannot write or that would be read"
        " as another amount where it stands; `left` tells which, and why.",
        (
            Example(
                "english",
                "The figures in English; the style has no word for 수조원",
                {"text": "볼보는 337억 크로나(약 4조 4000억원)를 들이고, 노조는 수조원을 말했다."},
            ),
        ),
    ),
    "check": PathText(
        "Tell whether conversions fit the rate of the day",
        "A finding for each conversion: it fits, or by how much it does not, and what would explain it. Which of two"
        " amounts is wrong, if any is, nobody can tell from the text. The rates are those that the service was"
        " started with; see `rates` and `last` in the answer.",
        (
            Example(
                "slip",
                "A slip of two zeros",
                {"text": "회사는 4억 달러(약 55조원)를 투자한다.", "date": "2024-06-04"},
            ),
            Example(
                "own",
                "A text that names its own rate, explained in Korean",
                {"text": "30억 엔(환율 950원 기준 285억원)을 빌렸다.", "language": "ko"},
            ),
        ),
    ),
    "tables": PathText(
        "Read the tables of a document, every cell in its unit",
        "Takes HTML, the XML of filings, and Markdown. Amounts are in whole units of their currency: won, not millions."
        " A cell whose unit nothing says is `undecided`.",
        (
            Example(
                "markdown",
                "A table in millions of won",
                {"text": "(단위: 백만원)\n\n| 구분 | 2023년 |\n|---|---|\n| 매출액 | 1,234 |\n| 직원 수 | 300 |"},
            ),
        ),
    ),
}
