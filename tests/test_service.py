"""The service over HTTP: what it answers, and what it does where things go wrong; by a running server."""

from __future__ import annotations

import asyncio
import gzip
import json
import re
import socket
import subprocess
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest

import krmoney
from krmoney import errors, rates, tables
from krmoney.cli.arguments import parser
from krmoney.files.rows import money_row
from krmoney.service import app
from krmoney.service.operations import OPERATIONS, Operations
from krmoney.service.problems import TITLES
from krmoney.service.settings import Limits, Settings
from serving import BODY, MOST, PATIENCE, RATES, ROOT

if TYPE_CHECKING:
    from serving import Service

ARTICLE = "새 공장에 337억 크로나(약 4조 4000억원)를 들인다. 지난해 매출은 14.3% 줄었고 빚은 1~2조원이다. "
TABLE = "(단위: 백만원)\n\n| 구분 | 2023년 |\n|---|---|\n| 매출액 | 1,234 |\n| 이익 | △56 |"


def plain(value: Any) -> Any:
    """What JSON makes of a value."""
    return json.loads(json.dumps(value, default=str))


# What it answers ------------------------------------------------------------------------------------------------------


def test_figures_are_the_rows_of_the_library(service: Service) -> None:
    answer = service.post("/extract", text=ARTICLE)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json"
    assert answer.json() == {"figures": plain(krmoney.extract(ARTICLE).to_rows())}


def test_options_have_the_names_of_the_library(service: Service) -> None:
    text = "매출은 3억 크로나, 1조 투자"
    for options in ({"prefer": ["ISK"]}, {"prefer": "ISK"}, {"elided": False}):
        answer = service.post("/extract", text=text, **options)
        assert answer.json()["figures"] == plain(krmoney.extract(text, **options).to_rows())  # type: ignore[arg-type]


def test_cells_are_the_rows_of_the_command(service: Service) -> None:
    cells = ["1,234", "3억원", "-", "10억 크로나(약 1300억원)"]
    expected = [
        money_row(krmoney.parse(each, unit="백만원"), None) if each != "-" else money_row(None, None) for each in cells
    ]
    assert service.post("/parse", texts=cells, unit="백만원").json() == {"results": plain(expected)}
    assert service.post("/parse", text="-").json() == plain(money_row(None, None))


def test_what_parse_returns_can_be_formatted(service: Service) -> None:
    parsed = service.post("/parse", text="337억 크로나(약 4조 4000억원)").json()
    assert service.post("/format", value=parsed, restate=True).json() == {"text": "337억 크로나(약 4조4000억원)"}
    values = [parsed, {"amount": "0.1", "currency": "USD"}]
    written = service.post("/format", values=values, style="en").json()
    assert written == {"results": [{"text": "SEK 33.7 billion"}, {"text": "$0.1"}]}
    assert service.post("/format", texts=["$2.9 billion", "약 5조원"], locale=None).json() == {
        "results": [{"text": "29억 달러"}, {"text": "약 5조원"}]
    }


def test_rewriting(service: Service) -> None:
    text = "매출은 3억원, 빚은 수조원이다."
    expected = krmoney.extract(text).rewrite("en")
    answer = service.post("/rewrite", text=text).json()
    assert answer["text"] == expected
    assert [(each["text"], each["reason"]) for each in answer["left"]] == [("수조원", expected.reasons[0])]
    (left,) = answer["left"]
    assert text[left["start"] : left["end"]] == "수조원"


def test_findings_are_the_rows_of_the_library(service: Service) -> None:
    text = "회사는 4억 달러(약 55조원)를, 또 1억 달러(약 1380억원)를 낸다."
    found = krmoney.check(text, rates=rates.fixed(RATES))
    answer = service.post("/check", text=text, language="ko").json()
    assert answer["findings"] == plain(found.to_rows(language="ko"))
    assert (answer["basis"], answer["rates"], answer["last"]) == (found.basis, found.rates, None)


def test_tables_are_the_rows_of_the_library(service: Service) -> None:
    html = "<p>(단위: 천원)</p><table><tr><th>구분</th><th>2023</th></tr><tr><td>매출</td><td>1,234</td></tr></table>"
    for text in (TABLE, html):
        (table,) = tables.read(text)
        assert service.post("/tables", text=text).json() == {"cells": table.to_dicts(), "warnings": []}


def test_the_name_of_a_file_is_text(service: Service) -> None:
    """`krmoney.tables.read` reads files; the service must not."""
    entity = (
        f'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "{Path(__file__).as_uri()}">]><table><td>&x;</td></table>'
    )
    for text in (str(Path(__file__)), "pyproject.toml", entity):
        answer = service.post("/tables", text=text)
        assert answer.status_code == 200
        assert "pytest" not in answer.text


