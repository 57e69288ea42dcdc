"""Money in SQLAlchemy 2: a column of text, or two columns that can be sorted and summed (``krmoney[sqlalchemy]``).

>>> from krmoney import Money
>>> from sqlalchemy import Column, Integer, create_engine, func, select
>>> from sqlalchemy.orm import Session, declarative_base
>>> Base = declarative_base()
>>> class Deal(Base):
...     __tablename__ = "deals"
...     id = Column(Integer, primary_key=True)
...     price = money_columns("price")  # with annotations: price: Mapped[Money] = money_columns("price")
...     fee = Column(MoneyType)
>>> engine = create_engine("sqlite://")
>>> Base.metadata.create_all(engine)
>>> with Session(engine) as session:
...     session.add_all([Deal(price=Money(5, "USD"), fee=Money("0.5", "USD")), Deal(price=Money("7.25", "USD"))])
...     print(session.scalars(select(Deal.price).order_by(Deal.price.amount.desc())).all())
...     print(session.scalar(select(func.sum(Deal.price.amount)).where(Deal.price.currency == "USD")))
...     print(session.scalars(select(Deal.price).where(Deal.fee == Money("0.50", "USD"))).all())
[Money('7.25', 'USD'), Money(5, 'USD')]
12.25
[Money(5, 'USD')]
"""

from __future__ import annotations

from decimal import Decimal
from inspect import signature
from typing import TYPE_CHECKING, Any, Final

from krmoney._extras import library
from krmoney.errors import AmountError
from krmoney.language import marked, translate
from krmoney.values import EXACT, Money, exact, plain

try:
    from sqlalchemy import BigInteger, Numeric, String, and_, not_
    from sqlalchemy.orm import CompositeProperty, composite, mapped_column
    from sqlalchemy.sql import operators
    from sqlalchemy.types import NullType, TypeDecorator, TypeEngine
except ImportError:  # pragma: no cover  # the tests have it
    library("sqlalchemy", "sqlalchemy")
    raise

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement
    from sqlalchemy.engine import Dialect
    from sqlalchemy.orm import Composite
    from sqlalchemy.sql.operators import OperatorType

__all__ = ["AmountType", "MoneyComparator", "MoneyType", "money_columns"]

_DIGITS: Final = 38  # for NUMERIC: all common databases have this many
_MOST_IN_SQLITE: Final = 2**63 - 1

_EQUALITY: Final = frozenset(
    {
        *(operators.eq, operators.ne, operators.in_op, operators.not_in_op, operators.is_, operators.is_not),
        *(operators.is_distinct_from, operators.is_not_distinct_from, operators.distinct_op),
    }
)
_ORDER: Final = frozenset(
    {
        *(operators.lt, operators.le, operators.gt, operators.ge, operators.between_op, operators.not_between_op),
        *(operators.asc_op, operators.desc_op, operators.nulls_first_op, operators.nulls_last_op),
    }
)
_SUMS: Final = frozenset({operators.add, operators.sub, operators.neg})


class _Limited(TypeDecorator.Comparator[Any]):
    """Allows only the operations of a column's type, with values and columns of that type."""

    __slots__ = ()

    def operate(self, op: OperatorType, *other: Any, **options: Any) -> ColumnElement[Any]:  # noqa: ANN401
        """Refuse what would be wrong in silence."""
        self._check(op, other)
        return super().operate(op, *other, **options)

    def reverse_operate(self, op: OperatorType, other: Any, **options: Any) -> ColumnElement[Any]:  # noqa: ANN401
        """Refuse what would be wrong in silence."""
        self._check(op, (other,))
        return super().reverse_operate(op, other, **options)

    def _check(self, op: OperatorType, others: tuple[object, ...]) -> None:
        of: Any = self.type
        if op not in of.allowed:
            operation = getattr(op, "__name__", str(op)).removesuffix("_op")
            raise AmountError(translate(of.refusal, operation=operation))
        for each in others:
            other = getattr(each, "type", None)
            if isinstance(other, TypeEngine) and not isinstance(other, NullType) and repr(other) != repr(of):
                message = translate(
                    "a column of {type!r} can only be combined with others of that type, not with {other!r}",
                    type=of,
                    other=other,
                )
                raise AmountError(message)


class MoneyType(TypeDecorator[Money]):
    """One column of exact text, an amount and its code: ``450000000.5 USD``.

    Equal amounts are equal text, so ``==``, ``in_``, indexes and unique constraints work. To SQL, the text is not a
    number, so it cannot be sorted by amount or summed; use `money_columns` for that. The rate of an amount is not
    stored.

    Args:
        length: the length of the VARCHAR, for databases that need one; 40 is enough for the amounts of an article.

    Raises:
        AmountError: in an expression that is wrong for text; when a statement runs, for a value that is not `Money`, or
            for text in the database that is not such an amount.

    >>> from sqlalchemy import Column, MetaData, Table
    >>> deals = Table("deals", MetaData(), Column("price", MoneyType))
    >>> print(deals.c.price == Money(5, "USD"))
    deals.price = :price_1
    >>> deals.c.price < Money(5, "USD")
    Traceback (most recent call last):
    krmoney.errors.AmountError: SQL cannot do 'lt' with money in one text column; it can with the two of money_columns()
    """

    impl = String
    cache_ok = True
    comparator_factory = _Limited
    allowed = _EQUALITY
    refusal = marked(
        "SQL cannot do {operation!r} with money in one text column; it can with the two of money_columns()"
    )

    def __init__(self, length: int | None = None) -> None:
        """Store the length of the column."""
        super().__init__(length)

    @property
    def python_type(self) -> type[Money]:
        """The Python type of the column."""
        return Money

    def process_bind_param(self, value: Money | None, dialect: Dialect) -> str | None:  # noqa: ARG002  # as its base
        """Write an amount."""
        if value is None:
            return None
        if not isinstance(value, Money):
            message = translate("a column of money takes Money, not {given!r}; krmoney.parse reads text", given=value)
            raise AmountError(message)
        return f"{plain(value.amount)} {value.currency!s}"

    def process_result_value(self, value: Any, dialect: Dialect) -> Money | None:  # noqa: ANN401, ARG002  # a sum, too
        """Read an amount."""
        if value is None:
            return None
        amount, _, currency = str(value).partition(" ")
        if not currency:
            message = translate("not an amount in a column of money: {given!r}", given=value)
            raise AmountError(message)
        return Money(amount, currency)


