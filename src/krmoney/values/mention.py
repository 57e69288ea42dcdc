"""Figures found in a text, and what the text says about them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple, Self, get_args, overload

from krmoney._hooks import core_schema, hook
from krmoney.errors import AmbiguousCurrencyError, AmountError, NotOneAmountError
from krmoney.language import marked, translate
from krmoney.values.exact import exact
from krmoney.values.money import Money
from krmoney.values.range import MoneyRange
from krmoney.values.record import Frozen, from_dict, to_dict
from krmoney.values.sentences import sentences

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from decimal import Decimal

    import pandas as pd
    import pint
    import polars as pl
    from pydantic import GetCoreSchemaHandler
    from pydantic_core import CoreSchema

    from krmoney._hooks import Amounts, AnyChart, AnyStyle, Columns
    from krmoney.iso import Currency
    from krmoney.values.money import Rate

__all__ = [
    "KINDS",
    "TYPES",
    "Evidence",
    "Kind",
    "Mention",
    "Mentions",
    "Quote",
    "Rewritten",
    "Span",
    "Type",
    "undecided",
]

Kind = Literal["point", "range", "lower_bound", "upper_bound", "vague"]
Type = Literal["money", "percent", "rate", "multiple"]
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)
TYPES: Final[tuple[Type, ...]] = get_args(Type)


class Evidence(NamedTuple):
    """Why krmoney decided something that the figure itself does not state.

    Attributes:
        question: what was decided: ``"currency"``, ``"elided"`` or ``"sign"``.
        reason: the kind of evidence. For a currency: a ``"place"`` or a ``"rate"`` in the text, a word such as
            인민폐 before 원 (``"own"``), the same name decided nearby (``"neighbour"``), the caller's choice
            (``"prefer"``), or custom (``"default"``). For won that is left out: a noun for money directly before it
            (``"noun"``), a word about money next to it (``"cue"``), a rent in a listing (``"listing"``), how often
            or for what it is paid (``"period"``), a word for the currency such as 우리 돈 (``"own"``), its place in
            brackets after an amount (``"restatement"``), the same amount elsewhere (``"neighbour"``), or that 억
            without a counter seldom counts anything else (``"scale"``). For a sign: a word (``"cue"``).
        text: the words that decided, as they are in the text; empty for a default.
        start: where they begin, in code points; equal to `end` if there are none.
        end: where they end, exclusive.
    """

    question: str
    reason: str
    text: str
    start: int
    end: int

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Tell pydantic about the type."""
        return core_schema(cls, handler)

    def to_dict(self) -> dict[str, Any]:
        """Return the fields as a dictionary for JSON."""
        return to_dict(self)

    @classmethod
    def from_dict(cls, fields: Mapping[str, Any]) -> Self:
        """Make a value from what `to_dict` returns."""
        return from_dict(cls, fields)


class Quote(NamedTuple):
    """The other side of a conversion; the foreign amount has it.

    Attributes:
        start: where the other amount begins, in code points.
        end: where it ends, exclusive.
        text: the other amount as written.
        currency: its ISO 4217 code, or None if the text does not decide.
        plausible: whether the rate is realistic. A rate that is far from the value of the currency is a mistake, often
            a missing zero.
        rate: the rate that the pair implies, with error bars; None if one side is vague or its currency is undecided.
    """

    start: int
    end: int
    text: str
    currency: Currency | None
    plausible: bool
    rate: Rate | None

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Tell pydantic about the type."""
        return core_schema(cls, handler)

    def to_dict(self) -> dict[str, Any]:
        """Return the fields as a dictionary for JSON."""
        return to_dict(self)

    @classmethod
    def from_dict(cls, fields: Mapping[str, Any]) -> Self:
        """Make a value from what `to_dict` returns."""
        return from_dict(cls, fields)


class Span(NamedTuple):
    """A position in a text.

    Attributes:
        start: where it begins, in code points.
        end: where it ends, exclusive.
    """

    start: int
    end: int

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Tell pydantic about the type."""
        return core_schema(cls, handler)

    def to_dict(self) -> dict[str, Any]:
        """Return the fields as a dictionary for JSON."""
        return to_dict(self)

    @classmethod
    def from_dict(cls, fields: Mapping[str, Any]) -> Self:
        """Make a value from what `to_dict` returns."""
        return from_dict(cls, fields)


