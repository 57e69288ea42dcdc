"""Whether a number without a currency word is won: ``1조 투자``, ``3만, 5만원``, ``2억 주고 산 땅``."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final

from krmoney.reading.lexicon import WON
from krmoney.reading.patterns import alternatives, lazy, template
from krmoney.reading.surroundings import coins, counter_at, nearest, sentence
from krmoney.reading.trace import Dropped
from krmoney.reading.traps import trapped
from krmoney.values import Evidence

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from decimal import Decimal

    from krmoney.reading.figures import Figure
    from krmoney.reading.source import Source
    from krmoney.reading.trace import Trace
    from krmoney.reading.vocabulary import Vocabulary

__all__ = ["assign_won"]

_WON: Final = "KRW"
_NONE: Final[Mapping[int | Decimal | None, Sequence[int]]] = {}
_WALL: Final = lazy(r" ?(?:(?:\||\n|</?[A-Za-z!][^<>\n]{0,80}>) ?)*")
_OPENING: Final = frozenset("([")
_CLOSING: Final = lazy(r" ?[)\]] ?")
_WRAPPED: Final = lazy("([가-힣]) ([가-힣]{1,6})")
_ADJECTIVE: Final = lazy("[가-힣]{2,10}(?<![을를은는로의])")
_SHORTEST: Final = 4  # characters of a place and a currency in one word
_SUBJECT: Final = template("{subject}")
_NOUN: Final = lazy(" ([가-힣]{3,8})")
_FILLS: Final = lazy(r"[(\[][^\s()\[\]]{1,8}[)\]]")  # (달러)
_BRACKET: Final = lazy(r"[(\[][^()\[\]\n]{1,24}[)\]] ?")
_NEAR: Final = 20  # characters on either side in which a noun shows that a bare number is money
_BESIDE: Final = 5
_MOST_TIMES: Final = 100  # an amount of a list without scales is not so many times the one before
_TEN_THOUSAND: Final = 10**4
_HUNDRED_MILLION: Final = 10**8
_MOST: Final = 10**16  # 경; 해, 자 and 양 are everyday words: 6,000자 분량
_PEOPLE: Final = template(r"[가-힣]{2,4}인(?:{particles})?(?![가-힣])")  # 3억 미국인
_MACHINES: Final = template(r" 대(?:{particles})|대(?:를|씩) ?{machine}")
_AFTER: Final = template(r"(?:{particles}|원)? ?(?:{more} )?")
_FOR_A_PRICE: Final = template("(?:에|까지는?) ?{for_a_price}")
# 조 is a group, too: 2인 1조로, 3조 두 번째로, A조 1조
_GROUP: Final = template(r"[0-9]{1,2}조(?:{particles})? ?(?:[0-9]++(?![억천백조십]|,[0-9])|{group})")
_PERSON: Final = {*"자생인객"}  # ends of people: 투자자, 이용객
_DONE: Final = lazy("[하했한할해받됐되된]")
_IS: Final = template("{is_money}")  # 월 5만이면 충분하다
_CONTRACTS: Final = lazy(" ?계약(?!금)")  # 선물을 1만2천계약 샀다
_GLOSSED: Final = lazy(r" ?\([0-9][0-9.,]*[A-Za-z만억조]?\) ?")  # 70억(7B) 파라미터, 3억(300,000,000) 년
# Right before a figure: what people earn or own; a noun for money with a particle.
_INCOME: Final = template(r"{income}(?= $)")
_MONEY: Final = template(r"{money}(?=(?:{topic}|을|를|도|만)? $)")
_GROUP_BEFORE: Final = lazy(
    r"(?:[0-9]|한|두|세|네|다섯|여섯) ?(?:인|명|사람|팀|개)(?:이|씩)? ?$|(?:(?<!\w)제|법|[0-9]항) ?$"
)
# What joins the amounts of a list: 3만, 5만원; VIP석 9만, R석 7만원; 1등 50만, 2등 30만원.
_LISTED: Final = template(
    r"(?:,|·| ?[/→+=]|와|과| 및| 또는|이나) ?"
    r"(?:(?:[A-Z가-힣]{1,5}(?:석|권|형)|[0-9]{1,2}(?:등|위|인|박|세트|종)|{item}) )?"
)
_CHANGES: Final = lazy("에서 ?")  # 10억에서 20억 달러로
_LISTED_AFTER: Final = template(r"(?: ?[/+=·,→] ?| 또는 )(?:{item} )?")
_ENDS_LIST: Final = template(r" ?(?:[)\]/+=,.!?·]|$|\n|또는|(?:중|등|{particles})(?![가-힣])|{ends_list})")
# A number after a blank that counts something of its own: 3억 5~6년간, 2억 300명이, 매출 2조 10% 증가. After 만 it may
# go on with the number: 1만 5,243농가.
_OWN_COUNT: Final = lazy(
    r"[0-9][0-9,.]*(?: ?[~–-] ?[0-9][0-9,.]*)?"
    r"(?: ?%|[㎀-㏿]|여 ?[가-힣](?<![만억조천백십원])"
    r"|(?![이삼사오육륙칠팔구](?![가-힣](?<![만억조천백십이삼사오육칠팔구])))[가-힣](?<![만억조천백십원여]))"
)
_OWN_TIME: Final = lazy(
    r"[0-9][0-9,.]*(?: ?[~–-] ?[0-9][0-9,.]*(?: ?%|[가-힣](?<![만억조천백십원여]))| ?%|년|월|일|개월|회(?!원))"
)
_BOUND: Final = template(".*{bounded}")


def assign_won(
    source: Source,
    vocabulary: Vocabulary,
    figures: Sequence[Figure],
    *,
    elided: bool = True,
    trace: Trace | None = None,
) -> list[Figure]:
    """Add the missing unit to bare numbers, and drop the others.

    A bare number takes the unit of the next figure if both are in one list; otherwise won if the words around it are
    about money (and `elided` is true); otherwise the unit of the figure before. The numbers are read from the right, so
    that in 10억, 20억, 30억 달러 each one knows the next, and then from the left, for 상금 20만/30만/50만.
    """
    text = source.text
    spelled = _spelled(figures)
    decided: list[Figure | Dropped] = []
    following: Figure | None = None
    for each in reversed(figures):
        read: Figure | Dropped = each
        if each.unit is None:
            why: Evidence | Dropped | None
            word = WON
            if following is not None and _shares_unit(text, vocabulary, each, following):
                word, why = following.word or WON, following.elided
            else:
                why = why_won(text, vocabulary, each, spelled) if elided else Dropped("elided", each.start, each.start)
            if not isinstance(why, Dropped) and (trap := trapped(text, vocabulary, each)):
                why = Dropped(trap.name, trap.start, trap.end)
            read = why if isinstance(why, Dropped) else each.assign_currency(word, why)
        decided.append(read)
        following = following if isinstance(read, Dropped) else read
    kept: list[Figure] = []
    for each, read in zip(figures, reversed(decided), strict=True):
        last = read
        if (
            isinstance(read, Dropped)
            and read.by in {"no_cue", "counted_noun"}
            and kept
            and _goes_on_from(text, vocabulary, each, kept[-1])
        ):
            last = each.assign_currency(kept[-1].word, kept[-1].elided)
        if isinstance(last, Dropped):
            if trace is not None:
                trace.dropped("elision", each, last)
            continue
        if trace is not None and each.unit is None:
            trace.decided("elision", [], [last])
        kept.append(last)
    return kept


def _spelled(figures: Sequence[Figure]) -> dict[int | Decimal | None, list[int]]:
    """Return where each amount of won is written out."""
    found: dict[int | Decimal | None, list[int]] = {}
    for each in figures:
        if each.word and each.word.codes[0] == _WON:
            found.setdefault(each.low, []).append(each.start)
    return found


def _goes_on_from(text: str, vocabulary: Vocabulary, bare: Figure, previous: Figure) -> bool:
    """Tell whether a bare number goes on with a list that has its unit: the 30만 of ``상금 20만/30만``."""
    if bare.kind != "point" or previous.unit != "money" or previous.word is None:
        return False
    listed = _LISTED_AFTER(vocabulary).fullmatch(text, previous.right, bare.left)
    if listed is None:
        return False
    if listed[0].lstrip()[0] not in ",·" or _ENDS_LIST(vocabulary).match(text, bare.right):
        return True
    large = bare.last.numeral.scale >= _HUNDRED_MILLION and previous.elided is not None
    return large and listed[0][0] == "·"  # 7억·23억 집행이 있었다


def _shares_unit(text: str, vocabulary: Vocabulary, bare: Figure, following: Figure) -> bool:
    """Tell whether a bare number is one of a list whose last carries the unit: the 3만 of ``3만, 5만원``."""
    if bare.kind not in {"point", "range"} or following.unit != "money" or following.word is None:
        return False
    own, other = bare.last.numeral, following.first.numeral
    if following.first.symbol_before or own.scale == 1 < max(place for _, place in other.parts):
        return False  # 1, $5; 1, 오만원: nobody can tell whether the 1 has the scale, too
    rows = vocabulary.currencies
    if any(name in text[following.left : following.start] for name in (*rows.own, *rows.of_a_country)):
        return False  # 5달러 500, 우리 돈 7000원
    if own.scale == 1 and other.value > _MOST_TIMES * own.value:
        return False  # 사과, 3, 12000원: how many
    if WON.codes[0] in following.word.codes and _names_another(text, vocabulary, bare):
        return False  # 달러 5억, 3억 전세
    changes = _CHANGES.fullmatch(text, bare.end, following.left) and text.startswith(("로", "으로"), following.end)
    return bool(changes) or _LISTED(vocabulary).fullmatch(text, bare.end, following.left) is not None


def why_won(
    text: str, vocabulary: Vocabulary, found: Figure, spelled: Mapping[int | Decimal | None, Sequence[int]] = _NONE
) -> Evidence | Dropped:
    """Tell why a bare number with a scale is money (``1조 투자``, ``2억 주고 산 땅``), or why it is not.

    Args:
        text: canonical text.
        vocabulary: the words.
        found: the bare number.
        spelled: the amounts of won that the same text writes out elsewhere, and where.

    >>> from krmoney.reading.modifiers import read
    >>> from krmoney.reading.vocabulary import Vocabulary
    >>> words = Vocabulary.default()
    >>> why_won("1조 더 베팅", words, read("1조 더 베팅", words, 0)).text
    '베팅'
    >>> why_won("13억 명의 가입자", words, read("13억 명의 가입자", words, 0))
    Dropped(by='counter', start=4, end=6)
    """
    if no_amount := _no_amount(text, vocabulary, found):
        return no_amount
    noun = _noun_before(text, vocabulary, found)
    if counts := _counts_things(text, vocabulary, found, noun=noun is not None):
        return counts
    if noun:
        return Evidence("elided", "noun", text[slice(*noun)], *noun)
    if cue := vocabulary.cues["worth"].search(text, found.end, found.right):
        return Evidence("elided", "cue", cue[0], cue.start(), cue.end())
    if found.per or (found.period and _is_paid(text, vocabulary, found)):  # 월 6억씩, 1인당 2억
        return Evidence("elided", "period", text[found.left : found.start], found.left, found.start)
    if cue := _money_cue(text, vocabulary, found):
        return Evidence("elided", "cue", cue[0], cue.start(), cue.end())
    if _large(text, found):
        bounded = found.right > found.end and _BOUND(vocabulary).match(text, found.end, found.right)
        counted = None if bounded else _counted_noun(text, vocabulary, found.right)
        return counted or Evidence("elided", "scale", "", found.start, found.start)
    if found.kind == "point" and nearest(spelled.get(found.low, ()), found.start) is not None:
        return Evidence("elided", "neighbour", "", found.start, found.start)
    return Dropped("no_cue", found.start, found.start)


def _no_amount(text: str, vocabulary: Vocabulary, found: Figure) -> Dropped | None:
    """Tell why a bare number cannot be an amount of won, whatever is around it."""
    if found.last.numeral.scale == 1 or found.last.numeral.scale > _MOST or found.unit is not None:
        return Dropped("no_scale", found.start, found.start)
    if _is_word(text, found):
        return Dropped("is_a_word", found.start, found.end)
    return Dropped("another_currency", found.end, found.right) if _names_another(text, vocabulary, found) else None


def _is_word(text: str, found: Figure) -> bool:
    """Tell whether a number in syllables is a word: 구조대, 만조."""
    written = text[found.first.numeral.start : found.last.numeral.end]
    return not found.last.numeral.vague and "억" not in written and not any(map(str.isdecimal, written))


def _names_another(text: str, vocabulary: Vocabulary, found: Figure) -> bool:
    """Tell whether a currency or a coin is next to a number, which then is not won: ``억대 달러``, ``3억 테더``.

    A coin before it is what is worth so much: ``비트코인 1억 돌파``.
    """
    end = found.right + text.startswith("만 ", found.right)
    glued = text[end : end + 1]
    if (glued.isascii() and glued.isalpha()) or "一" <= glued <= "龥":
        return True  # 5억m, 5억名, 5억圓
    if any(_is_another(text, vocabulary, at) for at in _next_words(text, end)):
        return True
    stop = found.start - (text[found.start - 1 : found.start] == " ")
    if unicodedata.category(text[stop - 1 : stop] or " ") == "Sc" or _is_code(text, vocabulary, stop - 3):
        return True  # ₿5억, 백만JPY 5억
    return any(
        not (begin and text[begin - 1].isalnum()) and WON.codes[0] not in word.codes and word.per == 1
        for begin, word in vocabulary.currencies.names_before(text, stop)
    )


def _next_words(text: str, end: int) -> Iterator[int]:
    """Yield where a word beside a number may begin: in the next cell, in brackets, after them.

    ``4억 | 달러``, ``4억(달러)``, ``4억 (美) 달러``, ``(4억) 달러``.
    """
    wall = _WALL.match(text, end)
    at = wall.end() if wall else end
    yield at
    if closing := _CLOSING.match(text, end):
        yield closing.end()
    if text[at : at + 1] in _OPENING:
        if _FILLS.match(text, at):
            yield at + 1
        if bracket := _BRACKET.match(text, at):
            yield bracket.end()


def _is_another(text: str, vocabulary: Vocabulary, at: int) -> bool:
    """Tell whether another currency or a coin is at `at`."""
    if vocabulary.derive(coins).match(text, at) or _is_foreign(text[at : at + 1]):
        return True
    wrapped = _WRAPPED.match(text, at)
    return (
        _is_currency(text, vocabulary, at)
        or _is_code(text, vocabulary, at)  # 5억 JPYUS$
        or (wrapped is not None and _is_currency(wrapped[1] + wrapped[2], vocabulary, 0))  # 5억 달⏎러
        or _is_money_of_a_place(text, vocabulary, at)
        or _is_of_a_place(text, vocabulary, at)
    )


def _is_code(text: str, vocabulary: Vocabulary, at: int) -> bool:
    """Tell whether the three capitals at `at` are a code that was not read with the number."""
    code = text[at : at + 3] if at >= 0 else ""
    return code.isascii() and code.isalpha() and code in vocabulary.currencies.before


def _is_money_of_a_place(text: str, vocabulary: Vocabulary, at: int) -> bool:
    """Tell whether the money of another country is at `at`, by no name of its own: ``2억 대만화``, ``2억 호주 돈``."""
    word = vocabulary.derive(_money_of).match(text, at)
    return word is not None and WON.codes[0] not in vocabulary.places.codes.get(word[1], WON.codes)


def _money_of(vocabulary: Vocabulary) -> re.Pattern[str]:
    return re.compile(rf"([가-힣]{{2,8}}?) ?(?:{alternatives(vocabulary.currencies.of_a_country)})")


def _is_of_a_place(text: str, vocabulary: Vocabulary, at: int) -> bool:
    """Tell whether another currency comes after a word that may be a place: ``5억 짐바부에 달러``."""
    word = _ADJECTIVE.match(text, at) if text[at - 1 : at] == " " else None
    if word is None or vocabulary.cues["money"].match(text, at) or vocabulary.cues["money_verbs"].match(text, at):
        return False
    if text.startswith(" ", word.end()) and _is_currency(text, vocabulary, word.end() + 1):
        return True
    return any(
        begin >= at and WON.codes[0] not in name.codes and not name.needs_evidence
        for stop in range(at + _SHORTEST, word.end() + 1)
        if vocabulary.josa.ends_word(text, stop)
        for begin, name in vocabulary.currencies.names_before(text, stop)
        if stop - begin > 1 and not vocabulary.cues["verb_and_dollar"].fullmatch(text, begin, stop)
    )


def _is_currency(text: str, vocabulary: Vocabulary, at: int) -> bool:
    """Tell whether the name or code of another currency is at `at`."""
    after = vocabulary.currencies.match(text, at)
    return bool(after and WON.codes[0] not in after[1].codes and vocabulary.josa.ends_word(text, after[0]))


def _is_foreign(char: str) -> bool:
    """Tell whether a character is the symbol of a currency or a letter that neither Korean nor English writes."""
    return bool(char) and not char.isascii() and unicodedata.category(char) in {"Sc", "Ll", "Lu"}


def _money_cue(text: str, vocabulary: Vocabulary, found: Figure) -> re.Match[str] | None:
    """Find the word about money near a bare number: a verb right after it, else a noun after it, else one before it."""
    end = found.right
    first, last = sentence(text, found.left)
    start, stop_at = max(first, found.left - _NEAR), min(last, end + _NEAR)
    after = _AFTER(vocabulary).match(text, end)
    cue = vocabulary.cues["money_verbs"].match(text, after.end() if after else end)
    cue = cue or _FOR_A_PRICE(vocabulary).match(text, found.end)
    if found.last.numeral.scale == _TEN_THOUSAND:
        # 만 counts everything, so its noun must be directly next to it: not 600만 자영업자의 빚.
        start, stop_at = max(first, found.left - _BESIDE), min(last, end + _BESIDE)
        return cue or _cue_beside(text, vocabulary, (start, found.left), (end, stop_at))
    cue = cue or vocabulary.cues["money"].search(text, end, stop_at)
    for match in () if cue else vocabulary.cues["money"].finditer(text, start, found.left):
        cue = match
    return cue


def _cue_beside(
    text: str, vocabulary: Vocabulary, before: tuple[int, int], after: tuple[int, int]
) -> re.Match[str] | None:
    """Find a noun for money that ends as a word: ``5만 투자``, ``3만 투자했다``; not ``5만 투자자``, ``아파트 3만``."""
    josa, things = vocabulary.josa, vocabulary.cues["things"]
    for match in (
        *vocabulary.cues["money"].finditer(text, *after),
        *reversed([*vocabulary.cues["money"].finditer(text, *before)]),
    ):
        ends = josa.particle(text, match.end()) is not None or _DONE.match(text, match.end())
        if ends and not things.fullmatch(match[0]):
            return match
    return None


def _noun_before(text: str, vocabulary: Vocabulary, found: Figure) -> tuple[int, int] | None:
    """Find a noun for money right before a number, which makes it money whoever is named after it.

    ``연봉 1억 직장인``, ``관리비 4만``, ``현금 2억``, and of large numbers what is invested: ``예산 2조 4년간``.
    """
    nouns = vocabulary.money_nouns
    if (hedge := text[found.left : found.start].split(" ", 1)[0]) and nouns.is_money(hedge):
        return found.left, found.left + len(hedge)
    if span := nouns.before(text, found.left):
        particle = vocabulary.josa.particle(text, found.end)
        doubtful = particle is not None and particle > found.end and nouns.is_doubtful(text[slice(*span)])
        return None if doubtful else span
    before = (_INCOME if found.last.numeral.scale == _TEN_THOUSAND else _MONEY)(vocabulary)
    match = before.search(text, max(0, found.left - _BESIDE - 3), found.left)
    return match.span() if match else None


def _is_paid(text: str, vocabulary: Vocabulary, found: Figure) -> bool:
    """Tell whether what comes every month can be money: 월 50만 벌기, 연 3억; not 월 1만 방문자."""
    after = _AFTER(vocabulary).match(text, found.right)
    at = after.end() if after else found.right
    noun = found.last.numeral.scale == _TEN_THOUSAND and at > found.right and "가" <= text[at : at + 1] <= "힣"
    if not noun or _IS(vocabulary).match(text, found.right):
        return True
    paid = vocabulary.cues["paid"].match(text, at)
    if paid is not None and text[paid.end() : paid.end() + 1] not in _PERSON:
        return True
    return vocabulary.money_nouns.at(text, at)


def _large(text: str, found: Figure) -> bool:
    """Tell whether a bare number is money by its size: 억 that no counter follows counts little else."""
    numeral = found.last.numeral
    written = text[numeral.start : numeral.start + 1]
    return (
        (
            numeral.scale == _HUNDRED_MILLION
            or (numeral.scale > _HUNDRED_MILLION and text[numeral.end - 1] == "억")
            or (text[numeral.end - 1] == "조" and "." in text[numeral.start : numeral.end])  # 6.8조 is no group
        )
        # 대 counts cars, too; 초반 and 중반 do not
        and (found.kind != "range" or found.first is not found.last or "반" in text[found.end : found.right])
        and (
            written.isdecimal()
            or written in "수몇"
            or (written != "억" and (found.approx or found.right > found.end))  # 한 삼억, 삼억 이상; not 억 대
        )
    )


def _counted_noun(text: str, vocabulary: Vocabulary, end: int) -> Dropped | None:
    """Tell whether a subject or an object directly follows a number, which may then count it: ``2억 은하가 있다``."""
    noun = _NOUN.match(text, end)
    if noun is None:
        return None
    ends = (at for at in range(noun.start(1) + 2, noun.end()) if _SUBJECT(vocabulary).match(text, at))
    found = next((at for at in ends if vocabulary.josa.particle(text, at) == noun.end()), None)
    return None if found is None else Dropped("counted_noun", noun.start(1), found)


def _counts_things(text: str, vocabulary: Vocabulary, found: Figure, *, noun: bool) -> Dropped | None:
    """Tell why a bare number counts people or things (13억 명, 3조 2교대), or belongs to something longer.

    Args:
        text: canonical text.
        vocabulary: the words.
        found: the bare number.
        noun: a noun for money comes directly before it.
    """
    end = found.right
    at = end + (text[end : end + 1] == " ")
    if text[at : at + 1].isdecimal() and end == found.end:
        own = _OWN_TIME if found.last.numeral.scale == _TEN_THOUSAND else _OWN_COUNT
        counted = own.match(text, at) if at > end else None
        if counted is None or _ends_in_particle(text, vocabulary, counted.end() - 1):
            return Dropped("another_number", at, at + 1)
    if gloss := _GLOSSED.match(text, end):
        at = gloss.end()
    if counter := _counter(text, vocabulary, found, at):
        return counter
    if noun:
        return None
    if group := _group(text, vocabulary, found):
        return group
    if people := _PEOPLE(vocabulary).match(text, at):
        return Dropped("people", *people.span())
    near = vocabulary.cues["other"]
    other = near.search(text, max(0, found.left - 8), found.left) or near.search(text, at, at + 8)
    return Dropped("other", *other.span()) if other else None


def _ends_in_particle(text: str, vocabulary: Vocabulary, at: int) -> bool:
    """Tell whether a particle or an ending, and not a counter, is at `at`: 2억 5,123이에요."""
    return (
        "가" <= text[at : at + 1] <= "힣" and text[at] not in "도만" and vocabulary.josa.particle(text, at) is not None
    )


def _counter(text: str, vocabulary: Vocabulary, found: Figure, at: int) -> Dropped | None:
    """Find a counter right after a number, at `at`, or a longer word that begins there."""
    end = found.right
    ten_thousands = found.last.numeral.scale == _TEN_THOUSAND
    if end > found.end and not _BOUND(vocabulary).match(text, found.end, end):  # 50억 대 세금
        counts = ten_thousands and text[found.end : end].lstrip().startswith("대")  # 연 10만대를 수출한다
        return Dropped("machines", found.end, end) if counts or _MACHINES(vocabulary).match(text, found.end) else None
    if text.startswith(" 등", end) and not ten_thousands:
        return None  # 삼성 30억, 포스코 20억 등
    if ten_thousands and (contracts := _CONTRACTS.match(text, end)):
        return Dropped("contracts", *contracts.span())
    if end > found.end and text[end : end + 1] != " ":
        return None  # 5억 초과분
    counter = counter_at(text, vocabulary, at)
    ends = vocabulary.josa.particle if end > found.end else vocabulary.josa.ends_word  # 1조 돌파한 편의점
    if counter and (len(counter[0]) > 1 or ends(text, counter.end())):
        return Dropped("counter", *counter.span())
    if not text[end : end + 1].isalnum() or vocabulary.josa.ends_word(text, end):
        return None
    return None if vocabulary.cues["spent"].match(text, end) else Dropped("word_goes_on", end, end + 1)


def _group(text: str, vocabulary: Vocabulary, found: Figure) -> Dropped | None:
    """Find 조 that is a group: ``3조 2교대``, ``2인 1조 편성``; but ``추경 13조 편성``."""
    start = found.start
    if before := _GROUP_BEFORE.search(text, max(0, start - 8), start):
        return Dropped("group", *before.span())
    group = _GROUP(vocabulary).match(text, start)
    if group is None or text[found.end - 1] != "조":
        return None
    budget = group[0].endswith("편성") and vocabulary.cues["budget"].search(text, max(0, start - _BESIDE * 2), start)
    return None if budget else Dropped("group", *group.span())
