"""Money in databases by SQLAlchemy: as text and as two columns, on SQLite and on a real PostgreSQL."""

import operator
import pickle
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import (
    Column,
    Engine,
    Integer,
    MetaData,
    Numeric,
    String,
    Table,
    create_engine,
    delete,
    event,
    func,
    insert,
    inspect,
    literal,
    select,
    text,
    update,
)
from sqlalchemy.exc import IntegrityError, StatementError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, aliased, mapped_column
from sqlalchemy.pool import StaticPool
from sqlalchemy.schema import CreateTable

from krmoney import AmountError, Money, Rate
from krmoney.sqlalchemy import AmountType, MoneyType, money_columns
from krmoney.testing import money


class Base(DeclarativeBase):
    """Its tables."""

    type_annotation_map = {Money: MoneyType}  # noqa: RUF012  # as SQLAlchemy has it


class Deal(Base):
    """A row of each kind."""

    __tablename__ = "deals"

    id: Mapped[int] = mapped_column(primary_key=True)
    paid: Mapped[Money] = mapped_column(MoneyType, index=True)
    fee: Mapped[Money | None]
    price: Mapped[Money] = money_columns("price")
    tax: Mapped[Money | None] = money_columns("tax", places=0, nullable=True)


@pytest.fixture(params=["sqlite", "postgresql"], scope="module")
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    """A database with the table, empty."""
    if request.param == "sqlite":
        made = create_engine("sqlite://", poolclass=StaticPool)
    else:
        folder = request.getfixturevalue("postgresql")
        made = create_engine("postgresql+psycopg://postgres@/postgres", connect_args={"host": folder})
    Base.metadata.create_all(made)
    yield made
    Base.metadata.drop_all(made)
    made.dispose()


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    """A session; its rows go away with it."""
    with Session(engine) as made:
        yield made
        made.rollback()
        made.execute(delete(Deal))
        made.commit()


def deal(price: Money, **rest: Any) -> Deal:
    return Deal(price=price, paid=rest.pop("paid", price), **rest)


def usd(*amounts: str | int) -> list[Money]:
    return [Money(each, "USD") for each in amounts]


# What is stored comes back ------------------------------------------------------------------------------------------


def test_the_columns_are_what_the_page_says(engine: Engine) -> None:
    columns = {each["name"]: each for each in inspect(engine).get_columns("deals")}
    whole = engine.dialect.name == "sqlite"
    assert [*columns] == ["id", "paid", "fee", "price_amount", "price_currency", "tax_amount", "tax_currency"]
    assert str(columns["paid"]["type"]) == "VARCHAR"
    assert str(columns["price_amount"]["type"]) == ("BIGINT" if whole else "NUMERIC(38, 2)")
    assert str(columns["price_currency"]["type"]) == "VARCHAR(3)"
    assert [name for name, each in columns.items() if each["nullable"]] == ["fee", "tax_amount", "tax_currency"]


@given(money(minimum=-(10**16), maximum=10**16), st.none() | money())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
def test_amounts_come_back_exactly(session: Session, price: Money, fee: Money | None) -> None:
    if price.currency.minor_unit > 2:
        price = price.quantize(2)
    kept = deal(price, fee=fee, paid=price.replace(rate=Rate("XAU", "XAG", 5)))
    session.add(kept)
    session.commit()
    session.expire_all()
    found = session.get_one(Deal, kept.id)
    assert (found.price, found.fee, found.paid, found.tax) == (price, fee, price, None)
    assert found.paid.rate is None
    raw = session.execute(text("select paid, fee from deals where id = :id"), {"id": kept.id}).one()
    assert raw.paid == f"{price.to_dict()['amount']} {price.currency}"
    assert (raw.fee is None) is (fee is None)


def test_text_holds_any_number_of_digits(session: Session) -> None:
    long = Money("1" * 400 + "." + "3" * 400, "KRW")
    session.add(deal(Money(1, "KRW"), paid=long))
    session.commit()
    assert session.scalars(select(Deal.paid)).one() == long


def test_an_attribute_changes_as_a_whole(session: Session) -> None:
    kept = deal(Money(1, "KRW"))
    session.add(kept)
    session.commit()
    kept.price = Money(5, "USD")
    kept.tax = Money(3, "USD")
    session.commit()
    assert session.scalars(select(Deal).where(Deal.price == Money(5, "USD"))).one().tax == Money(3, "USD")
    session.execute(update(Deal).values({Deal.price: Money(7, "EUR"), Deal.paid: Money(8, "EUR")}))
    assert session.execute(select(Deal.price, Deal.paid)).one() == (Money(7, "EUR"), Money(8, "EUR"))


