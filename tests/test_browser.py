"""The tour in a real browser: JupyterLab in Chromium, in the light and in the dark theme.

It needs a `chromium` on the PATH; without one the test is skipped and says so, and with
``KRMONEY_REQUIRE_BROWSER=1`` it fails instead. ``-m "not browser"`` leaves it out.
``KRMONEY_SCREENSHOTS=docs/_static`` keeps the pictures that it takes.
"""

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import krmoney
from krmoney import notebook

pytestmark = pytest.mark.browser

ROOT = Path(__file__).resolve().parent.parent
TOUR = "docs/notebooks/tour.ipynb"
TOKEN = "a-token-of-this-test"  # noqa: S105  # of a server that lives for a minute
HOSTILE = "<script>document.title = 'gone'</script> $1억 & $2억 <img src=x onerror=\"document.title = 'gone'\">"
SETTINGS = {
    # Every cell is in the page, also those that cannot be seen.
    "@jupyterlab/notebook-extension/tracker.jupyterlab-settings": {"windowingMode": "none"},
    "@jupyterlab/apputils-extension/notification.jupyterlab-settings": {"fetchNews": "false", "checkForUpdates": False},
}
FIGURES = "mark.krm-figure"

# In a page: the outputs of all code cells, in order.
OUTPUTS = """() => Array.from(window.jupyterapp.shell.currentWidget.content.widgets)
    .filter(cell => cell.model.type === 'code')
    .map(cell => ({count: cell.model.executionCount, outputs: cell.model.outputs.toJSON()}))"""
# The text of an article as it would be copied: without what is hidden.
COPIED = """element => {
    const selection = window.getSelection();
    selection.selectAllChildren(element);
    const text = selection.toString();
    selection.removeAllRanges();
    return text;
}"""
# The colours that a figure is drawn with: text, label, and background.
COLOURS = """mark => [getComputedStyle(mark).color, getComputedStyle(mark, '::after').color,
                      getComputedStyle(mark).backgroundColor]"""


