"""Build the try-it page, one file that needs nothing else: ``python tools/build-try-it.py``.

The page contains Pyodide, which is Python for browsers, and krmoney's wheel, and reads a text in the browser itself.
``npm pack`` fetches a pinned version of Pyodide from the registry that npm is set up for, and its hash is checked. The
same checkout and the same zlib give the same bytes.
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


UNAVAILABLE: Final = 69  # the exit status where Pyodide cannot be fetched, as sysexits.h has it


class UnavailableError(Exception):
    """Pyodide cannot be fetched here."""


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


def pyodide_files(package: Path) -> dict[str, bytes]:
    """Return the files of the package, if it is the one that is pinned."""
    content = package.read_bytes()
    if b64encode(sha512(content).digest()).decode("ascii") != HASH:
        message = f"{package} is not Pyodide {PYODIDE}: it has another sha512"
        raise SystemExit(message)
    with tarfile.open(fileobj=io.BytesIO(content)) as tar:
        names = ("pyodide.asm.js", "pyodide.asm.wasm", "pyodide.mjs", "python_stdlib.zip", "pyodide-lock.json")
        files = {name: tar.extractfile(f"package/{name}") for name in names}
        return {name: file.read() for name, file in files.items() if file}


def wheel(folder: Path) -> bytes:
    """Build the wheel of this checkout, which is Python whatever the environment asks for."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True, env=os.environ | {"KRMONEY_COMPILE": "0"})
    (built,) = folder.glob("krmoney-*.whl")
    return built.read_bytes()


def stored(archive: bytes) -> bytes:
    """Return a zip archive that is not compressed: as one piece it is smaller, and faster to read from."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name), old.read(name))
    return out.getvalue()


def worker(files: dict[str, bytes]) -> str:
    """Return the code of the worker: Pyodide's and ours, in one module."""
    loader, exports = re.subn(
        r"export\{(\w+) as loadPyodide,\w+ as version\};\s*(//#.*)?\s*$", r"return \1;", files["pyodide.mjs"].decode()
    )
    if exports != 1:
        message = f"pyodide.mjs of Pyodide {PYODIDE} does not export loadPyodide as it did"
        raise SystemExit(message)
    lock = {"info": json.loads(files["pyodide-lock.json"])["info"], "packages": {}}
    program = (PARTS / "program.py").read_text("utf-8")
    return "\n".join(
        [
            files["pyodide.asm.js"].decode(),
            f"const loadPyodide = (() => {{ {loader} }})();",
            f"const LOCK = {json.dumps(lock)}, PROGRAM = {json.dumps(program)};",
            (PARTS / "worker.js").read_text("utf-8"),
        ]
    )


def block(name: str, content: bytes) -> str:
    """Return a block of data, which the page unpacks."""
    packed = gzip.compress(content, 9, mtime=0)
    return f'<script type="application/gzip" id="{name}">{b64encode(packed).decode("ascii")}</script>'


def source(text: str) -> str:
    """Return the words by which a policy allows a script or a style sheet of the page."""
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode('ascii')}'"


def page(files: dict[str, bytes], krmoney: bytes) -> str:
    """Return the page."""
    style = "".join(path.read_text("utf-8") for path in (PARTS / "page.css", TEMPLATES / "notebook.css"))
    script = "".join(path.read_text("utf-8") for path in (TEMPLATES / "page.js", PARTS / "page.js"))
    policy = (
        f"default-src 'none'; script-src {source(script)} 'wasm-unsafe-eval'; style-src {source(style)}; "
        "worker-src data:; base-uri 'none'; form-action 'none'"
    )
    sample = (ROOT / "examples" / "article.txt").read_text("utf-8")
    data = [
        f'<script type="text/plain" id="sample-text">{sample}</script>',
        block("worker", worker(files).encode()),
        block("pyodide.asm.wasm", files["pyodide.asm.wasm"]),
        block("python_stdlib.zip", stored(files["python_stdlib.zip"])),
        block("krmoney.zip", stored(krmoney)),
    ]
    version = re.findall(r'__version__ = "(.+)"', (ROOT / "src" / "krmoney" / "_version.py").read_text("utf-8"))[0]
    parts = {
        "POLICY": policy,
        "STYLE": style,
        "VERSION": version,
        "PYODIDE": PYODIDE,
        "PYTHON": json.loads(files["pyodide-lock.json"])["info"]["python"],
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
    with tempfile.TemporaryDirectory() as folder:
        try:
            package = options.pyodide or fetched(Path(folder))
        except UnavailableError as error:
            print(f"build-try-it: {error}", file=sys.stderr)
            return UNAVAILABLE
        html = page(pyodide_files(package), wheel(Path(folder)))
    options.output.parent.mkdir(parents=True, exist_ok=True)
    options.output.write_text(html, "utf-8")
    print(f"{options.output}: {len(html.encode()):,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
