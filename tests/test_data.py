"""The data files say what their entries do: each carries an example, and here each example is run."""

import ast
import re
import sys
import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from babel import Locale

import krmoney
from krmoney import Money, Style, Vocabulary
from krmoney.reading import modifiers

DATA = Path(krmoney.__file__).parent / "data"


def load(name: str) -> dict[str, Any]:
    return tomllib.loads((DATA / f"{name}.toml").read_text("utf-8"))


STYLES = load("styles")
PATTERN = Vocabulary.default().pattern
HEDGES = [
    (where, entry | {"pattern": PATTERN(entry["pattern"])})
    for where, entries in load("hedges").items()
    for entry in entries
]


# --- styles.toml


def test_styles_are_those_that_the_library_names() -> None:
    assert tuple(STYLES) == krmoney.style_names()


@pytest.mark.parametrize("name", STYLES)
def test_style(name: str) -> None:
    dollars, won = Money(450_000_000, "USD"), Money(450_000_000, "KRW")
    entry = STYLES[name]
    assert krmoney.format(dollars, name) == entry["example"]
    assert krmoney.parse(entry["example"]) == dollars
    if "example_won" in entry:
        assert krmoney.format(won, name) == entry["example_won"]
        assert krmoney.parse(entry["example_won"]) == won


@pytest.mark.parametrize("name", STYLES)
def test_style_has_no_needless_option(name: str) -> None:
    """An option that says what holds anyway would be read as if it mattered."""
    options = {key: value for key, value in STYLES[name].items() if not key.startswith("example")}
    assert [key for key, value in options.items() if getattr(Style(), key) == value] == []
    assert krmoney.format(Money(450_000_000, "USD"), Style(**options)) == STYLES[name]["example"]


# --- docs/styles.md

PAGE = Path(__file__).resolve().parent.parent / "docs" / "styles.md"
TABLE = re.compile(r"(<!-- table of styles: [^\n]*-->\n)(.*?)(<!-- end of the table -->\n)", re.DOTALL)


def table() -> str:
    """One value in every style, as the page shows it."""
    krona = krmoney.parse("337억 크로나(약 4조 4000억원)")
    lines = ["| style | dollars | won | kronor, with their rate |", "| --- | --- | --- | --- |"]
    for style in krmoney.style_names():
        cells = [Money(450_000_000, code).format(style) for code in ("USD", "KRW")]
        cells.append(krona.format(style, restate=True))
        lines.append(f"| `{style}` | {' | '.join(f'`{cell}`' for cell in cells)} |")
    return "\n" + "\n".join(lines) + "\n\n"


def test_the_page_shows_every_style() -> None:
    """Where this fails, ``python tests/test_data.py`` writes the table anew: see what has changed."""
    found = TABLE.search(PAGE.read_text("utf-8"))
    assert found
    assert found[2] == table()


# --- restatements.toml

JOINTS = [(where, entry) for where, entries in load("restatements").items() for entry in entries]


def links(text: str) -> int:
    return sum(each.quote is not None for each in krmoney.extract(text))


@pytest.mark.parametrize(
    ("where", "entry"), JOINTS, ids=lambda case: case["example"] if isinstance(case, dict) else case
)
def test_joint(where: str, entry: dict[str, Any]) -> None:
    assert where in {"condition", "word", "joint", "head", "said"}
    assert links(entry["example"]) == 1
    assert links(entry.get("counterexample", "")) == 0
    assert re.compile(re.sub(r"\{[a-z]+\}", "", entry["pattern"])).groups == 0


# --- hedges.toml

# What a figure is that a word of each effect stands beside.
EFFECTS = {
    "approx": ("point", True),
    "lower": ("lower_bound", False),
    "upper": ("upper_bound", False),
    "denomination": ("point", False),
    "none": ("point", False),
}
# Examples that show another word at work, too.
TWICE = {"최대 5조원까지": ("upper_bound", False), "7달러를 웃도는 수준": ("lower_bound", True)}


def name(case: Any) -> str:
    return case["example"] if isinstance(case, dict) else str(case)


@pytest.mark.parametrize(("where", "entry"), HEDGES, ids=name)
def test_hedge(where: str, entry: dict[str, Any]) -> None:
    example = entry["example"]
    found = [each for each in krmoney.extract(example) if each.type == "money"]
    if not found:  # English is read where it is the whole text
        found = [krmoney.read(example)]
    (mention,) = found
    kind, approx = EFFECTS[entry["effect"]]
    assert (mention.kind, mention.approx) == TWICE.get(example, (kind, approx))
    assert mention.denomination is (entry["effect"] == "denomination")
    inclusive = entry.get("inclusive", True)
    if kind == "lower_bound":
        assert (mention.low_inclusive, mention.high) == (inclusive, None)
    if kind == "upper_bound":
        assert (mention.high_inclusive, mention.low) == (inclusive, None)
    # And it is this entry that does it: its pattern matches right beside the figure, and without it the effect is gone.
    if where == "before":
        match = re.search(rf"(?:{entry['pattern']}) ?$", example[: mention.start])
        rest = match and example[: match.start()] + example[mention.start :]
    else:
        match = re.compile(entry["pattern"]).match(example, mention.end)
        rest = match and example[: mention.end] + re.sub(r"^\S+", "", example[match.end() :])
    assert match, f"the pattern does not match its example: {example}"
    assert match[0].strip()
    assert rest is not None
    (plain,) = [each for each in krmoney.extract(rest) if each.type == "money"] or [krmoney.read(rest)]
    if entry["effect"] != "none" and example not in TWICE:
        assert (plain.kind, plain.approx, plain.denomination) == ("point", False, False)