class AmountType(TypeDecorator[Decimal]):
    """One column of exact amounts, which can be sorted and summed: ``NUMERIC(38, places)``.

    SQLite has no exact fractions, so there the column is an INTEGER in units of the last place: 12.34 is 1234. Raw SQL,
    and functions other than ``sum``, ``min`` and ``max``, see that number.

    Args:
        places: digits after the decimal point: 2 for most currencies, 0 for won alone.

    Raises:
        AmountError: in an expression other than comparing, sorting, adding and subtracting; and, when a statement runs,
            for an amount that does not fit exactly. Nothing is rounded.
    """

    impl = Numeric
    cache_ok = True
    comparator_factory = _Limited
    allowed = _EQUALITY | _ORDER | _SUMS
    refusal = marked("{operation!r} in SQL would round the amount: compute it in Python")

    def __init__(self, places: int = 2) -> None:
        """Store the scale of the column."""
        super().__init__(_DIGITS, places)
        self.places = places

    def __repr__(self) -> str:
        """Evaluate to the same type, for migrations."""
        return f"AmountType({self.places})"

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Choose the column of a database."""
        return dialect.type_descriptor(BigInteger() if dialect.name == "sqlite" else Numeric(_DIGITS, self.places))

    def process_bind_param(self, value: Decimal | int | str | None, dialect: Dialect) -> Decimal | int | None:
        """Write an amount."""
        if value is None:
            return None
        amount = exact(value)
        units = EXACT.scaleb(amount, self.places)
        most = _MOST_IN_SQLITE if dialect.name == "sqlite" else 10**_DIGITS - 1
        if units != units.to_integral_value() or abs(units) > most:
            message = translate(
                "{amount} does not fit into the column, which has {places} decimal places and holds at most {most}",
                amount=plain(amount),
                places=self.places,
                most=plain(EXACT.scaleb(Decimal(most), -self.places)),
            )
            raise AmountError(message)
        return int(units) if dialect.name == "sqlite" else amount

    def process_result_value(self, value: Any, dialect: Dialect) -> Decimal | None:  # noqa: ANN401  # what comes
        """Read an amount."""
        if value is None:
            return None
        amount = exact(value)
        return EXACT.scaleb(amount, -self.places) if dialect.name == "sqlite" else amount


class MoneyComparator(CompositeProperty.Comparator[Money]):
    """How `money_columns` works in SQL: it compares within one currency, and has the two columns."""

    @property
    def amount(self) -> ColumnElement[Decimal]:
        """The column of the amounts, to sort by and to sum."""
        return self.clauses.clauses[0]

    @property
    def currency(self) -> ColumnElement[str]:
        """The column of the codes."""
        return self.clauses.clauses[1]

    def __ne__(self, other: object) -> ColumnElement[bool]:  # type: ignore[override]
        """Compare amount and currency."""
        return not_(self == other)

    def __lt__(self, other: Money) -> ColumnElement[bool]:
        """Compare amounts of the other's currency."""
        return self._within(operators.lt, other)

    def __le__(self, other: Money) -> ColumnElement[bool]:
        """Compare amounts of the other's currency."""
        return self._within(operators.le, other)

    def __gt__(self, other: Money) -> ColumnElement[bool]:
        """Compare amounts of the other's currency."""
        return self._within(operators.gt, other)

    def __ge__(self, other: Money) -> ColumnElement[bool]:
        """Compare amounts of the other's currency."""
        return self._within(operators.ge, other)

    def _within(self, compare: OperatorType, other: Money) -> ColumnElement[bool]:
        if not isinstance(other, Money):
            message = translate("a column of money takes Money, not {given!r}; krmoney.parse reads text", given=other)
            raise AmountError(message)
        return and_(self.currency == str(other.currency), compare(self.amount, other.amount))


def money_columns(name: str, *, places: int = 2, nullable: bool = False, **options: Any) -> Composite[Money]:  # noqa: ANN401
    """Map an amount to two columns that can be sorted and summed: ``name_amount`` and ``name_currency``.

    It is a `composite` of SQLAlchemy, compared by a `MoneyComparator`: ``Deal.price == Money(5, "USD")``, and ``<`` and
    the like within the currency of the other side. ``Deal.price.amount`` and ``Deal.price.currency`` are the columns.
    The rate of an amount is not stored.

    Args:
        name: the beginning of both columns' names.
        places: digits after the decimal point; see `AmountType`.
        nullable: whether the columns can be null, and the attribute None.
        **options: other options of `sqlalchemy.orm.composite`.
    """
    of: Any = Money
    if "return_none_on" in signature(composite).parameters:  # since 2.1
        options.setdefault("return_none_on", lambda amount, _: amount is None)
    elif nullable:
        of = _money_or_none
    return composite(
        of,
        mapped_column(f"{name}_amount", AmountType(places), nullable=nullable),
        mapped_column(f"{name}_currency", String(3), nullable=nullable),
        comparator_factory=MoneyComparator,
        **options,
    )


def _money_or_none(amount: Decimal | None, currency: str) -> Money | None:
    return None if amount is None else Money(amount, currency)
