"""Libraries from krmoney's extras: imported when needed, with one clear error where they are missing."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from krmoney.errors import MissingExtraError
from krmoney.language import translate

__all__ = ["library"]


def library(name: str, extra: str) -> Any:  # noqa: ANN401  # a module that may not be installed
    """Import a module of a library that may not be installed.

    Raises:
        MissingExtraError: it is not installed; the message names the extra that brings it.
    """
    try:
        return import_module(name)
    except ImportError as error:
        message = translate(
            "{given} is not installed; it comes with: pip install 'krmoney[{extra}]'",
            given=name.partition(".")[0],
            extra=extra,
        )
        raise MissingExtraError(message) from error
