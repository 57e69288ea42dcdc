"""Styles: how values are written.

Values are written exactly unless rounding is requested: `krmoney.parse` reads them back as the same value.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, fields, replace
from decimal import ROUND_HALF_EVEN, Context, Decimal, localcontext
from functools import cache
from typing import Final, Literal, get_args

from krmoney.data import load
from krmoney.errors import AmountError
from krmoney.iso import Currency, babel_locale  # noqa: TC001  # the doctest below uses it
from krmoney.language import translate
from krmoney.numerals import DIGITS, SCALES, Script
from krmoney.reading.amounts import DOT_GROUPS
from krmoney.reading.ranges import MOST_TIMES
from krmoney.reading.vocabulary import Vocabulary
from krmoney.values import CONVERTED, EXACT, Mention, Money, MoneyRange, Rate, plain
from krmoney.writing import numerals

__all__ = ["Style", "format", "format_spec", "style_names"]


Language = Literal["ko", "en"]
Scales = Literal["all", "one", "none"]
Named = Literal["full", "whole", "short", "code"]
_CHOICES: Final[dict[str, tuple[str, ...]]] = {
    name: get_args(kind)
    for name, kind in (("language", Language), ("script", Script), ("scales", Scales), ("name", Named))
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """How an amount is written: a set of options that can be combined freely.

    Attributes:
        language: ``ko`` or ``en``; English puts the symbol or code first and uses million, billion and trillion.
        script: arabic digits, Hangul syllables, hanja, or the formal hanja of cheques.
        scales: ``all`` (4억5000만), ``one`` (4.5억, $450 million) or ``none`` (450,000,000).
        gap: the text between sections, and before a currency name of one syllable. After a single Hangul digit there is
            always a blank (오 원), because 오원 would not be read back.
        comma: the thousands separator.
        thousands: write 천 within sections (4억5천만).
        ones: write out 일 before a unit (일백), as contracts do.
        blank: always put a blank before the currency name.
        name: how the currency is named: ``full`` is clear by itself (달러, 스웨덴 크로나), ``whole`` is clear even next
            to a conversion (미국 달러), ``short`` may be shared (크로나), and ``code`` is the ISO 4217 code.
        short: write English in its shortest form (US$450m).
        before: a mark before the amount.
        after: a mark after the amount.

    Raises:
        AmountError: an option has an unknown value, or two options do not go together.
    """

    language: Language = "ko"
    script: Script = "arabic"
    scales: Scales = "all"
    gap: str = ""
    comma: str = ""
    thousands: bool = False
    ones: bool = False
    blank: bool = False
    name: Named = "full"
    short: bool = False
    before: str = ""
    after: str = ""

    def __post_init__(self) -> None:
        """Check the options."""
        for each in fields(self):
            given, allowed = getattr(self, each.name), _CHOICES.get(each.name)
            if (given not in allowed) if allowed else type(given) is not type(each.default):
                said = (
                    translate("one of {choices}", choices=", ".join(allowed))
                    if allowed
                    else type(each.default).__name__
                )
                message = translate(
                    "the option {name} of a style must be {said}, not {given!r}", name=each.name, said=said, given=given
                )
                raise AmountError(message)
        if self.scales != "all" and (self.script != "arabic" or self.thousands):
            message = translate("with scales={scales!r}, a style has arabic digits and no 천", scales=self.scales)
            raise AmountError(message)


@cache
def _styles() -> dict[str, Style]:
    return {
        name: Style(**{key: value for key, value in options.items() if not key.startswith("example")})
        for name, options in load("styles").items()
    }


def style_names() -> tuple[str, ...]:
    """Return the names of all styles.

    >>> style_names()[:6]
    ('press', 'spaced', 'commas', 'thousands', 'one', 'digits')
    """
    return tuple(_styles())


def format(  # noqa: A001, PLR0913  # krmoney.format is what people look for, and each option is one of its own
    value: Money | MoneyRange | Rate | Mention,
    style: str | Style = "press",
    *,
    places: int | None = None,
    significant: int | None = None,
    rounding: str = ROUND_HALF_EVEN,
    approx: bool = False,
    restate: bool = False,
    locale: str | None = None,
    pattern: str | None = None,
) -> str:
    r"""Write a value in Korean or English, exactly unless rounding is requested.

    Args:
        value: an amount, a range or bound, a rate, or a mention of any kind.
        style: a name from `style_names`, or a `Style` of your own.
        places: round to so many digits after the decimal point of the amount; negative ones round to tens,
            hundreds … (-8: to 억).
        significant: round to so many significant digits.
        rounding: how, as one of the modes of the module `decimal`.
        approx: mark the amount with 약 (in English: about).
        restate: append the amount converted with the money's own rate: ``337억 크로나(약 4조4000억원)``.
        locale: let Babel write in this locale instead (``"de"``), without rounding.
        pattern: with `locale`, a CLDR number pattern (``"#,##0.00 ¤¤"``).

    Raises:
        AmountError: the style cannot write the value exactly (a fraction in Hangul, 배럴당 in English), the
            style does not exist, or there is no rate to restate with.

    >>> money = Money(450_000_000, "USD")
    >>> [format(money, style) for style in ("press", "commas", "one", "hangul", "en", "en-short")]
    ['4억5000만 달러', '4억 5,000만 달러', '4.5억 달러', '사억오천만 달러', '$450 million', 'US$450m']
    >>> format(Money(99_999_999, "KRW"), significant=2, approx=True)
    '약 1억원'
    >>> format(MoneyRange(10**12, None, "KRW")), format(MoneyRange(10**12, 2 * 10**12, "KRW"))
    ('1조원 이상', '1조~2조원')
    >>> format(money, locale="de")
    '450.000.000,00\xa0$'
    """
    writer = _Writer(style_of(style), places, significant, rounding, approx=approx)
    if locale is not None or pattern is not None:
        if not isinstance(value, Money) or locale is None or approx or restate:
            message = translate("locale and pattern are only for a single amount of money, without marks such as 약")
            raise AmountError(message)
        return _localised(Money(writer.rounded(value.amount), value.currency), locale, pattern)
    if isinstance(value, Mention):
        return writer.mention(value, restate=restate)
    if restate and not isinstance(value, Money):
        message = translate("only one amount of money that has a rate can be restated")
        raise AmountError(message)
    if isinstance(value, Rate):
        return writer.rate(value)
    if isinstance(value, MoneyRange):
        return writer.mark() + writer.range(value)
    if not isinstance(value, Money):
        message = translate("not a value of krmoney: {value!r}", value=value)
        raise AmountError(message)
    return writer.mark() + (writer.restated(value, value.rate) if restate else writer.money(value))


_SPEC: Final = re.compile(r"(약)?([a-z-]*)(?:\.([0-9]{1,3}))?")
_DIGITS_SPEC: Final = re.compile(r"(,?)(?:\.([0-9]{1,3})f)?")


def format_spec(money: Money, spec: str) -> str:
    """Write as a format specification says: ``[약][style][.digits]``, or ``[,][.digitsf]`` with the code.

    >>> f"{Money(4_730_000_000_000, 'KRW'):one.2}", f"{Money(4_730_000_000_000, 'KRW'):약press.1}"
    ('4.7조원', '약 5조원')
    >>> f"{Money('1234.5', 'USD'):,}", f"{Money('1234.5', 'USD'):,.2f}", f"{Money('1234.5', 'USD'):.0f}"
    ('1,234.5 USD', '1,234.50 USD', '1234 USD')
    """
    if match := _DIGITS_SPEC.fullmatch(spec):
        if match[2] is None:
            return str(money)
        return f"{money.quantize(int(match[2])).amount:{match[1]}f} {money.currency!s}"
    match = _SPEC.fullmatch(spec)
    if match is None:
        message = translate(
            "invalid format {spec!r}: write [약][style][.digits], such as 'press' or '약one.3', or [,][.digitsf], "
            "such as ',' or ',.2f'",
            spec=spec,
        )
        raise AmountError(message)
    significant = int(match[3]) if match[3] else None
    return format(money, match[2] or "press", significant=significant, approx=bool(match[1]))


def style_of(style: str | Style) -> Style:
    """Return the style of a name.

    Raises:
        AmountError: there is none.
    """
    if isinstance(style, Style):
        return style
    chosen = _styles().get(style) if isinstance(style, str) else None
    if chosen is None:
        message = translate(
            "unknown style {style!r}: the styles are {known}", style=style, known=", ".join(style_names())
        )
        raise AmountError(message)
    return chosen


_DIGITS: Final = Style(scales="none", comma=",")
_ENGLISH: Final = ((12, "trillion", "tn"), (9, "billion", "bn"), (6, "million", "m"))
_SCALES: Final = [(len(str(SCALES[name])) - 1, name) for name in "양자해경조억만"]
_TEN_THOUSAND: Final = 10**4
_HUNDRED_MILLION: Final = 10**8
_THREE_DECIMALS: Final = re.compile(r"[1-9][0-9]{0,2}\.[0-9]{3}")
_VAGUE: Final = {(2, 10): "수", (11, 20): "십수"}
_LOWER: Final = {"ko": {True: "이상", False: "초과"}, "en": {True: "at least", False: "more than"}}
_UPPER: Final = {"ko": {True: "이하", False: "미만"}, "en": {True: "at most", False: "less than"}}
_UNITS: Final = {"ko": {"%p": "%포인트"}, "en": {"%p": " percentage points", "bp": " basis points", "배": " times"}}


@dataclass(frozen=True, slots=True)
class _Writer:
    """One style, with its rounding."""

    style: Style
    places: int | None = None
    significant: int | None = None
    rounding: str = ROUND_HALF_EVEN
    approx: bool = False

    def mark(self, *, approx: bool = False) -> str:
        if not (approx or self.approx):
            return ""
        return "about " if self.style.language == "en" else "약 "

    def rounded(self, amount: Decimal) -> Decimal:
        """Round once, to the coarser of the two options."""
        if self.places is not None and type(self.places) is not int:
            message = translate("places must be a whole number, not {places!r}", places=self.places)
            raise AmountError(message)
        places = [] if self.places is None else [self.places]
        if self.significant is not None:
            if type(self.significant) is not int or self.significant < 1:
                message = translate(
                    "significant must be a whole number from 1, not {significant!r}", significant=self.significant
                )
                raise AmountError(message)
            if amount:
                places.append(self.significant - 1 - amount.adjusted())
        return Money(amount, "XXX").quantize(min(places), self.rounding).amount if places else amount

    def money(self, money: Money) -> str:
        return _money(Money(self.rounded(money.amount), money.currency), self.style)

    def rate(self, rate: Rate) -> str:
        """Write ``1달러=1,380원``, and in English ``$1 = KRW 1,380``: in digits, in every style."""
        if self.style.before or self.style.after:
            message = translate("a contract or a cheque states one amount, not a rate")
            raise AmountError(message)
        digits = replace(self, style=replace(_DIGITS, language=self.style.language, short=self.style.short))
        equals = " = " if self.style.language == "en" else "="
        base, counter = Money(1, rate.base), Money(rate.value, rate.counter)
        whole = _named(base, counter) == "whole"
        named = replace(digits, style=replace(digits.style, name="whole")) if whole else digits
        return f"{named.money(base)}{equals}{digits.mark()}{digits.money(counter)}"

    def range(self, value: MoneyRange, note: str = "") -> str:
        style = self.style
        if style.before or style.after:
            message = translate("a contract or a cheque states one amount, not a range")
            raise AmountError(message)
        low, high = (
            None if end is None else Money(self.rounded(end), value.currency) for end in (value.low, value.high)
        )
        if low is not None and high is not None and (low == high or (value.low_inclusive and value.high_inclusive)):
            return _from_to(low, high, style) + note
        least, most = (None if end is None else _money(end, style) + note for end in (low, high))
        return self._ends(least, most, value)

    def _ends(self, low: str | None, high: str | None, value: MoneyRange | Mention) -> str:
        language = self.style.language
        words = []
        if low is not None:
            words.append((low, _LOWER[language][value.low_inclusive]))
        if high is not None:
            words.append((high, _UPPER[language][value.high_inclusive]))
        if language == "en":
            return " and ".join(f"{word} {end}" for end, word in words)
        return " ".join(f"{end} {word}" for end, word in words)

    def restated(self, money: Money, rate: Rate | None, note: str = "") -> str:
        """Write money with its conversion, which also decides a shared name: 337억 크로나(약 4조4000억원)."""
        if rate is None:
            message = translate("{money!s} has no rate to restate it with", money=money)
            raise AmountError(message)
        other = rate.convert(money)
        asked = self.places is not None or self.significant is not None
        shown = Money(self.rounded(other.amount), other.currency) if asked else other.quantize()
        named = (
            replace(self, style=replace(self.style, name=_named(money, shown))) if self.style.name == "full" else self
        )
        mark = self.mark(approx=rate.low != rate.high or shown != other)
        inner = _money(shown, replace(self.style, before="", after=""))
        return f"{named.money(money)}{note}{' ' if self.style.language == 'en' else ''}({mark}{inner})"

    def mention(self, mention: Mention, *, restate: bool) -> str:
        """Write a mention as text."""
        if restate and mention.type != "money":
            message = translate("a {type} cannot be restated in another currency", type=mention.type)
            raise AmountError(message)
        if mention.type == "rate" and mention.rate is not None:
            return self.rate(mention.rate)
        korean = [word for word in (mention.per, mention.period, "권" if mention.denomination else None) if word]
        if korean and self.style.language == "en":  # the list of such words is open, and a mixture is not English
            message = translate(
                "English styles cannot write {korean!r}; write the `money` or `range` of the mention", korean=korean[0]
            )
            raise AmountError(message)
        said = "".join(f"{word} " for word in (mention.per, mention.period) if word)
        said += self.mark(approx=mention.approx)
        if mention.type in {"percent", "multiple"}:
            return said + self._percent(mention)
        if mention.currency is None:
            codes = ", ".join(map(str, mention.candidates))
            message = translate("the currency of {text!r} is undecided ({codes})", text=mention.text, codes=codes)
            raise AmountError(message)
        note = self._note(mention)
        if restate:
            return said + self.restated(mention.money, mention.money.rate, note)
        if mention.kind == "vague":
            name = _name(mention.currency, self.style)
            return said + self._vague(mention, _blank(name, self.style) + name + note)
        return said + (self.money(mention.money) + note if mention.kind == "point" else self.range(mention.range, note))

    def _note(self, mention: Mention) -> str:
        """Return the 권 of a banknote, 5만원권."""
        if not mention.denomination:
            return ""
        if self.style.before or self.style.after:
            message = translate("a contract or a cheque states an amount, not a banknote")
            raise AmountError(message)
        return "권"

    def _vague(self, mention: Mention, unit: str) -> str:
        """Write a vague amount, such as 수조원, from its conventional interval (2조 to 10조)."""
        low, high = mention.low or Decimal(), mention.high or Decimal()
        if self.style.language == "ko":
            hangul = _styles()["hangul"]
            if EXACT.multiply(low, 10) == high:
                return f"{_number(low, hangul).removeprefix('일')}{unit}대"
            for (first, last), word in _VAGUE.items():
                if EXACT.multiply(low, last) == EXACT.multiply(high, first):
                    number = _number(CONVERTED.divide(low, first), hangul)
                    return f"몇{unit}" if number == "일" else f"{word}{number.removeprefix('일')}{unit}"
        message = translate("this style has no vague numeral for {low} to {high}", low=plain(low), high=plain(high))
        raise AmountError(message)

    def _percent(self, mention: Mention) -> str:
        language = self.style.language
        unit = _UNITS[language].get(mention.unit or "", mention.unit or "")
        if mention.kind == "vague":
            return self._vague(mention, unit)
        low, high = (None if end is None else plain(self.rounded(end)) for end in (mention.low, mention.high))
        if low is not None and high is not None and mention.low_inclusive and mention.high_inclusive:
            return f"{low}{unit}" if low == high else f"{low}{'–' if language == 'en' else '~'}{high}{unit}"
        return self._ends(None if low is None else low + unit, None if high is None else high + unit, mention)


def _named(money: Money, restated: Money) -> Named:
    """Return how to name a currency next to its conversion, whose rate decides what a shared name means.

    The short name is enough if the rate points to this currency. If it points to another country's, even the usual name
    is not enough: next to 28 won, 파운드 is read as Egypt's.
    """
    words, typical = Vocabulary.default().currencies.after, Vocabulary.default().typical
    worth = typical.won.get(restated.currency)
    if worth is None or money.amount <= 0 or restated.amount <= 0:
        return "full"
    won = CONVERTED.multiply(CONVERTED.divide(restated.amount, money.amount), worth)
    shared = words.get(_short_name(money.currency) or "")
    if shared is None:
        return "full"
    if shared.default is None:
        return (
            "short" if restated.currency == "KRW" and typical.nearest(shared.codes, won) == money.currency else "full"
        )
    if shared.default == money.currency and shared.place_decides and typical.instead(shared.codes, won, shared.default):
        return "whole"
    return "full"


def _money(money: Money, style: Style) -> str:
    sign = "-" if money.amount < 0 else ""
    amount = money.amount.copy_abs()
    if style.language == "en":
        return sign + _english(amount, money.currency, style)
    name, number = _name(money.currency, style), _decimal(_number(amount, style), money.currency)
    # One numeral syllable and a unit of one syllable are a word: 이원 is a name, 구원 is help.
    blank = " " if len(number) == 1 and style.script == "hangul" and not style.after else _blank(name, style)
    return f"{style.before}{sign}{number}{blank}{name}{style.after}"


def _decimal(number: str, currency: Currency) -> str:
    """Add a zero to three decimals that would be read as thousands: ``12.3450원``, since ``12.345원`` is 12,345 won."""
    return f"{number}0" if currency in DOT_GROUPS and _THREE_DECIMALS.fullmatch(number) else number


def _blank(name: str, style: Style) -> str:
    """Return the blank before a currency name; the press joins names of one syllable, unless there are gaps."""
    if style.blank or not "가" <= name[0] <= "힣" or " " in name:
        return " "
    if len(name) == 1:
        return style.gap
    return "" if style.scales == "none" else " "


def _number(amount: Decimal, style: Style) -> str:
    if style.scales == "none":
        return plain(amount, ",").replace(",", style.comma)
    if style.scales == "one":
        power, name = next(((power, name) for power, name in _SCALES if amount >= 10**power), (0, ""))
        return plain(EXACT.scaleb(amount, -power), ",") + name
    try:
        return numerals.write(
            amount, script=style.script, gap=style.gap, comma=style.comma, thousands=style.thousands, ones=style.ones
        )
    except ValueError as error:
        raise AmountError(str(error)) from error


def _english(amount: Decimal, currency: Currency, style: Style) -> str:
    return "".join(_english_parts(amount, currency, style))


def _english_parts(amount: Decimal, currency: Currency, style: Style) -> tuple[str, str, str]:
    """Return the text before the digits, the digits, and their scale."""
    symbols = load("currencies")["english_symbols"].get(currency)
    front = f"{currency!s} " if symbols is None or style.name == "code" else symbols[style.short]
    if style.scales == "none":
        return front, _decimal(plain(amount, ",").replace(",", style.comma), currency), ""
    power, long, short = next((each for each in _ENGLISH if amount >= 10 ** each[0]), (0, "", ""))
    number = _decimal(plain(EXACT.scaleb(amount, -power), ","), currency)
    return front, number, short if style.short or not power else f" {long}"


def _from_to(low: Money, high: Money, style: Style) -> str:
    if low == high:
        return _money(low, style)
    if style.language == "en":
        (front, least, below), (_, most, scale) = (
            _english_parts(end.amount, end.currency, style) for end in (low, high)
        )
        if scale and not below and _may_share(low.amount, high.amount, most):
            style = replace(style, scales="none", comma=",")
        if low.amount < 0 or below != scale or not scale:
            return f"{_money(low, style)}–{_money(high, style)}"
        return f"{front}{least}–{most}{scale}"  # $1–2 billion
    left, right, name = _money(low, style), _money(high, style), _name(high.currency, style)
    if _shares_unit(low.amount, high.amount, style):
        left = left[: -len(name)].rstrip()
    return f"{left}~{right}"


def _may_share(low: Decimal, high: Decimal, most: str) -> bool:
    """Tell whether a left end would be read with the magnitude of the right one: $3–$4 million, $900–$1.2bn."""
    return 0 < low < Decimal(most.replace(",", "")) or high > MOST_TIMES * low > 0


def _shares_unit(low: Decimal, high: Decimal, style: Style) -> bool:
    """Tell whether the left end may leave out the unit.

    It may not if it would then take a scale: 1~2만원 begins at 1만, and 1만5~2만원 at 1만5천.
    """
    if style.script != "arabic" or low <= 0:
        return False
    if high >= 10 * low and (low < _TEN_THOUSAND or style.scales == "none"):  # 3~4,000원 can be read in two ways
        return False
    if style.scales == "none":
        return True
    if low < _TEN_THOUSAND:
        return high < _TEN_THOUSAND and not style.thousands
    tail = int(low) % _TEN_THOUSAND
    return style.scales == "one" or tail == 0 or (low < _HUNDRED_MILLION and tail % 100 == 0)


def _localised(money: Money, locale: str, pattern: str | None) -> str:
    """Write with Babel, without rounding; its compact forms lose digits and are not used."""
    from babel.numbers import format_currency

    tag = babel_locale(locale)
    if pattern is not None:
        _check(pattern)
    try:
        with localcontext(Context(prec=1000)):  # Babel rounds in the current context
            written: str = format_currency(
                money.amount, str(money.currency), pattern, locale=tag,
                currency_digits=pattern is None, decimal_quantization=False,
            )  # fmt: skip
    except ValueError as error:
        message = translate("Babel cannot use the pattern {pattern!r}: {error}", pattern=pattern, error=error)
        raise AmountError(message) from error
    return written


def _check(pattern: str) -> None:
    """Refuse a CLDR number pattern that does not write every digit of an amount."""
    if not isinstance(pattern, str):
        message = translate("a pattern must be text, not {pattern!r}", pattern=pattern)
        raise AmountError(message)
    unquoted = re.sub("'[^']*'", "", pattern)
    if "@" in unquoted or re.search("[1-9]", unquoted):
        message = translate(
            "a pattern that counts significant digits or rounds would drop some: {pattern!r}", pattern=pattern
        )
        raise AmountError(message)
    if not re.search("[#0]", unquoted):
        message = translate("a pattern needs a place for digits, as in '#,##0.00 ¤¤': {pattern!r}", pattern=pattern)
        raise AmountError(message)


def _name(currency: Currency, style: Style) -> str:
    if style.name == "code":
        return str(currency)
    if style.name == "short" and (short := _short_name(currency)):
        return short
    return currency_name(currency, whole=style.name == "whole")


@cache
def _short_name(currency: Currency) -> str | None:
    """Return the name of a currency that others may share: 크로나."""
    for entry in load("currencies")["family"]:
        if currency in entry["codes"]:
            return str(entry["names"][0])
    return None


@cache
def currency_name(currency: Currency, *, whole: bool = False) -> str:
    """Return the shortest name that means this currency and no other by itself.

    Args:
        currency: the currency.
        whole: leave out names that another country's currency also has, if there is another name.

    >>> [currency_name(Currency(code)) for code in ("KRW", "USD", "SEK", "HKD", "TWD")]
    ['원', '달러', '스웨덴 크로나', '홍콩 달러', '대만달러']
    >>> [currency_name(Currency(code), whole=True) for code in ("KRW", "GBP", "AED", "SEK")]
    ['대한민국 원', '영국 파운드', '아랍에미리트 디르함', '스웨덴 크로나']
    """
    words = Vocabulary.default().currencies.after
    own = [
        name
        for name, word in words.items()
        if word.default == currency
        and word.per == 1
        and "가" <= name[0] <= "힣"  # HK 달러 and 港元 are read, and not written
        and not word.needs_evidence
        # 오만 리얄 would read on as a numeral: 1억 오만
        and not all(char in DIGITS or char in SCALES for char in name[:2])
    ]
    short = [name for name in own if not words[name].unambiguous]
    listed = (name for entry in load("currencies")["whole"] if entry["code"] == currency for name in entry["names"])
    pressed = [name for name in listed if "가" <= name[0] <= "힣"]
    dictionary = [currency.name()] if currency.name() in own else []
    names: list[str] = [*([] if whole else short), *pressed, *dictionary, *own, str(currency)]
    return names[0]
