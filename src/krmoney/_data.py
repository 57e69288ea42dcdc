"""Loading of the data files beside the code, each once and when it is first asked for."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import Any

__all__ = ["load"]


@cache
def load(name: str) -> dict[str, Any]:
    """Return the content of ``data/NAME.toml``."""
    with (resources.files("krmoney") / "data" / f"{name}.toml").open("rb") as file:
        return tomllib.load(file)
