"""What krmoney says to people, in English and in Korean: one catalogue, nothing in it missing, nothing in it stale."""

import ast
import re
import subprocess
import sys
import threading
from gettext import GNUTranslations
from pathlib import Path
from string import Formatter

import pytest
from babel.messages import Catalog, Message

import krmoney
from krmoney.language import counted, get_language, in_language, language_of, set_language, translate
from krmoney.reading.explain import comments

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "krmoney"
sys.path.insert(0, str(ROOT / "tools"))
import catalogue  # noqa: E402  # a program beside the package

CODE, KOREAN = catalogue.messages(), catalogue.translations()


def entries(of: Catalog) -> dict[str, Message]:
    """The messages by their text in the code, and those that count by the one that stands for a single thing."""
    return {each.id if isinstance(each.id, str) else each.id[0]: each for each in of if each.id}


def texts(message: Message | str | tuple[str, ...]) -> tuple[str, ...]:
    said = message.string if isinstance(message, Message) else message
    return (said,) if isinstance(said, str) else tuple(said)


def test_every_message_is_in_the_catalogue_and_no_other() -> None:
    code, korean = entries(CODE), entries(KOREAN)
    assert code
    assert not code.keys() - korean.keys(), "run: python tools/catalogue.py"
    assert not korean.keys() - code.keys(), "run: python tools/catalogue.py"
    assert not KOREAN.obsolete


def test_every_message_is_translated() -> None:
    assert [name for name, each in entries(KOREAN).items() if each.fuzzy or not all(texts(each))] == []


def places(text: str) -> set[str]:
    """The names of values in a message."""
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("name", [name for name in entries(KOREAN) if "{" in name])
def test_a_translation_has_the_values_of_its_message(name: str) -> None:
    message = entries(KOREAN)[name]
    for said in texts(message):
        assert places(said) == places(name)


def test_what_is_compiled_is_what_is_written() -> None:
    with catalogue.CATALOGUE.with_suffix(".mo").open("rb") as file:
        compiled = GNUTranslations(file)
    for name, each in entries(KOREAN).items():
        said = compiled.gettext(name) if isinstance(each.id, str) else compiled.ngettext(*each.id, 2)
        assert said == texts(each)[0], "run: python tools/catalogue.py"


def calls(name: str) -> list[ast.Call]:
    """The calls of a function in the package."""
    trees = [ast.parse(path.read_text("utf-8")) for path in sorted(PACKAGE.rglob("*.py"))]
    nodes = (node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Call))
    return [node for node in nodes if isinstance(node.func, ast.Name) and node.func.id == name]


def test_the_catalogue_finds_every_literal() -> None:
    """Babel does not look into f-strings, so no message stands in one."""
    first = [node.args[0] for name in catalogue.KEYWORDS for node in calls(name)]
    literals = {node.value for node in first if isinstance(node, ast.Constant)}
    assert literals | {*comments()} == entries(CODE).keys()


# --- nothing is said past the catalogue

FLAG = re.compile(r"--[a-z-]+|^krmoney: ")
WORD = re.compile("[A-Za-z]{2}")
# What is said to a library, in its own words, and what Python says of a name that does not exist.
EXEMPT = {
    "models.py": {"{message}", "Expected `", "` but got `"},
    "runs.py": {"files", "part", "nothing"},  # what a strict run kept, which `cli.records` words
    "__init__.py": {"module ", " has no attribute "},
}


def wordy(text: str) -> bool:
    """Tell whether a text has words besides the names of options."""
    return WORD.search(FLAG.sub("", text)) is not None


def untranslated(node: ast.expr) -> list[str]:
    """The words that an expression says as they stand in the code."""
    match node:
        case ast.IfExp():
            return [*untranslated(node.body), *untranslated(node.orelse)]
        case ast.BinOp():
            return [*untranslated(node.left), *untranslated(node.right)]
        case ast.Constant(value=str() as text):
            return [text] if wordy(text) else []
        case ast.JoinedStr():
            pieces = [str(each.value) for each in node.values if isinstance(each, ast.Constant)]
            return [each for each in pieces if wordy(each)]
    return []


