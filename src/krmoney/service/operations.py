"""What the service does, one function for each path.

An operation takes a request that pydantic has checked, and returns a value for JSON. In a list, an item that fails has
an error in its place, and the others are read.
"""

from __future__ import annotations

import time
import traceback
from codecs import BOM_UTF8
from functools import partial
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import from_json, to_json

from krmoney._present.columns import Cell, row
from krmoney.checking import check
from krmoney.errors import KrmoneyError, NoValueError
from krmoney.service.problems import ProblemError, problem, problem_of, problem_of_request
from krmoney.service.shapes import (
    Amount,
    CheckedMany,
    CheckedOne,
    CheckMany,
    CheckOne,
    ExtractedMany,
    ExtractedOne,
    ExtractMany,
    ExtractOne,
    FormatMany,
    FormatOne,
    FormattedMany,
    FormattedOne,
    ParsedMany,
    ParsedOne,
    ParseMany,
    ParseOne,
    RewriteMany,
    RewriteOne,
    RewrittenMany,
    RewrittenOne,
    TablesMany,
    TablesOne,
    TablesReadMany,
    TablesReadOne,
    WriteMany,
    WriteOne,
)
from krmoney.tables import read as read_tables
from krmoney.values import Money, Rate
from krmoney.writing import format as write
from krmoney.writing import rewrite

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from krmoney.reading.reader import Reader
    from krmoney.service.settings import Settings

__all__ = ["OPERATIONS", "Answer", "Operations"]

_M = TypeVar("_M", bound=BaseModel)
_PACKAGE: Final = Path(__file__).resolve().parent.parent


class Answer(NamedTuple):
    """A response, ready to be sent: an HTTP status and JSON."""

    status: int
    body: bytes


class Kind(NamedTuple):
    """The models of an operation.

    Attributes:
        requests: the models of requests, by the field that only they have.
        answers: the models of the responses.
    """

    requests: dict[str, type[BaseModel]]
    answers: tuple[type[BaseModel], ...]


class _FormError(Exception):
    """A request, or an item of it, has the wrong form."""

    def __init__(self, problem: dict[str, Any]) -> None:
        super().__init__()
        self.problem = problem


OPERATIONS: Final[dict[str, Kind]] = {
    "extract": Kind({"text": ExtractOne, "texts": ExtractMany}, (ExtractedOne, ExtractedMany)),
    "parse": Kind({"text": ParseOne, "texts": ParseMany}, (ParsedOne, ParsedMany)),
    "format": Kind(
        {"text": FormatOne, "texts": FormatMany, "value": WriteOne, "values": WriteMany},
        (FormattedOne, FormattedMany),
    ),
    "rewrite": Kind({"text": RewriteOne, "texts": RewriteMany}, (RewrittenOne, RewrittenMany)),
    "check": Kind({"text": CheckOne, "texts": CheckMany}, (CheckedOne, CheckedMany)),
    "tables": Kind({"text": TablesOne, "texts": TablesMany}, (TablesReadOne, TablesReadMany)),
}


