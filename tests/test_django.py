"""Money in Django by the two fields of docs/howto-databases.md, on SQLite and on a real PostgreSQL."""

import doctest
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.core import serializers
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connections, models
from django.db.migrations.writer import MigrationWriter

import django_project  # noqa: F401  # the settings
import krmoney
from krmoney import Money

PAGE = Path(__file__).resolve().parent.parent / "docs" / "howto-databases.md"


def fields_of_the_page() -> dict[str, Any]:
    """The two classes that the page shows, as they stand there."""
    names: dict[str, Any] = {
        "forms": forms, "models": models, "ValidationError": ValidationError, "krmoney": krmoney, "Money": Money,
        "__name__": __name__,
    }  # fmt: skip
    for example in doctest.DocTestParser().get_examples(PAGE.read_text("utf-8")):
        if example.source.startswith(("class MoneyFormField", "class MoneyModelField")):
            exec(example.source, names)  # noqa: S102  # our own page
    return names


FIELDS = fields_of_the_page()
MoneyFormField, MoneyModelField = FIELDS["MoneyFormField"], FIELDS["MoneyModelField"]


class Invoice(models.Model):
    """A row."""

    total = MoneyModelField()
    tip = MoneyModelField(null=True, blank=True, unique=True)

    class Meta:
        """Its place."""

        app_label = "invoices"

    def __str__(self) -> str:
        return str(self.total)


class InvoiceForm(forms.ModelForm):  # type: ignore[type-arg]
    """Its form."""

    class Meta:
        """Its fields."""

        model = Invoice
        fields = ("total", "tip")


@pytest.fixture(params=["sqlite", "postgresql"], scope="module")
def using(request: pytest.FixtureRequest) -> Iterator[str]:
    """The alias of a database with the table."""
    alias = f"invoices-{request.param}"
    engine = {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}
    if request.param == "postgresql":
        folder = request.getfixturevalue("postgresql")
        engine = {"ENGINE": "django.db.backends.postgresql", "NAME": "postgres", "USER": "postgres", "HOST": folder}
    connections.settings[alias] = connections.configure_settings({"default": {}, alias: engine})[alias]
    with connections[alias].schema_editor() as editor:
        editor.create_model(Invoice)
    yield alias
    connections[alias].close()
    del connections.settings[alias]


@pytest.fixture
def invoices(using: str) -> Iterator[Any]:
    """The rows of a database, none at first."""
    made = Invoice._default_manager.using(using)  # noqa: SLF001  # Django's public name
    yield made
    made.all().delete()


AMOUNTS = [Money(0, "KRW"), Money("-0.5", "USD"), Money("1" * 100 + ".25", "KRW"), Money(33_700_000_000, "SEK")]


def test_rows_come_back_exactly(invoices: Any) -> None:
    for amount in AMOUNTS:
        invoices.create(total=amount, tip=amount)
        found = invoices.get(total=Money(f"{amount.amount:f}", str(amount.currency)))
        assert (found.total, found.tip) == (amount, amount)
    assert set(invoices.filter(total__in=AMOUNTS[:2]).values_list("total", flat=True)) == set(AMOUNTS[:2])
    assert invoices.exclude(tip=AMOUNTS[0]).count() == 3


def test_null_is_none(invoices: Any) -> None:
    invoices.create(total=AMOUNTS[0])
    assert invoices.get(tip__isnull=True).tip is None
    assert invoices.get(tip=None).total == AMOUNTS[0]


def test_equal_amounts_are_not_unique(invoices: Any) -> None:
    invoices.create(total=AMOUNTS[0], tip=Money(1, "USD"))
    with pytest.raises(IntegrityError):
        invoices.create(total=AMOUNTS[0], tip=Money("1.00", "USD"))


def test_rows_are_serialised(invoices: Any) -> None:
    kept = invoices.create(total=AMOUNTS[1])
    (row,) = json.loads(serializers.serialize("json", [kept]))
    assert row["fields"] == {"total": "-0.5 USD", "tip": None}
    fields = Invoice._meta  # noqa: SLF001  # Django's public name
    assert fields.get_field("total").to_python(row["fields"]["total"]) == AMOUNTS[1]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("4억5000만원", Money(450_000_000, "KRW")), (" $5.50 ", Money("5.5", "USD")), ("KRW 1,000", Money(1000, "KRW"))],
)
def test_forms_read_what_people_type(typed: str, kept: Money) -> None:
    form = InvoiceForm({"total": typed, "tip": ""})
    assert form.errors == {}
    made = form.save(commit=False)
    assert (made.total, made.tip) == (kept, None)
    shown = InvoiceForm(instance=made)
    assert f'value="{kept.format("commas")}"' in str(shown["total"])
    assert not InvoiceForm({"total": typed}, instance=made).has_changed()


@pytest.mark.parametrize(
    ("typed", "says"),
    [("", "This field is required."), ("10억 크로나", "shared by SEK, ISK"), ("5만", "a number without a currency")],
)
def test_forms_say_what_cannot_be_read(typed: str, says: str) -> None:
    field = MoneyFormField()
    with pytest.raises(ValidationError, match=says):
        field.clean(typed)


def test_a_form_that_did_not_change() -> None:
    field = MoneyFormField()
    assert not field.has_changed(Money(1000, "KRW"), "천원")
    assert field.has_changed(Money(1000, "KRW"), "2천원")


@pytest.mark.parametrize("amount", AMOUNTS)
def test_money_is_left_as_it_is(amount: Money) -> None:
    assert MoneyFormField().clean(amount) is amount
    assert MoneyModelField().clean(amount, None) is amount
    assert MoneyFormField(required=False).clean("") is None


def test_migrations_write_the_field() -> None:
    written, _ = MigrationWriter.serialize(MoneyModelField(null=True))
    assert "MoneyModelField(null=True)" in written
