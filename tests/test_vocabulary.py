"""A vocabulary of one's own: what it adds, that it travels, and what it says of words that are none."""

import pickle
from pathlib import Path
from typing import Any

import pytest

import krmoney
from krmoney import Reader, Trap, UnknownCurrencyError, Vocabulary, VocabularyError
from krmoney.data import load
from krmoney.reading.lexicon import Place
from krmoney.reading.rows import File

DEFAULT = Vocabulary.default()
MINE = DEFAULT.extend(
    currencies={"코로넷": "SEK"},
    counters=["성운"],
    not_currencies=["바트"],
    cues=["별풍선"],
    places={"미드가르드": ["ISK"]},
    traps=[Trap(name="game", unit="원", near="코인", side="before", example="코인 500원")],
)
READER = Reader(vocabulary=MINE)


def figures(text: str, reader: Reader | None = None) -> list[tuple[str, str | None]]:
    found = (reader or Reader()).extract(text)
    return [(each.text, None if each.currency is None else str(each.currency)) for each in found]


@pytest.mark.parametrize(
    ("text", "mine", "default"),
    [
        ("5코로넷을 냈다.", [("5코로넷", "SEK")], []),
        ("5 코로넷티", [], []),
        ("3억 성운 사진을 봤다.", [], [("3억", "KRW")]),
        ("500바트를 냈다.", [], [("500바트", "THB")]),
        ("별풍선 3만을 쐈다.", [("3만", "KRW")], []),
        ("미드가르드에서 10억 크로나를 냈다.", [("10억 크로나", "ISK")], [("10억 크로나", None)]),
        ("코인 500원", [], [("500원", "KRW")]),
    ],
)
def test_words_of_ones_own(
    text: str, mine: list[tuple[str, str | None]], default: list[tuple[str, str | None]]
) -> None:
    assert figures(text, READER) == mine
    assert figures(text) == default


def test_the_default_is_one() -> None:
    assert DEFAULT is Vocabulary() is Vocabulary.default().extend()
    assert DEFAULT != MINE
    assert repr(DEFAULT) == "<Vocabulary: default>"
    assert "코로넷" in repr(MINE)


def test_equal_additions_are_one_vocabulary() -> None:
    again = DEFAULT.extend(counters=["성운"]).extend(cues=["별풍선"])
    assert again is DEFAULT.extend(cues=["별풍선"], counters=["성운"])
    assert len({again, DEFAULT, DEFAULT}) == 2


def test_a_later_word_wins() -> None:
    twice = DEFAULT.extend(currencies={"코로넷": "SEK"}).extend(currencies={"코로넷": "NOK"})
    assert figures("5코로넷", Reader(vocabulary=twice)) == [("5코로넷", "NOK")]


def test_it_is_frozen() -> None:
    with pytest.raises(AttributeError, match="extend"):
        MINE.currencies = DEFAULT.currencies  # type: ignore[misc]


def test_it_travels_small() -> None:
    """The default goes as a reference, another as what was added."""
    assert pickle.loads(pickle.dumps(DEFAULT)) is DEFAULT  # noqa: S301  # our own
    assert pickle.loads(pickle.dumps(MINE)) is MINE  # noqa: S301
    assert len(pickle.dumps(DEFAULT)) < 100
    assert len(pickle.dumps(MINE)) < 1000


FILE = """
counters = ["성운"]
not_currencies = ["바트"]
cues = ["별풍선"]

[currencies]
"코로넷" = "SEK"

[places]
"미드가르드" = ["ISK"]

[[traps]]
name = "game"
unit = "원"
near = "코인"
side = "before"
example = "코인 500원"
"""


def test_a_file_says_the_same(tmp_path: Path) -> None:
    path = tmp_path / "my.toml"
    path.write_text(FILE, "utf-8")
    assert Vocabulary.load(path) is MINE
    assert Vocabulary.load(str(path)) is MINE


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ('counters = ["성운"]\ncounter = ["별"]', "my.toml, line 2: .*'counter'.*'counters'"),
        ('\ncounters = "성운"', "my.toml, line 2: counters must be a list of words"),
        ("counters = [3]", "my.toml, line 1: counters must contain words, not 3"),
        ('currencies = ["코로넷"]', "my.toml, line 1: currencies must be a table"),
        ('[currencies]\n"코로넷" = "SEKK"', "my.toml, line 2: currencies: unknown currency 'SEKK'"),
        ('[places]\n"곳" = ["ISK"]\n"터" = ["X"]', "my.toml, line 3: places: "),
        ('[[traps]]\nname = "x"\nreach = "far"', "my.toml, line 3: reach must be a whole number, not 'far'"),
        ('[[traps]]\nunit = "원"', "my.toml, line 1: .*name"),
        ('traps = "x"', "my.toml, line 1: .*list of tables"),
        ("counters = ", "my.toml: Invalid value"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(tmp_path: Path, content: str, message: str) -> None:
    path = tmp_path / "my.toml"
    path.write_text(content, "utf-8")
    with pytest.raises(VocabularyError, match=message):
        Vocabulary.load(path)


@pytest.mark.parametrize(
    ("words", "error"),
    [
        ({"counters": "성운"}, VocabularyError),
        ({"counters": [""]}, VocabularyError),
        ({"currencies": ["코로넷"]}, VocabularyError),
        ({"currencies": {"코로넷": "SEKK"}}, UnknownCurrencyError),
        ({"places": {"곳": "ISK"}}, VocabularyError),
        ({"traps": ["x"]}, VocabularyError),
    ],
)
def test_what_is_not_a_word_is_refused(words: dict[str, Any], error: type[krmoney.KrmoneyError]) -> None:
    with pytest.raises(error):
        DEFAULT.extend(**words)


def test_a_wrong_row_of_the_package_is_told_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "places.toml"
    path.write_text('[US]\nnames = ["아메리카"]\ncity = ["뉴욕"]\n', "utf-8")
    with pytest.raises(VocabularyError, match=r"places.toml, line 3: .*'city'.*'cities'"):
        File.read(path).row("US", Place)


def test_every_territory_of_the_press_is_one_of_cldr() -> None:
    known = {line.split()[0] for line in load("names")["territories"].splitlines()}
    assert set(load("places")) <= known
    assert all(load("places").values()), "an empty table says nothing"
