"""Errors in the form of RFC 9457: what is wrong, where, and what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from krmoney._present.columns import CellError

if TYPE_CHECKING:
    from pydantic import ValidationError

    from krmoney.errors import KrmoneyError

__all__ = ["PROBLEM_JSON", "TITLES", "ProblemError", "problem", "problem_of", "problem_of_request"]

PROBLEM_JSON: Final = "application/problem+json"
_PAGE: Final = "https://github.com/krmoney/krmoney/blob/main/docs/howto-serve.md#"

# Name, status, title. The names are headings of the page, so that a `type` leads to an explanation.
TITLES: Final[dict[str, tuple[int, str]]] = {
    "ParseError": (422, "The text cannot be read."),
    "NoCurrencyError": (422, "The amount has no currency."),
    "NoValueError": (422, "The cell says that it has no value."),
    "AmbiguousCurrencyError": (422, "Several currencies share the name."),
    "NotOneAmountError": (422, "The text is not one amount."),
    "AmountError": (422, "The value cannot be written, or an option is unknown."),
    "UnknownCurrencyError": (422, "There is no such currency code."),
    "CurrencyMismatchError": (422, "The currencies do not match."),
    "VocabularyError": (422, "The words cannot be used."),
    "RatesError": (422, "The day or the rates cannot be used."),
    "MissingExtraError": (501, "A library that this needs is not installed."),
    "NotJson": (400, "The body is not JSON in UTF-8."),
    "BadRequest": (400, "The request does not have the form of the OpenAPI file."),
    "NotFound": (404, "There is nothing here."),
    "MethodNotAllowed": (405, "The method is not allowed here."),
    "TooSlowToSend": (408, "The request did not arrive in time."),
    "TooLarge": (413, "The request is larger than the service allows."),
    "NotJsonType": (415, "The request is not declared to be plain JSON."),
    "TooSlowToRead": (422, "Reading the text took longer than the service allows."),
    "Failed": (500, "The service failed."),
    "Busy": (503, "Too many requests are waiting."),
}


# What pydantic says in the words of Python.
_SAID: Final = {
    "model_type": "Input should be an object",
    "extra_forbidden": "There is no such field",
}


class ProblemError(Exception):
    """A request that cannot be answered.

    Attributes:
        name: which of `TITLES`.
        detail: what is wrong with this one.
        hint: what to do about it.
    """

    def __init__(self, *, name: str, detail: str, hint: str = "") -> None:
        super().__init__(name)  # not the detail, because exceptions may be logged
        self.name, self.detail, self.hint = name, detail, hint

    @property
    def status(self) -> int:
        """The status of the response."""
        return TITLES[self.name][0]


def problem(name: str, detail: str, hint: str | None = None, **more: Any) -> dict[str, Any]:  # noqa: ANN401
    """Return a problem as a JSON object, without fields that are None."""
    status, title = TITLES[name]
    made = {"type": _PAGE + name.lower(), "title": title, "status": status, "detail": detail, "error": name}
    return made | {key: value for key, value in {"hint": hint or None, **more}.items() if value is not None}


def problem_of(error: KrmoneyError | ProblemError) -> dict[str, Any]:
    """Return the problem for an error, without the text, which the client has."""
    if isinstance(error, ProblemError):
        return problem(error.name, error.detail, error.hint)
    _, message, hint, start, end = CellError.of(error)
    known = next((each.__name__ for each in type(error).__mro__ if each.__name__ in TITLES), "ParseError")
    return problem(known, message, hint, start=start, end=end)


def problem_of_request(error: ValidationError, data: object) -> dict[str, Any]:
    """Return the problem for a request of the wrong form, each fault with a JSON pointer (RFC 6901)."""
    errors: dict[str, tuple[bool, str]] = {}
    for each in error.errors(include_url=False, include_context=False, include_input=False):
        is_type, said = each["type"].endswith("_type"), _SAID.get(each["type"], each["msg"])
        place = _pointer(each["loc"], data)
        if place not in errors or (errors[place][0] and not is_type):  # of several forms, the one that nearly fits
            errors[place] = (is_type, said)
    nearer = [place for place, (is_type, _) in errors.items() if not is_type]
    listed = [
        {"pointer": place, "detail": said}
        for place, (is_type, said) in errors.items()
        if not (is_type and any(each.startswith(f"{place}/") for each in nearer))
    ]
    return problem("BadRequest", listed[0]["detail"], "/docs shows requests that work", errors=listed)


def _pointer(place: tuple[int | str, ...], data: Any) -> str:  # noqa: ANN401  # any value of JSON
    """Return a JSON pointer without the names of types that pydantic inserts."""
    pointer = ""
    for at, part in enumerate(place):
        is_there = part in data if isinstance(data, dict) else isinstance(data, list) and isinstance(part, int)
        if is_there or (isinstance(data, dict) and at == len(place) - 1):
            pointer += f"/{str(part).replace('~', '~0').replace('/', '~1')}"
            data = data[part] if is_there else None
    return pointer
