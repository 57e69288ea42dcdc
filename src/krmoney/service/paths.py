"""What the OpenAPI file says about each operation, with examples. The operations themselves compute the answers."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

__all__ = ["ABOUT", "PATHS", "Example", "PathText"]

ABOUT: Final = """\
Finds financial figures in Korean text, returns exact amounts with their currencies and quoted rates, and writes them as
text again.

- Send `{"text": …}` for one text, or `{"texts": […]}` for a list. The answer to a list is `{"results": […]}` in the
  same order. If an item fails, `{"error": …}` takes its place, and the others are not affected.
- Amounts and rates are strings of plain digits, because they are exact. Offsets count code points of the text.
- If the text leaves the currency open, `currency` is null, and `candidates` lists the possible currencies.
- Errors have the form of RFC 9457, with what is wrong (`detail`), where (`start`, `end`, or `errors` with
  JSON pointers) and what to do (`hint`). Programs tell them apart by `error`.
- Your own words and exchange rates are set when the service starts. Nothing is stored, logged or sent on.
"""


class Example(NamedTuple):
    """A request that works.

    Attributes:
        name: its name in the OpenAPI file.
        summary: what it is an example of.
        request: its body.
    """

    name: str
    summary: str
    request: dict[str, Any]


class PathText(NamedTuple):
    """The description of a path."""

    summary: str
    about: str
    examples: tuple[Example, ...]


PATHS: Final[dict[str, PathText]] = {
    "extract": PathText(
        "Find every figure in running text",
        "Never fails on text. Each figure is the row that `krmoney extract` prints: its position, type and kind, both"
        " ends, its currency, and what the text says about it. The foreign amount of a conversion has a `quote` with"
        " the rate. The second amount has `restates`, so that a sum can leave it out.",
        (
            Example(
                "conversion",
                "An amount, its value in won, and the rate that the two imply",
                {"text": "새 공장에 337억 크로나(약 4조 4000억원)를 들인다."},
            ),
            Example(
                "several",
                "Two texts; `prefer` makes 크로나 Icelandic",
                {"texts": ["매출은 3억 크로나였다.", "직원은 1200명이다."], "prefer": ["ISK"]},
            ),
        ),
    ),
    "parse": PathText(
        "Read one amount of money",
        "The whole text must be one amount, such as a table cell or a form field. If a cell says that it has no value"
        " (`-`, 해당없음), `amount` is null, and that is not an error.",
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
        "The amount is written exactly, unless you ask for rounding. Send a text that is one figure, or an amount as"
        " `/parse` returns it (`value`, `values`).",
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
        "All other characters stay as they are. So does a figure that the style cannot write, or that would be read as"
        " another amount; `left` lists these figures with the reasons.",
        (
            Example(
                "english",
                "The figures in English; the style has no word for 수조원",
                {"text": "볼보는 337억 크로나(약 4조 4000억원)를 들이고, 노조는 수조원을 말했다."},
            ),
        ),
    ),
    "check": PathText(
        "Check whether conversions fit the rate of the day",
        "Each conversion gets a finding: whether it fits, how far it is off, and what would explain that. Nobody can"
        " tell from the text which of the two amounts is wrong. The rates are those that the service was started with;"
        " see `rates` and `last` in the answer.",
        (
            Example(
                "slip",
                "Two zeros too many",
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
        "The document is HTML, XML of filings, or Markdown. Amounts are in whole units of their currency: won, not"
        " millions. A cell whose unit is unknown is `undecided`.",
        (
            Example(
                "markdown",
                "A table in millions of won",
                {"text": "(단위: 백만원)\n\n| 구분 | 2023년 |\n|---|---|\n| 매출액 | 1,234 |\n| 직원 수 | 300 |"},
            ),
        ),
    ),
}
