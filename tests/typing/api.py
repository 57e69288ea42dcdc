# pyright: strict, reportUnnecessaryTypeIgnoreComment=true, reportUnusedExpression=false
"""What type checkers say about the public names. Nothing here runs: mypy and pyright read it.

Right uses stand in `assert_type`. Each wrong use carries an `ignore` for both checkers, and an `ignore` that is not
needed is an error: a wrong use that is let through makes the check fail.
"""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Annotated, Any, Literal, Never, assert_type

import pandas as pd
import polars as pl
from pydantic import BaseModel, TypeAdapter
from sqlalchemy import Select, select
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

import krmoney
from krmoney import Currency, Evidence, Mention, Mentions, Money, MoneyRange, Quote, Rate, Style, rates
from krmoney.frames import pandas as in_pandas
from krmoney.frames import polars as in_polars
from krmoney.models import MoneyField
from krmoney.sqlalchemy import AmountType, MoneyType, money_columns


def reading(text: str) -> None:
    assert_type(krmoney.parse(text), Money)
    assert_type(krmoney.parse(text, currency="SEK", prefer=["SEK", "ISK"], context=text), Money)
    assert_type(krmoney.parse(text, prefer=Currency("SEK")), Money)
    assert_type(krmoney.read(text), Mention)
    assert_type(krmoney.extract(text), Mentions)

    krmoney.parse(5)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    krmoney.parse(b"5")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    krmoney.parse(None)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    krmoney.parse(text, "KRW")  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    krmoney.parse(text, currency=410)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    krmoney.parse(text, prefer=5)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    krmoney.read([text])  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    krmoney.extract([text])  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


def making(*, included: bool) -> None:
    assert_type(Money(1, "KRW"), Money)
    assert_type(Money("0.5", Currency("USD"), Rate("USD", "KRW", 1380)), Money)
    assert_type(Money(Decimal(1), currency="KRW", rate=None), Money)
    assert_type(MoneyRange(1, None, "KRW", low_inclusive=False), MoneyRange)
    assert_type(Rate("USD", "KRW", "1380.5", low=1380, high=Decimal(1381)), Rate)
    assert_type(Currency("KRW"), Currency)

    Money(1.5, "KRW")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    Money(1)  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    Money(None, "KRW")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    Money(1, 410)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    Money(1, "KRW", 1380)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    Money(Money(1, "KRW"), "KRW")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    Rate("USD", "KRW", 1380.5)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    Rate("USD", "KRW")  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    MoneyRange(1, 2, "KRW", included)  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    MoneyRange(1.5, 2, "KRW")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    Currency(410)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


def values_do_not_change(money: Money, rate: Rate, mention: Mention, quote: Quote) -> None:
    assert_type(money.amount, Decimal)
    assert_type(money.currency, Currency)
    assert_type(money.rate, Rate | None)
    assert_type((rate.base, rate.value, rate.low, rate.high), tuple[Currency, Decimal, Decimal, Decimal])
    assert_type(quote.rate, Rate | None)

    money.amount = Decimal(2)  # type: ignore[misc]  # pyright: ignore[reportAttributeAccessIssue]
    money.note = "paid"  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue]
    rate.value = Decimal(2)  # type: ignore[misc]  # pyright: ignore[reportAttributeAccessIssue]
    mention.low = None  # type: ignore[misc]  # pyright: ignore[reportAttributeAccessIssue]
    quote.text = ""  # type: ignore[misc]  # pyright: ignore[reportAttributeAccessIssue]


def values_are_dictionaries(money: Money, rate: Rate, span: MoneyRange, mention: Mention, row: dict[str, Any]) -> None:
    assert_type(
        (money.to_dict(), rate.to_dict(), mention.to_dict()), tuple[dict[str, Any], dict[str, Any], dict[str, Any]]
    )
    assert_type((Money.from_dict(row), Mention.from_dict(row)), tuple[Money, Mention])
    assert_type((Quote.from_dict(row), Rate.from_dict(row)), tuple[Quote, Rate])
    assert_type((money.replace(amount=5), rate.replace(value=5)), tuple[Money, Rate])
    assert_type((span.replace(high=None), mention.replace(approx=True)), tuple[MoneyRange, Mention])

    Money.from_dict("5만원")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    money.replace(5)  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]


