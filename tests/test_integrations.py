"""Every kind of value through msgspec, orjson, attrs and cattrs, by the hooks of docs/howto-models.md."""

import json
from typing import Any

import attrs
import cattrs
import msgspec
import orjson
import pytest

import krmoney
from krmoney import Mention, Mentions, Money, MoneyRange, Rate

TEXT = (
    "337억 크로나(약 4조 4000억원), 1~2조원대, 수백억 원, 최소 3만원, 10억 크로나, 1인당 5만원, 14.3% 감소, "
    "두 배, 1달러=1,380원, 20만∼30만 달러(약 2억4천만∼3억6천만원)"
)
FOUND = krmoney.extract(TEXT)
VALUES: list[Any] = [
    FOUND,
    *FOUND,
    *[each.money for each in FOUND if each.type == "money" and each.kind == "point" and each.currency],
    *[each.range for each in FOUND if each.type == "money" and each.currency],
    Rate("USD", "KRW", "1380.25", "1380.2", "1380.3"),
    Money("-0.00000000000000000000000000000000000001", "USD"),
]


def plain(value: Any) -> Any:
    return value.to_dict()


def load(of: Any, given: Any) -> Any:
    return of.from_dict(given)


def test_the_text_has_every_type_and_kind() -> None:
    assert {each.type for each in FOUND} == set(krmoney.Type.__args__)  # type: ignore[attr-defined]
    assert {each.kind for each in FOUND} >= {"point", "range", "lower_bound", "vague"}
    assert {Mention, Mentions, Money, MoneyRange, Rate} == {type(each) for each in VALUES}


@pytest.mark.parametrize("value", VALUES, ids=repr)
def test_values_come_back(value: Any) -> None:
    of = type(value)
    for written in (
        msgspec.json.encode(value, enc_hook=plain),
        orjson.dumps(value, default=plain),
        json.dumps(value, default=plain).encode(),
    ):
        again = msgspec.json.decode(written, type=of, dec_hook=load)
        assert again == value == of.from_dict(orjson.loads(written))
        assert getattr(again, "rate", None) == getattr(value, "rate", None)
    packed = msgspec.msgpack.encode(value, enc_hook=plain)
    assert msgspec.msgpack.decode(packed, type=of, dec_hook=load) == value


@attrs.frozen
class Held:
    """A class of attrs around a value."""

    value: Mention | None
    prices: list[Money]
    by_name: dict[str, MoneyRange]


@pytest.mark.parametrize("mention", FOUND, ids=repr)
def test_attrs_and_cattrs_hold_values(mention: Mention) -> None:
    converter = cattrs.Converter()
    for of in (Money, MoneyRange, Rate, Mention):
        converter.register_unstructure_hook(of, plain)
        converter.register_structure_hook(of, lambda given, of: of.from_dict(given))
    held = Held(mention, [Money("0.10", "USD")], {"a": MoneyRange(1, None, "KRW")})
    rows = json.loads(json.dumps(converter.unstructure(held)))
    assert converter.structure(rows, Held) == held
    assert hash(attrs.evolve(held, prices=(), by_name=())) == hash(attrs.evolve(held, prices=(), by_name=()))
    assert attrs.asdict(held)["value"] is mention  # attrs takes no value apart


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ({"amount": 0.1, "currency": "USD"}, "must be exact: 0.1 is a float"),
        ({"amount": "1", "currency": "XXQ"}, "unknown currency 'XXQ'"),
        ({"amount": "1"}, "Money needs the field 'currency'"),
    ],
)
def test_what_is_refused_is_named_with_its_place(row: Any, says: str) -> None:
    with pytest.raises(msgspec.ValidationError, match=rf"{says}.*`\$\[0\]`"):
        msgspec.json.decode(orjson.dumps([row]), type=list[Money], dec_hook=load)