def test_vocabulary_and_rates_are_given_at_the_start(service: Service) -> None:
    assert service.post("/parse", text="3억 뱅크토큰").json()["currency"] == "USD"
    assert service.post("/parse", text="3원", vocabulary="x.toml").status_code == 400
    assert service.post("/check", text="3원", rates={"USD": 1}).status_code == 400


def test_health_and_the_pages(service: Service) -> None:
    health = service.client.get("/health")
    assert health.json() == {
        "status": "ok",
        "version": krmoney.__version__,
        "workers": 2,
        "waiting": 0,
        "rates": "fixed rates",
        "limits": {"body_bytes": BODY, "items": MOST, "item_seconds": 10, "read_seconds": 30},
    }
    start = service.client.get("/").text
    assert "--page krmoney.html" in start
    docs = service.client.get("/docs").text
    for page in (start, docs):
        assert "default-src 'none'" in page
        assert "<script" not in page
        assert not re.search(r"(src|href)=[\"'](https?:)?//", page)


# The OpenAPI file -----------------------------------------------------------------------------------------------------


def test_every_example_works(service: Service) -> None:
    made = service.client.get("/openapi.json").json()
    docs = service.client.get("/docs").text
    seen = []
    for path, methods in made["paths"].items():
        if "requestBody" not in methods.get("post", {}):
            continue
        examples = methods["post"]["requestBody"]["content"]["application/json"]["examples"]
        answers = methods["post"]["responses"]["200"]["content"]["application/json"]["examples"]
        for name, example in examples.items():
            answer = service.post(path, **example["value"])
            assert (answer.status_code, answer.json()) == (200, answers[name]["value"])
            assert example["summary"].replace("`", "") in re.sub("</?code>", "", docs)
            seen.append(path)
    assert {each.removeprefix("/") for each in seen} == {*OPERATIONS}


def test_the_file_is_made_beside_the_loop_that_serves(monkeypatch: pytest.MonkeyPatch) -> None:
    """It takes half a second, in which nobody else would be answered."""
    made = []

    def schema(*_: object) -> dict[str, Any]:
        made.append(threading.current_thread())
        return {"info": {"version": "0", "description": ""}, "paths": {}}

    monkeypatch.setattr(app, "schema", schema)
    transport = httpx.ASGITransport(app.application(Settings()))

    async def ask() -> None:
        async with httpx.AsyncClient(transport=transport, base_url="http://service") as client:
            for path in ("/openapi.json", "/docs"):
                assert (await client.get(path)).status_code == 200

    asyncio.run(ask())
    assert made
    assert threading.main_thread() not in made


def test_the_file_tells_the_limits(service: Service) -> None:
    made = service.client.get("/openapi.json").json()
    assert f"{MOST} items" in made["info"]["description"]
    assert made["components"]["schemas"]["ExtractMany"]["properties"]["texts"]["maxItems"] == MOST


def test_schemathesis_finds_nothing(service: Service, tmp_path: Path) -> None:
    """All checks of schemathesis. 422 is right for a text that has the form of a request and cannot be read."""
    (tmp_path / "schemathesis.toml").write_text(
        '[checks.positive_data_acceptance]\nexpected-statuses = ["2xx", "422"]\n', "utf-8"
    )
    program = "import sys; from schemathesis.cli import schemathesis; sys.exit(schemathesis())"
    options = ["--checks", "all", "--max-examples", "4", "--generation-deterministic", "--no-color"]
    command = [sys.executable, "-W", "ignore", "-c", program, "run", f"{service.address}/openapi.json", *options]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-5000:] + done.stderr[-2000:]
    assert "No issues found" in done.stdout
    assert "7 selected / 7 total" in done.stdout


# Errors ---------------------------------------------------------------------------------------------------------------


def test_a_problem_says_what_where_and_what_to_do(service: Service) -> None:
    answer = service.post("/parse", text="4억5000억 달러")
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    made = answer.json()
    assert made.pop("type").endswith("/docs/howto-serve.md#parseerror")
    assert made == {
        "title": "The text cannot be read.",
        "status": 422,
        "detail": "scales must get smaller: 억 cannot come after 억",
        "error": "ParseError",
        "hint": "4억 alone would be 400,000,000",
        "start": 6,
        "end": 7,
    }


