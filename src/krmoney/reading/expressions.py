"""A text that is one expression and nothing else → its figures, or an error that says what is wrong."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Final

from krmoney import numerals
from krmoney.errors import ParseError
from krmoney.language import marked, translate
from krmoney.reading import modifiers
from krmoney.reading.numbers import scan
from krmoney.reading.patterns import lazy
from krmoney.reading.restatements import bare_won, named, restates_to_the_end
from krmoney.reading.source import Source

if TYPE_CHECKING:
    from collections.abc import Iterator

    from krmoney.reading.figures import Figure
    from krmoney.reading.vocabulary import Vocabulary

__all__ = ["Given", "plain", "whole"]

_NUMERAL: Final = lazy(
    f"[0-9{''.join(numerals.DIGITS)}{''.join(numerals.UNITS)}{''.join(numerals.SCALES)}수몇數幾]|{'|'.join(numerals.NATIVE)}"
)
_BRACKETED: Final = lazy(r"\([^ ()][^()]*[^ ()]\)")
_LEFT_END: Final = lazy("[0-9][0-9.,]*[~–-]")
_OPENS: Final = lazy(r" ?\( ?")
_CLOSES: Final = lazy(r" ?(?:정|整)? ?\)")
_MOST_STARTS: Final = 8  # places to look for a numeral: words before it can contain numeral syllables
_SHOWN: Final = 20  # characters of an unread rest that a message repeats
_NEEDED: Final = marked("write an amount such as 4억5000만 달러")
_MOST_TEXT: Final = 1000  # characters; an expression is a line, not a document


class Given:
    """The text as given, after its context if it has one, and the part of the canonical text to read."""

    def __init__(self, text: str, context: str) -> None:
        """Normalise the text with its context.

        Args:
            text: the text to read.
            context: other text, read as if it were the line before.

        Raises:
            ParseError: the text is too long to be an expression.
        """
        if len(text) > _MOST_TEXT:
            message = translate(
                "an expression has at most {most} characters, this has {length}", most=_MOST_TEXT, length=len(text)
            )
            hint = translate("krmoney.extract reads texts of any length")
            raise ParseError(message, text, (_MOST_TEXT, len(text)), hint)
        self.text = text
        whole = f"{context}\n{text}" if context else text
        self.shift = len(whole) - len(text)
        self.source = Source(whole)
        self.normal = self.source.text
        begin = self.source.position(self.shift)
        self.stop = len(self.normal.rstrip())
        while begin < self.stop and self.normal[begin].isspace():
            begin += 1
        self.begin = begin
        self._unwrap()

    def _unwrap(self) -> None:
        """Leave out a full stop at the end, and brackets around the whole: ``(3억원)``."""
        written = self.normal[self.begin : self.stop]
        if written[-1:] == "." and not written[-2:-1].isdecimal():
            self.stop -= 1
        elif _BRACKETED.fullmatch(written):
            self.begin, self.stop = self.begin + 1, self.stop - 1

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return a span of the canonical text as a span of the text that was given."""
        start, end = self.source.span(start, end)
        return max(0, start - self.shift), max(0, end - self.shift)

    def starts(self, begin: int) -> Iterator[int]:
        """Yield the places from `begin` on at which a numeral may start."""
        found = _NUMERAL.finditer(self.normal, begin, self.stop)
        return (match.start() for match in islice(found, _MOST_STARTS))


def whole(given: Given, vocabulary: Vocabulary) -> list[Figure]:
    """Return the one expression that the text is, with the restatement after it if there is one.

    Raises:
        ParseError: the text is something else, or more.
    """
    longest: Figure | None = None
    for start in given.starts(given.begin):
        if longest and start < longest.end:
            continue
        found = modifiers.read(given.normal, vocabulary, start)
        if found is None or _is_word(given.normal, found):
            continue
        if found.left <= given.begin:
            found = _named_in_brackets(given, vocabulary, found)
            if found.right >= given.stop or _said_twice(given, vocabulary, found):
                return [found]
            if again := _restated(given, vocabulary, found):
                return [found, *again]
        elif found.unit is None and (pair := _named(given, vocabulary, found)):
            return pair
        wider = longest is None or found.right - found.left > longest.right - longest.left
        if wider and not _is_piece(given.normal, found):
            longest = found
    raise _refusal(given, vocabulary, longest)


def _is_piece(text: str, found: Figure) -> bool:
    """Tell whether an amount is only a piece of a number (the 0 of 10) or of a word (the 공 of 공시)."""
    numeral = found.first.numeral
    before, after = text[found.start - 1 : found.start], text[found.end : found.end + 1]
    if text[numeral.start].isdecimal():
        return found.start == numeral.start and before.isdecimal()
    return found.unit is None and ("가" <= before <= "힣" or "가" <= after <= "힣")


def _is_word(text: str, found: Figure) -> bool:
    """Tell whether a digit's syllable and a currency are a word: 공원 is a park, 이유로 is "for a reason".

    Hanja (一원) and amounts in the form of contracts (일금 오원정) are not such words.
    """
    numeral, last = text[found.first.numeral.start : found.first.numeral.end], found.last
    if numeral not in numerals.DIGITS or not "가" <= numeral <= "힣" or last.word is None or found.first is not last:
        return False
    if text.startswith(("정", "整"), last.end) or text[found.left : found.start].rstrip().endswith(("금", "金")):
        return False
    return text[last.word_start - 1] != " " and (last.word.everyday_word or last.end - last.word_start == 1)