def databases() -> None:
    class Base(DeclarativeBase):
        pass

    class Deal(Base):
        id: Mapped[int] = mapped_column(primary_key=True)
        price: Mapped[Money] = money_columns("price")
        fee: Mapped[Money | None] = mapped_column(MoneyType)

    deal = Deal(price=Money(1, "KRW"))
    assert_type(deal.price, Money)
    assert_type(deal.fee, Money | None)
    assert_type(select(Deal).where(Deal.price >= Money(1, "KRW"), Deal.fee == Money(1, "KRW")), Select[Deal])

    MoneyType("40")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    AmountType(places="2")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    money_columns()  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]


def arithmetic(money: Money, other: Money, several: list[Money], number: Decimal) -> None:
    assert_type(money + other, Money)
    assert_type(money - other, Money)
    assert_type(money * 2, Money)
    assert_type(2 * money, Money)
    assert_type(money * number, Money)
    assert_type(number * money, Money)
    assert_type(money / other, Decimal)
    assert_type(-money, Money)
    assert_type(+money, Money)
    assert_type(abs(money), Money)
    assert_type(sum(several), Money | Literal[0])
    assert_type(sum(several, Money(0, "KRW")), Money)
    assert_type(sum(several, start=money), Money)
    assert_type(max(several), Money)
    assert_type(sorted(several), list[Money])
    assert_type(money.quantize(), Money)
    assert_type(money.quantize(-3, "ROUND_DOWN"), Money)
    assert_type(round(money, 2), Money)
    assert_type(money.allocate(3), list[Money])
    assert_type(money.allocate([3, 7]), list[Money])
    assert_type(bool(money), bool)
    assert_type(hash(money), int)

    money + 1  # type: ignore[operator]  # pyright: ignore[reportOperatorIssue]
    money + number  # type: ignore[operator]  # pyright: ignore[reportOperatorIssue]
    money - 1  # type: ignore[operator]  # pyright: ignore[reportOperatorIssue]
    1 - money  # type: ignore[operator]  # pyright: ignore[reportOperatorIssue]
    money * 1.5  # type: ignore[operator]  # pyright: ignore[reportOperatorIssue]
    1.5 * money  # type: ignore[operator]  # pyright: ignore[reportOperatorIssue]
    money * "2"  # type: ignore[operator]  # pyright: ignore[reportOperatorIssue]
    money * other  # type: ignore[operator]  # pyright: ignore[reportOperatorIssue]
    money / 2  # type: ignore[operator]  # pyright: ignore[reportOperatorIssue]
    2 / money  # type: ignore[operator]  # pyright: ignore[reportOperatorIssue]
    money / 1.5  # type: ignore[operator]  # pyright: ignore[reportOperatorIssue]
    money // other  # type: ignore[operator]  # pyright: ignore[reportOperatorIssue]
    money % other  # type: ignore[operator]  # pyright: ignore[reportOperatorIssue]
    money**2  # type: ignore[operator]  # pyright: ignore[reportOperatorIssue]
    float(money)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    int(money)  # type: ignore[call-overload]  # pyright: ignore[reportArgumentType]
    money.quantize("0.01")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    money.allocate("3")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    money.allocate([0.3, 0.7])  # type: ignore[list-item]  # pyright: ignore[reportArgumentType]
    round(money)  # type: ignore[call-overload]  # pyright: ignore[reportArgumentType]
    round(money, "2")  # type: ignore[call-overload]  # pyright: ignore[reportArgumentType,reportCallIssue]


def adding_to_a_number(money: Money) -> None:
    assert_type(0 + money, Money)  # `sum` begins with 0
    assert_type(1 + money, Never)  # an error when it runs; checkers cannot have the one without the other


