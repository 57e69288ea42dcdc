"""krmoney's values in FastAPI: parameters of queries and paths, bodies, answers, and what OpenAPI says of them."""

from typing import Annotated, Any

import pytest
from fastapi import Body, FastAPI, Header, Query
from fastapi.testclient import TestClient
from pydantic import BaseModel

import krmoney
from krmoney import Currency, Mention, Money, MoneyRange, Rate
from krmoney.models import MoneyField

WON = {"amount": "50000", "currency": "KRW"}


class Deal(BaseModel):
    """A body and an answer."""

    price: Money
    span: MoneyRange | None = None


app = FastAPI()


@app.get("/search")
def search(min: Money, max: Money | None = None, currency: Currency | None = None) -> list[Money | None]:  # noqa: A002
    assert currency is None or type(currency) is Currency
    return [min, max]


@app.get("/limited")
def limited(price: Annotated[Money, MoneyField(currency="KRW", ge=1000, text=True)]) -> Money:
    return price


@app.get("/path/{price}")
def path(price: Money) -> Money:
    return price


@app.get("/many")
def many(price: Annotated[list[Money], Query()]) -> list[Money]:
    return price


@app.get("/range")
def range_(span: MoneyRange) -> MoneyRange:
    return span


@app.get("/rate")
def rate(rate: Rate) -> Rate:
    return rate


@app.get("/mention")
def mention(figure: Mention) -> Mention:
    return figure


@app.get("/header")
def header(budget: Annotated[Money, Header()]) -> Money:
    return budget


@app.post("/deal")
def deal(deal: Deal) -> Deal:
    return deal


@app.post("/money")
def body(price: Annotated[Money, Body(embed=True)]) -> Money:
    return price


@app.get("/figures")
def figures(text: str) -> list[Mention]:
    return [*krmoney.extract(text)]


@app.get("/plain")
def plain(price: Money):  # type: ignore[no-untyped-def]  # noqa: ANN201  # FastAPI looks for it
    return {"price": price.to_dict()}


client = TestClient(app)
OPENAPI = app.openapi()


@pytest.mark.parametrize(
    ("url", "answer"),
    [
        ("/search?min=5만원", [WON, None]),
        ("/search?min=5만원&max=5만%20원&currency=krw", [WON, WON]),
        ("/limited?price=5만", WON),
        ("/path/5만원", WON),
        ("/many?price=5만원&price=50,000원", [WON, WON]),
        (
            "/range?span=1~2만원",
            {"low": "10000", "high": "20000", "currency": "KRW", "low_inclusive": True, "high_inclusive": True},
        ),
        ("/rate?rate=1달러=1,380원", Rate("USD", "KRW", 1380).to_dict()),
        ("/mention?figure=약 3조원대", krmoney.read("약 3조원대").to_dict()),
        ("/figures?text=337억 크로나(약 4조 4000억원)", krmoney.extract("337억 크로나(약 4조 4000억원)").to_rows()),
        ("/plain?price=5만원", {"price": WON}),
    ],
)
def test_parameters_are_read(url: str, answer: Any) -> None:
    response = client.get(url)
    assert response.status_code == 200, response.text
    assert response.json() == answer


def test_headers_are_read() -> None:
    assert client.get("/header", headers={"budget": "USD 5"}).json() == {"amount": "5", "currency": "USD"}


@pytest.mark.parametrize("price", ["5만원", WON, {"amount": 50_000, "currency": "krw"}])
def test_bodies_are_text_or_objects(price: Any) -> None:
    assert client.post("/deal", json={"price": price}).json() == {"price": WON, "span": None}
    assert client.post("/money", json={"price": price}).json() == WON


@pytest.mark.parametrize(
    ("url", "place", "kind"),
    [
        ("/search", ["query", "min"], "missing"),
        ("/search?min=크로나", ["query", "min"], "krmoney_parse"),
        ("/search?min=10억 크로나", ["query", "min"], "krmoney_ambiguous_currency"),
        ("/search?min=5만", ["query", "min"], "krmoney_no_currency"),
        ("/search?min=5만원&currency=won", ["query", "currency"], "krmoney_unknown_currency"),
        ("/limited?price=999", ["query", "price"], "greater_than_equal"),
        ("/limited?price=5만 달러", ["query", "price"], "krmoney_currency_mismatch"),
        ("/path/크로나", ["path", "price"], "krmoney_parse"),
        ("/many?price=5만원&price=크로나", ["query", "price", 1], "krmoney_parse"),
    ],
)
def test_what_cannot_be_read_is_the_fault_of_the_request(url: str, place: list[Any], kind: str) -> None:
    response = client.get(url)
    assert response.status_code == 422
    (found,) = response.json()["detail"]
    assert (found["loc"], found["type"]) == (place, kind)


def test_a_body_with_a_float_is_refused() -> None:
    response = client.post("/deal", json={"price": {"amount": 0.1, "currency": "USD"}})
    assert response.status_code == 422
    assert response.json()["detail"][0]["type"] == "krmoney_amount"


def parameters(path: str) -> dict[str, Any]:
    """The schemas of a path's parameters in the OpenAPI file, by their names."""
    (operation,) = OPENAPI["paths"][path].values()
    assert "requestBody" not in operation
    return {f"{each['in']} {each['name']}": each["schema"] for each in operation["parameters"]}


def resolved(schema: dict[str, Any]) -> dict[str, Any]:
    """A schema, looked up where it is a reference."""
    name = schema.get("$ref", "").removeprefix("#/components/schemas/")
    found: dict[str, Any] = OPENAPI["components"]["schemas"][name] if name else schema
    return found


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/search", "query min"),
        ("/path/{price}", "path price"),
        ("/range", "query span"),
        ("/rate", "query rate"),
        ("/mention", "query figure"),
        ("/header", "header budget"),
    ],
)
def test_openapi_says_first_that_a_parameter_is_text(path: str, name: str) -> None:
    schema = resolved(parameters(path)[name])
    assert schema["anyOf"][0]["type"] == "string"
    assert isinstance(schema["examples"][0], str)


def test_openapi_says_that_a_parameter_of_text_is_text_alone() -> None:
    assert parameters("/limited")["query price"] == {
        "title": "Price",
        "description": "One amount in Korean text. A number without a currency is KRW. At least 1000.",
        "type": "string",
        "examples": ["2조4000억원"],
    }


def test_openapi_says_what_bodies_and_answers_are() -> None:
    schemas = OPENAPI["components"]["schemas"]
    assert [each.get("type") for each in schemas["Money-Input"]["anyOf"]] == ["string", "object"]
    assert schemas["Money-Output"]["type"] == "object"
    (operation,) = OPENAPI["paths"]["/path/{price}"].values()
    answer = operation["responses"]["200"]["content"]["application/json"]["schema"]
    assert answer == {"$ref": "#/components/schemas/Money-Output"}