_UNITS: Final = {"percent": ("%", "%p", "bp"), "multiple": ("배",), "rate": (None,)}
# Which ends a kind has. For a point they are equal, otherwise in order.
_ENDS: Final = {
    "point": (True, True),
    "range": (True, True),
    "vague": (True, True),
    "lower_bound": (True, False),
    "upper_bound": (False, True),
}


class Mention(Frozen):
    """A figure found in a text, and everything that the text says about it.

    Attributes:
        start, end: the span, in code points of the text exactly as given; the end is exclusive.
        text: the figure as written, a slice of the text.
        type: ``money``, ``percent``, ``rate`` or ``multiple``.
        kind: ``point``, ``range``, ``lower_bound``, ``upper_bound`` or ``vague``.
        low, high: equal for a point, None on the open side of a bound; for ``vague``, a conventional interval.
        low_inclusive, high_inclusive: False if the end itself is excluded (초과, 미만, the upper end of N대).
        approx: the text says that the amount is approximate (약, 가량, 여 …).
        unit: for a percentage, ``%``, ``%p`` or ``bp``; for a multiple, ``배``.
        currency: for money, the ISO 4217 code, or None if the text does not decide.
        candidates: the codes still possible, the most likely first, if several currencies share the name.
        elided: the currency word is left out: it is won, or was named before the number (우리 돈 3만).
        denomination: it names a banknote or a coin, not an amount that is paid (5만원권).
        per: what one amount is for (배럴당, 1인당), as in the text.
        period: how often it is paid (연, 매월), as in the text.
        quote: on the foreign amount of a conversion, the other amount; either may come first.
        restates: on the second amount of a conversion, the position of the first; leave such amounts out of sums.
        rate: for ``type="rate"``, the rate that the text states.
        evidence: the words that decided the currency, the sign, or that 원 is left out.

    Raises:
        AmountError: the fields contradict each other: a point without a value, a percentage with a currency, ends in
            the wrong order, a span that is not as long as the text.
    """

    __slots__ = _fields = (
        "start", "end", "text", "type", "kind", "low", "high", "low_inclusive", "high_inclusive", "approx", "unit",
        "currency", "candidates", "elided", "denomination", "per", "period", "quote", "restates", "rate", "evidence",
    )  # fmt: skip

    start: int
    end: int
    text: str
    type: Type
    kind: Kind
    low: Decimal | None
    high: Decimal | None
    low_inclusive: bool
    high_inclusive: bool
    approx: bool
    unit: str | None
    currency: Currency | None
    candidates: tuple[Currency, ...]
    elided: bool
    denomination: bool
    per: str | None
    period: str | None
    quote: Quote | None
    restates: Span | None
    rate: Rate | None
    evidence: tuple[Evidence, ...]

    def __init__(  # noqa: PLR0913  # as many as a text says of a figure
        self,
        *,
        start: int,
        end: int,
        text: str,
        type: Type,  # noqa: A002
        kind: Kind,
        low: Decimal | None,
        high: Decimal | None,
        low_inclusive: bool = True,
        high_inclusive: bool = True,
        approx: bool = False,
        unit: str | None = None,
        currency: Currency | None = None,
        candidates: tuple[Currency, ...] = (),
        elided: bool = False,
        denomination: bool = False,
        per: str | None = None,
        period: str | None = None,
        quote: Quote | None = None,
        restates: Span | None = None,
        rate: Rate | None = None,
        evidence: tuple[Evidence, ...] = (),
    ) -> None:
        """Store the fields, and refuse those that contradict each other."""
        self._store(
            start, end, text, type, kind, low, high, low_inclusive, high_inclusive, approx, unit,
            currency, candidates, elided, denomination, per, period, quote, restates, rate, evidence,
        )  # fmt: skip
        fault = self._wrong_ends() or (self._wrong_money() if type == "money" else self._wrong_other())
        if fault:
            raise AmountError(fault)

    def _wrong_ends(self) -> str:
        """Return what is wrong with the span, the kind or the ends; empty if nothing is."""
        kind, low, high = self.kind, self.low, self.high
        if self.start < 0 or self.end - self.start != len(self.text):
            return translate(
                "a mention from {start} to {end} does not have {length} characters: {text!r}",
                start=self.start,
                end=self.end,
                length=len(self.text),
                text=self.text,
            )
        if kind not in _ENDS:
            return translate(
                "the kind of a mention must be one of {known}, not {kind!r}", known=", ".join(KINDS), kind=kind
            )
        if _ENDS[kind] != (low is not None, high is not None):
            which = " and ".join(name for name, has in zip(("low", "high"), _ENDS[kind], strict=True) if has)
            return translate(
                "the kind {kind} needs {which}, not low={low}, high={high}", kind=kind, which=which, low=low, high=high
            )
        low = None if low is None else exact(low, marked("an end"))
        high = low if high is self.low else None if high is None else exact(high, marked("an end"))
        if low is None or high is None or low == high or (low < high and kind != "point"):
            return ""
        if kind == "point":
            return translate("the kind {kind} must have one value, not {low} to {high}", kind=kind, low=low, high=high)
        return translate(
            "the kind {kind} must go from low to high, not from {low} to {high}", kind=kind, low=low, high=high
        )

    def _wrong_money(self) -> str:
        """Return which field does not go with money; empty if all do."""
        if self.unit is not None or self.rate is not None:
            return translate("a mention of money has neither a unit nor a rate")
        if (self.currency is None) != bool(self.candidates):
            return translate("a mention of money has either a currency or candidates")
        return ""

    def _wrong_other(self) -> str:
        """Return which field does not go with a percentage, a multiple or a rate; empty if all do."""
        type_ = self.type
        if type_ not in _UNITS:
            return translate(
                "the type of a mention must be one of {known}, not {type!r}", known=", ".join(TYPES), type=type_
            )
        if self.currency or self.candidates or self.quote or self.restates or self.elided or self.denomination:
            return translate("a {type} has no currency, and no fields that need one", type=type_)
        if self.unit not in _UNITS[type_]:
            return translate("a {type} does not have the unit {unit!r}", type=type_, unit=self.unit)
        if (type_ == "rate") != (self.rate is not None):
            if type_ == "rate":
                return translate("a mention of a rate needs its Rate")
            return translate("a {type} has no rate", type=type_)
        return ""

    @property
    def value(self) -> Decimal | None:
        """The number of a point or a bound, with its sign (3억원 이상: 300000000); None for the other kinds."""
        if self.kind in {"point", "lower_bound"}:
            return self.low
        return self.high if self.kind == "upper_bound" else None

    @property
    def money(self) -> Money:
        """The one exact amount, with the quoted rate.

        Raises:
            NotOneAmountError: the mention is a range, a bound, vague, or no money.
            AmbiguousCurrencyError: the text does not decide the currency; the error lists the candidates.
        """
        value = self.value if self.kind == "point" else None
        if self.type != "money" or value is None:
            what = self.type if self.type != "money" else self.kind.replace("_", " ")
            message = translate("a {what} is not one amount of money", what=translate(what))
            raise NotOneAmountError(message, self.text, (0, len(self.text)))
        return Money(value, self._decided(), self.quote.rate if self.quote else None)

    @property
    def range(self) -> MoneyRange:
        """The range of amounts: both ends of a range, one end of a bound, twice the same for a point.

        Raises:
            NotOneAmountError: the mention is not money.
            AmbiguousCurrencyError: the text does not decide the currency; the error lists the candidates.
        """
        if self.type != "money":
            message = translate("a {type} is not a range of money", type=translate(self.type))
            raise NotOneAmountError(message, self.text, (0, len(self.text)))
        inclusive = {"low_inclusive": self.low_inclusive, "high_inclusive": self.high_inclusive}
        return MoneyRange(self.low, self.high, self._decided(), **inclusive)

    def _decided(self) -> Currency:
        """Return the currency; it must be decided."""
        if self.currency is None:
            raise undecided(self.candidates, self.text, (0, len(self.text)))
        return self.currency

    def to_pint(
        self, registry: pint.UnitRegistry[Any] | None = None, *, per: str | None = None
    ) -> pint.Quantity[Decimal]:
        """Return the amount as a pint quantity, per unit and per period: ``배럴당 80달러`` is 80 USD / oil_barrel.

        Args:
            registry: krmoney's own by default; for another, call `krmoney.units.define_in` first.
            per: what one amount is for, in pint's notation, instead of the words of the mention.

        Raises:
            NotOneAmountError: the mention is a range, a bound, vague, or no money.
            AmbiguousCurrencyError: the text does not decide the currency.
            krmoney.units.UnitError: no unit is known for the words, or they do not decide between two.
        """
        quantity: pint.Quantity[Decimal] = hook("quantity")(self, registry, per=per)
        return quantity

    def _repr_html_(self) -> str:
        """Show the figure with its details in a notebook."""
        html: str = hook("mention_html")(self)
        return html

    def to_row(self, doc: str | None = None) -> dict[str, Any]:
        """Return the row that ``krmoney extract --format jsonl`` prints: plain strings, numbers and booleans.

        Args:
            doc: the name of the document, put first if given.
        """
        return ({} if doc is None else {"doc": doc}) | self.to_dict()


