"""krmoney for agents: tools and a prompt over the Model Context Protocol, on standard input and output.

The tools answer with text that can be quoted: numbers with grouped digits, the currency, the rate with its error bars,
and what the text leaves undecided.
"""

from __future__ import annotations

import datetime as dt
import logging
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal

from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.server.mcpserver.tools import Tool
from pydantic import Field

from krmoney._present.words import digits, reason, unit, worth
from krmoney._version import __version__
from krmoney.checking import check
from krmoney.checking.reference import Pair, sourced
from krmoney.checking.wording import basis
from krmoney.errors import KrmoneyError, RatesError
from krmoney.iso import Currency
from krmoney.language import in_language
from krmoney.rates import day
from krmoney.service.conversions import convert, rounded
from krmoney.values import exact
from krmoney.writing import rewrite

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from krmoney.reading.reader import Reader
    from krmoney.service.conversions import Conversion
    from krmoney.service.settings import Settings
    from krmoney.values import Mention, Rate

__all__ = ["run", "server"]

_ABOUT: Final = (
    "Reads Korean financial figures exactly. Call extract before you quote a figure of a Korean text, convert or"
    " rewrite instead of counting zeros, and check on each text that restates amounts in another currency. What an"
    " answer calls undecided, leave open."
)
_BACK: Final = 7  # days that a reference rate may be older than its day

_Prefer = Annotated[str, Field(description="Code to choose where a name is shared: SEK or ISK for 크로나")]
_Date = Annotated[str, Field(description="Day of the text: 2024-06-04")]


def run(settings: Settings) -> None:
    """Answer on standard input and output until the agent disconnects."""
    with in_language("en"):  # the tools describe themselves in English, whatever the locale
        server(settings).run("stdio")


def server(settings: Settings) -> MCPServer[Any]:
    """Return the server of the tools, with its settings."""
    of = _Tools(settings)
    tools = [_strict(each) for each in (of.extract, of.convert, of.rewrite, of.check)]
    made: MCPServer[Any] = MCPServer(
        "krmoney", version=__version__, instructions=_ABOUT, log_level="CRITICAL", tools=tools
    )
    logging.getLogger("mcp").setLevel(logging.CRITICAL)  # its messages repeat requests
    made.prompt(title="Check the figures of this draft")(check_figures)
    return made


def _strict(function: Callable[..., dict[str, Any]]) -> Tool:
    """Return a tool that refuses arguments that it does not have: without a mistyped rate, it would use the day's."""
    tool = Tool.from_function(function)
    arguments = tool.fn_metadata.arg_model
    arguments.model_config["extra"] = "forbid"
    arguments.model_rebuild(force=True)
    tool.parameters = arguments.model_json_schema()
    return tool


def check_figures(draft: Annotated[str, Field(description="The draft")]) -> str:
    """Check every figure and conversion of a draft, and propose corrections."""
    return (
        "Check the figures of the draft below.\n"
        "1. Call the tool extract on it, and compare each figure with what the draft says about it: scale (만, 억, 조),"
        " currency, sign.\n"
        "2. Call the tool check on it, with its day if you know it. For each finding that is a warning or an error,"
        " quote both amounts and the explanation. Do not say which of the two is wrong: the text alone does not tell.\n"
        "3. List what is undecided, and what the author would have to add.\n"
        "Change nothing in the draft yourself. If everything fits, say so in one sentence.\n\n"
        f"<draft>\n{draft}\n</draft>"
    )