def comparing(money: Money, other: Money) -> None:
    assert_type(money < other, bool)
    assert_type(money <= other, bool)
    assert_type(money > other, bool)
    assert_type(money >= other, bool)
    assert_type(money == other, bool)

    print(money < 1)  # type: ignore[operator]  # pyright: ignore[reportOperatorIssue,reportUnknownArgumentType]
    print(money <= 1)  # type: ignore[operator]  # pyright: ignore[reportOperatorIssue,reportUnknownArgumentType]
    print(money > 1)  # type: ignore[operator]  # pyright: ignore[reportOperatorIssue,reportUnknownArgumentType]
    print(money >= Decimal(1))  # type: ignore[operator]  # pyright: ignore[reportOperatorIssue,reportUnknownArgumentType]
    print(Decimal(1) < money)  # type: ignore[operator]  # pyright: ignore[reportOperatorIssue,reportUnknownArgumentType]
    print(money < "2")  # type: ignore[operator]  # pyright: ignore[reportOperatorIssue,reportUnknownArgumentType]
    print(Rate("USD", "KRW", 1) < Rate("USD", "KRW", 2))  # type: ignore[operator]  # pyright: ignore[reportOperatorIssue,reportUnknownArgumentType]


def converting(money: Money, rate: Rate, other: Rate) -> None:
    assert_type(rate.convert(money), Money)
    assert_type(Rate.quoted(money, money), Rate)
    assert_type(Rate.quoted(money, money, rounded="base"), Rate)
    assert_type(rate * other, Rate)
    assert_type(rate.invert(), Rate)

    rate.convert(1)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    rate.convert(money.amount)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    rate * money  # type: ignore[operator]  # pyright: ignore[reportOperatorIssue]
    money * rate  # type: ignore[operator]  # pyright: ignore[reportOperatorIssue]
    rate * 2  # type: ignore[operator]  # pyright: ignore[reportOperatorIssue]
    Rate.quoted(money, 1)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    Rate.quoted(money, money, rounded="both")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


def ranges(span: MoneyRange, other: MoneyRange, money: Money) -> None:
    assert_type((span.low, span.high), tuple[Decimal | None, Decimal | None])
    assert_type(span.currency, Currency)
    assert_type(span.low_inclusive, bool)
    assert_type(money in span, bool)

    span.low + 1  # type: ignore[operator]  # pyright: ignore[reportOptionalOperand]
    print(span < other)  # type: ignore[operator]  # pyright: ignore[reportOperatorIssue,reportUnknownArgumentType]
    span + other  # type: ignore[operator]  # pyright: ignore[reportOperatorIssue]
    for _ in span:  # type: ignore[attr-defined]  # pyright: ignore[reportGeneralTypeIssues,reportUnknownVariableType]
        pass


def mentions(found: Mentions, sequence: Sequence[Mention], mention: Mention) -> None:
    assert_type(found[0], Mention)
    assert_type(found[-1], Mention)
    assert_type(found[1:], Mentions)
    assert_type(found[::2][0], Mention)
    assert_type(iter(found), Iterator[Mention])
    assert_type([each.money for each in found], list[Money])
    assert_type(list(reversed(found)), list[Mention])
    assert_type(len(found), int)
    assert_type(found.source, str)
    assert_type(found.to_rows(doc="a"), list[Mapping[str, Any]])
    sequence = found

    assert_type(mention.money, Money)
    assert_type(mention.range, MoneyRange)
    assert_type(mention.low, Decimal | None)
    assert_type(mention.currency, Currency | None)
    assert_type(mention.candidates, tuple[Currency, ...])
    assert_type(mention.type, Literal["money", "percent", "rate", "multiple"])
    assert_type(mention.kind, Literal["point", "range", "lower_bound", "upper_bound", "vague"])
    assert_type(mention.quote, Quote | None)
    assert_type(mention.evidence, tuple[Evidence, ...])
    assert_type(mention.to_row(), dict[str, Any])
    if mention.type == "rate":
        assert_type(mention.rate, Rate | None)

    found["0"]  # type: ignore[call-overload]  # pyright: ignore[reportArgumentType,reportCallIssue]
    found[0] = mention  # type: ignore[index]  # pyright: ignore[reportIndexIssue]
    found.append(mention)  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue,reportUnknownMemberType]
    sequence[0].amount  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue,reportUnknownMemberType]
    mention.low + 1  # type: ignore[operator]  # pyright: ignore[reportOptionalOperand]
    mention.quote.rate  # type: ignore[union-attr]  # pyright: ignore[reportOptionalMemberAccess]
    mention.money()  # type: ignore[operator]  # pyright: ignore[reportCallIssue]
    if mention.kind == "exact":  # type: ignore[comparison-overlap]  # pyright: ignore[reportUnnecessaryComparison]
        pass


