"""Update the snapshot of CLDR's names with the installed Babel: ``python tools/update-names.py``.

Reading uses the snapshot, ``src/krmoney/data/names.toml``, so that results do not change with Babel's version. The
program updates names, digits and territories, keeps what people decided (which names may be used alone), and prints
what is new, gone or different. Read that, decide about new names, and run the tests. With ``--check`` it only prints.
"""

from __future__ import annotations

import re
import sys
import tomllib
from pathlib import Path
from typing import NamedTuple

import babel
from babel import Locale
from babel.core import get_global

PATH = Path(__file__).resolve().parent.parent / "src" / "krmoney" / "data" / "names.toml"

# Codes that begin with X are metals, funds and units of account, but for these.
MONEY_OF_SEVERAL = {"XAF", "XOF", "XPF", "XCD", "XDR"}
FUNDS = {"CHE", "CHW", "CLF", "COU", "UYI", "USN", "BOV", "MXV", "CNH"}

HEAD = """\
# CLDR's Korean names of currencies and places, as reviewed: reading depends on this file and not on the version of
# Babel that is installed. Written by tools/update-names.py, which keeps the marks; what the press writes instead is
# in currencies.toml and places.toml.
"""
CURRENCIES = """
# A line: code, digits of the minor unit, name. The last word of the name of a currency in use counts only with its
# country (짐바브웨 골드); a * before it means that somebody decided that it may be used alone (500 콴자). Families of
# names (달러, 크로나) are in currencies.toml and need no mark.
"""
GONE = """
# Currencies that are gone: whole names only (이탈리아 리라).
"""
OTHER = """
# Funds, metals and what has no name of its own: codes only, with the name for people if there is one.
"""
ENGLISH = """
# CLDR's English names, for people.
"""
SYMBOLS = """
# CLDR's Korean symbols that are not the code itself.
"""
TERRITORIES = """
# A line: territory, the currencies used there today, after / those that are gone everywhere, name.
"""


class Names(NamedTuple):
    """What the file holds: each table by code, a line of it as its value."""

    current: dict[str, str]
    gone: dict[str, str]
    other: dict[str, str]
    english: dict[str, str]
    symbols: dict[str, str]
    territories: dict[str, str]


def of_babel() -> Names:
    """Return the names of the Babel that is installed."""
    locale = Locale("ko")
    names, digits, periods = locale.currencies, get_global("currency_fractions"), get_global("territory_currencies")
    used = {code for each in periods.values() for code, _, end, _ in each if end is None}

    def row(code: str) -> str:
        return f"{digits.get(code, digits['DEFAULT'])[0]} {names.get(code, '')}".strip()

    current = {
        code: re.sub(r" ?\(.*\)$", "", row(code))
        for code in sorted(used & set(names))
        if (code[0] != "X" or code in MONEY_OF_SEVERAL) and code not in FUNDS
    }
    rest = [code for code in sorted(get_global("all_currencies")) if code not in current]
    gone = {
        code: row(code)
        for code in rest
        if code in names and code[0] != "X" and "(" not in names[code] and " " in names[code]
    }
    territories = {}
    for territory, each in sorted(periods.items()):
        today = " ".join(code for code, _, end, tender in each if end is None and tender)
        lost = " ".join(code for code, _, end, tender in each if end and tender and code not in used)
        name = re.sub(r" ?\(.*\)", "", locale.territories.get(territory, ""))
        if name and (today or lost):
            territories[territory] = f"{today}{f' / {lost}' if lost else ''} {name}".strip()
    symbols = {
        code: symbol.replace("\u202f", " ")
        for code, symbol in sorted(locale.currency_symbols.items())
        if code not in {symbol, "XXX"}
    }
    other = {code: row(code) for code in rest if code not in gone}
    english = {
        code: name for code, name in sorted(Locale("en").currencies.items()) if code in get_global("all_currencies")
    }
    return Names(current, gone, other, english, symbols, territories)


def of_file() -> Names:
    """Return the names of the snapshot."""
    data = tomllib.loads(PATH.read_text("utf-8"))
    tables = ([line.partition(" ") for line in data[name].strip().splitlines()] for name in Names._fields)
    return Names(*({code: rest for code, _, rest in table} for table in tables))


def differences(old: Names, new: Names) -> list[str]:
    """Return a line for everything that two snapshots do not share; marks are not CLDR's and do not count."""
    lines = []
    for table, before, after in zip(Names._fields, old, new, strict=True):
        for code in sorted({*before, *after}):
            was, now = before.get(code, "").replace("*", ""), after.get(code, "")
            if was != now:
                lines.append(f"{table} {code}: {was or '-'} → {now or '-'}")
    return lines


def write(old: Names, new: Names) -> None:
    """Write the snapshot, with the marks of the old one."""
    current = {
        code: re.sub(r"(\S+)$", r"*\1", rest) if "*" in old.current.get(code, "") else rest
        for code, rest in new.current.items()
    }
    parts = [HEAD, f'babel = "{babel.__version__}"\n']
    heads = (CURRENCIES, GONE, OTHER, ENGLISH, SYMBOLS, TERRITORIES)
    for head, name, table in zip(heads, Names._fields, new._replace(current=current), strict=True):
        lines = "".join(f"{code} {rest}\n" for code, rest in table.items())
        parts += [head, f'{name} = """\n{lines}"""\n']
    PATH.write_text("".join(parts), "utf-8")


def main() -> None:
    """Print what differs, and write it unless ``--check`` is given."""
    old, new = of_file(), of_babel()
    print(f"Babel {babel.__version__}:", *differences(old, new) or ["nothing new"], sep="\n")
    if "--check" not in sys.argv:
        write(old, new)


if __name__ == "__main__":
    main()
