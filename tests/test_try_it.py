"""The page to try krmoney on, in Chromium: Python in the browser reads as here, and nothing leaves the page.

``nox -s try_it`` builds the page and names it in ``KRMONEY_TRY_IT``; else the tests in the browser are skipped. They
need a `chromium` on the PATH as tests/test_browser.py does.
"""

import csv
import importlib.util
import io
import json
import os
import re
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import krmoney

ROOT = Path(__file__).resolve().parent.parent
PAGE = Path(os.environ.get("KRMONEY_TRY_IT", ""))
BUILT = PAGE.is_file()

in_browser = pytest.mark.skipif(not BUILT, reason="the page has not been built: nox -s try_it builds and tests it")

ARTICLE = (ROOT / "examples" / "article.txt").read_text("utf-8").strip()
CREDIT = "항만은 337억 크로나(약 4조 4000억원)를 빌렸고, 이익은 14.3% 줄었다."
FIGURES = "#found mark.krm-figure"

# Ask the worker for one file after another.
SAVED = """async ([texts, format]) => {
    const shown = answers.saved, files = [];
    for (const text of texts) {
        files.push(await new Promise(resolve => {
            answers.saved = ({ content }) => resolve(content);
            worker.postMessage({ save: format, text, language });
        }));
    }
    answers.saved = shown;
    return files;
}"""
SHOWN = """async texts => {
    const show = answers.read, shown = [];
    for (const text of texts) {
        shown.push(await new Promise(resolve => {
            answers.read = answer => resolve(answer.shown);
            worker.postMessage({ text, language });
        }));
    }
    answers.read = show;
    return shown;
}"""
# All ways out of a page and of a worker. Each ends in an error or is silently dropped.
WAYS_OUT = """async address => {
    const tries = [
        () => fetch(address + 'fetch', { mode: 'no-cors' }),
        () => new Promise(done => {
            const request = new XMLHttpRequest();
            request.onloadend = done;
            request.open('GET', address + 'xhr');
            request.send();
        }),
        () => new Promise(done => { new WebSocket(address.replace('http', 'ws') + 'socket').onclose = done; }),
        () => new Promise(done => { new EventSource(address + 'events').onerror = done; }),
        () => import(address + 'module.js'),
        () => navigator.sendBeacon?.(address + 'beacon', 'text'),
    ];
    if (typeof document === 'undefined') tries.push(() => importScripts(address + 'script.js'));
    else {
        const add = (name, attributes) => () => new Promise(done => {
            const element = Object.assign(document.createElement(name), attributes);
            element.onerror = element.onload = done;
            document.body.append(element);
            setTimeout(done, 300);
        });
        tries.push(add('img', { src: address + 'image' }), add('script', { src: address + 'script' }));
        tries.push(add('iframe', { src: address + 'frame' }), () => new Worker(address + 'worker'));
        for (const rel of ['stylesheet', 'prefetch']) tries.push(add('link', { rel, href: address + rel }));
        tries.push(() => {
            const form = Object.assign(document.createElement('form'), { action: address + 'form', method: 'post' });
            document.body.append(form);
            form.submit();
        });
    }
    const pause = () => new Promise(done => setTimeout(done, 1000));
    for (const each of tries) try { await Promise.race([each(), pause()]); } catch {}
    return tries.length;
}"""


