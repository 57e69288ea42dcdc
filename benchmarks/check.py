# ruff: noqa: INP001, T201, S311  # a program that is run by its path, prints, and draws numbers for no secret
"""How many slips `krmoney.check` finds and names, how often it is wrong about sound conversions, and how fast it is.

Run it by hand::

    python benchmarks/check.py [--many N] [--seed N]

The conversions are made from the real rates of the European Central Bank, of all days since 1999 and of twenty
currencies: an amount, the won that it was worth on that day, rounded to two, three or four digits as newsrooms do. One
part is left as it is, in the others one slip is planted in each.
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
from collections import Counter
from decimal import ROUND_HALF_EVEN, Decimal
from itertools import combinations
from time import perf_counter
from typing import TYPE_CHECKING, NamedTuple

import krmoney
from krmoney import Money, rates

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

BANK = rates.ecb()
CODES = (
    *("USD", "EUR", "JPY", "GBP", "CNY", "AUD", "CAD", "CHF", "HKD", "SGD"),
    *("NZD", "SEK", "NOK", "DKK", "THB", "INR", "IDR", "PHP", "MYR", "TRY"),
)
TOLERANCES = ("0.01", "0.02", "0.03", "0.05")
SCALES = "만억조"
FILLER = "노조와 사측은 12일 임금 협상을 마쳤다. 직원은 1200명이고 점유율은 12.5% 늘었다. 예산은 300억원이다. "
BACK = 8


class Made(NamedTuple):
    """A conversion that was made.

    Attributes:
        day: its day.
        text: the sentence.
        names: the verdicts that name what was done to it.
    """

    day: dt.date
    text: str
    names: frozenset[str]


def main() -> None:
    """Measure everything and print it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--many", type=int, default=1000, help="conversions of each kind; default: 1000")
    parser.add_argument("--seed", type=int, default=16, help="of the random numbers; default: 16")
    args = parser.parse_args()
    print(
        f"krmoney {krmoney.__version__}, rates of {BANK.first} to {BANK.last}, {args.many:,} conversions of each kind"
    )
    print()
    found_and_named(args.many, args.seed)
    apart()
    speed(args.seed)


# --- conversions


def rate_of(code: str, day: dt.date) -> Decimal | None:
    """Return the rate of a day, or of the last before it."""
    if code == "KRW":
        return Decimal(1)
    found = (BANK(code, "KRW", day - dt.timedelta(back)) for back in range(BACK))
    return next((rate for rate in found if rate is not None), None)


def rounded(won: Decimal, digits: int) -> Money:
    """Round a sum of won as newsrooms do."""
    unit = max(Decimal(1), Decimal(1).scaleb(won.adjusted() - digits + 1))
    return Money(int(won.quantize(unit, ROUND_HALF_EVEN)), "KRW")


