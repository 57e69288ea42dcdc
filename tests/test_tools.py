"""The tools for agents, by the official client of the Model Context Protocol."""

from __future__ import annotations

import asyncio
import json
import re
import sys
from typing import TYPE_CHECKING, Any

import pytest
from mcp import StdioServerParameters
from mcp.client.client import Client
from mcp.client.stdio import stdio_client

import krmoney
from krmoney import rates
from krmoney.cli.arguments import parser
from krmoney.service.settings import Settings
from krmoney.service.tools import server
from serving import ROOT

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

RATES = {"USD": 1380, "SEK": 130}


def ask(work: Callable[[Client], Awaitable[Any]], source: rates.Rates | None = None) -> Any:
    """Do something with a client of a server that has fixed rates, or others."""

    async def asked() -> Any:
        async with Client(server(Settings(rates=source or rates.fixed(RATES)))) as client:
            return await work(client)

    return asyncio.run(asked())


def told(tool: str, **arguments: Any) -> Any:
    """Return what a tool answers; both forms of the answer say the same."""
    result = ask(lambda client: client.call_tool(tool, arguments))
    assert not result.is_error, result.content[0].text
    assert json.loads(result.content[0].text) == result.structured_content
    return result.structured_content


def refused(tool: str, **arguments: Any) -> str:
    result = ask(lambda client: client.call_tool(tool, arguments))
    assert result.is_error
    return str(result.content[0].text)


def test_every_tool_by_standard_input_and_output() -> None:
    """The command, as an agent starts it."""
    given = ["-m", "krmoney", "mcp", "--rates", "USD=1380"]
    parameters = StdioServerParameters(command=sys.executable, args=given, env={"PYTHONPATH": str(ROOT / "src")})
    asked: dict[str, dict[str, Any]] = {
        "extract": {"text": "빚 3억원"},
        "convert": {"text": "3억 달러", "to": "KRW"},
        "rewrite": {"text": "빚 3억원"},
        "check": {"text": "4억 달러(약 55조원)"},
    }

    async def all_of_them() -> dict[str, Any]:
        async with Client(stdio_client(parameters)) as client:
            assert {each.name for each in (await client.list_tools()).tools} == {*asked}
            (prompt,) = (await client.list_prompts()).prompts
            assert (prompt.name, prompt.title) == ("check_figures", "Check the figures of this draft")
            message = (await client.get_prompt("check_figures", {"draft": "빚 3억원"})).messages[0]
            assert "빚 3억원" in message.content.text  # type: ignore[union-attr]
            assert "extract" in message.content.text  # type: ignore[union-attr]
            assert "check" in message.content.text  # type: ignore[union-attr]
            return {name: (await client.call_tool(name, given)).structured_content for name, given in asked.items()}

    answers = asyncio.run(all_of_them())
    assert answers["extract"]["figures"][0]["value"] == "300,000,000"
    assert answers["convert"]["conversions"][0]["value"] == "414,000,000,000"
    assert answers["rewrite"]["text"] == "빚 KRW 300 million"
    assert answers["check"]["findings"][0]["verdict"] == "factor"


def test_schemas_are_short_enough_for_a_prompt() -> None:
    tools = ask(lambda client: client.list_tools()).tools
    schemas = [each.model_dump(mode="json", exclude_none=True, by_alias=True) for each in tools]
    assert len(json.dumps(schemas, ensure_ascii=False)) < 3000
    for each in schemas:
        assert each["description"].count("\n") == 0
        assert each["inputSchema"]["required"][0] == "text"


def test_an_argument_that_there_is_not_is_refused() -> None:
    """Left out in silence, it would be the rate of the day."""
    message = refused("convert", text="3억 달러", to="KRW", rates="1300")
    assert "rates" in message
    assert "not permitted" in message


def test_what_can_be_quoted_of_a_figure() -> None:
    text = "새 공장에 337억 크로나(약 4조 4000억원), 빚 10억 페소, 이익 14.3% 감소, 월세 1~2백만원, 1달러당 1380원."
    krona, won, peso, percent, rent, *rest = told("extract", text=text)["figures"]
    assert krona == {
        "text": "337억 크로나",
        "start": 6,
        "end": 14,
        "value": "33,700,000,000",
        "currency": "SEK",
        "rate": "1 SEK = 130.56 KRW (129.08–132.05)",
        "quoted": "4조 4000억원",
        "why": "currency by rate",
    }
    assert (won["value"], won["restates"]) == ("≈ 4,400,000,000,000", "the amount at 6")
    assert peso["currency"] is None
    assert peso["undecided"].startswith("currency: ")
    assert " or " in peso["undecided"]
    assert (percent["value"], percent["unit"], percent["why"]) == ("-14.3", "%", "sign by cue “감소”")
    assert rent["value"] == "1,000,000 – 2,000,000"
    assert any(each.get("rate") == "1 USD = 1,380.00 KRW" for each in rest)
    assert [each["text"] for each in told("extract", text=text)["figures"]] == [
        each.text for each in krmoney.extract(text)
    ]
    assert told("extract", text="10억 크로나", prefer="isk")["figures"][0]["currency"] == "ISK"