def test_unique_text_is_a_unique_amount(engine: Engine) -> None:
    table = Table("unique_amounts", MetaData(), Column("price", MoneyType, primary_key=True))
    table.create(engine)
    try:
        with pytest.raises(IntegrityError), engine.begin() as connection:
            connection.execute(insert(table), [{"price": Money(1, "USD")}, {"price": Money("1.00", "USD")}])
    finally:
        table.drop(engine)


# What SQL computes --------------------------------------------------------------------------------------------------

MANY = [*usd("1000.10", "9.05", "20"), Money(30_000, "KRW"), Money("-5.5", "USD")]


@pytest.fixture
def many(session: Session) -> Session:
    """A session with some rows."""
    session.add_all([deal(each, fee=each if each.amount > 10 else None) for each in MANY])
    session.commit()
    return session


def test_two_columns_sort_and_sum(many: Session) -> None:
    dollars = select(Deal.price).where(Deal.price.currency == "USD")
    assert many.scalars(dollars.order_by(Deal.price.amount)).all() == usd("-5.5", "9.05", "20", "1000.10")
    assert many.scalars(dollars.order_by(Deal.price.amount.desc())).first() == Money("1000.10", "USD")
    per_currency = select(Deal.price.currency, func.sum(Deal.price.amount)).group_by(Deal.price.currency)
    assert {code: total for code, total in many.execute(per_currency)} == {  # noqa: C416  # rows are not pairs to mypy
        "USD": Decimal("1023.65"),
        "KRW": Decimal(30_000),
    }
    assert many.scalar(select(func.max(Deal.price.amount))) == 30_000
    assert many.scalar(select(func.sum(Deal.price.amount)).where(Deal.price.currency == "EUR")) is None


def test_a_sum_is_exact(session: Session) -> None:
    session.add_all([deal(Money("0.10", "USD")) for _ in range(30)])
    session.add(deal(Money("70000000000000000.01", "USD")))
    session.commit()
    assert session.scalar(select(func.sum(Deal.price.amount))) == Decimal("70000000000000003.01")


@pytest.mark.parametrize("compare", [operator.lt, operator.le, operator.gt, operator.ge, operator.eq, operator.ne])
@pytest.mark.parametrize("limit", [Money("9.05", "USD"), Money(30_000, "KRW")])
def test_comparisons_are_those_of_python(many: Session, compare: Any, limit: Money) -> None:
    ordered = compare not in {operator.eq, operator.ne}
    expected = [each for each in MANY if (not ordered or each.currency == limit.currency) and compare(each, limit)]
    found = many.scalars(select(Deal.price).where(compare(Deal.price, limit)).order_by(Deal.id)).all()
    assert found == expected
    other = aliased(Deal)
    assert many.scalars(select(other.price).where(compare(other.price, limit)).order_by(other.id)).all() == expected
    if not ordered:
        assert many.scalars(select(Deal.paid).where(compare(Deal.paid, limit)).order_by(Deal.id)).all() == expected


def test_amounts_are_compared_added_and_listed(many: Session) -> None:
    amount = Deal.price.amount
    for condition in (amount.between(10, Decimal("1000.10")), amount.in_([20, Decimal("1000.1")])):
        assert sorted(many.scalars(select(amount).where(condition))) == [20, Decimal("1000.10")]
    assert many.scalars(select(amount + Decimal("0.5")).where(amount - 1 == 19)).all() == [Decimal("20.5")]
    assert many.scalars(select(1 - amount).where(amount == 20)).all() == [-19]
    assert many.scalars(select(-amount).where(amount == 20)).all() == [-20]
    assert many.scalars(select(amount + amount).where(amount == 20)).all() == [40]
    below = select(func.max(amount)).scalar_subquery()
    assert many.scalars(select(Deal.price).where(amount == below)).all() == [Money(30_000, "KRW")]


def test_text_is_compared_by_equality(many: Session) -> None:
    assert len(many.scalars(select(Deal).where(Deal.fee.is_(None))).all()) == 2
    assert len(many.scalars(select(Deal).where(Deal.fee.is_not(None))).all()) == 3
    assert many.scalars(select(Deal.paid).where(Deal.paid.in_(usd("20.00", 7)))).all() == usd(20)
    assert len(many.scalars(select(Deal).where(Deal.fee == Deal.paid)).all()) == 3
    assert len(many.scalars(select(Deal).where(Deal.fee.is_distinct_from(Deal.paid))).all()) == 2
    assert many.scalars(select(func.count(Deal.paid.distinct()))).all() == [5]


def test_nothing_is_equal_to_nothing(many: Session) -> None:
    assert len(many.scalars(select(Deal).where(Deal.tax == None)).all()) == 5  # noqa: E711  # SQLAlchemy's way
    assert many.scalars(select(Deal).where(Deal.tax != None)).all() == []  # noqa: E711
    assert many.scalars(select(Deal).where(Deal.tax == Money(1, "USD"))).all() == []


