"""What tools/build-try-it.py runs in Pyodide: an archive of modules → the same of compiled ones, which start sooner."""

import py_compile
from pathlib import Path
from zipfile import ZipFile, ZipInfo


def precompile(plain: str, compiled: str) -> None:
    """Compile the modules in a zip archive. Nothing in it is deflated: as one piece it is smaller, and read faster."""
    unchecked = py_compile.PycInvalidationMode.UNCHECKED_HASH  # there is no source to compare with
    with ZipFile(plain) as old, ZipFile(compiled, "w") as new:
        for name in sorted(old.namelist()):
            content = old.read(name)
            if name.endswith(".py"):
                Path("module.py").write_bytes(content)
                # Without docstrings, which nobody reads there.
                py_compile.compile(
                    "module.py", "module.pyc", name, doraise=True, optimize=2, invalidation_mode=unchecked
                )
                name, content = f"{name}c", Path("module.pyc").read_bytes()  # noqa: PLW2901
            new.writestr(ZipInfo(name), content)