def writing(money: Money, span: MoneyRange, rate: Rate, mention: Mention, *, approx: bool) -> None:
    for value in (money, span, rate, mention):
        assert_type(krmoney.format(value), str)
    assert_type(krmoney.format(money, "one", places=-8, significant=None, approx=approx), str)
    assert_type(krmoney.format(money, Style(script="hangul")), str)
    assert_type(krmoney.format(money, locale="de", pattern="#,##0.00 ¤"), str)
    assert_type(money.format(), str)
    assert_type(money.format("commas"), str)
    assert_type(f"{money} {money:press} {span} {rate} {mention}", str)
    assert_type(format(money, "one.3"), str)
    assert_type(krmoney.style_names(), tuple[str, ...])
    assert_type(str(money), str)

    krmoney.format(money.amount)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    krmoney.format(5)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    krmoney.format("5원")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    krmoney.format(money, 5)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    krmoney.format(money, "press", approx)  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    krmoney.format(money, places="2")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    krmoney.format(money, stlye="press")  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    money.format(5)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    money.format(stlye="press")  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    money.format(places="2")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    Style(script="latin")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    Style("arabic")  # type: ignore[arg-type,call-arg]  # pyright: ignore[reportCallIssue]


def currencies(code: Currency, text: str) -> None:
    assert_type(krmoney.parse(text, currency=code), Money)
    assert_type(code.minor_unit, int)
    assert_type(code.name("en"), str)
    prices: dict[Currency, Money] = {code: Money(1, code)}

    code = text  # type: ignore[assignment]  # pyright: ignore[reportAssignmentType]
    prices["KRW"]  # type: ignore[index]  # pyright: ignore[reportArgumentType]
    code.minor_unit()  # type: ignore[operator]  # pyright: ignore[reportCallIssue]


def errors(text: str) -> None:
    try:
        krmoney.parse(text)
    except krmoney.AmbiguousCurrencyError as error:
        assert_type(error.candidates, tuple[str, ...])
        assert_type(error.span, tuple[int, int])
    except krmoney.ParseError as error:
        assert_type((error.message, error.text, error.hint), tuple[str, str, str])
        error.candidates  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue,reportUnknownMemberType]
    except ValueError as error:
        error.span  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue,reportUnknownMemberType]


def readers(text: str) -> None:
    reader = krmoney.Reader(prefer=["CAD"], elided=False, currency="KRW", unit="백만원")
    assert_type(reader.extract(text), Mentions)
    assert_type(reader.read(text, context=""), Mention)
    assert_type(reader.parse(text), Money)
    assert_type(reader.explain(text), krmoney.Explanation)
    assert_type(krmoney.explain(text, prefer="CAD")[0], krmoney.Step)
    assert_type(reader.with_options(vocabulary=krmoney.Vocabulary.default()), krmoney.Reader)

    krmoney.Reader(prefers="CAD")  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    krmoney.extract(text, elided="no")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    krmoney.parse(text, units="천원")  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]