# What is refused ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: Deal.paid < Money(1, "USD"),
        lambda: Deal.paid >= Deal.fee,
        lambda: Deal.paid.between(Money(1, "USD"), Money(2, "USD")),
        lambda: Deal.paid + Money(1, "USD"),
        Deal.paid.desc,
        lambda: Deal.paid.like("5%"),
        lambda: Deal.price < 5,
        lambda: Deal.price.amount * 2,
        lambda: 2 * Deal.price.amount,
        lambda: Deal.price.amount / 2,
        lambda: Deal.price.amount % 2,
        lambda: Deal.price.amount < Deal.tax.amount,
        lambda: Deal.price.amount + Deal.id,
        lambda: Deal.price.amount == literal(5, Integer),
    ],
)
def test_sql_that_would_be_wrong_is_refused(wrong: Any) -> None:
    with pytest.raises(AmountError):
        wrong()


@pytest.mark.parametrize("value", ["5만원", "5 USD", 5, Decimal(5), ("5", "USD")])
def test_only_money_is_stored_as_money(session: Session, value: Any) -> None:
    session.add(deal(Money(1, "KRW"), paid=value))
    with pytest.raises(StatementError, match="a column of money takes Money, not"):
        session.flush()


@pytest.mark.parametrize(
    ("amount", "places"),
    [("0.005", 2), ("1e36", 2), ("0.5", 0), ("-0.001", 2), (str(10**38), 0)],
)
def test_what_does_not_fit_is_refused(session: Session, amount: str, places: int) -> None:
    name = "price" if places else "tax"
    session.add(Deal(**({"price": Money(1, "KRW"), "paid": Money(1, "KRW")} | {name: Money(amount, "KRW")})))
    with pytest.raises(StatementError, match="does not fit into the column, which has"):
        session.flush()


def test_a_number_in_a_column_of_text_is_refused(session: Session) -> None:
    session.execute(text("insert into deals values (1, '450', null, 1, 'KRW', null, null)"))
    with pytest.raises(AmountError, match="not an amount in a column of money: '450'"):
        session.scalars(select(Deal.paid)).all()


def test_the_sum_of_text_is_refused_by_sqlite(many: Session) -> None:
    if many.get_bind().dialect.name == "sqlite":  # PostgreSQL has no sum of text
        with pytest.raises(AmountError, match="not an amount in a column of money"):
            many.scalar(select(func.sum(Deal.paid)))


def test_an_average_of_sqlite_is_not_an_amount(many: Session) -> None:
    average = func.avg(Deal.price.amount, type_=AmountType(2))
    if many.get_bind().dialect.name == "sqlite":
        with pytest.raises(AmountError, match="must be exact"):
            many.scalar(select(average).where(Deal.price.amount > 0))


# How SQLAlchemy and Alembic see the types ---------------------------------------------------------------------------


def test_statements_are_cached(engine: Engine) -> None:
    caches = []

    @event.listens_for(engine, "before_cursor_execute")
    def note(*given: Any) -> None:
        caches.append(given[4].cache_hit.name)

    with Session(engine) as session:
        for each in (1, 2):
            session.scalars(select(Deal).where(Deal.paid == Money(each, "USD"), Deal.price >= Money(each, "EUR"))).all()
    event.remove(engine, "before_cursor_execute", note)
    assert caches == ["CACHE_MISS", "CACHE_HIT"]


@pytest.mark.parametrize("of", [MoneyType(), MoneyType(40), AmountType(), AmountType(0)])
def test_a_type_writes_itself_for_migrations(of: Any) -> None:
    again = eval(repr(of), {"MoneyType": MoneyType, "AmountType": AmountType})  # noqa: S307  # our own
    assert repr(again) == repr(of)
    assert str(CreateTable(Table("t", MetaData(), Column("c", again)))) == str(
        CreateTable(Table("t", MetaData(), Column("c", of)))
    )
    assert repr(pickle.loads(pickle.dumps(of))) == repr(of)  # noqa: S301


def test_literals_are_written_into_sql() -> None:
    where = select(Deal.id).where(Deal.paid == Money("0.5", "USD"), Deal.price.amount > Decimal("1.25"))
    compiled = str(where.compile(compile_kwargs={"literal_binds": True}))
    assert "deals.paid = '0.5 USD'" in compiled
    assert "deals.price_amount > 1.25" in compiled


def test_types_say_what_they_hold() -> None:
    assert MoneyType().python_type is Money
    assert isinstance(MoneyType().impl, String)
    assert isinstance(AmountType().impl, Numeric)
    assert AmountType(3).places == 3
