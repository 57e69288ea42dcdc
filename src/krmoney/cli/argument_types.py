"""The values that arguments take, checked as they are read."""

from __future__ import annotations

import codecs
import re
from argparse import ArgumentTypeError
from decimal import Decimal
from typing import TYPE_CHECKING

from krmoney._present.text import meant, nearest
from krmoney.data import load
from krmoney.errors import KrmoneyError
from krmoney.files.errors import reason
from krmoney.files.names import STDIN, as_text
from krmoney.language import translate

if TYPE_CHECKING:
    import datetime as dt

    from krmoney.reading.vocabulary import Vocabulary

__all__ = [
    "count",
    "currency_code",
    "date",
    "delimiter",
    "encoding",
    "output_path",
    "port",
    "rate",
    "seconds",
    "share",
    "vocabulary",
]


def output_path(path: str) -> str | None:
    """Read the path of an output; ``-`` means standard output, as everywhere."""
    return None if path == STDIN else path


def count(text: str) -> int:
    """Read a positive whole number."""
    if not re.fullmatch(r"[0-9]{1,9}", text) or not int(text):
        message = translate("expected a whole number from 1, not {text!r}", text=as_text(text))
        raise ArgumentTypeError(message)
    return int(text)


def port(text: str) -> int:
    """Read the number of a port."""
    if not re.fullmatch(r"[0-9]{1,5}", text) or int(text) > 65535:  # noqa: PLR2004  # 16 bits
        message = translate("expected a port from 0 to 65535, not {text!r}", text=as_text(text))
        raise ArgumentTypeError(message)
    return int(text)


def seconds(text: str) -> float:
    """Read a positive number of seconds."""
    if not re.fullmatch(r"[0-9]{1,6}(\.[0-9]{1,3})?", text) or not float(text):
        message = translate("expected a number of seconds, such as 10 or 0.5, not {text!r}", text=as_text(text))
        raise ArgumentTypeError(message)
    return float(text)


def delimiter(text: str) -> str:
    """Read the character between cells."""
    char = "\t" if text == "\\t" else text
    if len(char) != 1 or not char.isascii() or char in '"\r\n':
        message = translate("expected one character such as ; or \\t, not {text!r}", text=as_text(text))
        raise ArgumentTypeError(message)
    return char


def currency_code(text: str) -> str:
    """Read a currency code."""
    from krmoney.iso import Currency

    given = as_text(text)
    try:
        return str(Currency(given.upper()))
    except KrmoneyError as error:
        near = _currency_meant(given)
        message = translate("unknown currency {code!r}", code=given) + meant(near) if near else str(error)
        raise ArgumentTypeError(message) from error


def _currency_meant(given: str) -> str | None:
    """Return the code that was probably meant: from the name of a currency (원, dollar), or from a similar code."""
    from krmoney.iso import listed
    from krmoney.reading.vocabulary import Vocabulary

    word = Vocabulary.default().currencies.match(given.lower(), 0)
    if word is not None and word[0] == len(given):
        return str(word[1].default or word[1].codes[0])
    code = given.upper()
    known = [*load("currencies")["english_symbols"]]
    return nearest(code, known) or nearest(code, (each for each, line in listed().items() if line.group == "current"))


def rate(text: str) -> Decimal:
    """Read an exchange rate."""
    digits = text.replace(",", "") if re.fullmatch(r"[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?", text) else text
    if not re.fullmatch(r"[0-9]{1,15}(\.[0-9]{1,15})?", digits) or not Decimal(digits):
        message = translate("expected a positive number such as 1,380 or 9.12, not {text!r}", text=as_text(text))
        raise ArgumentTypeError(message)
    return Decimal(digits)


def date(text: str) -> dt.date | int:
    """Read a day, or a year."""
    from krmoney.rates import day

    if re.fullmatch("[12][0-9]{3}", text):
        return int(text)
    try:
        return day(as_text(text))
    except KrmoneyError as error:
        raise ArgumentTypeError(str(error)) from error


def share(text: str) -> Decimal:
    """Read a share: ``3%`` or ``0.03``."""
    if not re.fullmatch(r"[0-9]{1,4}(\.[0-9]{1,6})?%?", text):
        message = translate("expected a share such as 3% or 0.03, not {text!r}", text=as_text(text))
        raise ArgumentTypeError(message)
    return Decimal(text[:-1]) / 100 if text.endswith("%") else Decimal(text)


def encoding(name: str) -> str:
    """Read the name of an encoding; UTF-8 is read with or without a byte order mark."""
    try:
        bytes(4).decode(name)  # rejects codecs that do not decode text
        known = codecs.lookup(name).name.replace("_", "-")
    except (LookupError, ValueError) as error:
        message = translate("unknown encoding {name!r}; expected a name such as utf-8, cp949 or utf-16", name=name)
        raise ArgumentTypeError(message) from error
    return "utf-8-sig" if known == "utf-8" else known


def vocabulary(path: str) -> Vocabulary:
    """Read a file of words."""
    from krmoney.reading.vocabulary import Vocabulary

    try:
        return Vocabulary.load(path)
    except OSError as error:
        message = f"{as_text(path)}: {reason(error)}"
        raise ArgumentTypeError(message) from error
    except KrmoneyError as error:
        raise ArgumentTypeError(str(error)) from error