def _named_in_brackets(given: Given, vocabulary: Vocabulary, found: Figure) -> Figure:
    """Return a number with the currency in brackets after it, as in cells: ``1.77(US$)``."""
    text = given.normal
    opened = _OPENS.match(text, found.end) if found.unit is None else None
    word = vocabulary.currencies.match(text, opened.end()) if opened else None
    closed = _CLOSES.match(text, word[0]) if word else None
    if word is None or closed is None or closed.end() < given.stop:
        return found
    return found.assign_currency(word[1], None)._replace(right=closed.end())


def _said_twice(given: Given, vocabulary: Vocabulary, found: Figure) -> bool:
    """Tell whether brackets repeat the amount, in words or digits: ``1,234원(일금 천이백삼십사원정)``.

    Raises:
        ParseError: the two disagree.
    """
    text = given.normal
    opened = _OPENS.match(text, found.right)
    if opened is None or found.word is None or found.kind != "point":
        return False
    for start in given.starts(opened.end()):
        again = modifiers.read(text, vocabulary, start)
        closed = _CLOSES.match(text, again.right) if again else None
        if again is None or closed is None or again.left > opened.end() or closed.end() < given.stop:
            continue
        if again.word is None or again.word.codes != found.word.codes or again.kind != "point":
            return False
        if again.low != found.low:
            one, two = text[found.start : found.end], text[again.start : again.end]
            message = translate("{one} and {two} are not the same amount", one=one, two=two)
            raise ParseError(
                message, given.text, given.span(again.start, again.end), translate("one of the two is wrong")
            )
        return True
    return False


def _named(given: Given, vocabulary: Vocabulary, bare: Figure) -> list[Figure]:
    """Return a number after a currency's name, and what restates it in brackets: ``체코 코루나 500(약 3만원)``."""
    text = given.normal
    opened = _OPENS.match(text, bare.end)
    for start in given.starts(opened.end()) if opened else ():
        again = modifiers.read(text, vocabulary, start)
        one = named(text, vocabulary, again) if again else None
        if again and one and one.left <= given.begin:
            return [one, again] if restates_to_the_end(text, vocabulary, [one, again], given.stop) else []
    return []


def _restated(given: Given, vocabulary: Vocabulary, one: Figure) -> list[Figure]:
    """Return the restatements that fill the rest of the text, if that is what the rest is."""
    normal = given.normal
    if (bare := bare_won(normal, vocabulary, one)) and normal[bare.end : given.stop].strip() == ")":
        return [bare]
    found = [one]
    for start in given.starts(one.right):
        again = modifiers.read(normal, vocabulary, start) if start >= found[-1].end else None
        if again and again.unit is not None:
            found.append(again)
            if restates_to_the_end(normal, vocabulary, found, given.stop):
                return found[1:]
    return []


def _refusal(given: Given, vocabulary: Vocabulary, longest: Figure | None) -> ParseError:
    """Return the error for a text that is not one expression, with what would be read."""
    text, normal, begin, stop = given.text, given.normal, given.begin, given.stop
    if begin >= stop:
        return ParseError(translate("nothing to read"), text, (0, len(text)), translate(_NEEDED))
    numeral = next((scan(normal, start) for start in given.starts(begin)), None)
    if numeral and numeral.fault:
        ended = [stop for stop in numeral.stops if normal[stop.end - 1] in numerals.SCALES]
        last = next(reversed(ended or numeral.stops), None)
        hint = (
            translate("{number} alone would be {value:,}", number=normal[last.start : last.end], value=last.value)
            if last
            else ""
        )
        return ParseError(translate(numeral.fault), text, given.span(*numeral.culprit), hint)
    if longest is None:
        word = vocabulary.currencies.match(normal, begin)
        message = (
            translate("a currency without a number") if word and word[0] >= stop else translate("no amount in the text")
        )
        return ParseError(message, text, given.span(begin, stop), translate(_NEEDED))
    piece = normal[longest.start : longest.end]
    hint = translate("without it, {piece} would be read", piece=piece)
    if longest.left > begin:
        before = normal[begin : longest.left].strip()
        if _LEFT_END.fullmatch(before) and longest.kind == "point":
            left = before[:-1].rstrip()
            return ParseError(
                translate("{left} and {right} are not the ends of a range", left=left, right=piece),
                text,
                given.span(begin, longest.end),
                translate("write both ends in full, the lower one first"),
            )
        word = vocabulary.currencies.match(before, 0)
        if word and word[0] == len(before) and longest.unit is None:
            hint = translate(
                "write the currency name after the number: {better}",
                better=f"{piece}{' ' * before.isascii()}{before}",
            )
        return ParseError(
            translate("cannot read {before!r} before the amount", before=before),
            text,
            given.span(begin, longest.left),
            hint,
        )
    rest = normal[longest.right : stop].strip()
    shown = rest if len(rest) <= _SHOWN else rest[:_SHOWN] + "…"
    return ParseError(
        translate("cannot read {rest!r} after the amount", rest=shown), text, given.span(longest.right, stop), hint
    )


def plain(text: str, vocabulary: Vocabulary) -> Figure | None:
    """Return the most common case, one amount that needs no words around it, without looking for more."""
    normal = Source(text).text
    match = _NUMERAL.search(normal)
    found = modifiers.read(normal, vocabulary, match.start()) if match else None
    if found is None or found.unit != "money" or found.kind != "point" or _is_word(normal, found):
        return None
    if found.left or found.right != len(normal):
        return None
    word = found.last.word
    if word is None or word.default is None or word.place_decides or found.per:
        return None
    return found._replace(currency=word.default)
