"""Build the try-it page, one file that needs nothing else: ``python tools/build-try-it.py``.

The page contains Pyodide, which is Python for browsers, and krmoney's wheel, and reads a text in the browser itself.
``npm pack`` fetches a pinned version of Pyodide from the registry that npm is set up for, and its hash is checked. node
runs Pyodide to compile krmoney and the standard library, of which the page has what it can need. The same checkout and
the same zlib give the same bytes.
"""

from __future__ import annotations

import argparse
import gzip
import io
import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from base64 import b64encode
from hashlib import sha256, sha512
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
PARTS: Final = ROOT / "tools" / "try-it"
TEMPLATES: Final = ROOT / "src" / "krmoney" / "templates"
BUILT: Final = ROOT / "docs" / "_build" / "html" / "krmoney.html"

PYODIDE: Final = "0.29.5"  # the last series on Python 3.13, the newest that krmoney is tested on
HASH: Final = "TkYrUv9m8QmfImADKRmpwZulL48E0uUaBSO+dvRQKyAJc0qh9gu7jn8btyHPh3NZm1r2IH2YrJhIr7Q2B9urAw=="  # sha512

# What the page never needs: a third of the standard library, and what does not read texts.
LEFT_OUT: Final = {
    "python_stdlib.zip": "_pyio _pyrepl bdb cmd code configparser ctypes doctest email fileinput ftplib getpass http "
    "imaplib mailbox mimetypes multiprocessing netrc optparse pdb pickletools plistlib poplib profile pstats pty "
    "pyclbr pydoc smtplib sqlite3 statistics tarfile trace tracemalloc turtle unittest uuid venv webbrowser wsgiref "
    "xml xmlrpc zipapp zoneinfo",
    "krmoney.zip": "krmoney/frames krmoney/models krmoney/service krmoney/sqlalchemy krmoney/tables krmoney/testing "
    "krmoney/units",
}

FILES: Final = (
    "package.json",
    "pyodide-lock.json",
    "pyodide.asm.js",
    "pyodide.asm.wasm",
    "pyodide.mjs",
    "python_stdlib.zip",
)

UNAVAILABLE: Final = 69  # the exit status where Pyodide cannot be had, as sysexits.h has it


class UnavailableError(Exception):
    """Pyodide cannot be fetched or run here."""


def fetched(folder: Path) -> Path:
    """Fetch the npm package of Pyodide."""
    npm = shutil.which("npm")
    if npm is None:
        message = "npm is needed to fetch Pyodide, or the package itself: --pyodide FILE"
        raise UnavailableError(message)
    command = [npm, "pack", f"pyodide@{PYODIDE}", "--loglevel=error", "--pack-destination", str(folder)]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    if run.returncode:
        message = f"npm did not fetch Pyodide: {' '.join(run.stderr.split())}"
        raise UnavailableError(message)
    return folder / f"pyodide-{PYODIDE}.tgz"


def unpack(package: Path, folder: Path) -> None:
    """Unpack what runs of the package, if it is the one that is pinned."""
    content = package.read_bytes()
    if b64encode(sha512(content).digest()).decode("ascii") != HASH:
        message = f"{package} is not Pyodide {PYODIDE}: it has another sha512"
        raise SystemExit(message)
    with tarfile.open(fileobj=io.BytesIO(content)) as tar:
        for name in FILES:
            file = tar.extractfile(f"package/{name}")
            assert file, name  # noqa: S101  # it is the package that is pinned
            (folder / name).write_bytes(file.read())


