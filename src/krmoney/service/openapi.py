"""The OpenAPI file, and the page `/docs` that shows it without scripts."""

from __future__ import annotations

import json
from functools import reduce
from html import escape
from operator import or_
from typing import TYPE_CHECKING, Annotated, Any, Final

from fastapi import Body
from fastapi.openapi.utils import get_openapi

from krmoney._version import __version__
from krmoney.service.operations import OPERATIONS, Operations
from krmoney.service.paths import ABOUT, PATHS
from krmoney.service.problems import PROBLEM_JSON, TITLES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from fastapi import FastAPI

    from krmoney.service.paths import Example
    from krmoney.service.settings import Settings

__all__ = ["documented", "page", "responses", "schema"]

_PROBLEM: Final = {PROBLEM_JSON: {"schema": {"$ref": "#/components/schemas/Problem"}}}
_STATUSES: Final = sorted({status for status, _ in TITLES.values()} - {404, 405})


def documented(name: str) -> Callable[..., object]:
    """Return a function from which FastAPI takes the models of an operation; it is never called."""
    kind, examples = OPERATIONS[name], PATHS[name].examples

    def operation(asked: object) -> object:
        raise NotImplementedError(asked)

    body = Body(openapi_examples={each.name: {"summary": each.summary, "value": each.request} for each in examples})
    request, answer = (reduce(or_, models) for models in (kind.requests.values(), kind.answers))
    operation.__annotations__ = {"asked": Annotated[request, body], "return": answer}
    return operation


def responses() -> dict[int | str, dict[str, Any]]:
    """Return the error responses that operations can have."""
    made: dict[int | str, dict[str, Any]] = {200: {"description": "The answer."}}
    for status in _STATUSES:
        titles = [title for each, title in TITLES.values() if each == status]
        made[status] = {"description": " Or: ".join(titles), "content": _PROBLEM}
    return made


def schema(app: FastAPI, settings: Settings) -> dict[str, Any]:
    """Return the OpenAPI file of a service, with its limits."""
    limits = settings.limits
    said = (
        f"\nLimits of this service: {limits.body_bytes:,} bytes in a request, {limits.items:,} items in a list,"
        f" {limits.item_seconds:g} seconds for an item and {limits.list_seconds:g} for a list,"
        f" {limits.read_seconds:g} seconds until a request has arrived.\n"
    )
    made = get_openapi(
        title="krmoney",
        version=__version__,
        summary="Reads Korean financial figures.",
        description=ABOUT + said,
        license_info={"name": "Apache 2.0", "identifier": "Apache-2.0"},
        routes=app.routes,
    )
    for each in made["components"]["schemas"].values():
        for name, field in each.get("properties", {}).items():
            field.pop("title", None)  # it repeats the name
            if name in {"texts", "values"}:
                field["maxItems"] = limits.items
    operations = Operations(settings)
    for name, text in PATHS.items():  # not earlier, because FastAPI would leave out nulls
        content = made["paths"][f"/{name}"]["post"]["responses"]["200"]["content"]["application/json"]
        content["examples"] = {each.name: _answered(operations, name, each) for each in text.examples}
    return made


def _answered(operations: Operations, name: str, example: Example) -> dict[str, Any]:
    answer = operations.answer(name, json.dumps(example.request).encode())
    return {"summary": example.summary, "value": json.loads(answer.body)}


# The page -------------------------------------------------------------------------------------------------------------

_HEAD: Final = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>krmoney: the service</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<style>
:root { color-scheme: light dark; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 52rem; margin: 2rem auto; padding: 0 1rem; }
code, pre { font-family: ui-monospace, monospace; font-size: .9em; }
pre { overflow-x: auto; padding: .75rem; border: 1px solid #8886; border-radius: .4rem; white-space: pre-wrap; }
h2 { margin-top: 3rem; border-top: 1px solid #8886; padding-top: 1rem; }
table { border-collapse: collapse; width: 100%; } td, th { text-align: left; padding: .25rem .75rem .25rem 0;
vertical-align: top; border-bottom: 1px solid #8883; }
</style></head><body>
"""


def page(made: dict[str, Any], address: str) -> str:
    """Return a page for people: every path with its fields, and examples to paste into a shell."""
    info = made["info"]
    parts = [_HEAD, f"<h1>krmoney {escape(info['version'])}</h1>", *_prose(info["description"])]
    parts.append('<p>The <a href="openapi.json">OpenAPI file</a> is for programs.</p>')
    for path, methods in made["paths"].items():
        for method, operation in methods.items():
            parts += _operation(made, f"{method.upper()} {path}", address + path, operation)
    return "\n".join([*parts, "</body></html>\n"])


def _operation(made: dict[str, Any], title: str, address: str, operation: dict[str, Any]) -> Iterator[str]:
    yield f"<h2><code>{title}</code></h2><p><strong>{escape(operation['summary'])}.</strong></p>"
    yield from _prose(operation.get("description", ""))
    if "requestBody" not in operation:
        yield f"<pre>$ curl {escape(address)}</pre>"
        return
    body = operation["requestBody"]["content"]["application/json"]
    fields: dict[str, dict[str, Any]] = {}
    for each in body["schema"]["anyOf"]:
        fields |= made["components"]["schemas"][each["$ref"].rpartition("/")[2]]["properties"]
    yield "<table><tr><th>field</th><th>default</th><th></th></tr>"
    for name, field in sorted(fields.items(), key=lambda each: "default" in each[1]):  # options come after the texts
        default = json.dumps(field["default"], ensure_ascii=False) if "default" in field else ""
        yield f"<tr><td><code>{name}</code></td><td><code>{escape(default)}</code></td>"
        yield f"<td>{escape(field.get('description', ''))}</td></tr>"
    yield "</table>"
    answers = operation["responses"]["200"]["content"]["application/json"]["examples"]
    for name, example in body["examples"].items():
        request = json.dumps(example["value"], ensure_ascii=False)
        answer = json.dumps(answers[name]["value"], ensure_ascii=False, indent=1)
        yield f"<p>{_inline(example['summary'])}:</p>"
        yield f"<pre>$ curl {escape(address)} --json {escape(_quoted(request))}\n{escape(answer)}</pre>"


def _quoted(text: str) -> str:
    """Quote a text for a shell."""
    return "'" + text.replace("'", "'\\''") + "'"


def _prose(text: str) -> Iterator[str]:
    """Yield the paragraphs and lists of a description, which uses a small part of Markdown."""
    for block in text.strip().split("\n\n"):
        if block.startswith("- "):
            yield "<ul>"
            yield from (f"<li>{_inline(each)}</li>" for each in ("\n" + block).split("\n- ")[1:])
            yield "</ul>"
        else:
            yield f"<p>{_inline(block)}</p>"


def _inline(text: str) -> str:
    pieces = escape(text).split("`")
    return "".join(f"<code>{piece}</code>" if at % 2 else piece for at, piece in enumerate(pieces))
