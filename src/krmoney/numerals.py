"""Korean numerals: the one table of digits, units and scales, for reading and for writing."""

from __future__ import annotations

from typing import Final, Literal, NamedTuple

__all__ = [
    "DIGITS",
    "NATIVE",
    "PAIRS",
    "PIECES",
    "SCALES",
    "UNITS",
    "Script",
    "column",
]

Script = Literal["arabic", "hangul", "hanja", "formal"]


class _Row(NamedTuple):
    """How one digit, unit or scale is written in each script; `variants` are only read."""

    hangul: str
    hanja: str
    formal: str  # 갖은자, of contracts and cheques
    variants: str = ""

    @property
    def spellings(self) -> str:
        """Every character that is read for it."""
        return "".join(dict.fromkeys("".join(self)))


# One table for reading and writing. 구 (10^32) and what is above it are left out: 구 is nine.
_DIGITS: Final = (
    _Row("영", "零", "零", "공〇"),
    _Row("일", "一", "壹", "壱"),
    _Row("이", "二", "貳", "贰弐"),
    _Row("삼", "三", "參", "叁参"),
    _Row("사", "四", "四", "肆"),
    _Row("오", "五", "五", "伍"),
    _Row("육", "六", "六", "륙陸"),
    _Row("칠", "七", "七", "柒漆"),
    _Row("팔", "八", "八", "捌"),
    _Row("구", "九", "九", "玖"),
)
_UNITS: Final = {1: _Row("십", "十", "拾"), 2: _Row("백", "百", "百", "佰"), 3: _Row("천", "千", "千", "仟阡")}
_SCALES: Final = {
    4: _Row("만", "萬", "萬", "万"),
    8: _Row("억", "億", "億", "亿"),
    12: _Row("조", "兆", "兆"),
    16: _Row("경", "京", "京"),
    20: _Row("해", "垓", "垓"),
    24: _Row("자", "秭", "秭"),
    28: _Row("양", "穰", "穰"),
}

DIGITS: Final = {char: value for value, row in enumerate(_DIGITS) for char in row.spellings}
UNITS: Final = {char: 10**power for power, row in _UNITS.items() for char in row.spellings}
SCALES: Final = {char: 10**power for power, row in _SCALES.items() for char in row.spellings}

PIECES: Final = frozenset(DIGITS) | frozenset(UNITS) | frozenset(SCALES)  # every syllable that a numeral can hold


def column(script: Literal["hangul", "hanja", "formal"]) -> tuple[str, str, str]:
    """Return the digits, units and scales of a script, lowest first."""
    one, two, three = (
        "".join(getattr(row, script) for row in rows) for rows in (_DIGITS, _UNITS.values(), _SCALES.values())
    )
    return one, two, three


# Native numerals count times: 두 배.
NATIVE: Final = {
    "한": 1, "두": 2, "세": 3, "네": 4, "다섯": 5, "여섯": 6, "일곱": 7, "여덟": 8, "아홉": 9, "열": 10, "스무": 20,
}  # fmt: skip
# Native pairs of neighbours: 두세 배, 서너 천만 원.
PAIRS: Final = {
    "한두": (1, 2), "두세": (2, 3), "두서너": (2, 4), "서너": (3, 4), "너댓": (4, 5), "네댓": (4, 5), "네다섯": (4, 5),
    "대여섯": (5, 6), "예닐곱": (6, 7), "일고여덟": (7, 8), "여덟아홉": (8, 9),
}  # fmt: skip