@pytest.mark.parametrize(("where", "entry"), HEDGES, ids=name)
def test_hedge_is_well_formed(where: str, entry: dict[str, Any]) -> None:
    assert where in {"before", "after"}
    assert set(entry) <= {"pattern", "effect", "inclusive", "gap", "ends_word", "example"}
    assert re.compile(entry["pattern"]).groups == 0  # groups number the entries
    assert not re.fullmatch(entry["pattern"], "")
    assert entry.get("inclusive", False) is False
    assert "inclusive" not in entry or entry["effect"] in {"lower", "upper"}


WORDS = [
    (re.sub(r"\(\?<![^)]*\)|\?", "", word), entry)  # without what may not stand before it
    for where, entry in HEDGES
    if where == "before"
    for word in entry["pattern"].split("|")
]


@pytest.mark.parametrize(("word", "entry"), WORDS, ids=[word for word, _ in WORDS])
def test_every_word_before_an_amount(word: str, entry: dict[str, Any]) -> None:
    text = f"{word} $5 million" if word.isascii() else f"{word} 3억원"
    mention = krmoney.read(text)
    assert (mention.kind, mention.approx) == EFFECTS[entry["effect"]]
    assert mention.text == text.removeprefix(word).strip()
    inclusive = entry.get("inclusive", True)
    assert (mention.low_inclusive, mention.high_inclusive) == (
        inclusive or mention.kind != "lower_bound",
        inclusive or mention.kind != "upper_bound",
    )


def test_a_hedge_begins_a_word() -> None:
    """계약 30억원 is a contract, and 예금 3억원 is savings."""
    for text in ("계약 30억원", "예금 30억원", "기대약 30억원"):
        (mention,) = krmoney.extract(f"{text}을 맺었다.")
        assert (mention.kind, mention.approx, mention.low) == ("point", False, Decimal(3_000_000_000))


def test_every_last_character_is_known() -> None:
    """`before` looks at one character before it tries the patterns; none of the words may end in another."""
    for word, _ in WORDS:
        assert [each.text for each in modifiers.before(f"{word} ", Vocabulary.default(), len(word) + 1)] == [word]


if __name__ == "__main__":
    page = TABLE.sub(lambda found: found[1] + table() + found[3], PAGE.read_text("utf-8"))
    sys.exit(0 if PAGE.write_text(page, "utf-8") else 1)


# --- cues.toml, places.toml: words

LISTS = list(load("cues").items())
READERS = [*(DATA.parent / "reading").glob("*.py"), DATA / "traps.toml", DATA / "hedges.toml"]
ASKING = "".join(path.read_text("utf-8") for path in READERS)


@pytest.mark.parametrize(("key", "words"), LISTS, ids=[key for key, _ in LISTS])
def test_every_word_counts_once_and_is_asked_for(key: str, words: str) -> None:
    assert sorted(set(words.split())) == sorted(words.split())
    assert re.search(f"[\"'{{]{key}[\"'}}]", ASKING)


@pytest.mark.parametrize("row", load("money_nouns")["noun"], ids=lambda row: row["example"])
def test_a_bare_amount_after_a_noun_of_money(row: dict[str, str]) -> None:
    (mention,) = krmoney.extract(row["example"])
    assert (mention.currency, mention.elided, mention.evidence[0].reason) == ("KRW", True, "noun")
    assert mention.evidence[0].text.endswith(row["end"])
    assert not krmoney.extract(row["counterexample"])
    nouns = Vocabulary.default().money_nouns
    assert not [noun for noun in row.get("not_money", "").replace("*", "").split() if nouns.is_money(noun)]


def test_places_add_to_the_names_that_cldr_has() -> None:
    known = Locale("ko").territories
    twice = [name for code, entry in load("places").items() for name in entry.get("names", ()) if known[code] == name]
    assert not twice


# --- magnitudes.toml


@pytest.mark.parametrize("row", load("magnitudes")["magnitude"], ids=lambda row: row["example"])
def test_magnitude(row: dict[str, Any]) -> None:
    (mention,) = krmoney.extract(f"값은 {row['example']} 수준이다.")
    assert mention.text == row["example"]
    number = re.search("[0-9][0-9,.]*", row["example"])
    assert number
    assert mention.low == Decimal(number[0].replace(",", "")) * 10 ** row["power"]
    assert any(mention.text.lower().endswith(word.replace("_", " ")) for word in row["words"].split())


# --- the code holds no lists of words

LISTED_WORDS = re.compile(r"[가-힣]{2,}(?:\|[가-힣 ?]{2,}){2,}")
# The native pairs, which are numerals, and the fields of a rent's listing, which are its grammar.
GRAMMAR = {"whole.py": 1, "listings.py": 2}


@pytest.mark.parametrize("path", sorted((DATA.parent / "reading").glob("*.py")), ids=lambda path: path.name)
def test_patterns_in_code_list_no_words(path: Path) -> None:
    """A pattern that needs three words or more names a list of the data: ``{bounded}``."""
    tree = ast.parse(path.read_text("utf-8"))
    text = (node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str))
    found = [match[0] for each in text for match in LISTED_WORDS.finditer(each)]
    assert len(found) == GRAMMAR.get(path.name, 0), found