def undecided(
    candidates: Sequence[Currency], text: str, span: tuple[int, int], hint: str = ""
) -> AmbiguousCurrencyError:
    """Return the error for a name that several currencies share, and that nothing decides."""
    codes = tuple(map(str, candidates))
    return AmbiguousCurrencyError(
        translate("the currency is shared by {known}", known=", ".join(codes)),
        text,
        span,
        hint or translate("name the country"),
        codes,
    )


class Mentions(Sequence[Mention]):
    """The figures of a text, in order: the result of `krmoney.extract`.

    Attributes:
        source: the text they were found in, exactly as given.
    """

    __slots__ = ("_mentions", "source")

    def __init__(self, source: str, mentions: Sequence[Mention] = ()) -> None:
        """Store the text and its figures."""
        self.source = source
        self._mentions = tuple(mentions)

    @overload
    def __getitem__(self, index: int) -> Mention: ...
    @overload
    def __getitem__(self, index: slice) -> Mentions: ...
    def __getitem__(self, index: int | slice) -> Mention | Mentions:
        """Return one mention, or a slice of them over the same text."""
        if isinstance(index, slice):
            return Mentions(self.source, self._mentions[index])
        return self._mentions[index]

    def __len__(self) -> int:
        """Count the mentions."""
        return len(self._mentions)

    def __iter__(self) -> Iterator[Mention]:
        """Iterate over the mentions."""
        return iter(self._mentions)

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle as the call that makes it."""
        return (type(self), (self.source, self._mentions))

    def __eq__(self, other: object) -> bool:
        """Compare text and mentions."""
        if not isinstance(other, Mentions):
            return NotImplemented
        return self.source == other.source and self._mentions == other._mentions

    def __hash__(self) -> int:
        """Hash text and mentions."""
        return hash((self.source, self._mentions))

    def __repr__(self) -> str:
        """Show the figures without the text."""
        return f"<Mentions: {', '.join(each.text for each in self._mentions) or 'none'}>"

    def sentences(self) -> list[str]:
        """Return the sentence of each figure, in order; the end of a line also ends a sentence.

        >>> from krmoney import extract
        >>> extract("매출은 3.5억원이다. 빚은 2억원, 이자는 7%다.").sentences()
        ['매출은 3.5억원이다.', '빚은 2억원, 이자는 7%다.', '빚은 2억원, 이자는 7%다.']
        """
        return [*sentences(self.source, ((each.start, each.end) for each in self._mentions))]

    def to_rows(self, doc: str | None = None, *, sentence: bool = False) -> list[Mapping[str, Any]]:
        """Return the rows of all mentions.

        Args:
            doc: the name of the document, put first if given.
            sentence: whether each row ends with the sentence of its figure.
        """
        rows = (each.to_row(doc) for each in self._mentions)
        if not sentence:
            return [*rows]
        return [row | {"sentence": said} for row, said in zip(rows, self.sentences(), strict=True)]

    def rewrite(self, style: str | AnyStyle | Callable[[Mention], str | None] = "en") -> Rewritten:
        """Return the text with its figures written in another style; see `krmoney.Rewritten`.

        Only the number and the currency are rewritten; the words around them (최대, 약, 이상, 당) stay. A figure stays
        as it is if the style cannot write it (수조원 in English), or if the result would be read as another amount:
        in ``500달러만 남았다``, ``$500만`` would mean five million.

        Args:
            style: the name of a style, a `krmoney.Style`, or a function that takes a mention and returns its new text,
                or None to leave it. That text is written as it is.

        Raises:
            AmountError: the style does not exist.

        >>> from krmoney import extract
        >>> text = extract("볼보는 337억 크로나(약 4조 4000억원), 직원은 1~2조원과 수조원을 말했다.").rewrite("en")
        >>> text
        '볼보는 SEK 33.7 billion(약 KRW 4.4 trillion), 직원은 KRW 1–2 trillion과 수조원을 말했다.'
        >>> text.left
        <Mentions: 수조원>
        >>> extract("빚이 3억원").rewrite(lambda figure: f"[{figure.value}]")
        '빚이 [300000000]'
        """
        rewritten: Rewritten = hook("rewrite")(self, style)
        return rewritten

    def _repr_html_(self) -> str:
        """Show the text with its figures in a notebook."""
        html: str = hook("mentions_html")(self)
        return html

    def to_dict(self) -> dict[str, Any]:
        """Return the text and its figures as a dictionary for JSON; `from_dict` makes an equal value from it.

        >>> from krmoney import Mentions, extract
        >>> found = extract("세금 1조2000억원")
        >>> found.to_dict()["source"], [each["value"] for each in found.to_dict()["mentions"]]
        ('세금 1조2000억원', ['1200000000000'])
        >>> Mentions.from_dict(found.to_dict()) == found
        True
        """
        return to_dict(self)

    @classmethod
    def from_dict(cls, fields: Mapping[str, Any]) -> Self:
        """Make a value from what `to_dict` returns.

        Raises:
            AmountError: a field is missing, unknown or of the wrong type.
            KrmoneyError: a mention cannot have these values.
        """
        return from_dict(cls, fields)

    def to_dicts(self, doc: str | None = None, *, sentence: bool = False) -> list[dict[str, Any]]:
        """Return a flat dictionary for each mention, with `Decimal` amounts; see `krmoney.notebook.to_dicts`."""
        rows: list[dict[str, Any]] = hook("to_dicts")(self, doc, sentence=sentence)
        return rows

    def to_pandas(
        self, doc: str | None = None, *, columns: Columns = "core", sentence: bool = False, amounts: Amounts = "float"
    ) -> pd.DataFrame:
        """Return a pandas data frame, a row for each mention; see `krmoney.notebook.to_pandas`."""
        frame: pd.DataFrame = hook("to_pandas")(self, doc, columns=columns, sentence=sentence, amounts=amounts)
        return frame

    def to_polars(
        self, doc: str | None = None, *, columns: Columns = "core", sentence: bool = False, amounts: Amounts = "decimal"
    ) -> pl.DataFrame:
        """Return a polars data frame, a row for each mention; see `krmoney.notebook.to_polars`."""
        frame: pl.DataFrame = hook("to_polars")(self, doc, columns=columns, sentence=sentence, amounts=amounts)
        return frame

    def plot_amounts(self) -> AnyChart:
        """Draw the amounts on a log scale, by currency; see `krmoney.notebook.plot_amounts`."""
        chart: AnyChart = hook("plot_amounts")(self)
        return chart

    def plot_rates(self) -> AnyChart:
        """Draw the rates that the text implies, with error bars; see `krmoney.notebook.plot_rates`."""
        chart: AnyChart = hook("plot_rates")(self)
        return chart


class Rewritten(str):
    """A text with its figures written in another style: the result of `Mentions.rewrite`.

    Attributes:
        left: the figures that were not changed, with their positions in the original text.
        reasons: for each of them, why.
    """

    __slots__ = ("left", "reasons")

    left: Mentions
    reasons: tuple[str, ...]

    def __new__(cls, text: str, left: Mentions, reasons: Sequence[str] = ()) -> Self:
        """Make it of the text and the figures left."""
        made = super().__new__(cls, text)
        made.left = left
        made.reasons = tuple(reasons)
        return made

    def __getnewargs__(self) -> tuple[str, Mentions, tuple[str, ...]]:  # type: ignore[override]  # str has one
        """Pickle with the figures left."""
        return str(self), self.left, self.reasons
