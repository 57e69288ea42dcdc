"""The words and rows for reading and writing: TOML files, each loaded when it is first needed."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, Final

__all__ = ["FOLDER", "load"]

FOLDER: Final = Path(__file__).parent


@cache
def load(name: str) -> dict[str, Any]:
    """Return the content of ``NAME.toml``."""
    import tomllib  # it takes a tenth of the time that `import krmoney` may take

    return tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8"))