class _Tools:
    """The tools; agents see their docstrings."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def extract(self, text: str, prefer: _Prefer = "") -> dict[str, Any]:
        """Find every figure in a Korean text: its exact value, currency, quoted rate, and what is undecided."""
        with _told():
            return {"figures": [_figure(each) for each in self._reader(prefer).extract(text)]}

    def convert(
        self,
        text: Annotated[str, Field(description="One amount: 337억 크로나")],
        to: Annotated[str, Field(description="Code: USD")],
        rate: Annotated[str, Field(description="Won for one unit of the foreign currency; default: the day's")] = "",
        date: _Date = "",
        prefer: _Prefer = "",
    ) -> dict[str, Any]:
        """Convert one amount at the rate that the text quotes, a given rate, or the rate of the day."""
        with _told():
            code, given = Currency(to.upper()), exact(rate, "a rate") if rate else None
            used: list[str] = []

            def reference(base: str, counter: str) -> Rate | None:
                found, source = self._of_day(base, counter, date)
                used.append(source)
                return found

            made = convert(text, self._reader(prefer), to=code, rate=given, reference=reference)
            conversions = [_converted(each, used) for each in made.conversions]
            return {"figure": _figure(made.mention), "conversions": conversions}

    def rewrite(
        self,
        text: str,
        style: Annotated[str, Field(description="en, en-short, press, digits …")] = "en",
        prefer: _Prefer = "",
    ) -> dict[str, Any]:
        """Write the figures of a Korean text in English or another style; the words around them stay."""
        with _told():
            made = rewrite(self._reader(prefer).extract(text), style)
            left = [f"{each.text}: {why}" for each, why in zip(made.left, made.reasons, strict=True)]
            return {"text": str(made), "left": left}

    def check(
        self, text: str, date: _Date = "", language: Literal["en", "ko"] = "en", prefer: _Prefer = ""
    ) -> dict[str, Any]:
        """Check whether each conversion in a text fits the day's exchange rate, and what would explain it if not."""
        with _told(), in_language(language):
            mentions = self._reader(prefer).extract(text)
            found = check(mentions, date=date or None, rates=self._settings.rates)
            return {
                "findings": [
                    {
                        "amounts": f"{each.base.text} = {each.counter.text}",
                        "verdict": each.verdict,
                        "severity": each.severity,
                        "explanation": each.explanation,
                    }
                    for each in found
                ],
                "basis": basis(found.basis, found.rates, found.last),
            }

    def _reader(self, prefer: str) -> Reader:
        return self._settings.reader.with_options(prefer=prefer.upper()) if prefer else self._settings.reader

    def _of_day(self, base: str, counter: str, date: str) -> tuple[Rate | None, str]:
        """Return the rate of a day, or the latest rate."""
        source = sourced(self._settings.rates)
        if source is None:
            return None, ""
        on = day(date) if date else source.last or dt.datetime.now(dt.UTC).date()
        found = source.of_day(Pair(base, counter), on, _BACK)
        return (
            (None, "") if found is None else (found.rate, " ".join(filter(None, (found.source, str(found.on or "")))))
        )


@contextmanager
def _told() -> Iterator[None]:
    """Turn errors into messages for the agent."""
    try:
        yield
    except RatesError as error:
        message = f"{error}. Give a rate, or another date."
        raise ToolError(message) from None
    except KrmoneyError as error:
        raise ToolError(str(error)) from None
    except Exception as error:  # noqa: BLE001  # the agent gets a message, and its request is not logged
        message = f"a fault of krmoney's own ({type(error).__name__})"
        raise ToolError(message) from None


def _figure(mention: Mention) -> dict[str, Any]:
    """Return what can be quoted about a figure."""
    said: dict[str, Any] = {
        "text": mention.text,
        "start": mention.start,
        "end": mention.end,
        "value": worth(mention),
    }
    if mention.type == "money":
        said["currency"] = mention.currency and str(mention.currency)
    else:
        said["unit"] = unit(mention)
    rate = mention.rate or (mention.quote and mention.quote.rate)
    more = {
        "rate": rate and str(rate),
        "quoted": mention.quote and mention.quote.text,
        "undecided": mention.type == "money"
        and mention.currency is None
        and f"currency: {' or '.join(mention.candidates)}",
        "doubt": mention.quote and not mention.quote.plausible and "the rate cannot be right",
        "restates": mention.restates and f"the amount at {mention.restates.start}",
        "per": mention.per,
        "period": mention.period,
        "why": "; ".join(map(reason, mention.evidence)),
    }
    return said | {name: value for name, value in more.items() if value}


def _converted(conversion: Conversion, used: list[str]) -> dict[str, Any]:
    ends = [None if end is None else rounded(end) for end in (conversion.low, conversion.high)]
    low, high = (None if end is None else digits(end.amount) for end in ends)
    mark = "" if ends == [conversion.low, conversion.high] else "≈ "
    value = low if low == high else f"{low or ''} – {high or ''}".strip()
    source = {"quoted": "the text", "given": "the given rate", "reference": "".join(used)}[conversion.source]
    currency = next(str(end.currency) for end in ends if end is not None)
    return {"value": f"{mark}{value}", "currency": currency, "rate": str(conversion.rate), "source": source}