def test_a_bad_item_is_an_error_in_its_place(service: Service) -> None:
    texts = ["3억원", 5, None, "없다", {"a": 1}, "10억 크로나", "2조원"]
    results = service.post("/parse", texts=texts).json()["results"]
    assert [each["error"] and each["error"]["error"] for each in results] == [
        *(None, "BadRequest", "BadRequest", "ParseError", "BadRequest", "AmbiguousCurrencyError", None),
    ]
    assert [each["amount"] for each in results] == ["300000000", *[None] * 5, "2000000000000"]
    figures = service.post("/extract", texts=texts).json()["results"]
    assert [len(each["figures"]) if "figures" in each else "error" for each in figures] == [
        *(1, "error", "error", 0, "error", 1, 1),
    ]
    values = [
        {"amount": 0.1, "currency": "USD"},
        {"amount": "1", "currency": "QQQ"},
        {"amount": "1", "currency": "USD"},
    ]
    written = service.post("/format", values=values).json()["results"]
    assert [each["error"]["error"] if "error" in each else each["text"] for each in written] == [
        *("BadRequest", "UnknownCurrencyError", "1 달러"),
    ]


@pytest.mark.parametrize(
    ("body", "error", "pointers"),
    [
        (b"{", "NotJson", None),
        (b"", "NotJson", None),
        (b'{"text": "\xff\xfe"}', "NotJson", None),
        (b'{"text": "\\ud800"}', "NotJson", None),
        (b'{"text": NaN}', "NotJson", None),
        (b"[" * 100_000, "NotJson", None),
        (b"[]", "BadRequest", [""]),
        (b"{}", "BadRequest", ["/text"]),
        (b'{"text": 5}', "BadRequest", ["/text"]),
        (b'{"text": "", "texts": []}', "BadRequest", ["/texts"]),
        (b'{"text": "", "elided": "yes", "prefer": ["usd"]}', "BadRequest", ["/prefer/0", "/elided"]),
        (b'{"text": "", "prefer": "usd", "places": 1}', "BadRequest", ["/prefer", "/places"]),
        (json.dumps({"texts": [""] * (MOST + 1)}).encode(), "BadRequest", ["/texts"]),
    ],
)
def test_a_request_without_its_form(service: Service, body: bytes, error: str, pointers: list[str] | None) -> None:
    answer = service.client.post("/extract", content=body, headers={"Content-Type": "application/json"})
    made = answer.json()
    assert (answer.status_code, made["error"], made["status"]) == (400, error, 400)
    assert made["hint"]
    assert [each["pointer"] for each in made["errors"]] == pointers if pointers else "errors" not in made


@pytest.mark.parametrize(
    ("method", "path", "status"), [("GET", "/nothing", 404), ("GET", "/extract", 405), ("POST", "/health", 405)]
)
def test_what_there_is_not(service: Service, method: str, path: str, status: int) -> None:
    answer = service.client.request(method, path)
    assert (answer.status_code, answer.json()["status"]) == (status, status)
    assert answer.headers["content-type"] == "application/problem+json"
    assert status != 405 or answer.headers["allow"]


def test_details_are_in_words_of_json(service: Service) -> None:
    for path, body, detail in (
        ("/extract", b"null", "Input should be an object"),
        ("/extract", b'{"text": "", "when": 1}', "There is no such field"),
        ("/extract", b'{"text": "", "prefer": "usd"}', "String should match pattern '^[A-Z]{3}$'"),
        ("/check", b'{"text": "", "date": 0}', "Input should be greater than or equal to 1"),
    ):
        answer = service.client.post(path, content=body, headers={"Content-Type": "application/json"})
        assert answer.json()["detail"] == detail


def test_a_mark_of_byte_order_is_not_an_error(service: Service) -> None:
    body = b"\xef\xbb\xbf" + json.dumps({"text": "3억원"}).encode()
    answer = service.client.post("/parse", content=body, headers={"Content-Type": "application/json"})
    assert answer.json()["amount"] == "300000000"


def test_a_long_text_is_not_an_expression_and_not_read_for_one(service: Service) -> None:
    made = service.post("/parse", text="1억~" * 400_000).json()
    assert made["detail"] == "an expression has at most 1000 characters, this has 1200000"
    answer = service.post("/parse", texts=["3원"], context="가" * 10_001)
    assert answer.json()["errors"][0]["pointer"] == "/context"


def test_no_list_takes_for_ever() -> None:
    """All items have ten times what one has; the others are errors, and not read."""
    operations = Operations(Settings(limits=Limits(item_seconds=0.001)))
    texts = [ARTICLE * 1000, ARTICLE, ARTICLE]
    first, *others = json.loads(operations.answer("extract", json.dumps({"texts": texts}).encode()).body)["results"]
    assert len(first["figures"]) == 4000
    assert {each["error"]["detail"] for each in others} == {"the items before it took longer than 0.01 s"}


