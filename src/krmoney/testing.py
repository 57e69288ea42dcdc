"""Hypothesis strategies for krmoney's values, for tests of code that handles them (extra ``krmoney[hypothesis]``).

>>> from hypothesis import given
>>> from krmoney.testing import money
>>> @given(money(currencies=["KRW", "USD"]))
... def test_it_reads_back(amount):
...     import krmoney
...     assert krmoney.parse(krmoney.format(amount)) == amount
>>> test_it_reads_back()
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from krmoney.language import translate

try:
    from hypothesis import strategies as st
except ImportError as error:  # pragma: no cover  # the tests have hypothesis
    message = translate("krmoney.testing needs hypothesis: pip install 'krmoney[hypothesis]'")
    raise ImportError(message) from error

from krmoney.errors import AmountError
from krmoney.iso import Currency, currencies_with_names
from krmoney.reading.vocabulary import Vocabulary
from krmoney.values import Money, MoneyRange, Rate
from krmoney.writing import format as write
from krmoney.writing import style_names

if TYPE_CHECKING:
    from collections.abc import Sequence

    from krmoney.writing import Style

__all__ = ["amounts", "currencies", "money", "money_texts", "ranges", "rates", "texts_with_money"]

_MOST: int = 10**24
_MANY: int = 10**4
_DIGITS_OF_A_RATE: int = 12


def currencies(*, historic: bool = False) -> st.SearchStrategy[Currency]:
    """Draw currencies in use that have a Korean name; with `historic`, former ones too."""
    return st.sampled_from(currencies_with_names(historic=historic))


def amounts(
    *, minimum: Decimal | int = -_MOST, maximum: Decimal | int = _MOST, places: int = 2
) -> st.SearchStrategy[Decimal]:
    """Draw exact amounts between two limits, often round ones, as in the press.

    Args:
        minimum: the smallest.
        maximum: the largest.
        places: digits after the decimal point.
    """
    step = 10**places
    low, high = int(Decimal(minimum) * step), int(Decimal(maximum) * step)

    def scaled(number: int) -> Decimal:
        return Decimal(number).scaleb(-places)

    whole = st.integers(low, high).map(scaled)
    # 4억5000만, 3조: few significant digits, many zeros
    rounded = st.builds(
        lambda digits, zeros: Decimal(digits * 10**zeros), st.integers(-99_999, 99_999), st.integers(0, 19)
    )
    return st.one_of(rounded.filter(lambda number: minimum <= number <= maximum), whole)


@st.composite
def money(
    draw: st.DrawFn,
    *,
    currencies: Sequence[str] | None = None,
    minimum: Decimal | int = -_MOST,
    maximum: Decimal | int = _MOST,
) -> Money:
    """Draw money to the minor unit of its currency.

    Args:
        draw: supplied by hypothesis.
        currencies: the codes to draw from; by default all in use that have a Korean name.
        minimum: the smallest amount.
        maximum: the largest amount.
    """
    code = draw(_codes(currencies))
    return Money(draw(amounts(minimum=minimum, maximum=maximum, places=code.minor_unit)), code)


def _codes(chosen: Sequence[str] | None) -> st.SearchStrategy[Currency]:
    return currencies() if chosen is None else st.sampled_from([Currency(code) for code in chosen])


@st.composite
def ranges(draw: st.DrawFn, *, currencies: Sequence[str] | None = None) -> MoneyRange:
    """Draw ranges and bounds of positive money: 1조~2조원, 3억원 이상, 500만원 미만."""
    code = draw(_codes(currencies))
    ends = sorted(draw(st.lists(amounts(minimum=1, places=0), min_size=2, max_size=2, unique=True)))
    kind = draw(st.sampled_from(["range", "lower", "upper"]))
    inclusive = True if kind == "range" else draw(st.booleans())
    low = None if kind == "upper" else ends[0]
    high = None if kind == "lower" else ends[1]
    if kind == "upper":
        return MoneyRange(low, high, code, high_inclusive=inclusive)
    return MoneyRange(low, high, code, low_inclusive=inclusive)


@st.composite
def rates(draw: st.DrawFn, *, base: str | None = None, counter: str | None = "KRW") -> Rate:
    """Draw conversion rates, by default of any currency into won."""
    one = draw(_codes([base] if base else None))
    two = draw(_codes([counter] if counter else None).filter(lambda code: code != one))
    value = Decimal(draw(st.integers(1, 10**_DIGITS_OF_A_RATE))).scaleb(-4)
    return Rate(one, two, value)


@st.composite
def money_texts(
    draw: st.DrawFn,
    /,
    *,
    style: str | Style | None = None,
    **options: Any,  # noqa: ANN401  # those of money()
) -> tuple[str, Money]:
    """Draw an amount and one of the ways to write it: the text, and the money that it means.

    Args:
        draw: supplied by hypothesis.
        style: one style; by default any that can write the amount.
        options: those of `money`.
    """
    amount = draw(money(**options))
    names = [style] if style else list(style_names())
    for name in draw(st.permutations(names)):
        try:
            return write(amount, name), amount
        except AmountError:  # a fraction in Hangul
            continue
    return write(amount), amount


def _doubtful(code: str) -> bool:
    """Tell whether a code needs a place or another amount next to it."""
    return Vocabulary.default().currencies.before[code].needs_evidence


@st.composite
def texts_with_money(
    draw: st.DrawFn,
    /,
    **options: Any,  # noqa: ANN401  # those of money()
) -> tuple[str, Money, tuple[int, int]]:
    """Draw a short text with one amount: the text, the amount, and its span."""
    # A numeral of one or two syllables is usually a word (이 달러, 구원), and so are some codes (TOP 7).
    written, amount = draw(
        money_texts(**options).filter(
            lambda drawn: (
                (abs(drawn[1].amount) >= _MANY or drawn[0].strip("-")[:1].isascii())
                and not (str(drawn[1].currency) in drawn[0] and _doubtful(str(drawn[1].currency)))
            )
        )
    )
    core = written
    for mark in ("일금 ", "金 "):  # the marks of a contract are not part of the span
        if core.startswith(mark):
            core = core[len(mark) : -1]
    before = draw(st.sampled_from(["", "회사는 ", "올해 예산은 약 ", "그는 ", "“", "(", "계약금 "]))
    after = draw(
        st.sampled_from(["", "을 냈다.", " 규모의 투자", "에 팔았다.", ")", "이다.", ", 그리고", " 정도가 든다"])
    )
    start = len(before) + written.index(core)
    return f"{before}{written}{after}", amount, (start, start + len(core))