class Operations:
    """The operations, with the settings of the service.

    Args:
        settings: the reader, the rates and the limits.
        clock: returns a context in which an item is read; it may end that with an exception.
        report: called with the place of an error in krmoney's code, without any text from a client.
    """

    def __init__(
        self,
        settings: Settings,
        clock: Callable[[], AbstractContextManager[object]] | None = None,
        report: Callable[[str], object] = lambda _: None,
    ) -> None:
        self._settings, self._clock, self._report = settings, clock, report

    def answer(self, name: str, body: bytes) -> Answer:
        """Answer the body of a request; every error becomes a problem, never an exception."""
        try:
            return Answer(200, to_json(self._made(name, body)))
        except Exception as error:  # noqa: BLE001  # each is an answer
            made = self._problem(error)
            return Answer(made["status"], to_json(made))

    def _made(self, name: str, body: bytes) -> dict[str, Any]:
        key, asked = _checked_request(OPERATIONS[name].requests, body)
        work: Callable[[Any], dict[str, Any]] = getattr(self, name)(asked)
        given = getattr(asked, key)
        if not isinstance(given, list):
            return self._item(work, given)
        most = self._settings.limits.items
        if len(given) > most:
            fault = {"pointer": f"/{key}", "detail": f"{len(given):,} items; the most is {most:,}"}
            raise _FormError(problem("BadRequest", fault["detail"], "send several lists", errors=[fault]))
        take = _amount if key == "values" else _text
        empty = _NO_AMOUNT if name == "parse" else {}
        until = time.monotonic() + self._settings.limits.list_seconds
        return {"results": [self._result(work, take, item, empty, until) for item in given]}

    def _result(
        self,
        work: Callable[[Any], dict[str, Any]],
        take: Callable[[object], object],
        item: object,
        empty: dict[str, Any],
        until: float,
    ) -> dict[str, Any]:
        """Return the result of an item, or its error."""
        try:
            if time.monotonic() > until:
                detail = f"the items before it took longer than {self._settings.limits.list_seconds:g} s"
                raise ProblemError(name="TooSlowToRead", detail=detail, hint="send shorter texts, or fewer")  # noqa: TRY301
            return self._item(work, take(item))
        except Exception as error:  # noqa: BLE001  # each is an answer
            return empty | {"error": self._problem(error)}

    def _item(self, work: Callable[[Any], dict[str, Any]], item: object) -> dict[str, Any]:
        if self._clock is None:
            return work(item)
        with self._clock():
            return work(item)

    def _problem(self, error: Exception) -> dict[str, Any]:
        if isinstance(error, _FormError):
            return error.problem
        if isinstance(error, KrmoneyError | ProblemError):
            return problem_of(error)
        frames = traceback.extract_tb(error.__traceback__)
        ours = [each for each in frames if Path(each.filename).is_relative_to(_PACKAGE)]
        places = " < ".join(f"{Path(each.filename).name}:{each.lineno}" for each in reversed(ours))
        self._report(f"{type(error).__name__} at {places}")
        return problem("Failed", f"a fault of krmoney's own ({type(error).__name__})", "report the text, if you can")

    # Each of these returns a function for one item.
    # ---------------------------------------------------------------------

    def _reader(self, **options: Any) -> Reader:  # noqa: ANN401  # those of a reader
        return self._settings.reader.with_options(**options)

    def extract(self, asked: ExtractOne | ExtractMany) -> Callable[[str], dict[str, Any]]:
        """Find every figure."""
        reader = self._reader(prefer=asked.prefer, elided=asked.elided)
        return lambda text: {"figures": reader.extract(text).to_rows()}

    def parse(self, asked: ParseOne | ParseMany) -> Callable[[str], dict[str, Any]]:
        """Read one amount. In a list the error is in the row, as on the command line."""
        reader = self._reader(prefer=asked.prefer, currency=asked.currency, unit=asked.unit)

        def parsed(text: str) -> dict[str, Any]:
            try:
                return row(Cell(reader.parse(text, context=asked.context), None))
            except NoValueError:
                return row(Cell(None, None))

        return parsed

    def format(self, asked: FormatOne | FormatMany | WriteOne | WriteMany) -> Callable[[Any], dict[str, Any]]:
        """Write a figure, or an amount."""
        written = partial(
            write,
            style=asked.style,
            places=asked.places,
            significant=asked.significant,
            approx=asked.approx,
            restate=asked.restate,
            locale=asked.locale,
        )
        if isinstance(asked, WriteOne | WriteMany):
            return lambda value: {"text": written(_money(value))}
        reader = self._reader(prefer=asked.prefer, currency=asked.currency, unit=asked.unit)
        return lambda text: {"text": written(reader.read(text, context=asked.context))}

    def rewrite(self, asked: RewriteOne | RewriteMany) -> Callable[[str], dict[str, Any]]:
        """Write the figures of a text in another style."""
        reader = self._reader(prefer=asked.prefer, elided=asked.elided)

        def rewritten(text: str) -> dict[str, Any]:
            made = rewrite(reader.extract(text), asked.style)
            left = [
                {"start": each.start, "end": each.end, "text": each.text, "reason": reason}
                for each, reason in zip(made.left, made.reasons, strict=True)
            ]
            return {"text": str(made), "left": left}

        return rewritten

    def check(self, asked: CheckOne | CheckMany) -> Callable[[str], dict[str, Any]]:
        """Check conversions against the day's rate."""
        reader = self._reader(prefer=asked.prefer, elided=asked.elided)
        held = partial(check, date=asked.date, rates=self._settings.rates, tolerance=asked.tolerance, back=asked.back)

        def checked(text: str) -> dict[str, Any]:
            found = held(reader.extract(text))
            return {
                "findings": found.to_rows(language=asked.language),
                "basis": found.basis,
                "rates": found.rates,
                "last": None if found.last is None else str(found.last),
            }

        return checked

    def tables(self, asked: TablesOne | TablesMany) -> Callable[[str], dict[str, Any]]:
        """Read the tables of a document."""
        reader = self._reader(prefer=asked.prefer)

        def read(text: str) -> dict[str, Any]:
            found = read_tables(StringIO(text), unit=asked.unit or None, reader=reader)
            return {
                "cells": [each for table in found for each in table.to_dicts()],
                "warnings": [f"table {table.index}: {each}" for table in found for each in table.warnings],
            }

        return read


_NO_AMOUNT: Final = row(Cell(None, None))


def _checked_request(models: dict[str, type[BaseModel]], body: bytes) -> tuple[str, Any]:
    """Read the body of a request, with the model for the field that it has."""
    try:
        data = from_json(
            body.removeprefix(BOM_UTF8), allow_inf_nan=False, cache_strings="keys"
        )  # no text outlives its request
    except ValueError as error:
        raise ProblemError(name="NotJson", detail=str(error), hint="send an object of JSON, in UTF-8") from error
    key = next((each for each in models if isinstance(data, dict) and each in data), "text")
    return key, _validated(models[key], data)


def _text(item: object) -> str:
    if not isinstance(item, str):
        raise ProblemError(name="BadRequest", detail="not a string", hint="send text")
    return item


def _amount(item: object) -> Amount:
    return _validated(Amount, item)


def _validated(model: type[_M], data: object) -> _M:
    try:
        return model.model_validate(data)
    except ValidationError as error:
        raise _FormError(problem_of_request(error, data)) from None


def _money(value: Amount) -> Money:
    rate = None if value.rate is None else Rate(**value.rate.model_dump())
    return Money(value.amount, value.currency, rate)
