"""Why a text is read the way it is: what each stage looked at, read, decided or dropped, and which row of data decided.

The reader takes notes (`trace`); this module turns them into text.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from itertools import pairwise, zip_longest
from typing import TYPE_CHECKING, Any, Final, NamedTuple, overload

from krmoney._hooks import hook
from krmoney.data import FOLDER
from krmoney.language import marked, translate
from krmoney.reading.figures import PERCENT
from krmoney.reading.numbers import scan
from krmoney.reading.patterns import lazy
from krmoney.reading.source import WRAP
from krmoney.reading.surroundings import coins
from krmoney.reading.trace import Note
from krmoney.reading.traps import CODED
from krmoney.values import plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from krmoney.reading.figures import Figure
    from krmoney.reading.source import Source
    from krmoney.reading.trace import Dropped, Trace
    from krmoney.reading.vocabulary import Vocabulary
    from krmoney.values import Evidence

__all__ = ["Explanation", "Step", "comments", "explained"]


class Step(NamedTuple):
    """One step of an explanation.

    Attributes:
        stage: the stage of the step; the module of that name in ``krmoney/reading`` has its rules.
        outcome: ``looked``, ``read``, ``decided`` or ``dropped``.
        start: where it begins in the text as given, in code points.
        end: where it ends, exclusive.
        text: the slice.
        says: what happened, in words.
        by: the row, the list of words or the law that decided; empty if there is none.
        words: the words that decided; empty if there are none.
        words_start: where these words begin.
        words_end: where they end.
        data: the line of data with the row or the word, such as ``traps.toml:68``; empty if code decides.
    """

    stage: str
    outcome: str
    start: int
    end: int
    text: str
    says: str
    by: str = ""
    words: str = ""
    words_start: int = 0
    words_end: int = 0
    data: str = ""


@dataclass(frozen=True, slots=True)
class Explanation(Sequence[Step]):
    """Why a text is read the way it is: the steps of the reader, by figure, in order.

    Attributes:
        text: the text, exactly as given.
        canonical: the text as the stages see it.
        steps: the steps.
    """

    text: str
    canonical: str
    steps: tuple[Step, ...]

    @overload
    def __getitem__(self, index: int) -> Step: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Step, ...]: ...
    def __getitem__(self, index: int | slice) -> Step | tuple[Step, ...]:
        """Return one step, or a slice of them."""
        return self.steps[index]

    def __len__(self) -> int:
        """Count the steps."""
        return len(self.steps)

    def rows(self) -> list[dict[str, Any]]:
        """Return the steps as rows of plain values, for a table or for JSON."""
        return [step._asdict() for step in self.steps]

    def __str__(self) -> str:
        """List the steps, one on each line, below the part of the text that they are about."""
        if not self.steps:
            return (
                translate(
                    "nothing in this text looks like a figure: no digit is next to a scale, a currency or %, and no "
                    "numeral in syllables is before a currency"
                )
                + " (anchors.py)"
            )
        lines = [] if self.canonical == self.text else [translate("read as: {canonical}", canonical=self.canonical)]
        for group in self.groups():
            widest = max(group, key=lambda step: step.end - step.start)
            lines.append(_placed(widest.text, widest.start, widest.end))
            lines += [f"  {step.stage:13} {step.says}{_tail(step)}" for step in group]
        return "\n".join(lines)

    def groups(self) -> list[tuple[Step, ...]]:
        """Return the steps by the part of the text that they are about."""
        groups: list[list[Step]] = []
        for step in self.steps:
            if step.outcome == "looked" or not (groups and any(_overlap(step, each) for each in groups[-1])):
                groups.append([])
            groups[-1].append(step)
        return [*map(tuple, groups)]

    def _repr_html_(self) -> str:
        """Show the steps in a notebook."""
        html: str = hook("explanation_html")(self)
        return html


def _overlap(one: Step, two: Step) -> bool:
    return one.start < two.end and two.start < one.end


def _placed(text: str, start: int, end: int) -> str:
    return translate("“{text}” at {start}–{end}", text=text, start=start, end=end)


def _tail(step: Step) -> str:
    shown = step.words.replace("\n", "⏎")
    words = _placed(shown, step.words_start, step.words_end) if step.words else ""
    told = ", ".join(filter(None, (words, step.data)))
    return f" ({told})" if told else ""


# Reasons in the code to drop something, by the names that the stages use.
_LAWS: Final = {
    "unread_piece": marked("a number is read whole or not at all, and a piece of this one before it cannot be read"),
    "malformed": marked("a number is read whole or not at all, and this one cannot be"),
    "no_figure": marked("no unit can follow this number, no range begins with it, or a piece of it would stay unread"),
    "needs_evidence": marked("this word is a currency only next to its country or in a restatement"),
    "elided": marked("the option elided=False leaves out amounts without a currency word"),
    "no_scale": marked("a number without a unit and without 만, 억 or 조 is not money"),
    "is_a_word": marked("these syllables are a word as often as a number"),
    "another_currency": marked("a currency or a coin follows, so won is not what is left out"),
    "another_number": marked("another number follows"),
    "people": marked("it counts people"),
    "counted_noun": marked("it may count the subject or object directly after it"),
    "machines": marked("대 counts machines here"),
    "contracts": marked("it counts contracts"),
    "word_goes_on": marked("the word goes on after the number"),
    "group": marked("조 is a group or an article of law here"),
    "no_cue": marked("no word about money is near, so the number may count anything"),
}
_LISTS: Final = {"counter": marked("it counts something"), "other": marked("the clause is about people or things")}
# The descriptions of the traps in code; those in traps.toml have a comment.
_CODED: Final = {
    "part_of_a_word": marked("the currency word is the beginning of another word"),
    "year": marked("the number is a year before a word that begins like a currency"),
    "only_syllables": marked(
        "these syllables are an everyday word unless a particle, a price or a verb shows that they are money"
    ),
}
_WORD: Final = lazy(r"[가-힣A-Za-z]*")
_NEXT_WORD: Final = lazy(r" ?([^\s.,()]{1,12})")
_NUMBER: Final = lazy(rf"[0-9½⅓⅔¼¾⅛,.'_^/⁄]*[0-9½⅓⅔¼¾⅛{WRAP}]")
_NUMBER_BEFORE: Final = lazy(r"(?:\{\w*\}|[0-9][0-9,.만억조천]*.?)$")
_MOST_BETWEEN: Final = 20  # characters between two amounts that a person might expect to be linked

_REASONS: Final = {
    ("elided", "cue"): marked("won is left out: a word about money is next to it"),
    ("elided", "noun"): marked("won is left out: a noun for money is directly before it"),
    ("elided", "listing"): marked("won is left out: a deposit and a rent are written in 만"),
    ("elided", "period"): marked("won is left out: the text says how often or for what it is paid"),
    ("elided", "own"): marked("a word before it says whose money it is"),
    ("elided", "restatement"): marked("won is left out: it restates the amount before the bracket"),
    ("elided", "neighbour"): marked("won is left out: the text has the same amount with 원"),
    ("elided", "scale"): marked("won is left out: 억 without a counter seldom counts anything else"),
    ("currency", "place"): marked("the text names a place that uses it"),
    ("currency", "own"): marked("a word before it says whose money it is"),
    ("currency", "rate"): marked("the quoted rate is near what it is worth"),
    ("currency", "neighbour"): marked("the same name means it nearby"),
    ("currency", "prefer"): marked("the option prefer chooses it"),
    ("currency", "default"): marked("the name alone means it"),
    ("sign", "cue"): marked("a word for a change applies to it"),
}
# The lists of cues.toml, or the files, with the words of a reason.
_LISTS_OF: Final = {"elided": ("income", "money_verbs", "money"), "sign": ("short", "down", "up")}


def explained(source: Source, vocabulary: Vocabulary, trace: Trace) -> Explanation:
    """Turn the notes of a reading into an explanation."""
    teller = _Teller(source, vocabulary)
    groups: list[list[Step]] = []  # one for each place, in order
    starts: list[int] = []

    def add(steps: list[Step], *, new: bool = False) -> None:
        last = bisect_left(starts, steps[0].end) - 1
        if not new and last >= 0 and any(_overlap(steps[0], each) for each in groups[last]):
            groups[last] += steps
        else:
            groups.insert(last + 1, steps)
            starts.insert(last + 1, steps[0].start)

    for note, following in zip_longest(trace.notes, trace.notes[1:]):
        if steps := teller.tell(note, following):
            add(steps, new=note.outcome == "looked")
    for step in (*teller.unlinked(), *teller.unsigned()):
        add([step])
    return Explanation(source.given, source.text, tuple(step for group in groups for step in group))


class _Teller:
    """Turns notes into steps."""

    def __init__(self, source: Source, vocabulary: Vocabulary) -> None:
        self.source = source
        self.vocabulary = vocabulary
        self._known: dict[tuple[int, int], Figure] = {}  # those that no stage dropped, in their last state

    def tell(self, note: Note, following: Note | None) -> list[Step]:
        """Return the steps of one note; the next note shows whether anything was read at a place."""
        figure = note.figure
        if figure is None:
            looked = self._step(note, translate("a figure can begin here"))
            if not following or not following.figure or following.start > note.end or following.end <= note.start:
                return [looked, self._nothing(note._replace(stage="figures", outcome="dropped"))]
            return [looked]
        before = self._known.get((figure.start, figure.end))
        if note.outcome == "dropped":
            self._known.pop((figure.start, figure.end), None)
            return self._dropped(note)
        self._known[figure.start, figure.end] = figure
        if note.outcome == "read":
            return [self._step(note, translate("read as {said}", said=_said(figure))), *self._modifiers(note, figure)]
        return self._decided(note, figure, before)

    def _step(self, note: Note, says: str, by: str = "", words: tuple[int, int] | None = None, data: str = "") -> Step:
        start, end = self.source.span(note.start, note.end)
        given = self.source.given
        words_start, words_end = self.source.span(*words) if words else (start, start)
        return Step(
            note.stage, note.outcome, start, end, given[start:end], says, by,
            given[words_start:words_end], words_start, words_end, data,
        )  # fmt: skip

    def _nothing(self, note: Note) -> Step:
        """Explain why nothing was read where a figure can begin."""
        text = self.source.text
        found = scan(text, note.start)
        number = _NUMBER.match(text, found.culprit[0])
        if found.fault:
            span = number.span() if number else found.culprit
            fault = "" if span[1] > found.culprit[1] else f": {translate(found.fault)}"
            return self._step(note, _dropped(_LAWS["malformed"]) + fault, "malformed", span, "numbers.py")
        return self._step(note, _dropped(_LAWS["no_figure"]), "no_figure", None, "amounts.py, ranges.py")

    def unlinked(self) -> Iterator[Step]:
        """Yield a step for neighbouring amounts of two currencies that are not linked."""
        text = self.source.text
        amounts = [each for _, each in sorted(self._known.items()) if each.unit == "money" and not each.rate]
        for one, two in pairwise(amounts):
            between = text[one.end : two.start]
            apart = len(between) > _MOST_BETWEEN or "\n" in between or ". " in between
            if (
                apart
                or two.restates
                or two.equals is not None
                or one.equals is not None
                or not one.word
                or not two.word
            ):
                continue
            if set(one.word.codes).isdisjoint(two.word.codes):
                at = one.end + len(between) - len(between.lstrip())
                words = (at, at + len(between.strip()))
                first = text[one.start : one.end]
                says = translate(
                    "not linked with {first}: nothing between them says that they are the same",
                    first=first,
                )
                note = Note("restatements", "decided", two.start, two.end, two)
                yield self._step(note, says, "no_joint", words, "restatements.toml")

    def unsigned(self) -> Iterator[Step]:
        """Yield a step for each percentage without a sign from a word."""
        for each in self._known.values():
            if each.unit in PERCENT and not any(why.question == "sign" for why in each.why):
                note = Note("signs", "decided", each.start, each.end, each)
                yield self._step(
                    note, translate("as written: no word for a change applies to it"), "level", None, "signs.py"
                )

    def _dropped(self, note: Note) -> list[Step]:
        why = note.why
        if why is None:
            return []
        if note.stage != "elision" and note.figure:  # what it would be read as
            read = [
                self._step(
                    note._replace(stage="figures", outcome="read"), translate("read as {said}", said=_said(note.figure))
                )
            ]
            return [*read, *self._because(note, why)]
        return self._because(note, why)

    def _because(self, note: Note, why: Dropped) -> list[Step]:
        words = self.source.text[why.start : why.end]
        if why.by in _LISTS:
            data = self._line("cues", words, why.by)
            return [self._step(note, _dropped(_LISTS[why.by]), why.by, (why.start, why.end), data)]
        if why.by in _LAWS:
            data = self._line("currencies", words) if why.by == "needs_evidence" else ""
            span, list_name = self._law_words(why)
            data = data or self._line("cues", self.source.text[slice(*span)].strip(), list_name)
            return [self._step(note, _dropped(_LAWS[why.by]), why.by, span, data or f"{note.stage}.py")]
        data, what = self._trap(why.by, words)
        end = why.end
        if why.by in _CODED and (goes_on := _WORD.match(self.source.text, end)):
            what, end = _CODED[why.by], goes_on.end()
        says = translate("dropped: trap {name}", name=why.by) + (f", {translate(what)}" if what else "")
        return [self._step(note, says, why.by, (why.start, end), data)]

    def _law_words(self, why: Dropped) -> tuple[tuple[int, int], str]:
        """Return the whole words that a law refers to, and the list of cues that may contain them."""
        text = self.source.text
        if why.by == "unread_piece" and (number := _NUMBER_BEFORE.search(text, max(0, why.start - 20), why.start + 1)):
            return (number.start(), why.end), ""
        if why.by == "another_currency" and (word := _NEXT_WORD.match(text, why.end)):
            coin = self.vocabulary.derive(coins).match(text, word.start(1))
            if coin:
                return coin.span(), "coin" if coin[0][0] >= "가" else "coin_code"
            return word.span(1), ""
        if why.by == "word_goes_on" and (word := _WORD.match(text, why.start)):
            return word.span(), ""
        return (why.start, why.end), ""

    def _modifiers(self, note: Note, figure: Figure) -> list[Step]:
        """Explain the words next to a figure that belong to it: hedges, bounds, 당, periods."""
        steps = []
        for start, end in ((figure.left, figure.start), (figure.end, figure.right)):
            words = self.source.text[start:end].strip()
            if words:
                says = translate("the words beside it belong to it: {modified}", modified=_modified(figure))
                at = start + self.source.text[start:end].index(words)
                data = self._hedge(start, end, after=end == figure.right and start == figure.end)
                steps.append(self._step(note._replace(stage="modifiers"), says, "hedges", (at, at + len(words)), data))
        return steps

    def _decided(self, note: Note, figure: Figure, before: Figure | None) -> list[Step]:
        steps = [self._evidence(note, figure, each) for each in figure.why[len(before.why) if before else 0 :]]
        if figure.elided and (before is None or before.elided is None):
            steps.append(self._evidence(note, figure, figure.elided))
        elif note.stage == "elision":
            steps.append(
                self._step(note, translate("it shares the unit of the next in its list: {said}", said=_said(figure)))
            )
        if note.stage == "currencies" and not steps and not figure.elided:
            steps += self._by_name(note, figure)
        if figure.quote and (before is None or before.quote is None):
            says = translate("linked with {text}, the same amount in another currency", text=figure.quote.text)
            says += f": {figure.quote.rate}" if figure.quote.rate else ""
            if not figure.quote.plausible:
                says += translate("; not plausible: far from what the currency is worth")
            steps.append(self._step(note, says, "quote"))
        if figure.restates and (before is None or before.restates is None):
            start, end = figure.restates
            words, data = self._joint(figure, (start, end))
            steps.append(
                self._step(
                    note, translate("it restates {first}", first=self.source.given[start:end]), "joint", words, data
                )
            )
        if figure.equals is not None and (before is None or before.equals is None):
            steps.append(self._step(note, translate("it states a rate with the next amount")))
        if figure.rate:
            steps.append(self._step(note, translate("the text states a rate: {rate}", rate=figure.rate)))
        return steps

    def _by_name(self, note: Note, figure: Figure) -> list[Step]:
        """Explain a currency that its name, or a word before it, decides or leaves open."""
        if own := next((why for why in figure.why if (why.question, why.reason) == ("currency", "own")), None):
            return [self._evidence(note, figure, own)]
        name, span = self._name(figure)
        if not name:  # of the next amount in a list
            return []
        data = self._line("currencies", name) or self._line("names", name)
        if figure.currency:
            return [self._step(note, translate("its name means {codes}", codes=figure.currency), "name", span, data)]
        says = translate("its name means {codes}, and nothing decides", codes=", ".join(figure.candidates))
        return [self._step(note, says, "name", span, data)]

    def _name(self, figure: Figure) -> tuple[str, tuple[int, int]]:
        """Return the currency word of a figure, and its position."""
        last = figure.last
        stop = last.end if last.word_start >= last.numeral.end else last.numeral.start
        name = self.source.text[last.word_start : stop].strip()
        return name, (last.word_start, last.word_start + len(name))

    def _joint(self, two: Figure, first: tuple[int, int]) -> tuple[tuple[int, int] | None, str]:
        """Return the words that link an amount with the first one, and the line of their row."""
        text = self.source.text
        one = next((each for span, each in self._known.items() if self.source.span(*span) == first), None)
        if one is None or one.end > two.start:
            return None, ""
        between = text[one.end : two.start]
        words = (one.end + len(between) - len(between.lstrip()), one.end + len(between.rstrip()))
        for table in () if re.match(r"[^.]{0,16}[(\[]", between) else ("joint", "said", "head"):
            for row in self.vocabulary.joints[table]:
                pattern = re.sub(r"\{[a-z]+\}", "[가-힣 ]{1,12}?", row.pattern)
                if re.search(f"(?:{pattern}) ?$" if table == "said" else f"^(?:{pattern})", between):
                    line = _row_line("restatements", row.pattern)
                    return words, line
        return words, translate("restatements.py, in brackets") if re.search(r"[(\[]", between) else "restatements.toml"

    def _evidence(self, note: Note, figure: Figure, why: Evidence) -> Step:
        change = translate("falls") if figure.sign < 0 else translate("rises")
        decided = {"currency": str(figure.currency), "sign": change}
        what = f"{decided[why.question]}: " if why.question in decided else ""
        says = what + translate(_REASONS.get((why.question, why.reason), why.reason))
        words = (why.start, why.end) if why.text else None
        if why.question == "currency" and why.reason in {"default", "rate", "neighbour"}:
            words = self._name(figure)[1]
        data = self._evidence_line(figure, why) or f"{note.stage}.py"
        return self._step(note, says, why.reason, words, data)

    def _evidence_line(self, figure: Figure, why: Evidence) -> str:
        if why.reason == "cue":
            lists = (name for name in _LISTS_OF[why.question] if why.text in self.vocabulary.cues.list(name))
            return self._line("cues", why.text, next(lists, ""))
        if why.reason == "noun":
            ends = (row.end for row in self.vocabulary.money_nouns.rows if why.text.endswith(row.end))
            return self._line("money_nouns", next(ends, "")) or self._line("cues", why.text, "money")
        if why.reason == "place":
            return self._line("places", why.text) or self._line("names", why.text, "territories")
        if why.reason == "own":
            return self._line("currencies", why.text)
        if why.reason in {"default", "rate"}:
            return self._line("currencies", self._name(figure)[0])
        return ""

    def _trap(self, name: str, words: str) -> tuple[str, str]:
        """Return the line and the comment of the trap with a name; of several rows, of the one with these words."""
        if any(each.name == name for each in self.vocabulary.extension.traps):
            return translate("added to the vocabulary"), ""
        if any(each.name == name for each in CODED):
            return f"traps.py, _{name}", ""
        heads = [number for number, line in enumerate(_lines("traps"), 1) if line.split(" #")[0] == f'name = "{name}"']
        for at, begin in enumerate(heads):
            end = heads[at + 1] if at + 1 < len(heads) else begin + 12
            if any(_holds(line, words) for line in _lines("traps")[begin:end]):
                return f"traps.toml:{begin}", _comment(begin)
        return (f"traps.toml:{heads[0]}", _comment(heads[0])) if heads else ("", "")

    def _hedge(self, start: int, end: int, *, after: bool) -> str:
        hedges, text = self.vocabulary.hedges, self.source.text
        found = hedges.after(text, start) if after else hedges.before(text, max(0, start - 1), end)
        if found is None:
            word = text[start:end].strip()
            heads = (word[:length] for length in range(len(word), 0, -1))  # 한화로, 달러당
            return next(
                (line for each in heads for file in ("currencies", "units") if (line := self._line(file, each))), ""
            )
        return _row_line("hedges", found[1].pattern)

    def _line(self, file: str, word: str, key: str = "") -> str:
        """Return the line of a data file that holds a word, after a key."""
        if not word:
            return ""
        mine = self.vocabulary.extension
        added = {*mine.counters, *mine.not_currencies, *mine.cues, *dict(mine.currencies), *dict(mine.places)}
        if word in added:
            return translate("added to the vocabulary")
        return _line_of(file, word, key)


@cache
def _line_of(file: str, word: str, key: str) -> str:
    lines = _lines(file)
    begin = next((at for at, line in enumerate(lines) if line.startswith(f"{key} =")), 0) if key else 0
    number = next((at for at in range(begin, len(lines)) if _holds(lines[at], word)), -1)
    return f"{file}.toml:{number + 1}" if number >= 0 else ""


def _row_line(file: str, pattern: str) -> str:
    """Return the line of a data file that has a pattern."""
    written = pattern.replace("\\", "\\\\")
    number = next(
        (at for at, line in enumerate(_lines(file), 1) if f'"{written}"' in line or f"'{pattern}'" in line), 0
    )
    return f"{file}.toml:{number}" if number else ""


def comments() -> list[str]:
    """Return the comments of all traps: `explain` shows them, so they are in the catalogue."""
    heads = (number for number, line in enumerate(_lines("traps"), 1) if line.startswith("name ="))
    return [*filter(None, dict.fromkeys(map(_comment, heads)))]


def _comment(number: int) -> str:
    """Return the comment of a trap, which is on the line before its name."""
    return _lines("traps")[number - 2].partition("# ")[2]


def _holds(line: str, word: str) -> bool:
    """Tell whether a line of data has a word among its words."""
    written = re.escape(word.strip().replace(" ", "_")) + "|" + re.escape(word.strip())
    data = line.partition("# ")[0]
    return bool(word.strip()) and re.search(rf"(?<!\w)(?:{written})(?!\w)", data) is not None


@cache
def _lines(file: str) -> tuple[str, ...]:
    return tuple((FOLDER / f"{file}.toml").read_text("utf-8").splitlines())


_MOST_CODES: Final = 4  # of a shared name, in a sentence


def _dropped(why: str) -> str:
    return translate("dropped: {why}", why=translate(why))


def _said(figure: Figure) -> str:
    """Describe a figure: ``point 40 GBP``."""
    unit = translate("without a unit") if figure.unit is None else figure.unit
    if figure.word is not None:
        codes = figure.word.codes if figure.currency is None else (figure.currency,)
        unit = "/".join(codes[:_MOST_CODES]) + "/…" * (len(codes) > _MOST_CODES)
    low, high = ("…" if end is None else plain(Decimal(end), ",") for end in (figure.low, figure.high))
    kind = translate(figure.kind.replace("_", " "))
    return f"{kind} {low if figure.low == figure.high else f'{low}–{high}'} {unit}"


def _modified(figure: Figure) -> str:
    """Describe the effect of the words next to a figure."""
    says = [translate(figure.kind.replace("_", " "))]
    says += [translate("approximate")] if figure.approx else []
    says += [translate("a note or coin")] if figure.denomination else []
    says += [translate("per: {per}", per=figure.per)] if figure.per else []
    says += [translate("period: {period}", period=figure.period)] if figure.period else []
    return ", ".join(says)