def wheel(folder: Path) -> Path:
    """Build the wheel of this checkout, which is Python whatever the environment asks for."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True, env=os.environ | {"KRMONEY_COMPILE": "0"})
    (built,) = folder.glob("krmoney-*.whl")
    return built


def needed(archive: Path, written: Path) -> Path:
    """Write what the page can need of an archive."""
    left_out = tuple(f"{name}{end}" for name in LEFT_OUT[written.name].split() for end in ("/", ".py"))
    with zipfile.ZipFile(archive) as old, zipfile.ZipFile(written, "w") as new:
        for name in old.namelist():
            if not name.startswith(left_out):
                new.writestr(name, old.read(name))
    return written


def precompile(pyodide: Path, *archives: Path) -> None:
    """Compile the Python in archives, in their place."""
    node = shutil.which("node")
    if node is None:
        message = "node is needed to compile what Pyodide runs"
        raise UnavailableError(message)
    command = [node, str(PARTS / "precompile.mjs"), str(pyodide), *map(str, archives)]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    if run.returncode:
        message = f"Pyodide did not compile:\n{run.stderr.strip()}"
        raise SystemExit(message)


def worker(pyodide: Path) -> str:
    """Return the code of the worker: Pyodide's and ours, in one module."""
    loader, exports = re.subn(
        r"export\{(\w+) as loadPyodide,\w+ as version\};\s*(//#.*)?\s*$",
        r"return \1;",
        (pyodide / "pyodide.mjs").read_text("utf-8"),
    )
    if exports != 1:
        message = f"pyodide.mjs of Pyodide {PYODIDE} does not export loadPyodide as it did"
        raise SystemExit(message)
    lock = {"info": info(pyodide), "packages": {}}
    program = (PARTS / "program.py").read_text("utf-8")
    return "\n".join(
        [
            (pyodide / "pyodide.asm.js").read_text("utf-8"),
            f"const loadPyodide = (() => {{ {loader} }})();",
            f"const LOCK = {json.dumps(lock)}, PROGRAM = {json.dumps(program)};",
            (PARTS / "worker.js").read_text("utf-8"),
        ]
    )


def info(pyodide: Path) -> dict[str, str]:
    """Return what Pyodide says about itself."""
    said: dict[str, str] = json.loads((pyodide / "pyodide-lock.json").read_text("utf-8"))["info"]
    return said


def block(name: str, content: bytes) -> str:
    """Return a block of data, which the page unpacks."""
    packed = gzip.compress(content, 9, mtime=0)
    return f'<script type="application/gzip" id="{name}">{b64encode(packed).decode("ascii")}</script>'


def source(text: str) -> str:
    """Return the words by which a policy allows a script or a style sheet of the page."""
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode('ascii')}'"


def page(pyodide: Path, library: Path, krmoney: Path) -> str:
    """Return the page, of the folder of Pyodide and the archives of compiled modules."""
    style = "".join(path.read_text("utf-8") for path in (PARTS / "page.css", TEMPLATES / "notebook.css"))
    script = "".join(path.read_text("utf-8") for path in (TEMPLATES / "page.js", PARTS / "page.js"))
    policy = (
        f"default-src 'none'; script-src {source(script)} 'wasm-unsafe-eval'; style-src {source(style)}; "
        "worker-src data:; base-uri 'none'; form-action 'none'"
    )
    sample = (ROOT / "examples" / "article.txt").read_text("utf-8")
    data = [
        f'<script type="text/plain" id="sample-text">{sample}</script>',
        block("worker", worker(pyodide).encode()),
        block("pyodide.asm.wasm", (pyodide / "pyodide.asm.wasm").read_bytes()),
        block("python_stdlib.zip", library.read_bytes()),
        block("krmoney.zip", krmoney.read_bytes()),
    ]
    version = re.findall(r'__version__ = "(.+)"', (ROOT / "src" / "krmoney" / "_version.py").read_text("utf-8"))[0]
    parts = {
        "POLICY": policy,
        "STYLE": style,
        "VERSION": version,
        "PYODIDE": PYODIDE,
        "PYTHON": info(pyodide)["python"],
        "DATA": "\n".join(data),
        "SCRIPT": script,
    }
    return re.sub(r"@([A-Z]+)@", lambda match: parts[match[1]], (PARTS / "page.html").read_text("utf-8"))


def main() -> int:
    """Build the page."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])  # type: ignore[union-attr]
    parser.add_argument("-o", "--output", type=Path, default=BUILT, help="where to write it (docs/_build/html)")
    parser.add_argument("--pyodide", type=Path, metavar="FILE", help="the npm package, if it has been fetched")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        try:
            (pyodide := folder / "pyodide").mkdir()
            unpack(options.pyodide or fetched(folder), pyodide)
            library = needed(pyodide / "python_stdlib.zip", folder / "python_stdlib.zip")
            krmoney = needed(wheel(folder), folder / "krmoney.zip")
            precompile(pyodide, library, krmoney)
        except UnavailableError as error:
            print(f"build-try-it: {error}", file=sys.stderr)
            return UNAVAILABLE
        html = page(pyodide, library, krmoney)
    options.output.parent.mkdir(parents=True, exist_ok=True)
    options.output.write_text(html, "utf-8")
    print(f"{options.output}: {len(html.encode()):,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
