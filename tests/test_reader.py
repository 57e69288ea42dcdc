"""A reader and its options: frozen, equal by value, picklable; the functions are its methods."""

import copy
import pickle
from collections.abc import Callable
from typing import Any

import pytest

import krmoney
from krmoney import Money, Reader, Vocabulary

OPTIONS: dict[str, Any] = {
    "vocabulary": Vocabulary.default().extend(currencies={"코로넷": "SEK"}),
    "prefer": ("CAD", "ISK"),
    "elided": False,
    "currency": "KRW",
    "unit": "백만원",
}


def test_every_option_is_documented_and_is_tested_here() -> None:
    names = set(krmoney.Options.__annotations__)
    assert names == set(OPTIONS)
    for name in names:
        assert f"{name}: " in (krmoney.Options.__doc__ or "")


@pytest.mark.parametrize("name", OPTIONS)
def test_a_reader_is_a_value(name: str) -> None:
    reader, same = Reader(**{name: OPTIONS[name]}), Reader(**{name: OPTIONS[name]})
    assert reader == same
    assert hash(reader) == hash(same)
    assert reader != Reader()
    assert list(reader.options()) == [name]
    assert Reader(**reader.options()) == reader
    assert pickle.loads(pickle.dumps(reader)) == copy.deepcopy(reader) == reader  # noqa: S301  # our own bytes
    with pytest.raises(AttributeError):
        setattr(reader, name, OPTIONS[name])


def test_a_reader_with_other_options() -> None:
    reader = Reader(**OPTIONS)
    assert reader.with_options() == reader
    assert reader.with_options(elided=True).elided
    assert reader.with_options(elided=True).options() == {
        name: getattr(reader, name) for name in OPTIONS if name != "elided"
    }
    assert reader.with_options(**Reader().with_options(**OPTIONS).options()) == reader


def test_the_functions_are_the_methods_of_a_reader() -> None:
    text = "1조 투자, 3억 달러와 5코로넷"
    reader = Reader(vocabulary=OPTIONS["vocabulary"], prefer="CAD", elided=False)
    assert [str(each.currency) for each in reader.extract(text)] == ["CAD", "SEK"]
    assert krmoney.extract(text, **reader.options()) == reader.extract(text)
    assert [str(each.currency) for each in krmoney.extract(text)] == ["KRW", "USD"]
    assert Reader(vocabulary=OPTIONS["vocabulary"], unit="천 코로넷").parse("7") == Money(7_000, "SEK")
    cells = Reader(unit="백만원", currency="SEK")
    assert cells.parse("1,234") == krmoney.parse("1,234", unit="백만원") == Money(1_234_000_000, "KRW")
    assert cells.parse("337억") == krmoney.parse("337억", currency="SEK") == Money(33_700_000_000, "SEK")


@pytest.mark.parametrize(
    ("cell", "text", "value"), [(" 1,234 ", "1,234", 1_234_000_000), ("(7.5)", "(7.5)", -7_500_000)]
)
def test_a_cell_of_digits_is_read_in_the_unit_of_its_table(cell: str, text: str, value: int) -> None:
    mention = krmoney.read(cell, unit="백만원")
    assert (mention.low, mention.text) == (value, text)
    assert cell[mention.start : mention.end] == text


@pytest.mark.parametrize("read", [krmoney.extract, krmoney.read, krmoney.parse, Reader().extract])
@pytest.mark.parametrize("given", [10**5000, None, b"1", ["1억원"], 3.0], ids=lambda given: type(given).__name__)
def test_what_is_not_text_is_a_type_error_of_one_line(read: Callable[[Any], object], given: object) -> None:
    with pytest.raises(TypeError) as caught:
        read(given)
    assert str(caught.value) == f"expected str, got {type(given).__name__}"


@pytest.mark.parametrize("read", [krmoney.read, krmoney.parse])
def test_context_is_text_too(read: Callable[..., object]) -> None:
    with pytest.raises(TypeError, match="expected str, got int"):
        read("1억원", context=5)


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        (
            {"prefered": "USD"},
            TypeError,
            "unknown option 'prefered': the options are vocabulary, prefer, elided, currency, unit",
        ),
        ({"prefer": 5}, krmoney.UnknownCurrencyError, "not int"),
        ({"prefer": "XYZ"}, krmoney.UnknownCurrencyError, "'XYZ'"),
        ({"currency": "won"}, krmoney.UnknownCurrencyError, "'won'"),
        ({"unit": "쿠키"}, krmoney.AmountError, "not a unit of money: '쿠키'"),
    ],
)
def test_options_are_checked_when_a_reader_is_made(
    options: dict[str, Any], error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        Reader(**options)
    with pytest.raises(error, match=message):
        krmoney.extract("", **options)
