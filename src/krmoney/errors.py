"""The exceptions that krmoney raises, all of them `ValueError`.

A `ParseError` has the text, the span of the problem and a hint, so that a program can show the place and a person can
correct it:

>>> import krmoney
>>> try:
...     krmoney.parse("4억5000억 달러")
... except krmoney.ParseError as error:
...     print(error.span, error.text[slice(*error.span)])
(6, 7) 억
"""

from __future__ import annotations

from krmoney._hooks import hook

__all__ = [
    "AmbiguousCurrencyError",
    "AmountError",
    "CurrencyMismatchError",
    "KrmoneyError",
    "LanguageError",
    "MissingExtraError",
    "NoCurrencyError",
    "NoValueError",
    "NotOneAmountError",
    "ParseError",
    "RatesError",
    "UnknownCurrencyError",
    "VocabularyError",
]

_SHOWN = 60  # characters of the offending text that a message repeats


class KrmoneyError(ValueError):
    """The base class of all errors that krmoney raises."""


class AmountError(KrmoneyError):
    """An amount that is not an exact finite number (a float, NaN, text that is not plain digits), or cannot be written.

    It is also raised for an option that does not exist: a style, a locale or a rounding mode.
    """


class UnknownCurrencyError(KrmoneyError):
    """A code that is not in ISO 4217, current or historic, as CLDR lists it."""


class VocabularyError(KrmoneyError):
    """A vocabulary with a wrong key, value or pattern; the message names the file and the line."""


class CurrencyMismatchError(KrmoneyError):
    """Amounts in different currencies were added, subtracted or compared, or a rate was used on a third currency."""


class RatesError(KrmoneyError):
    """A source of exchange rates that cannot be used: not a table of rates, or a day that is not a date."""


class MissingExtraError(KrmoneyError, ImportError):
    """A library from one of krmoney's extras is not installed; the message names the extra."""


class LanguageError(KrmoneyError):
    """A language for which krmoney has no messages."""


class ParseError(KrmoneyError):
    """Text that is not one readable expression.

    Attributes:
        message: what is wrong, without the text.
        text: the text as it was given.
        span: start and end of the problem, in code points of `text`.
        hint: what would be read without it, or what to write instead; empty if there is nothing to suggest.
    """

    def __init__(self, message: str, text: str, span: tuple[int, int], hint: str = "") -> None:
        """Store the parts."""
        self.message = message
        self.text = text
        self.span = span
        self.hint = hint
        shown = text if len(text) <= _SHOWN else text[:_SHOWN] + "…"
        translate = hook("translate")
        where = translate(" at {start}–{end}", start=span[0], end=span[1]) if text else ""
        self._said = f"{message}: “{' '.join(shown.split())}”{where}" + (f" ({hint})" if hint else "")
        super().__init__(message, text, span, hint)

    def __str__(self) -> str:
        """Return one line: what is wrong, where, and what to do about it."""
        return self._said


class NoCurrencyError(ParseError):
    """An amount without a currency; pass one with `currency=`."""


class NoValueError(ParseError):
    """A cell that says it has no value: a dash, a blank, N/A, 해당없음, 적자전환.

    In columns and on the command line, such a cell is empty.
    """


class AmbiguousCurrencyError(ParseError):
    """A name that several currencies share, when nothing in the text decides between them; `prefer=` chooses one.

    Attributes:
        candidates: the ISO 4217 codes still possible, the most likely first.
    """

    def __init__(
        self, message: str, text: str, span: tuple[int, int], hint: str = "", candidates: tuple[str, ...] = ()
    ) -> None:
        """Store the candidates and what every `ParseError` has."""
        super().__init__(message, text, span, hint)
        self.candidates = candidates
        self.args = (message, text, span, hint, candidates)


class NotOneAmountError(ParseError):
    """A range, a bound, a vague amount or a percentage where exactly one amount was asked for.

    `krmoney.read` returns all of these.
    """