def checks(text: str, found: krmoney.Mentions) -> None:
    findings = krmoney.check(
        found, date="2024-06-04", rates=krmoney.rates.fixed({"USD": 1380}), tolerance="0.02", back=3
    )
    assert_type(findings, krmoney.Findings)
    assert_type(findings[0], krmoney.Finding)
    assert_type(findings[0].verdict, krmoney.Verdict)
    assert_type(findings[0].off, Decimal | None)
    assert_type(findings.at_least("warning"), krmoney.Findings)

    def house(base: str, counter: str, day: dt.date) -> Decimal | None:
        return Decimal(1380) if (base, counter) == ("USD", "KRW") and day.year else None

    krmoney.check(text, date=2024, rates=krmoney.rates.chain(house, krmoney.rates.ecb()))
    krmoney.check(text, tolerance=0.02)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    findings.at_least("fatal")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


class Deal(BaseModel):
    """A model with money in it."""

    price: Money
    span: MoneyRange | None = None
    fee: Annotated[Money, MoneyField(currency="KRW", ge=0, lt="1000.5", places=0)] = Money(0, "KRW")


def models(deal: Deal, money: Money) -> None:
    assert_type(deal.price, Money)
    assert_type(deal.fee, Money)
    assert_type(deal.span, MoneyRange | None)
    assert_type(TypeAdapter(Money).validate_python("5원"), Money)
    Deal(price=money, fee=money)

    MoneyField("KRW")  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    MoneyField(ge=0.5)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    MoneyField(places="2")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    MoneyField(currency=410)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    MoneyField(minimum=0)  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    Deal(price=5)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


def columns(
    texts: "pd.Series[Any]", frame: pd.DataFrame, expression: pl.Expr, source: rates.Rates, mentions: Mentions
) -> None:
    assert_type(in_pandas.extract(texts), pd.DataFrame)
    assert_type(in_pandas.extract(texts, columns="all", amounts="decimal", prefer="SEK"), pd.DataFrame)
    assert_type(in_pandas.extract(texts, "nested"), "pd.Series[Any]")
    assert_type(in_pandas.parse(texts, "report", unit="백만원"), pd.DataFrame)
    assert_type(in_pandas.check(texts, texts, rates=source), pd.DataFrame)
    assert_type(in_pandas.check(texts, form="nested", tolerance="0.05"), "pd.Series[Any]")
    assert_type(in_pandas.convert(frame, source, to="USD", on=texts), pd.DataFrame)
    assert_type(in_pandas.convert(texts, source, currency="USD", on=dt.date(2024, 6, 4), places=0), pd.DataFrame)
    assert_type(in_pandas.format(frame, "en", significant=3), "pd.Series[Any]")
    assert_type(in_polars.extract("title", columns="core"), pl.Expr)
    assert_type(in_polars.parse(expression, amounts="int"), pl.Expr)
    assert_type(in_polars.check(expression, pl.col("day"), rates=source), pl.Expr)
    assert_type(in_polars.convert(expression, source, currency=pl.col("currency"), on="2024-06-04"), pl.Expr)
    assert_type(in_polars.format("amount", Style(script="hangul"), currency="KRW"), pl.Expr)
    assert_type(mentions.to_pandas("a", columns="all", amounts="int"), pd.DataFrame)
    assert_type(mentions.to_polars(amounts="float"), pl.DataFrame)

    in_pandas.extract(texts, "wide")  # type: ignore[call-overload]  # pyright: ignore[reportArgumentType, reportCallIssue]
    in_pandas.extract(texts, amounts="double")  # type: ignore[call-overload]  # pyright: ignore[reportArgumentType]
    in_pandas.extract(texts, tolerance=1)  # type: ignore[call-overload]  # pyright: ignore[reportCallIssue]
    in_pandas.parse(texts, "ignore")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    in_pandas.convert(frame)  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    in_pandas.convert(frame, source, errors="ignore")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    in_polars.extract(5)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    in_polars.extract("title", columns=["text"])  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    in_polars.format("amount", style=5)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    mentions.to_pandas(amounts="double")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
