"""What must hold for the mentions of any text, whatever it says (law 7)."""

from __future__ import annotations

import json
import pickle
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter

import krmoney
from krmoney import Mention

if TYPE_CHECKING:
    from krmoney import Mentions

_MENTION: TypeAdapter[Mention] = TypeAdapter(Mention)
_OPEN = {"lower_bound": (False, True), "upper_bound": (True, False)}  # which end is None


def faults(text: str) -> list[str]:
    """Read a text and return what is wrong with the mentions, each as ``kind: detail``; nothing if all holds."""
    try:
        found = krmoney.extract(text)
    except Exception as error:  # noqa: BLE001  # any exception at all is the fault
        return [f"raises: {type(error).__name__}: {error}"]
    wrong = [] if found.source == text else ["source: not the text"]
    for each in found:
        wrong += _spans(text, each) + _ends(each) + _copies(each)
    return wrong + _order(found) + _pickles(found)


def _spans(text: str, mention: Mention) -> list[str]:
    """Compare every span with its slice."""
    spans: list[tuple[str, Any]] = [("span", mention), *(("evidence", why) for why in mention.evidence)]
    if mention.quote:
        spans.append(("quote", mention.quote))
    return [
        f"{what}: {each.text!r} is not {text[each.start : each.end]!r}"
        for what, each in spans
        if not 0 <= each.start <= each.end <= len(text)
        or each.text != text[each.start : each.end]
        or (what != "evidence" and not each.text)
    ]


def _ends(mention: Mention) -> list[str]:
    """Compare the ends with the kind."""
    low, high = mention.low, mention.high
    wrong = []
    if mention.type == "rate":
        return wrong  # its number is the rate
    fits = (low is None, high is None) == _OPEN.get(mention.kind, (False, False))
    if low is not None and high is not None:
        fits &= low == high if mention.kind == "point" else low <= high
    if not fits:
        wrong.append(f"ends: {mention.text!r} is a {mention.kind} from {low} to {high}")
    stated = None if mention.kind in {"range", "vague"} else low if high is None else high
    if mention.value != stated:
        wrong.append(f"value: {mention.text!r} is {mention.value} and {low} to {high}")
    if mention.type == "money" and (mention.currency is None) is not bool(mention.candidates):
        wrong.append(f"currency: {mention.text!r} is {mention.currency} of {mention.candidates}")
    return wrong


def _copies(mention: Mention) -> list[str]:
    """Send the row through JSON and pydantic and compare what comes back."""
    row = mention.to_row()
    try:
        again = _MENTION.validate_json(json.dumps(row, ensure_ascii=False))
        dumped = _MENTION.validate_json(_MENTION.dump_json(mention))
    except Exception as error:  # noqa: BLE001
        return [f"row: {mention.text!r}: {type(error).__name__}: {str(error)[:200]}"]
    same = again == mention and dumped == mention and again.to_row() == row
    return [] if same else [f"row: {mention.text!r} comes back changed"]


def _order(found: Mentions) -> list[str]:
    """Find what stands out of order, and money or percentages that overlap."""
    wrong = [] if [each.start for each in found] == sorted(each.start for each in found) else ["order: not by start"]
    figures = [each for each in found if each.type != "rate"]
    return wrong + [f"overlap: {one.text!r} and {two.text!r}" for one, two in pairwise(figures) if two.start < one.end]


def _pickles(found: Mentions) -> list[str]:
    """Pickle all mentions and compare."""
    return [] if pickle.loads(pickle.dumps(found)) == found else ["pickle: comes back changed"]  # noqa: S301
