"""A text that is cut into stretches reads like the whole, and the command writes the same rows of both."""

import unicodedata
from pathlib import Path
from random import Random

import pytest

import krmoney
from krmoney import Reader, cli
from krmoney.files.processes import worthwhile
from krmoney.files.stretches import stretches
from laws.checks import changed, made_text, own_texts

READER = Reader()
SIZE = 20_000  # characters of a stretch
LONG = 4 * SIZE


def real(rng: Random) -> str:
    """Real text, glued together."""
    lines = [*own_texts()]
    begin = rng.randrange(len(lines))
    return "\n".join([*lines[begin:], *lines[:begin]])[:LONG]


def scrambled(rng: Random) -> str:
    """Pieces of the grammar and lines with characters changed, joined by anything."""
    lines = [*own_texts()]
    pieces, length = [], 0
    while length < LONG:
        pieces += [made_text(rng) if rng.random() < 0.5 else changed(rng, rng.choice(lines)), rng.choice(JOINTS)]
        length += len(pieces[-2]) + len(pieces[-1])
    return "".join(pieces)


def apart(rng: Random) -> str:
    """Shared names, symbols and bare amounts, each with what decides it at any distance."""
    pieces, length = [], 0
    while length < LONG:
        gap = "그는 오래된 책을 고쳐 다시 판다. " * rng.choice([0, 1, 5, 50, 200, 500, 700])
        pieces += [rng.choice(DISTANT), rng.choice([" ", "\n", "\n\n"]), gap, rng.choice([" ", "\n\n"])]
        length += sum(map(len, pieces[-4:]))
    return "".join(pieces)


DISTANT = [
    "스웨덴의 회사가 낸 3억 크로나",
    "20억 크로나를 냈다.",
    "아이슬란드에서 5억 크로나",
    "중국에서 ¥300를 냈다.",
    "300엔",
    "¥500",
    "500억 페소",
    "멕시코의 빚",
    "회비는 3만",
    "3만원을 냈다.",
    "7만으로 올랐다.",
    "7만원",
]
JOINTS = [" ", "\n", "\n\n", "\r\n", "", "  ", ". ", " | "]
MADE = {
    "real": real,
    "scrambled": scrambled,
    "apart": apart,
    "decomposed": lambda rng: unicodedata.normalize("NFD", real(rng)[: LONG * 2 // 3]),
    "blanks": lambda rng: real(rng)[: LONG // 2].replace(" ", " " * 12),
    "one line": lambda rng: apart(rng).replace("\n", " "),
}


@pytest.mark.parametrize("kind", MADE)
def test_stretches_read_like_the_whole_text(kind: str) -> None:
    rng = Random(kind)  # noqa: S311  # no secret
    text = MADE[kind](rng)
    pieces = (text[start : start + 7_001] for start in range(0, len(text), 7_001))
    cut = [*stretches(pieces, SIZE)]
    assert len(cut) > 2
    assert "".join(each.text[each.begin : each.end] for each in cut) == text
    assert [figure for each in cut for figure in each.placed(each.extract(READER))] == [*READER.extract(text)]


def test_a_text_that_is_not_longer_is_one_stretch() -> None:
    text = "3억원을 냈다. " * 3000
    (one,) = stretches([text], len(text))
    assert (one.text, one.begin, one.end, one.offset) == (text, 0, len(text), 0)
    (none,) = stretches([], SIZE)
    assert len(none.extract(READER)) == 0


def test_context_is_long_enough_for_neighbours_and_not_longer() -> None:
    near, far = ("스웨덴의 3억 크로나." + "하" * blank + " 20억 크로나" for blank in (9_000, 11_000))
    assert [str(each.currency) for each in krmoney.extract(near)] == ["SEK", "SEK"]
    assert [each.currency for each in krmoney.extract(far)][1] is None
    assert [len(krmoney.extract("3만원." + "하" * blank + " 3만 ")) for blank in (9_000, 11_000)] == [2, 1]


@pytest.mark.parametrize("kind", ["jsonl", "csv", "table", "html"])
def test_the_command_reads_a_long_text_like_a_short_one(tmp_path: Path, kind: str) -> None:
    rng = Random(kind)  # noqa: S311  # no secret
    file = tmp_path / "long.txt"
    file.write_text(apart(rng), "utf-8")
    size = file.stat().st_size

    def found(*options: str) -> bytes:
        out = tmp_path / f"out.{kind}"
        assert cli.main(["extract", "--format", kind, "--output", str(out), *options, str(file)]) == 0
        return out.read_bytes()

    for options in ([], ["--context"]):
        whole = found("--block-size", str(size), *options)
        assert whole == found("--block-size", "1000", *options)
    assert whole == found("--block-size", "1000", "--jobs", "2", "--context")


def test_an_invalid_byte_far_into_a_text_is_reported(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "bad.txt"
    file.write_bytes("3억원을 냈다.\n".encode() * 8_000 + b"\xff")
    assert cli.main(["extract", "--block-size", "1000", "--format", "jsonl", str(file)]) == 3
    out, err = capsys.readouterr()
    assert "byte" in err
    assert 0 < len(out.splitlines()) < 8_000  # what stands in the stretches before


def test_processes_are_begun_for_what_is_worth_it(tmp_path: Path) -> None:
    small, large, packed = (tmp_path / name for name in ("small.txt", "large.txt", "packed.jsonl.gz"))
    for file, size in ((small, 15), (large, 17), (packed, 15)):
        file.write_bytes(b"a" * size)

    def begun(*files: Path | str) -> int:
        return worthwhile([*map(str, files)], 1, 2)

    assert begun(small) == 1
    assert {begun(large), begun(small, small), begun(packed), begun(), begun("-"), begun(small, "-")} == {2}
