"""The laws of a figure as data: `corpus/laws.jsonl` for running text, `corpus/cells.jsonl` for `parse`.

The cases were written from the reading rules, without sight of the code. A case holds a text and every figure in it, in
order; only the fields that a figure names are compared. Beside the fields of a row, a figure may say

* ``"span": "overlap"``: the rules do not fix the span, so it need only overlap the slice;
* ``"optional": true``: this value or nothing;
* ``"ignore": true``: a judgement call, which counts neither way;
* ``"inclusive": null``: the rules do not say whether the end itself is included.

``"figures": null`` asks for no figure, only that the reader does not raise and that what it finds is sound.
"""

import json
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

import krmoney

CORPUS = Path(__file__).parent / "corpus"
NUMBERS = {"low", "high", "value"}
PLAIN = {"kind", "currency", "candidates", "unit", "per", "period", "approx", "elided", "denomination"}
RATE_TOLERANCE = Decimal("1e-9")

Row = dict[str, Any]


def lines(name: str) -> Iterator[tuple[str, Row]]:
    for number, line in enumerate((CORPUS / name).read_text("utf-8").splitlines(), 1):
        case = json.loads(line)
        yield f"{name.removesuffix('.jsonl')}:{number} {case.get('kind', 'parse')}", case


def cases(name: str) -> list[Any]:
    return [pytest.param(case, id=label) for label, case in lines(name)]


@pytest.mark.parametrize("case", cases("laws.jsonl"))
def test_law(case: Row) -> None:
    report(case, problems_of_text(case))


@pytest.mark.parametrize("case", cases("cells.jsonl"))
def test_cell(case: Row) -> None:
    report(case, problems_of_cell(case))


def report(case: Row, problems: list[str]) -> None:
    if problems:
        pytest.fail("\n  ".join([repr(case["text"]), *problems]), pytrace=False)


def test_the_corpus_is_large_and_says_each_thing_once() -> None:
    for name, least in (("laws.jsonl", 700), ("cells.jsonl", 120)):
        said = [(case["text"], str(case.get("options"))) for _, case in lines(name)]
        assert len(said) >= least
        assert len(set(said)) == len(said)


@pytest.mark.parametrize("value", [10**5000, 3.5, None, b"3", ["3"]], ids=lambda value: type(value).__name__)
def test_what_is_not_text_is_a_type_error_of_one_line(value: Any) -> None:
    with pytest.raises(TypeError) as caught:
        krmoney.extract(value)
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) <= 200


def problems_of_text(case: Row) -> list[str]:
    text = case["text"]
    found = sorted((each.to_row() for each in krmoney.extract(text)), key=lambda row: (row["start"], -row["end"]))
    problems = list(unsound(text, found))
    if case["figures"] is None:
        return problems
    figures = list(located(text, case["figures"]))
    for ignored in (figure for figure in figures if figure.get("ignore")):
        found = [row for row in found if row["type"] == "rate" or not overlap(row, ignored)]
    for figure in figures:
        row = next((row for row in found if is_the_same(row, figure)), None)
        if row is None:
            if not figure.get("optional") and not figure.get("ignore"):
                problems.append(f"missing: {figure['text']!r}")
        else:
            found.remove(row)
            problems += differences(row, figure)
    return problems + [f"extra: {row['text']!r} {brief(row)}" for row in found]


def located(text: str, figures: list[Row]) -> Iterator[Row]:
    """Find the slices in order; a rate covers the amounts that follow it."""
    start = 0
    for figure in figures:
        start = text.index(figure["text"], start)
        yield {**figure, "start": start, "end": start + len(figure["text"])}
        start += 0 if figure["type"] == "rate" else len(figure["text"])


def is_the_same(row: Row, figure: Row) -> bool:
    if row["type"] != figure["type"]:
        return False
    if figure.get("span") == "overlap":
        return overlap(row, figure)
    return (row["start"], row["end"]) == (figure["start"], figure["end"])


def overlap(one: Row, other: Row) -> bool:
    return bool(one["start"] < other["end"] and other["start"] < one["end"])


def differences(row: Row, figure: Row) -> Iterator[str]:
    for key in PLAIN & figure.keys():
        # A field that does not apply is left out of a row, or false.
        if row.get(key) != figure[key] and (row.get(key) or figure[key]):
            yield f"{figure['text']!r}: {key} is {row.get(key)}, not {figure[key]}"
    if figure["type"] == "rate":
        rate = row["rate"]
        stated = (rate["base"], rate["counter"], Decimal(rate["value"]))
        if stated != (figure["base"], figure["counter"], Decimal(figure["value"])):
            yield f"{figure['text']!r}: the rate is {rate}"
    else:
        yield from differences_of_numbers(row, figure)
    if "quote" in figure:
        yield from differences_of_quotes(row.get("quote"), figure)


def differences_of_numbers(row: Row, figure: Row) -> Iterator[str]:
    for key in NUMBERS & figure.keys():
        if number(row.get(key)) != number(figure[key]):
            yield f"{figure['text']!r}: {key} is {row.get(key)}, not {figure[key]}"
    if "inclusive" not in figure and figure.get("kind") in {"range", "lower_bound", "upper_bound"}:
        for key in ("low_inclusive", "high_inclusive"):
            if row.get(key, True) != figure.get(key, True):
                yield f"{figure['text']!r}: {key} is {row.get(key)}"


def differences_of_quotes(quote: Row | None, figure: Row) -> Iterator[str]:
    wanted = figure["quote"]
    if quote is None or wanted is None:
        if quote or wanted:
            yield f"{figure['text']!r}: its quote is {quote and quote['text']}, not {wanted and wanted['text']}"
        return
    if quote["text"] != wanted["text"]:
        yield f"{figure['text']!r}: its quote is {quote['text']!r}, not {wanted['text']!r}"
    value, rate = number((quote.get("rate") or {}).get("value")), number(wanted["rate"])
    if (value is None) != (rate is None) or (value and rate and abs(value - rate) > rate * RATE_TOLERANCE):
        yield f"{figure['text']!r}: the rate is {value}, not {rate}"
    if quote.get("plausible", True) != wanted.get("plausible", True):
        yield f"{figure['text']!r}: plausible is {quote.get('plausible', True)}"


def unsound(text: str, found: list[Row]) -> Iterator[str]:
    """What no reading may do, whatever the text."""
    for row in found:
        for piece in (row, *row.get("evidence", ())):
            if text[piece["start"] : piece["end"]] != piece["text"]:
                yield f"not its slice: {piece}"
        low, high = number(row.get("low")), number(row.get("high"))
        if low is not None and high is not None and low > high:
            yield f"low above high: {row['text']!r}"
    amounts = [row for row in found if row["type"] == "money"]
    for one, other in pairwise(amounts):
        if overlap(one, other):
            yield f"overlap: {one['text']!r} and {other['text']!r}"


def problems_of_cell(case: Row) -> list[str]:
    try:
        money = krmoney.parse(case["text"], **case.get("options", {}))
    except krmoney.KrmoneyError as error:
        return [] if case.get("error") else [f"refused: {error}"]
    if case.get("error"):
        return [f"read as {money!r}"]
    wanted = (Decimal(case["amount"]), case["currency"])
    return [] if (money.amount, str(money.currency)) == wanted else [f"read as {money!r}"]


def number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def brief(row: Row) -> str:
    return f"{row['kind']} {row.get('low')} to {row.get('high')} {row.get('currency') or row.get('unit') or ''}"
