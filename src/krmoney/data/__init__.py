"""The words and rows that krmoney reads and writes with: TOML files, each loaded when it is first asked for."""

from __future__ import annotations

from functools import cache
from typing import Any

__all__ = ["load"]


@cache
def load(name: str) -> dict[str, Any]:
    """Return the content of ``NAME.toml``."""
    import tomllib  # these two take a fifth of the time that `import krmoney` may take
    from pathlib import Path

    return tomllib.loads((Path(__file__).parent / f"{name}.toml").read_text("utf-8"))
