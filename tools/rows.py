"""Print what krmoney reads in all corpora, to compare two builds: ``python tools/rows.py > rows.jsonl``.

The texts are the lines of all corpora, the same lines with a few characters changed, and random pieces of the grammar,
the same in every run. Each is read with different options in turn. Short ones are also read as one expression, and some
are explained. The first line on stderr says which krmoney was used.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any, Final

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from krmoney import KrmoneyError, Reader, numerals
from laws import checks

if TYPE_CHECKING:
    from collections.abc import Iterator

READERS: Final = (Reader(), Reader(elided=False), Reader(prefer=("CAD", "ISK", "MXN")), Reader(currency="KRW"))
MADE: Final = 10_000
SHORT: Final = 40  # characters
EXPLAINED: Final = 50  # every so many


def main() -> None:
    """Print a line for each text."""
    print(numerals.__file__, file=sys.stderr)
    for number, text in enumerate(texts()):
        reader = READERS[number % len(READERS)]
        row: dict[str, Any] = {"text": text, "figures": reader.extract(text).to_rows()}
        if len(text) <= SHORT:
            row["one"] = one(reader, text)
        if number % EXPLAINED == 0:
            row["why"] = [repr(step) for step in reader.explain(text)]
        print(json.dumps(row))


def texts() -> Iterator[str]:
    """Yield the lines of the corpora, some of them changed, and made ones."""
    rng = Random(5)  # noqa: S311  # no secret
    lines = checks.texts()
    yield from lines
    yield from ("\n".join(lines[start : start + 100]) for start in range(0, len(lines), 100))
    for _ in range(MADE // 2):
        yield checks.made_text(rng)
        yield checks.changed(rng, rng.choice(lines))


def one(reader: Reader, text: str) -> dict[str, Any] | str:
    """Return the row of a text that is one expression, or why it is not."""
    try:
        return reader.read(text).to_row()
    except KrmoneyError as error:
        return f"{type(error).__name__}: {error}"


if __name__ == "__main__":
    main()