class Maker:
    """Makes conversions, sound ones and others."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        self._days = (BANK.last - BANK.first).days
        self.day: dt.date | None = None  # of all conversions, if it is set
        self.kinds: dict[str, Callable[[], Made | None]] = {
            "sound, 2 digits": lambda: self._sound(2),
            "sound, 3 digits": lambda: self._sound(3),
            "sound, 4 digits": lambda: self._sound(4),
            "a factor of 10": lambda: self._factor(1),
            "a factor of 100": lambda: self._factor(2),
            "a factor of 10,000": lambda: self._factor(4),
            "another word of scale": self._scale,
            "another currency's rate": self._other_currency,
            "the rate of a year before": lambda: self._old(365),
            "the rate of a month before": lambda: self._old(30),
            "two digits exchanged": self._exchanged,
            "another conversion's won": self._pasted,
        }

    def make(self, kind: str, many: int) -> Iterator[Made]:
        """Yield so many conversions of a kind."""
        while many:
            if made := self.kinds[kind]():
                yield made
                many -= 1

    def _draw(self) -> tuple[dt.date, str, Money, Decimal]:
        """Draw a day, a currency and an amount, with the won that it was worth."""
        while True:
            day = self.day or BANK.first + dt.timedelta(self._random.randrange(self._days))
            code = self._random.choice(CODES)
            rate = rate_of(code, day)
            if rate is not None:
                digits = self._random.choice((1, 2, 2, 3, 4))
                number = self._random.randrange(10 ** (digits - 1), 10**digits)
                amount = Money(number * 10 ** self._random.choice((4, 5, 6, 7, 8)), code)
                return day, code, amount, amount.amount * rate

    def _written(self, day: dt.date, amount: Money, won: Money, *names: str) -> Made | None:
        text = f"{amount.format('press')}(약 {won.format('press')})를 투자한다."
        if not any(each.quote for each in krmoney.extract(text)):
            return None  # a name that means another currency alone
        return Made(day, text, frozenset(names))

    def _sound(self, digits: int) -> Made | None:
        day, _, amount, won = self._draw()
        return self._written(day, amount, rounded(won, digits), "fits", "coarse")

    def _factor(self, power: int) -> Made | None:
        day, _, amount, won = self._draw()
        power *= self._random.choice((1, -1))
        won = won.scaleb(power)
        return self._written(day, amount, rounded(won, 3), "factor") if won >= 10_000 else None  # noqa: PLR2004

    def _scale(self) -> Made | None:
        day, _, amount, won = self._draw()
        written = rounded(won, 4).format("press")
        places = [at for at, char in enumerate(written) if char in SCALES]
        if not places:
            return None
        at = self._random.choice(places)
        changed = written[:at] + self._random.choice(SCALES.replace(written[at], "")) + written[at + 1 :]
        try:
            return self._written(day, amount, krmoney.parse(changed), "factor")
        except krmoney.KrmoneyError:
            return None

    def _other_currency(self) -> Made | None:
        day, code, amount, _ = self._draw()
        other = self._random.choice([each for each in CODES if each != code])
        rate = rate_of(other, day)
        return self._written(day, amount, rounded(amount.amount * rate, 3), "currency", "off") if rate else None

    def _old(self, days: int) -> Made | None:
        day, code, amount, _ = self._draw()
        rate = rate_of(code, day - dt.timedelta(days))
        return self._written(day, amount, rounded(amount.amount * rate, 4), "off") if rate else None

    def _exchanged(self) -> Made | None:
        day, _, amount, won = self._draw()
        digits = str(int(rounded(won, 4).amount))
        swapped = digits[1] + digits[0] + digits[2:]
        if digits[0] == digits[1] or swapped.startswith("0"):
            return None
        return self._written(day, amount, Money(swapped, "KRW"), "off")

    def _pasted(self) -> Made | None:
        day, _, amount, _ = self._draw()
        *_, other = self._draw()
        return self._written(day, amount, rounded(other, 3), "off", "factor", "currency")


# --- what is measured


def found_and_named(many: int, seed: int) -> None:
    """Print for each kind of slip and each tolerance how many are found, and how many of all are named."""
    maker = Maker(seed)
    print(f"{'':30}" + "".join(f"{f'±{Decimal(each):.0%}':>14}" for each in TOLERANCES))
    for kind in maker.kinds:
        made = [*maker.make(kind, many)]
        cells = []
        for tolerance in TOLERANCES:
            alarms, named = 0, 0
            for each in made:
                (finding, *_) = krmoney.check(each.text, date=each.day, rates=BANK, tolerance=tolerance)
                alarms += finding.severity in {"warning", "error"}
                named += finding.verdict in each.names
            share = f"{alarms / many:.1%}" if kind.startswith("sound") else f"{alarms / many:.0%} {named / many:.0%}"
            cells.append(f"{share:>14}")
        print(f"{kind:30}" + "".join(cells))
    print("Of sound ones: false alarms. Of slips: found (a warning or an error), and named.")
    print()


def apart() -> None:
    """Print the pairs of currencies that a rate cannot tell apart, and on how many days within 3 %."""
    days = [BANK.last - dt.timedelta(7 * week) for week in range((BANK.last - BANK.first).days // 7)]
    worth = {code: [rate_of(code, day) for day in days] for code in CODES}
    near: Counter[str] = Counter()
    for one, two in combinations(CODES, 2):
        both = [(a, b) for a, b in zip(worth[one], worth[two], strict=True) if a and b]
        share = sum(abs(a / b - 1) <= Decimal("0.03") for a, b in both) / len(both)
        near[f"{one}/{two}"] = round(100 * share)
    print("Pairs within 3 % of each other, and on how many of the weeks since 1999:")
    print(", ".join(f"{pair} {share} %" for pair, share in near.most_common() if share >= 5))  # noqa: PLR2004
    print()


def speed(seed: int) -> None:
    """Print how long a thousand articles take, with and without the check."""
    maker = Maker(seed)
    articles = []
    for number in range(1000):
        maker.day = BANK.first + dt.timedelta(number * 10)
        parts = [
            *maker.make("sound, 3 digits", 2),
            *maker.make("sound, 2 digits" if number % 8 else "a factor of 10", 1),
        ]
        articles.append((maker.day, FILLER * 5 + (FILLER * 4).join(each.text for each in parts) + FILLER * 5))
    rounds = []
    for _ in range(3):
        began = perf_counter()
        found = [krmoney.extract(text) for _, text in articles]
        read = perf_counter()
        for (day, _), each in zip(articles, found, strict=True):
            krmoney.check(each, date=day, rates=BANK)
        rounds.append((read - began, perf_counter() - read))
    extracted, checked = (min(times) for times in zip(*rounds, strict=True))
    size = sum(len(text) for _, text in articles)
    print(
        f"1,000 articles, {size:,} characters, 3,000 conversions: extract {extracted:.2f} s, check {checked:.2f} s more"
    )
    began = perf_counter()
    rates.ecb()("USD", "KRW", BANK.last)
    print(f"reading the table of the bank: {perf_counter() - began:.2f} s")


if __name__ == "__main__":
    main()
