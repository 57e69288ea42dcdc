"""What looks like money and is not: named predicates, each with the example that it is there for.

A trap takes normalised text and a figure with a currency word, and tells whether the figure is something
else. Words are in ``data/traps.toml``; `TRAPS` is the order in which they are asked.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from krmoney.numerals import DIGITS, SCALES, UNITS
from krmoney.reading.josa import ends_a_word
from krmoney.reading.surroundings import sold_by_the_pound

if TYPE_CHECKING:
    from collections.abc import Callable

    from krmoney.reading.figures import Figure
    from krmoney.reading.vocabulary import Vocabulary

__all__ = ["TRAPS", "Trapped", "trapped"]

_HANGUL: Final = re.compile(r"[가-힣]")
_YEAR: Final = re.compile("(?!.*00)(?:19[89]|20[0-3])[0-9]")  # 2000 is an amount as often as a year
_CLAUSE: Final = 30  # characters looked at on either side for a word that decides
_CHANGE: Final = re.compile(r" ?[▲▼△▽|±]")
_OFTEN: Final = {"USD", "JPY"}  # years stand before these in headlines: 2025 달러 전망
_BESIDE: Final = 14
_SMALL: Final = 3  # digits
_SHORT: Final = 3  # characters of a name: 갤럭시북
_NATIVE: Final = re.compile(
    "(?<![가-힣])(?:한두|두세|두어|두서너|서너|너덧|너댓|네댓|네다섯|대여섯|예닐곱|일고여덟|여남은) $"
)
_GREAT: Final = set(SCALES) - set("해자양")  # 이자 만원: interest
_AWAY: Final = {"오만", "사천"}  # Oman, Sichuan
_FOR_EACH: Final = re.compile(r"(?:에|당|은|는)? (?:가격[이은] ?)?(?:약 )?[0-9][0-9.,]*(?:달러|센트)|당")
_GIVEN_NAME: Final = 2  # syllables before 원 in 이조원
_THREE_DIGITS: Final = re.compile("[0-9]{3}(?:[.][0-9]+)?")
_GROUPS: Final = re.compile(r"(?<![\w.,])[1-9][0-9]{0,2}(?: [0-9]{3})* $")
_ORDINAL: Final = re.compile(r"(?<!\w)제 ?$")
_TABLE_UNIT: Final = re.compile(r"단위 ?[:：]? ?$")


class Trapped(NamedTuple):
    """The trap that a figure is in.

    Attributes:
        name: which trap.
        leaves_number: only its currency word is none, and the number stands without a unit (24조 원전 수주).
    """

    name: str
    leaves_number: bool = False


def trapped(text: str, vocabulary: Vocabulary, found: Figure) -> Trapped | None:
    """Return the trap that a figure is in, or None.

    >>> from krmoney.reading.modifiers import read
    >>> from krmoney.reading.vocabulary import Vocabulary
    >>> words = Vocabulary.default()
    >>> trapped("10위안에 들었다", words, read("10위안에 들었다", words, 0)).name
    'rank'
    """
    money = found.unit in {"money", None}
    trap = next((trap for trap in (TRAPS if money else _OTHER_TRAPS) if trap(text, vocabulary, found)), None)
    if trap is None:
        return None
    return Trapped(trap.__name__, leaves_number=trap is part_of_a_word and _stands_apart(text, found))


def _stands_apart(text: str, found: Figure) -> bool:
    """Tell whether a blank and one syllable are all that make money of a number: ``24조 원전 수주``.

    The 달러 of ``억 달러화`` is more.
    """
    last = found.last
    return last.end - last.word_start == 1 and last.numeral.scale > 1 and text[last.word_start - 1] == " "


def year(text: str, vocabulary: Vocabulary, found: Figure) -> bool:
    """Find a year before a word that begins like a currency: ``2016 유로 결승``, ``2025 달러 전망``."""
    numeral, word = found.last.numeral, found.last.word
    if (
        not _YEAR.fullmatch(text, numeral.start, numeral.end)
        or word is None
        or not (word.everyday_word or word.codes[0] in _OFTEN)
    ):
        return False
    if text.startswith("엔", numeral.end):
        return True  # 2025엔 달라진다
    return text[numeral.end] == " " and found.right == found.end and text[found.end : found.end + 1] == " "


def rate_table(text: str, vocabulary: Vocabulary, found: Figure) -> bool:
    """Find a row of a table of rates: ``USD 1,398.60 ▲4.10``."""
    return found.last.word_start < found.last.numeral.start and _CHANGE.match(text, found.end) is not None


def part_of_a_word(text: str, vocabulary: Vocabulary, found: Figure) -> bool:
    """Find a currency word that goes on as another word: ``1000유로존``, ``24조 원전 수주``, ``3 엔진``."""
    word = found.last.word
    if word is None or found.last.word_start < found.last.numeral.start:
        return False
    end = found.last.end
    if found.right > end or not _HANGUL.match(text, end):
        return False
    blank = text[found.last.word_start - 1] == " "
    if word.everyday_word or blank:
        return not ends_a_word(text, vocabulary, end) or (
            blank and vocabulary.cues["won_apart"].match(text, found.last.word_start) is not None
        )
    # 제1원칙 is a word; what has a scale, commas or four digits is money whatever is glued to it: 25,000원내고
    small = found.last.word_start - found.last.numeral.start <= _SMALL and text[found.last.word_start - 1].isdecimal()
    return small and vocabulary.cues["won_nouns"].match(text, found.last.word_start) is not None


def longer_noun(text: str, vocabulary: Vocabulary, found: Figure) -> bool:
    """Find a noun that begins like a currency word: ``6만 엔지니어``, ``2조원들이``, ``3천 원정 응원단``."""
    at = found.last.word_start
    if found.word is None or at < found.last.numeral.start:
        return False
    if vocabulary.cues["noun"].match(text, at):
        return text[at] != "원" or found.last.word_start - found.first.start <= _SMALL
    behind = text[at : at + 10].replace(" ", "")
    return text[at - 1] == " " and found.left == found.start and bool(vocabulary.cues["away"].match(behind))


def ordinal(text: str, vocabulary: Vocabulary, found: Figure) -> bool:
    """Find an ordinal: ``제1원전``, ``제2 조원``; 제 begins a word, so ``어제 5만원`` is money."""
    return _ORDINAL.search(text, max(0, found.start - 3), found.start) is not None


def only_syllables(text: str, vocabulary: Vocabulary, found: Figure) -> bool:
    """Find a numeral of syllables alone that is a word: ``이유로``, ``구원``, ``조원 대표``, ``사원``, ``만원 버스``.

    Of such numerals before a currency word 78 % are traps, so they need evidence: a scale or a unit that is not
    the only syllable, and the end of a word behind the currency word.
    """
    number = text[found.first.numeral.start : found.first.numeral.end]
    if any(char.isdecimal() for char in number):
        return False
    if found.right == found.end and not ends_a_word(text, vocabulary, found.last.end):
        glued = text[found.last.word_start - 1] != " " and not vocabulary.cues["won_nouns"].match(
            text, found.last.word_start
        )
        if not glued or found.last.numeral.scale == 1 or len(number) == 1 or number[0] not in "천백십":
            return True  # 천만원줘도 is money, 조원우 is not
    if found.first.numeral.vague:
        return False
    if (
        text.startswith("엔", found.last.word_start)
        and found.last.numeral.scale == 1
        and not _HANGUL.match(text, found.end)
        and any("가" <= char <= "힣" for char in number)
    ):
        return True  # 이천엔 쌀밥집이 많다: 엔 is a particle
    syllables = [char for char in number if char in SCALES or char in UNITS]
    if not syllables:
        return True
    if len(number) == 1 and number in UNITS and found.last.word_start + 1 < found.last.end:
        return False  # 천 달러
    if len(number) == 1:
        return number not in UNITS and not _lone_ten_thousand(text, vocabulary, found)
    return number[0] not in DIGITS and number[0] in SCALES and number[0] not in "만萬"


def away_game(text: str, vocabulary: Vocabulary, found: Figure) -> bool:
    """Find an away game in Oman: ``오만 원정``, ``오만원정``; ``일금 오만 원정`` is money."""
    number = text[found.first.numeral.start : found.first.numeral.end]
    if text[found.end : found.end + 1] != "정" or found.left < found.start or any(map(str.isdecimal, number)):
        return False
    return text[found.last.word_start - 1] == " " or number in _AWAY


def distance(text: str, vocabulary: Vocabulary, found: Figure) -> bool:
    """Find a distance in 리: ``천리라도 달려간다``."""
    written = text[found.first.numeral.start : found.last.word_start]
    return text.startswith("리라도", found.last.word_start) and not any(map(str.isdecimal, written))


def _lone_ten_thousand(text: str, vocabulary: Vocabulary, found: Figure) -> bool:
    """Accept ``만원`` before a particle, ``만 원`` and ``만원 주고``, not the full bus: ``만원 버스``."""
    if text[found.first.numeral.start] not in "만萬":
        return False
    foreign = found.last.end - found.last.word_start > 1 or text[found.last.word_start] in "엔불"  # 만달러, 만엔
    if foreign or text[found.last.word_start - 1] == " " or _HANGUL.match(text, found.last.end):
        return True
    price = vocabulary.cues["full_before"].search(text, max(0, found.start - _SMALL), found.start)
    return price is not None or vocabulary.cues["full_after"].match(text, found.last.end) is not None


def weight(text: str, vocabulary: Vocabulary, found: Figure) -> bool:
    """Find pounds that weigh: ``4파운드를 감량``."""
    if found.word is None or found.word.codes[0] != "GBP" or found.word.unambiguous:
        return False
    if found.last.numeral.scale > 1:
        return False
    if found.low == 1 and sold_by_the_pound(text, vocabulary, found.start) and _FOR_EACH.match(text, found.end):
        return True
    before = text[max(0, found.start - _BESIDE) : found.start]
    behind = text[found.end : found.end + _BESIDE]
    if text.startswith("급", found.end) and not text.startswith(("급여", "급료"), found.end):
        return True  # 2000파운드급 폭탄
    heavy = vocabulary.cues["weight"]
    if heavy.search(behind):
        return True
    last = max((match.start() for match in heavy.finditer(before)), default=-1)
    return last >= 0 and not vocabulary.cues["weight_money"].search(before, last)


def rank(text: str, vocabulary: Vocabulary, found: Figure) -> bool:
    """Find a place within a ranking: ``10위안에 들다`` is 10위 + 안에."""
    if not text.startswith("위안에", found.last.word_start):
        return False
    return vocabulary.cues["rank"].search(text, found.last.end, found.last.end + 12) is not None


def three_nots(text: str, vocabulary: Vocabulary, found: Figure) -> bool:
    """Find 불 the negation: ``3불 정책``."""
    if found.last.numeral.scale > 1 or not text.startswith("불", found.last.word_start):
        return False
    at = found.last.end + (text[found.last.end : found.last.end + 1] == " ")
    deployed = text.rfind("사드", max(0, found.start - _BESIDE), found.start) >= 0  # 사드 3불 1한
    return deployed or vocabulary.cues["three_nots"].match(text, at) is not None


def fifty_cent(text: str, vocabulary: Vocabulary, found: Figure) -> bool:
    """Find the rapper: ``50센트의 신곡``, but not ``50센트짜리 동전``."""
    if text[found.start : found.end] != "50센트":
        return False
    beside = _same_sentence(text, found.start) + text[found.start : found.end + _BESIDE]
    return vocabulary.cues["fifty_cent"].search(beside) is None


def _same_sentence(text: str, start: int) -> str:
    """Return what stands beside a figure, before it in its own sentence."""
    return text[max(0, start - _BESIDE) : start].rpartition(". ")[2]


def unit_of_a_table(text: str, vocabulary: Vocabulary, found: Figure) -> bool:
    """Find the unit that a table is in: ``(단위: 백만원)``."""
    return _TABLE_UNIT.search(text, max(0, found.start - 6), found.start) is not None


def loose(text: str, vocabulary: Vocabulary, found: Figure) -> bool:
    """Find 달라 the verb: it is dollars only right behind the number (``100 달라 보였다``)."""
    return text[found.last.word_start - 1 : found.last.end] in {" 달라", " 딸라"}


def dimension(text: str, vocabulary: Vocabulary, found: Figure) -> bool:
    """Find 원 of dimensions and elements behind a digit: ``3원계 배터리``, ``1원화``."""
    one_digit = found.last.word_start - found.last.numeral.start == 1 and text[found.last.word_start - 1].isdecimal()
    behind = text[found.last.word_start : found.last.word_start + 8].replace(" ", "")
    return one_digit and vocabulary.cues["dimension"].match(behind) is not None


def person(text: str, vocabulary: Vocabulary, found: Figure) -> bool:
    """Find a person whose name reads as an amount: ``이억원 위원장``."""
    number = text[found.first.numeral.start : found.first.numeral.end]
    if found.first.numeral.vague or any(char.isdecimal() for char in number) or text[found.last.word_start - 1] == " ":
        return False
    behind = found.end + (text[found.end : found.end + 1] == " ")
    if len(number) <= _SMALL and vocabulary.cues["titles"].match(text, behind):
        return True
    return (
        len(number) == _GIVEN_NAME
        and number[0] == "이"
        and vocabulary.derive(_titled).match(text, found.end) is not None
    )


def _titled(vocabulary: Vocabulary) -> re.Pattern[str]:
    """A title behind a name, with a word between: ``이만원 전 의원``, ``이조원 한빛상사 대표는``."""
    titles = vocabulary.cues.alternatives("titles")
    between = r"(?:전|전직|현|[가-힣]{2,12}(?<![을를이가은는에의로과와도짜리]))"
    return re.compile(rf" {between} (?:{titles})(?=[은는이가의을를도께]|[^가-힣]|$)")


def full_house(text: str, vocabulary: Vocabulary, found: Figure) -> bool:
    """Find the full house: ``관중석이 만원을 이뤘다``, but not ``회비가 만원이다``."""
    if text[found.start : found.end] != "만원":
        return False
    behind = text[found.end : found.end + 8].replace(" ", "")
    if not vocabulary.cues["full_house"].match(behind):
        return False
    return vocabulary.cues["full_price"].search(_same_sentence(text, found.start)) is None


def rage(text: str, vocabulary: Vocabulary, found: Figure) -> bool:
    """Find 천불 the rage: ``속에서 천불이 난다``."""
    if text[found.start : found.end] != "천불":
        return False
    behind = text[found.end : found.end + 4].lstrip("이도 ")
    return vocabulary.cues["rage"].match(behind) is not None


def particle(text: str, vocabulary: Vocabulary, found: Figure) -> bool:
    """Find 엔 the particle behind a number that ends a name: ``코로나19엔``, ``6·25엔``, ``아이폰16엔``."""
    if found.start == 0 or found.last.numeral.scale > 1 or not text.startswith("엔", found.last.word_start):
        return False
    previous = text[found.start - 1]
    return text[found.last.word_start - 1] != " " and (previous.isalpha() or previous == "·")


def average(text: str, vocabulary: Vocabulary, found: Figure) -> bool:
    """Find a batting average: ``3할 타자``, ``승률 5할``. Shares are read: ``지분 3할``."""
    if "할" not in text[found.start : found.end]:
        return False
    return vocabulary.cues["average"].search(text, max(0, found.start - _CLAUSE), found.end + _CLAUSE) is not None


def product(text: str, vocabulary: Vocabulary, found: Figure) -> bool:
    """Find a product that is called Pro: ``아이폰 15프로``."""
    if not text.endswith("프로", 0, found.end):
        return False
    if text.startswith((" 맥스", "맥스"), found.end):
        return True
    before = text[max(0, found.start - _BESIDE) : found.start]
    last = max((match.end() for match in vocabulary.cues["product"].finditer(before)), default=None)
    return last is not None and len(before[last:].strip()) <= _SHORT


def how_often(text: str, vocabulary: Vocabulary, found: Figure) -> bool:
    """Find ``3 times``, which counts occasions as often as it multiplies."""
    return text.endswith("times", 0, found.end)


_OTHER_TRAPS: Final = (average, how_often, product)  # of percentages and multiples
TRAPS: Final[tuple[Callable[[str, Vocabulary, Figure], bool], ...]] = (
    part_of_a_word,
    year,
    rate_table,
    longer_noun,
    ordinal,
    only_syllables,
    away_game,
    distance,
    weight,
    rank,
    three_nots,
    fifty_cent,
    unit_of_a_table,
    loose,
    dimension,
    person,
    full_house,
    rage,
    particle,
)