@pytest.mark.parametrize(
    ("arguments", "value", "currency", "source"),
    [
        ({"text": "337억 크로나(약 4조 4000억원)", "to": "KRW"}, "4,400,000,000,000", "KRW", "the text"),
        ({"text": "3억 달러", "to": "KRW"}, "414,000,000,000", "KRW", "fixed rates"),
        ({"text": "1조원", "to": "usd"}, "≈ 724,637,681.16", "USD", "fixed rates"),
        ({"text": "1~2조원", "to": "USD", "rate": "1000"}, "1,000,000,000 – 2,000,000,000", "USD", "the given rate"),
    ],
)
def test_conversions_name_their_rate(arguments: dict[str, str], value: str, currency: str, source: str) -> None:
    (made,) = told("convert", **arguments)["conversions"]
    assert (made["value"], made["currency"], made["source"]) == (value, currency, source)
    assert made["rate"].startswith("1 ")


@pytest.mark.parametrize(
    ("tool", "arguments", "said"),
    [
        ("convert", {"text": "10억 크로나", "to": "KRW"}, "shared by SEK, ISK"),
        ("convert", {"text": "3억 유로", "to": "KRW"}, "quotes no rate of EUR and KRW. Give a rate, or another date."),
        ("convert", {"text": "3억원", "to": "WON"}, "unknown currency 'WON'"),
        ("convert", {"text": "4억5000억 달러", "to": "KRW"}, "scales must get smaller"),
        ("rewrite", {"text": "3억원", "style": "fancy"}, "unknown style 'fancy'"),
        ("check", {"text": "3억원", "date": "yesterday"}, "a day such as 2024-06-04"),
        ("extract", {}, "text"),
    ],
)
def test_what_is_wrong_is_told(tool: str, arguments: dict[str, str], said: str) -> None:
    assert said in refused(tool, **arguments)


def test_rewriting_and_checking() -> None:
    made = told("rewrite", text="매출 3억원, 빚 수조원")
    assert made["text"] == "매출 KRW 300 million, 빚 수조원"
    assert made["left"][0].startswith("수조원: ")
    text = "4억 달러(약 55조원)"
    finding = krmoney.check(text, rates=rates.fixed(RATES))[0]
    assert told("check", text=text, language="ko") == {
        "findings": [
            {
                "amounts": "4억 달러 = 55조원",
                "verdict": "factor",
                "severity": "error",
                "explanation": finding.explain("ko"),
            }
        ],
        "basis": ["환율 자료: fixed rates"],
    }


def test_no_text_reaches_a_log(capfd: pytest.CaptureFixture[str]) -> None:
    refused("convert", text="비밀 3억 유로", to="KRW")
    refused("convert", text="비밀", to="KRW", rate="비밀")
    out, err = capfd.readouterr()
    assert "비밀" not in out + err


PAGE = ROOT / "docs" / "howto-agents.md"


def test_the_page_shows_what_the_tools_answer() -> None:
    shown = re.findall(r"^> (\w+) (\{.*\})\n(\{.*\})$", PAGE.read_text("utf-8"), re.MULTILINE)
    assert [tool for tool, _, _ in shown] == ["extract", "convert", "check"]

    async def answers(client: Client) -> list[Any]:
        return [(await client.call_tool(tool, json.loads(given))).structured_content for tool, given, _ in shown]

    def without_last_day(answer: str) -> Any:  # each release of the rates has another one
        return json.loads(re.sub(r"until [-0-9]{10}", "until", answer))

    got = [without_last_day(json.dumps(each)) for each in ask(answers, rates.ecb())]
    assert got == [without_last_day(answer) for _, _, answer in shown]


def test_the_configuration_on_the_page_starts_the_command() -> None:
    (configuration,) = re.findall(r"^```json\n(.*?)^```$", PAGE.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    given = json.loads(configuration)["mcpServers"]["krmoney"]
    assert given["command"] == "krmoney"
    args = parser().parse_args(given["args"])
    assert args.rates == ["ecb"]