def test_head_is_get_without_the_body(service: Service) -> None:
    for path in ("/", "/docs", "/health", "/openapi.json"):
        head, got = service.client.head(path), service.client.get(path)
        assert (head.status_code, head.content) == (200, b"")
        assert head.headers["content-length"] == str(len(got.content))
    assert service.client.head("/extract").status_code == 405


@pytest.mark.parametrize(
    "sent",
    [
        b"what is this\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"x" * 100,  # a client of TLS
        b"GET / HTTP/1.1\r\n\r\n",  # no Host
        b"POST /parse HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n{}",
        b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
    ],
)
def test_what_is_not_http_is_a_problem_too(service: Service, sent: bytes) -> None:
    with socket.create_connection((service.host, service.port), timeout=PATIENCE) as line:
        line.sendall(sent)
        with line.makefile("rb") as stream:
            head, _, body = stream.read().partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 400 ")
    assert b"application/problem+json" in head
    assert json.loads(body)["detail"] == "this is not a request of HTTP/1.1"


def test_requests_may_be_sent_before_the_answers_come(service: Service) -> None:
    asked = [json.dumps({"text": f"{number}원"}) for number in range(1, 51)]
    head = "POST /parse HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n"
    received = b""
    with socket.create_connection((service.host, service.port), timeout=PATIENCE) as line:
        line.sendall("".join(head.format(len(body)) + body for body in asked).encode())
        while len(amounts := re.findall(rb'"amount":"(\d+)"', received)) < len(asked):
            received += line.recv(1 << 16)
    assert [int(each) for each in amounts] == [*range(1, 51)]


def test_json_must_be_declared(service: Service) -> None:
    for kind in ("text/plain", "application/x-www-form-urlencoded"):
        answer = service.client.post("/extract", content=b'{"text": ""}', headers={"Content-Type": kind})
        assert (answer.status_code, answer.json()["error"]) == (415, "NotJsonType")
    packed = {"Content-Type": "application/json", "Content-Encoding": "gzip"}
    answer = service.client.post("/extract", content=gzip.compress(b'{"text": ""}'), headers=packed)
    assert (answer.status_code, answer.json()["detail"]) == (415, "the body is encoded as gzip")
    good = {"Content-Type": "application/json; charset=utf-8"}
    assert service.client.post("/extract", content=b'{"text": ""}', headers=good).status_code == 200


def test_every_error_has_a_title_and_a_paragraph() -> None:
    ours = {name for name in errors.__all__ if name not in {"KrmoneyError", "LanguageError"}}
    assert ours <= {*TITLES}
    page = (ROOT / "docs" / "howto-serve.md").read_text("utf-8")
    headings = {each.lower() for each in re.findall(r"^#+ `?(\w+)`?$", page, re.MULTILINE)}
    assert {name.lower() for name in TITLES} <= headings


# The page of the documentation ----------------------------------------------------------------------------------------

HOWTO = ROOT / "docs" / "howto-serve.md"


def test_what_the_page_shows_is_what_curl_gets(service: Service) -> None:
    page = HOWTO.read_text("utf-8")
    shown = re.findall(r"^\$ curl http://127\.0\.0\.1:8000(\S+) --json '(.*)'\n(.*)$", page, re.MULTILINE)
    assert len(shown) == page.count("$ curl")
    for path, body, answer in shown:
        got = service.client.post(path, content=body.encode(), headers={"Content-Type": "application/json"})
        assert got.text == answer


def test_the_page_names_options_that_there_are() -> None:
    page = HOWTO.read_text("utf-8")
    lines = re.findall(r"^(?:ExecStart=/opt/krmoney/bin/)?krmoney (serve\b.*)$", page, re.MULTILINE)
    (entry,) = re.findall(r"^ENTRYPOINT (\[.*\])$", page, re.MULTILINE)
    (more,) = re.findall(r"^docker run .* krmoney (--.*)$", page, re.MULTILINE)
    commands = [*map(str.split, lines), [*json.loads(entry)[1:], *more.split()]]
    assert len(commands) == 3
    for command in commands:
        args = parser().parse_args(command)
        assert args.port == 8000
    table = re.findall(r"^\| `(--[a-z-]+) [A-Z]+` \| ([^|]*) \|", page, re.MULTILINE)
    defaults = vars(parser().parse_args(["serve"]))
    told = {name: defaults[name.removeprefix("--").replace("-", "_")] for name, _ in table}
    assert [f"{value:,}" if value else "one for each core" for value in told.values()] == [each for _, each in table]