@pytest.fixture(scope="module")
def open_page(chromium: str) -> Iterator[Callable[..., Any]]:
    """A function that opens the page in a context of its own, and waits until it has read the sample."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        options = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
        browser = playwright.chromium.launch(executable_path=chromium, args=options)

        def open_it(requests: list[str] | None = None, **options: Any) -> Any:
            context = browser.new_context(**options)
            context.set_default_timeout(120_000)
            if requests is not None:
                context.on("request", lambda request: requests.append(request.url))
            page = context.new_page()
            page.goto(PAGE.as_uri())
            page.locator(FIGURES).first.wait_for()
            return page

        yield open_it
        browser.close()


@pytest.fixture(scope="module")
def offline(open_page: Callable[..., Any]) -> tuple[Any, list[str]]:
    """The page without a network, and all requests that it has made."""
    requests: list[str] = []
    return open_page(requests, offline=True), requests


def outermost(found: krmoney.Mentions) -> list[str]:
    from krmoney.notebook import roles

    return [each.text for each in roles.outermost(found)]


def marked(page: Any) -> list[str]:
    """Return the figures that the page shows in the text, without their details."""
    said = "marks => marks.map(mark => mark.firstChild.data)"
    texts: list[str] = page.locator(FIGURES).evaluate_all(said)
    return texts


def the_program() -> ModuleType:
    """Return what the page runs, here."""
    spec = importlib.util.spec_from_file_location("program", ROOT / "tools" / "try-it" / "program.py")
    assert spec
    assert spec.loader
    program = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(program)
    return program


def corpus() -> list[str]:
    """Return all sentences and texts of the corpora, without their marks, and the expressions."""
    texts = {ARTICLE, *((path.read_text("utf-8")) for path in sorted((ROOT / "examples" / "news").glob("*.txt")))}
    for name in ("sentences", "traps"):
        for line in (ROOT / "tests" / "corpus" / f"{name}.jsonl").read_text("utf-8").splitlines():
            texts |= {re.sub("[⟦⟧]", "", text) for text in json.loads(line)["texts"]}
    laws = (ROOT / "tests" / "corpus" / "laws.jsonl").read_text("utf-8").splitlines()
    texts |= {json.loads(line)["text"] for line in laws[::4]}
    return sorted(texts)


def test_what_is_saved_is_what_the_command_writes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """This runs wherever the tests run: the program of the page keeps step with the library."""
    from krmoney.cli import main

    monkeypatch.chdir(tmp_path)
    Path("krmoney").write_text(ARTICLE, "utf-8")
    program = the_program()
    for kind, options in (("csv", ["--bom", "--safe-csv"]), ("html", [])):
        command = ["extract", "--lang", "ko", "--format", kind, *options, "krmoney", "-o", f"saved.{kind}"]
        assert main(command) == 0
        assert program.save(ARTICLE, "ko", kind) == Path(f"saved.{kind}").read_text("utf-8")
    shown, count = program.read(ARTICLE, "ko")
    assert (shown.count("<mark "), count) == (len(outermost(krmoney.extract(ARTICLE))), len(krmoney.extract(ARTICLE)))


@pytest.mark.browser
@in_browser
def test_it_reads_without_a_network(offline: tuple[Any, list[str]]) -> None:
    page, requests = offline
    assert marked(page) == outermost(krmoney.extract(ARTICLE))
    page.locator("#text").fill(CREDIT)
    page.wait_for_function("count => document.querySelectorAll('#found mark').length === count", arg=3)
    assert marked(page) == ["337억 크로나", "4조 4000억원", "14.3%"]
    assert page.locator(".krm-link").get_attribute("data-label") == "× 130.56"
    page.locator("#text").fill("")
    page.wait_for_function("() => !document.querySelector('#found mark')")
    assert page.locator("#csv").is_disabled()
    page.locator("#sample").click()
    page.wait_for_function("count => document.querySelectorAll('#found mark').length > count", arg=3)
    assert requests
    assert {url.partition(":")[0] for url in requests} <= {"file", "blob", "data"}


@pytest.mark.browser
@in_browser
def test_python_in_the_browser_reads_as_python_here(offline: tuple[Any, list[str]]) -> None:
    """The same program runs here and there, over the corpora; what it writes is the same to the last character."""
    program = the_program()
    texts = corpus()
    assert len(texts) > 1000
    rows = [program.save(text, "ko", "csv") for text in texts]
    shown = [program.read(text, "ko")[0] for text in texts]  # with all that is known of a figure
    for here, there in ((rows, offline[0].evaluate(SAVED, [texts, "csv"])), (shown, offline[0].evaluate(SHOWN, texts))):
        assert [text for text, one, two in zip(texts, here, there, strict=True) if one != two] == []
    assert sum(csv_text.count("\n") - 1 for csv_text in rows) > 1000


@pytest.mark.browser
@in_browser
def test_figures_can_be_saved(offline: tuple[Any, list[str]]) -> None:
    page, _ = offline
    page.locator("#sample").click()
    page.locator(FIGURES).first.wait_for()
    with page.expect_download() as download:
        page.locator("#csv").click()
    content = Path(download.value.path()).read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")  # so that Excel takes it for UTF-8
    rows = [*csv.DictReader(io.StringIO(content.decode("utf-8-sig")))]
    assert [row["text"] for row in rows] == [each.text for each in krmoney.extract(ARTICLE)]
    with page.expect_download() as download:
        page.locator("#html").click()
    html = Path(download.value.path()).read_text("utf-8")
    assert html.startswith("<!doctype html>")
    assert html.count("<mark ") == len(outermost(krmoney.extract(ARTICLE)))


@pytest.mark.browser
@in_browser
def test_it_speaks_korean_and_english(offline: tuple[Any, list[str]]) -> None:
    page, _ = offline
    assert page.locator("html").get_attribute("lang") == "ko"
    korean = page.locator("header p").inner_text()
    assert "붙여 넣으면" in korean
    page.locator("#language").click()
    assert page.locator("html").get_attribute("lang") == "en"
    assert "Paste" in page.locator("header p").inner_text()
    page.locator("#found td.krm-kind", has_text="point").first.wait_for()
    page.locator("#language").click()
    assert page.locator("header p").inner_text() == korean
    page.locator("#found td.krm-kind", has_text="단일").first.wait_for()


@pytest.mark.browser
@in_browser
def test_markup_is_text(offline: tuple[Any, list[str]]) -> None:
    page, _ = offline
    hostile = "<img src=x onerror=\"document.title='gone'\"> $1억 <script>document.title='gone'</script>"
    page.locator("#text").fill(hostile)
    page.wait_for_function("() => document.querySelector('#found .krm-text')?.innerText.includes('onerror')")
    assert page.title() == "krmoney"
    assert page.locator("#found img, #found script").count() == 0


@pytest.mark.browser
@in_browser
def test_it_fits_every_screen(offline: tuple[Any, list[str]]) -> None:
    page, _ = offline
    page.locator("#sample").click()
    page.locator(FIGURES).nth(5).wait_for()
    for width in (1400, 1000, 640, 390, 320):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth"), width
        assert page.locator(".krm-scroll").evaluate("box => box.scrollWidth <= box.clientWidth"), width


@pytest.mark.browser
@in_browser
def test_licences_are_named(offline: tuple[Any, list[str]]) -> None:
    page, _ = offline
    said = page.locator("footer details").text_content()
    for name in (f"krmoney {krmoney.__version__}, Apache-2.0", "MPL-2.0", "PSF-2.0", "Unicode-3.0"):
        assert name in said


@pytest.mark.browser
@in_browser
def test_nothing_leaves_the_page(open_page: Callable[..., Any]) -> None:
    """With a network and a server beside it: neither reading nor any attempt to send something gets through."""
    arrived: list[str] = []

    class Log(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            arrived.append(self.path)
            self.send_response(200)
            self.send_header("Access-Control-Allow-Origin", "*")
            self.end_headers()

        do_POST = do_GET  # noqa: N815  # as http.server names it

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Log) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}/"
        page = open_page()
        page.locator("#text").fill(CREDIT)
        page.wait_for_function("count => document.querySelectorAll('#found mark').length === count", arg=3)
        (worker,) = page.workers
        assert worker.url.startswith("data:")
        assert worker.evaluate(WAYS_OUT, address) == 7
        assert page.evaluate(WAYS_OUT, address) > 10
        assert arrived == []
        # The server does hear those who may speak to it.
        open_network = page.context.new_page()
        open_network.goto(f"{address}heard")
        assert "/heard" in arrived
        page.context.close()
        server.shutdown()
