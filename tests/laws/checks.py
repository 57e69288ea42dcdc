"""The laws of a figure as checks: each makes a text from a source of choices and returns what is wrong with it.

What is wrong with its reading is a list of ``kind: detail``; empty if the law holds. `LAWS` has them by number.
"""

from __future__ import annotations

import json
from contextlib import suppress
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import krmoney
from laws import figures, looks, neighbours
from laws.invariants import faults

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from random import Random

    from krmoney import Mention
    from laws.figures import Figure

TESTS = Path(__file__).parent.parent
MARKS = str.maketrans("", "", "⟦⟧")


# --- real text


def own_texts() -> Iterator[str]:
    """Yield the lines of the project's own corpora."""
    for path in sorted((TESTS / "corpus").glob("*.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            row = json.loads(line)
            for text in row.get("texts") or [row["text"]]:
                if isinstance(text, str):  # the rest are cells of tables and the like
                    yield from text.translate(MARKS).split("\n")


def shared_texts() -> Iterator[str]:
    """Yield the lines of the texts that lie beside the checkout, if they do; look for them in every folder above."""
    for folder in TESTS.resolve().parents:
        corpus = folder / "shared" / "corpus"
        if corpus.is_dir():
            for path in sorted([*corpus.glob("*.txt"), *(folder / "shared" / "seeds").glob("*.txt")]):
                yield from path.read_text("utf-8").split("\n")
            return


def texts() -> list[str]:
    """Return every line, once."""
    return [*dict.fromkeys([*own_texts(), *shared_texts()])]


def texts_with_figures() -> list[str]:
    """Return every line in which something is read."""
    found = []
    for line in texts():
        with suppress(Exception):  # law 7 says so
            if krmoney.extract(line):
                found.append(line)
    return found


def beside_tokens(text: str) -> Iterator[str]:
    """Yield what is wrong when a token stands beside a figure of a text."""
    found = krmoney.extract(text)
    for each in found:
        if each.type in {"money", "percent"}:
            for placed in neighbours.placements(text, each.start, each.end):
                yield from neighbours.wrongs(placed, each, found)


# --- law 1


def whole_in_context(rng: Random) -> list[str]:
    """A figure among words that have nothing to do with it is read whole, or not at all."""
    text, figure, start = figures.in_context(rng)
    return [wrong for each in krmoney.extract(text) for wrong in _against(figure, start, each, text)]


def whole_beside_a_token(rng: Random) -> list[str]:
    """No token beside a figure makes a part of it a figure, or leaves itself out where it belongs to the number."""
    text, figure, start = figures.in_context(rng)
    found = krmoney.extract(text)
    end = start + len(figure.text)
    read = [each for each in found if (each.start, each.end) == (start, end)]
    if not read or _against(figure, start, read[0], text):
        return []  # another check says so
    placed = rng.choice(list(neighbours.placements(text, start, end)))
    return neighbours.wrongs(placed, read[0], found)


def _against(figure: Figure, start: int, found: Mention, text: str) -> list[str]:
    """Compare a mention with the figure that was written there."""
    end = start + len(figure.text)
    if found.type == "rate" or found.end <= start or end <= found.start:
        return []
    if (found.start, found.end) != (start, end):
        return [f"part: {found.text!r} of {figure.text!r} in {text!r}"]
    wrong = []
    if figure.kind != "vague" and (found.low, found.high) != (figure.low, figure.high):
        wrong.append("value")
    if (found.type, found.kind, found.low_inclusive, found.high_inclusive) != (
        figure.type,
        figure.kind,
        figure.low_inclusive,
        figure.high_inclusive if figure.kind != "vague" else found.high_inclusive,
    ):
        wrong.append("kind")
    if (found.currency and str(found.currency)) != figure.currency:
        wrong.append("currency")
    return [f"{what}: {found.text!r} is {_said(found)} in {text!r}" for what in wrong]


def _said(found: Mention) -> str:
    return f"{found.kind} {found.low}..{found.high} {found.currency or ''}".strip()


# --- law 2

GOODS = ("커피", "라떼", "표", "책", "세트", "아메리카노", "입장권")
PRICES = {"₩": "KRW", "$": "USD", "€": "EUR", "£": "GBP", "USD ": "USD", "EUR ": "EUR", "HK$": "HKD", "¥": None}


def price_lists(rng: Random) -> list[str]:
    """In a list of prices every symbol, code and word binds to the number beside it: 커피 2 ₩9,000, 표 3 €20."""
    before = rng.choice((True, True, False))
    text, expected = rng.choice(("", "메뉴: ", "2024 ")) if before else "", []
    for number in range(rng.randint(1, 4)):
        if number:
            text += rng.choice((" ", ", ", " / ", "\n", " · "))
        if rng.choice((True, False)):
            text += f"{rng.choice(GOODS)} "
            if before and rng.choice((True, False)):
                text += f"{rng.randint(1, 9)} "
        amount = rng.choice((str(rng.randint(2, 999)), f"{rng.randint(1, 99)},{rng.randint(0, 999):03d}"))
        if before:
            symbol = rng.choice(list(PRICES))
            price, currency = symbol + amount, PRICES[symbol]
        else:
            word = rng.choice(("원", "달러", "유로", " 위안", "€"))
            price, currency = amount + word, {"€": "EUR"}.get(word) or figures.WORDS[word.strip()]
        expected.append((len(text), price, Decimal(amount.replace(",", "")), currency))
        text += price
    found = {each.start: each for each in krmoney.extract(text)}
    wrong = []
    for start, price, value, currency in expected:
        each = found.pop(start, None)
        if each is None:
            wrong.append(f"missing: {price!r} in {text!r}")
        elif each.text != price or each.low != value or (currency and str(each.currency) != currency):
            wrong.append(f"wrong: {each.text!r} is {_said(each)} in {text!r}")
    return wrong + [f"bound: {each.text!r} is {_said(each)} in {text!r}" for each in found.values()]


# --- law 3


def short_ranges(rng: Random) -> list[str]:
    """A range with a short end shares one scale and one head; one that fits no rule is not read, and no part of it."""
    figure, readable = figures.short_range(rng)
    start, text = _framed(rng, figure.text)
    if figure.low == figure.high:
        return []
    found = [each for each in krmoney.extract(text) if each.start < start + len(figure.text) and start < each.end]
    if not readable:
        return [f"unreadable: {each.text!r} is {_said(each)} in {text!r}" for each in found]
    wrong = [wrong for each in found for wrong in _against(figure, start, each, text)]
    return wrong if found else [f"missing: {figure.text!r} in {text!r}"]


def full_ranges(rng: Random) -> list[str]:
    """A range whose ends both say all is one range."""
    figure = figures.full_range(rng)
    start, text = _framed(rng, figure.text + figure.after)
    return [wrong for each in krmoney.extract(text) for wrong in _against(figure, start, each, text)]


def bare_tails(rng: Random) -> list[str]:
    """Digits without a unit after 억 and 조 count in the next scale down, and one digit as a decimal."""
    head, at = rng.randint(1, 99), rng.randint(0, 1)
    (name, scale), (_, below) = figures.SCALES[at : at + 2]
    form = rng.choice(("commas", "digits", "hundreds", "one", "two", "units"))
    tail = rng.randint(1, 9)
    texts: dict[str, tuple[str, int | None]] = {
        "commas": (f"{tail},{tail}00", tail * 1100 * below),
        "digits": (f"{tail}500", (tail * 1000 + 500) * below),
        "hundreds": (f"{tail}50", (tail * 100 + 50) * below),
        "one": (str(tail), tail * scale // 10),
        "two": (f"{tail}5", None),
        "units": (f"{tail}천{tail}백", tail * 1100 * below),
    }
    written, rest = texts[form]
    text = f"{head}{name}{written}"
    wanted = None if rest is None else Decimal(head * scale + rest)
    wrong = []
    for whole, currency in ((text, "KRW"), (f"${text}", "USD")):
        try:
            got = krmoney.parse(whole, currency=currency)
        except krmoney.KrmoneyError:
            if wanted is not None:
                wrong.append(f"tail unread: {whole!r}")
            continue
        if wanted is None or got.amount != wanted:
            wrong.append(f"tail: {whole!r} is {got}")
    return wrong


def vague_tails(rng: Random) -> list[str]:
    """A vague tail keeps its head: 3만 몇천원 is one vague amount from 3만 to below 4만."""
    head = rng.randint(1, 9)
    name, scale, tail = rng.choice(
        (("조", 10**12, "수천억"), ("억", 10**8, "수천만"), ("만", 10**4, "몇천"), ("천", 1000, "몇백"))
    )
    text = f"{head}{name}{rng.choice(('', ' '))}{tail}{rng.choice(('', ' '))}원"
    start, whole = _framed(rng, text)
    return [
        f"vague: {each.text!r} is {_said(each)} in {whole!r}"
        for each in krmoney.extract(whole)
        if each.start < start + len(text)
        and start < each.end
        and (each.text, each.kind, each.low, each.high) != (text, "vague", head * scale, (head + 1) * scale)
    ]


def _framed(rng: Random, text: str) -> tuple[int, str]:
    """Put words around a figure that nothing binds to."""
    left = rng.choice(("", "값은 ", "예산은 모두 ", "(", "이번에 "))
    return len(left), left + text + rng.choice(("", "의 예산", "에 팔렸다", ".", ")", "씩 냈다"))


# --- law 4

# In the form that stands after a consonant and after a vowel.
PARTICLES = (
    ("을", "를"), ("은", "는"), ("이", "가"), ("과", "와"), ("으로", "로"), ("이라고", "라고"), ("이나", "나"),
    ("이라며", "라며"), ("이었다", "였다"), ("인데", "인데"), ("이면", "면"), ("이지만", "지만"), ("이라는", "라는"),
    ("이에요", "예요"),
    ("으로는", "로는"), ("으로도", "로도"), ("입니다", "입니다"), ("만으로", "만으로"),
    *((each, each) for each in ("의", "에", "도", "보다", "보다는", "에서는", "에만", "에도", "에는", "조차", "마저",
    "처럼", "씩", "까지만")),
)  # fmt: skip
_RIEUL = 8  # ㄹ takes 로 as a vowel does
# A figure, words that end in a particle and change the kind, and what the kind is.
MODIFIED = (
    ("이상은", "lower_bound"), ("이상이", "lower_bound"), ("이상의", "lower_bound"), ("이하로", "upper_bound"),
    ("이하까지", "upper_bound"), ("이하의", "upper_bound"), ("미만이", "upper_bound"), ("미만에서", "upper_bound"),
    ("초과는", "lower_bound"), ("대부터", "range"), ("대로", "range"), ("대에서", "range"), ("대까지", "range"),
    ("대가", "range"),
)  # fmt: skip
# Words that begin like a currency or a unit and are none.
LOOK_ALIKES = (
    "엔진", "엔딩", "엔터사", "유로파", "위안부", "위안거리", "원전", "원룸", "원자로", "원숭이", "원격지", "동네",
    "동아리", "전투", "전기차",
    "파운드리", "파운드케이크", "솔루션", "레이스", "센트럴", "루블린", "배우", "배터리", "프로그램", "프로젝트",
    "할인점", "할머니", "푼수",
)  # fmt: skip
# A country inside another word, and the currency that its name would give.
INNER = (
    ("교통수단을 갖춘 런던에서", "파운드", "GBP"), ("인도적 지원에 파키스탄이", "루피", "PKR"), ("행복이란 사우디에서",
    "리알", "SAR"),
    ("수단과 방법을 가리지 않고 런던에서", "파운드", "GBP"), ("파키스탄의 인도주의 단체가", "루피", "PKR"),
)  # fmt: skip
JE = ("어제", "이제", "카드결제", "부가세 면제", "문제", "규제", "경제", "실제", "언제나", "숙제", "전제")


def particles(rng: Random) -> list[str]:
    """A figure with a particle after it is read as without it, also after 이상, 이하 and 대."""
    number = rng.choice((3, 5, 12, 40, 700))
    unit = rng.choice(("억원", "만 원", "억 달러", "만 유로", "조원", "%", "프로", "배"))
    text = f"{number}{unit}"
    if rng.choice((True, False)) and unit not in {"배", "할", "프로"}:
        words, kind = rng.choice(MODIFIED)
        text += words if words.startswith("대") else f" {words}"
        if unit == "%" and kind == "range":
            return []
    else:
        after = rng.choice(PARTICLES)
        final = (ord(text[-1]) - ord("가")) % 28 if "가" <= text[-1] <= "힣" else 0
        text, kind = text + after[not final or (final == _RIEUL and after[1] == "로")], "point"
    whole = f"{rng.choice(('', '지난해 ', '모두 '))}{text} {rng.choice(('거래됐다.', '그렇다.', '나왔다'))}"
    found = [each for each in krmoney.extract(whole) if each.type != "rate"]
    if not found:
        return [f"lost: {whole!r}"]
    each = found[0]
    wrong = len(found) > 1 or each.text != f"{number}{unit}" or each.kind != kind
    return [f"wrong: {each.text!r} is {_said(each)} in {whole!r}"] if wrong else []


def look_alikes(rng: Random) -> list[str]:
    """A word that only begins like a currency is none, and a place inside a word decides nothing."""
    number = rng.choice(("3", "5", "12", "2024", "40"))
    form = rng.choice(("after", "inside", "je"))
    if form == "after":
        text = f"{rng.choice(('', '새 ', '모두 '))}{number}{rng.choice(('', ' '))}{rng.choice(LOOK_ALIKES)}에 관한 글"
        return [f"look-alike: {each.text!r} is {_said(each)} in {text!r}" for each in krmoney.extract(text)]
    if form == "inside":
        place, word, code = rng.choice(INNER)
        text = f"{place} {number}억 {word}를 냈다"
        return [
            f"place: {each.text!r} is {each.currency} in {text!r}"
            for each in krmoney.extract(text)
            if each.currency not in {None, code}
        ]
    text = f"{rng.choice(JE)} {number}만{rng.choice(('', ' '))}{rng.choice(('원', '달러', '2000원'))}을 냈다"
    figure = text[text.index(number) : text.index("을")]
    found = [each.text for each in krmoney.extract(text)]
    return [] if found == [figure] else [f"after 제: {found} in {text!r}"]


# --- law 5

COINS = ("USDT", "USDC", "BTC", "ETH", "테더", "리플", "도지", "비트코인", "이더리움", "포인트", "코인", "토큰")
OTHERS = (
    *COINS, "신셰켈", "HK 달러", "위엔", "元", "美元", "크로나", "페소",
    "루피", "디르함", "바트", "동", "링깃", "달러", "유로", "엔", "위안", "USD", "EUR", "JPY", "SEK", "INR", "TRY",
    "$", "€", "£", "¥", "₹", "₫",
    "kr", "SG$", "US$", "CHF", "R$", "zł",
)  # fmt: skip
CUES = ("투자", "매출", "돌파", "규모", "기부", "손실", "예산", "대출")


def own_money(rng: Random) -> list[str]:
    """Won is never assumed where a currency, a code or a coin stands beside the number."""
    number = f"{rng.randint(1, 99)}{rng.choice(('억', '조', '만', '억5000만', '억 2000만', '천억'))}"
    other, gap = rng.choice(OTHERS), rng.choice(("", " "))
    left = rng.choice(("", f"{rng.choice(CUES)} ", "회사는 "))
    right = rng.choice(("", f" {rng.choice(CUES)}", "를 냈다", " 이상", "대", " 규모"))
    after = other in COINS or rng.choice((True, False))  # 비트코인 1억 돌파 is in won
    text = left + (number + gap + other if after else other + gap + number) + right
    return [f"won: {each.text!r} in {text!r}" for each in krmoney.extract(text) if each.currency == "KRW"]


# --- law 6


def looks_of_made_text(rng: Random) -> list[str]:
    """Another look of a sentence changes no value, no kind and no link."""
    text, _, _ = figures.in_context(rng)
    if rng.choice((True, False)):
        foreign, won = figures.money(rng), rng.choice(("3조 9900억원", "4500만 원", "12만3000원", "약 700원"))
        text += rng.choice((" ", "\n")) + f"회사는 {foreign.text}({won})를 냈다."
    return looks.differences(text, rng.choice(list(looks.LOOKS)), rng)


# --- law 7

PIECES = (
    *"0123456789일이삼사오육칠팔구영공십백천만억조경해자양여수몇三十百千萬億兆,.%~∼～–—-()[]△▲+ 　¥'’/=^×½\\_*|<>&{}#:",
    *("\u00a0", "\u200b", "\u00ad", "\ufeff", "\n", "\t", "\x00", "🙂", "é", "²", "٣", "Ⅳ", "１２", "，", "．",
    "\u2066", "\u2069", "\ufe0f"),
    *("\u3164", "\r\n", "\u2028", "\u1100", "\u1161", "\u11ab", "\ud800", "**", "<b>", "</b>", "&nbsp;", "<td>", "“",
    "”", "‘"),
    *figures.WORDS,
    *figures.SYMBOLS,
    *figures.CODES,
    *figures.MAGNITUDES,
    *figures.PERCENT,
    *OTHERS,
    *CUES,
    *(word for before, after, _, _ in figures.BOUNDS for word in (before, after) if word),
    *("에서 ", "부터 ", "까지", " 사이", "대", "선", "가량", "정도", "약 ", "제", "명", "할", "푼", "배", "센트", "전",
    "펜스", "프로"),
    *("1인당 ", "배럴당 ", "매년 ", "월 ", "우리 돈 ", "한화로 ", "미화 ", "홍콩 ", "스웨덴 ", "멕시코 ", "이집트 ",
    "환율은 ", "원·달러 ", "1달러="),
    *("달러당 ", "100엔당 ", "마이너스 ", "감소", "증가했다", "보증금 ", "월세 ", "(단위: 백만원)", "억원", "만원",
    "(약 ", ")", "내지 ", "또는 "),
)  # fmt: skip


def made_text(rng: Random) -> str:
    """Make any text: of pieces, of figures in words, or of these with a few characters changed."""
    form = rng.choice(("pieces", "figures", "changed", "changed", "short range"))
    if form == "pieces":
        return "".join(rng.choice(PIECES) for _ in range(rng.randint(0, 20)))
    if form == "short range":
        text = figures.short_range(rng)[0].text
    else:
        text = rng.choice(("", " ", "\n", ", ")).join(figures.in_context(rng)[0] for _ in range(rng.randint(1, 3)))
    return changed(rng, text) if form == "changed" else text


def changed(rng: Random, text: str) -> str:
    """Delete, double, swap or replace a few pieces of a text."""
    for _ in range(rng.randint(1, 4)):
        at = rng.randint(0, len(text))
        until = min(len(text), at + rng.choice((1, 1, 2, 5)))
        form = rng.choice(("insert", "insert", "replace", "delete", "double"))
        made = {"delete": "", "double": text[at:until] * 2}
        piece = made[form] if form in made else rng.choice(PIECES)
        text = text[:at] + piece + text[at if form == "insert" else until :]
    return text


def any_text(rng: Random) -> list[str]:
    """Any text gives mentions that hold together."""
    text = made_text(rng)
    return [f"{fault} in {text!r}" for fault in faults(text)]


LAWS: dict[int, tuple[Callable[[Random], list[str]], ...]] = {
    1: (whole_in_context, whole_beside_a_token),
    2: (price_lists,),
    3: (short_ranges, full_ranges, bare_tails, vague_tails),
    4: (particles, look_alikes),
    5: (own_money,),
    6: (looks_of_made_text,),
    7: (any_text,),
}