def said(node: ast.AST) -> list[ast.expr]:
    """The expressions in a piece of code that people read: messages of errors and of the command, and its help."""
    match node:
        case ast.Assign(targets=[ast.Name(id="message" | "msg" | "hint" | "says")]):
            return [node.value]
        case ast.Call():
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            helps = [each.value for each in node.keywords if each.arg in {"help", "description", "epilog", "shown"}]
            if name in {"error", "report", "note", "print"} or (name.endswith("Error") and name != "AttributeError"):
                return [*node.args[:1], *helps]
            return helps
    return []


# The service speaks to programs and to those who run it, in the English of its OpenAPI file; conversions it shares.
SPEAKING = [
    path for path in sorted(PACKAGE.rglob("*.py")) if path.parent.name != "service" or path.name == "conversions.py"
]


@pytest.mark.parametrize("path", SPEAKING, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_nothing_is_said_past_the_catalogue(path: Path) -> None:
    found = [
        text
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        for each in said(node)
        for text in untranslated(each)
    ]
    assert [text for text in found if text not in EXEMPT.get(path.name, ())] == []


# --- the functions


def test_english_is_as_it_stands_in_the_code() -> None:
    assert get_language() == "en"
    assert translate("lower bound") == "lower bound"


def test_a_block_of_code_has_a_language_of_its_own() -> None:
    seen: list[str] = []
    with in_language("ko"):
        other = threading.Thread(target=lambda: seen.append(get_language()))
        other.start()
        other.join()
        seen.append(get_language())
        with in_language(None):
            seen.append(get_language())
    assert [*seen, get_language()] == ["en", "ko", "ko", "en"]


def test_the_language_of_the_process_is_that_of_its_threads() -> None:
    seen: list[str] = []
    set_language("ko")
    try:
        other = threading.Thread(target=lambda: seen.append(translate("lower bound")))
        other.start()
        other.join()
    finally:
        set_language("en")
    assert seen == ["하한"]


@pytest.mark.parametrize("language", ["de", "", "KO"])
def test_a_language_that_is_not_spoken(language: str) -> None:
    with pytest.raises(krmoney.LanguageError, match="en, ko"):
        krmoney.set_language(language)
    assert get_language() == "en"


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "en"),
        ({"LANG": "ko_KR.UTF-8"}, "ko"),
        ({"LANG": "ko"}, "ko"),
        ({"LANG": "ko_KR.eucKR"}, "ko"),
        ({"LANG": "en_US.UTF-8"}, "en"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LANG": "ko_KR.UTF-8", "LC_MESSAGES": "en_GB.UTF-8"}, "en"),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "ko_KR.UTF-8"}, "ko"),
        ({"LANG": "ko_KR.UTF-8", "LC_ALL": "C.UTF-8"}, "en"),
        ({"LANG": "en_US.UTF-8", "LC_ALL": "ko_KR.UTF-8"}, "ko"),
        ({"LANG": "ko_KR.UTF-8", "LC_ALL": ""}, "ko"),
        ({"LANG": "en_US.UTF-8", "LANGUAGE": "ko:en"}, "ko"),
        ({"LANG": "en_US.UTF-8", "LANGUAGE": "de:ko:en"}, "ko"),
        ({"LANG": "C", "LANGUAGE": "ko"}, "en"),
    ],
    ids=str,
)
def test_the_language_of_a_locale(environment: dict[str, str], language: str) -> None:
    assert language_of(environment) == language


def test_reading_loads_no_catalogue() -> None:
    program = (
        "import sys, krmoney\n"
        "krmoney.extract('337억 크로나(약 4조 4000억원)'), krmoney.parse('5만원')\n"
        "try: krmoney.parse('조금')\n"
        "except krmoney.ParseError as error: str(error)\n"
        "print(*[name for name in ('babel', 'gettext') if name in sys.modules])"
    )
    assert subprocess.run([sys.executable, "-c", program], capture_output=True, check=True).stdout.split() == []


def test_errors_are_told_in_korean() -> None:
    with in_language("ko"), pytest.raises(krmoney.ParseError) as caught:
        krmoney.parse("5만원을 냈다")
    assert str(caught.value) == (
        "금액 뒤의 '을 냈다'를 읽을 수 없습니다: “5만원을 냈다”, 위치 3–7 (이 부분을 빼면 5만원으로 읽습니다)"
    )


def test_counting() -> None:
    said = [counted("{n:,} figure", "{n:,} figures", n) for n in (0, 1, 2000)]
    assert said == ["0 figures", "1 figure", "2,000 figures"]