@pytest.fixture(scope="module")
def server(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A JupyterLab of our own, in a folder with a copy of the tour; its address."""
    assert chromium  # else nothing is started
    folder = tmp_path_factory.mktemp("lab")
    shutil.copytree(ROOT / "examples", folder / "work" / "examples")
    tour = json.loads((ROOT / TOUR).read_text("utf-8"))
    hostile = {"source": f"krmoney.extract({HOSTILE!r})", "id": "hostile", "cell_type": "code"}
    tour["cells"].append(hostile | {"metadata": {}, "outputs": [], "execution_count": None})
    copy = folder / "work" / TOUR
    copy.parent.mkdir(parents=True)
    copy.write_text(json.dumps(tour), "utf-8")
    for name, content in SETTINGS.items():
        path = folder / "settings" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(content), "utf-8")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    places = ("CONFIG_DIR", "DATA_DIR", "RUNTIME_DIR")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("JUPYTER", "IPYTHON"))}
    environment |= {f"JUPYTER_{name}": str(folder / name.lower()) for name in places}
    environment |= {"JUPYTERLAB_SETTINGS_DIR": str(folder / "settings"), "IPYTHONDIR": str(folder / "ipython")}
    environment |= {"JUPYTERLAB_WORKSPACES_DIR": str(folder / "workspaces")}
    environment |= {"PYTHONPATH": str(Path(krmoney.__file__).resolve().parents[1])}
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", "--ip=127.0.0.1", f"--port={port}"]
    command += ["--ServerApp.port_retries=0", f"--ServerApp.root_dir={folder / 'work'}"]
    command += [f"--IdentityProvider.token={TOKEN}"]
    command += ["--LabApp.expose_app_in_browser=True", "--LabApp.extension_manager=readonly"]
    address = f"http://127.0.0.1:{port}"
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=log, stdin=subprocess.DEVNULL)
    try:
        wait_for(address, process, folder / "log")
        yield address
    finally:
        process.terminate()  # it ends its kernels
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def wait_for(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(1200):
        if process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"{address}/api", timeout=5):  # noqa: S310  # our own address
                return
        except OSError:
            time.sleep(0.1)
    pytest.fail(f"JupyterLab did not start:\n{log.read_text('utf-8', errors='replace')[-3000:]}")


def rgb(colour: str) -> list[float]:
    return [float(number) / 255 for number in re.findall(r"[\d.]+", colour)[:3]]


def luminance(colour: str) -> float:
    parts = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in rgb(colour)]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one: str, two: str) -> float:
    low, high = sorted([luminance(one), luminance(two)])
    return (high + 0.05) / (low + 0.05)


def picture(page: Any, theme: str, folder: Path) -> Path:
    """Take a picture of the result of `extract`, with the details of a figure open."""
    page.locator(".jp-CodeCell").nth(1).evaluate("cell => cell.scrollIntoView({block: 'start'})")
    figure = page.locator(FIGURES, has_text="9000만 달러").first
    figure.hover()
    figure.locator(".krm-tip").wait_for(state="visible")
    path = folder / f"notebook-{theme}.png"
    page.screenshot(path=path)
    if kept := os.environ.get("KRMONEY_SCREENSHOTS"):
        shutil.copy(path, ROOT / kept)
    page.mouse.move(0, 0)
    return path


def test_the_tour_in_jupyterlab(server: str, chromium: str, tmp_path: Path) -> None:
    from playwright.sync_api import sync_playwright

    requests: list[str] = []
    with sync_playwright() as playwright:
        options = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
        browser = playwright.chromium.launch(executable_path=chromium, args=options)
        page = browser.new_page(viewport={"width": 1120, "height": 940})
        page.on("request", lambda request: requests.append(request.url))
        page.goto(f"{server}/doc/tree/{TOUR}?token={TOKEN}")
        page.wait_for_function("() => window.jupyterapp?.started.then(() => true)", timeout=60_000)
        # Before there is a kernel, running the cells would open a dialog that asks for one.
        kernel = "() => window.jupyterapp.shell.currentWidget?.sessionContext?.session?.kernel?.status === 'idle'"
        page.wait_for_function(kernel, timeout=60_000)
        page.evaluate("() => { window.jupyterapp.commands.execute('notebook:run-all-cells'); }")
        page.locator(".krm", has_text="document.title").wait_for(timeout=60_000)  # the output of the last cell

        cells = page.evaluate(OUTPUTS)
        assert [cell["count"] for cell in cells] == [*range(1, len(cells) + 1)]
        assert not [each for cell in cells for each in cell["outputs"] if each["output_type"] == "error"]
        assert page.locator("img[alt*=Chart], .jp-RenderedImage img").count() == 2

        article = (ROOT / "examples" / "article.txt").read_text("utf-8")
        text = page.locator(".krm-text").first
        assert text.locator(FIGURES).count() == len(outermost(krmoney.extract(article)))
        assert text.locator(FIGURES).nth(1).get_attribute("data-label") == "5.7bn NOK"
        assert text.locator(".krm-link").first.get_attribute("data-label") == "× 138.07"
        assert text.evaluate(COPIED).rstrip("\n") == article.rstrip("\n")

        hostile = page.locator(".krm", has_text="document.title").locator(".krm-text")
        assert hostile.evaluate(COPIED) == HOSTILE  # neither run nor typeset
        assert "gone" not in page.title()

        seen = {}
        for theme, name in (("light", "JupyterLab Light"), ("dark", "JupyterLab Dark")):
            page.evaluate("theme => window.jupyterapp.commands.execute('apputils:change-theme', {theme})", name)
            page.locator(f'body[data-jp-theme-name="{name}"]').wait_for(state="attached")
            ink, label, ground = seen[theme] = page.locator(FIGURES).nth(1).evaluate(COLOURS)
            assert contrast(ink, ground) > 7
            assert contrast(label, ground) > 4.5
            assert picture(page, theme, tmp_path).stat().st_size > 20_000
        assert seen["light"] != seen["dark"]
        browser.close()
    assert not [url for url in requests if not url.startswith((server, "data:", "blob:", server.replace("http", "ws")))]


CHECKED = "1억 달러(약 1380억원), 2억 달러(약 2520억원), 3억 달러(약 4.1조원), 1억 동(약 540만원)"


def test_the_page_of_a_check(chromium: str, tmp_path: Path) -> None:
    """Its four colours can be told apart and read in the light and in the dark, and the text is the text."""
    from playwright.sync_api import sync_playwright

    article, path = tmp_path / "article.txt", tmp_path / "page.html"
    article.write_text(CHECKED, "utf-8")
    command = [sys.executable, "-m", "krmoney", "check", str(article), "--rates", "USD=1380", "-o", str(path)]
    assert subprocess.run(command, check=False).returncode == 1
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        for theme in ("light", "dark"):
            page = browser.new_page(color_scheme=theme)
            page.goto(path.as_uri())
            grounds = set()
            for colour in ("fits", "warning", "error", "told"):
                ink, label, ground = page.locator(f"{FIGURES}.krm-{colour}").first.evaluate(COLOURS)
                assert contrast(ink, ground) > 7
                assert contrast(label, ground) > 4.5
                grounds.add(ground)
            assert len(grounds) == 4
            assert page.locator(".krm-text").evaluate(COPIED).strip() == CHECKED
            assert page.locator(".krm-findings tr").count() == 4
        browser.close()


def test_the_page_of_figures(chromium: str, tmp_path: Path) -> None:
    """Its table sorts, leads to the text and back, and is folded where it would be cut."""
    from playwright.sync_api import sync_playwright

    path = tmp_path / "page.html"
    article = ROOT / "examples" / "article.txt"
    command = [sys.executable, "-m", "krmoney", "extract", "--format", "html", str(article), "-o", str(path)]
    subprocess.run(command, check=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": 1000, "height": 600})
        page.goto(path.as_uri())
        figures = page.locator("tbody th")
        written = figures.all_text_contents()
        assert len(written) == len(krmoney.extract(article.read_text("utf-8")))

        value = page.get_by_role("button", name="value")
        value.click()
        assert page.locator("thead [aria-sort=descending]").inner_text() == "value"
        assert figures.first.text_content() == "3조5천억~3조8천억원"
        value.click()
        assert figures.first.text_content() == "8.6%"
        page.get_by_role("button", name="rate").click()
        assert figures.first.text_content() == "57억 크로네"  # of numbers that all begin with 1 it is the first
        assert not page.locator("tbody tr").last.locator("td").nth(3).inner_text()
        page.get_by_role("button", name="rate").click()
        page.get_by_role("button", name="rate").click()
        assert figures.all_text_contents() == written

        page.get_by_role("link", name="1382.5원").first.click()  # in the text it is a part of 1달러당 1382.5원
        mark = page.locator("mark:target")
        assert mark.text_content().startswith("1달러당 1382.5원")  # type: ignore[union-attr]
        assert mark.evaluate("mark => mark === document.activeElement")
        page.keyboard.press("Enter")
        assert page.locator("tr:target th").text_content() == "1달러당 1382.5원"
        page.locator(FIGURES, has_text="수백억 원").click()
        assert page.locator("tr:target th").text_content() == "수백억 원"
        for width in (1000, 640, 390, 320):
            page.set_viewport_size({"width": width, "height": 600})
            assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth"), width
            assert page.locator(".krm-scroll").evaluate("box => box.scrollWidth <= box.clientWidth"), width
            assert page.get_by_role("button", name="value").is_visible()
        browser.close()


@pytest.mark.parametrize(
    "text", ["337억 크로나(약 4조 4000억원)를 냈다", "337억 크로나 (4조 4000억원)", "4조 4000억원(337억 크로나)를 냈다"]
)
def test_an_arrow_takes_no_room_in_the_line(chromium: str, tmp_path: Path, text: str) -> None:
    """What stands between an amount and its restatement begins where the amount ends."""
    from playwright.sync_api import sync_playwright

    path = tmp_path / "page.html"
    page_of = [notebook.page_start("x"), notebook.page_section("x", krmoney.extract(text))]
    path.write_text("".join([*page_of, notebook.page_end()]), "utf-8")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page()
        page.goto(path.as_uri())
        boxes = [page.locator(each).bounding_box() for each in ("mark >> nth=0", ".krm-link", "mark >> nth=1")]
        left, link, right = (each for each in boxes if each)
        assert 0 <= link["x"] - (left["x"] + left["width"]) <= 2
        assert 0 <= right["x"] - (link["x"] + link["width"]) <= 2
        between = page.locator(".krm-link").evaluate(
            """link => {
                const range = document.createRange();
                range.selectNodeContents(link);
                return range.getBoundingClientRect().width;
            }"""
        )
        assert link["width"] == pytest.approx(between, abs=0.5)
        browser.close()


def outermost(found: krmoney.Mentions) -> list[krmoney.Mention]:
    """Leave out what lies in another figure, such as a rate."""
    spans = [range(each.start, each.end) for each in found]
    return [each for each in found if sum(each.start in span and each.end - 1 in span for span in spans) == 1]
