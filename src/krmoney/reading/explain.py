"""Why a text is read as it is: what each stage looked at, read, decided or dropped, and the row of data that says so.

The reader itself takes the notes (`trace`); here they are put into words.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple, overload

from krmoney._hooks import hook
from krmoney.data import FOLDER
from krmoney.reading.numbers import scan
from krmoney.reading.traps import CODED
from krmoney.values import plain

if TYPE_CHECKING:
    from krmoney.reading.figures import Figure
    from krmoney.reading.source import Source
    from krmoney.reading.trace import Dropped, Note, Trace
    from krmoney.reading.vocabulary import Vocabulary
    from krmoney.values import Evidence

__all__ = ["Explanation", "Step", "explained"]


class Step(NamedTuple):
    """One step of an explanation.

    Attributes:
        stage: the stage that took it; the module of that name in ``krmoney/reading`` has its rules.
        outcome: ``looked``, ``read``, ``decided`` or ``dropped``.
        start: where it stands in the text as given, in code points.
        end: where it ends, exclusive.
        text: the slice.
        says: what happened, in a sentence.
        by: the row, the list of words or the law that decided; empty where nothing had to.
        words: the words that decided; empty where there are none.
        words_start: where these words begin.
        words_end: where they end.
        data: the line of data that holds the row or the word, as ``traps.toml:68``; empty where code decides.
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
    """Why a text is read as it is: the steps of the reader, by figure and in the order in which they were taken.

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
        """Tell the steps, a line each, below the piece of text that they are about."""
        if not self.steps:
            return "nothing in this text looks like a figure"
        lines = [] if self.canonical == self.text else [f"read as: {self.canonical}"]
        for group in self.groups():
            widest = max(group, key=lambda step: step.end - step.start)
            lines.append(f"“{widest.text}” at {widest.start}–{widest.end}")
            lines += [f"  {step.stage:13} {step.says}{_tail(step)}" for step in group]
        return "\n".join(lines)

    def groups(self) -> list[tuple[Step, ...]]:
        """Return the steps by the piece of text that they are about."""
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


def _tail(step: Step) -> str:
    words = f"“{step.words}” at {step.words_start}–{step.words_end}" if step.words else ""
    told = ", ".join(filter(None, (words, step.data)))
    return f" ({told})" if told else ""


# What the laws of code say, by the names that stages give them.
_LAWS: Final = {
    "unread_piece": "a number is read whole or not at all, and a piece of this one stands unread before it",
    "needs_evidence": "this word is a currency only beside its country or in a restatement",
    "elided": "the option elided=False leaves out amounts without a currency word",
    "no_scale": "a number without a unit and without 만, 억, 조 is not money",
    "is_a_word": "these syllables are a word as often as a number",
    "another_currency": "a currency follows, so it is not won that is left out",
    "another_number": "another number follows",
    "people": "it counts people",
    "machines": "대 counts machines here",
    "contracts": "it counts contracts",
    "word_goes_on": "the word goes on after the number",
    "group": "조 is a group here, or a number of a law",
    "no_cue": "no word of money stands near, so the number may count anything",
    "no_figure": "no figure begins here",
}
_LISTS: Final = {"counter": "it counts something", "other": "the clause is about people or things"}

_REASONS: Final = {
    ("elided", "cue"): "won is left out: a word of money stands beside it",
    ("elided", "noun"): "won is left out: a noun of money stands right before it",
    ("elided", "listing"): "won is left out: a deposit and a rent are written in 만",
    ("elided", "period"): "won is left out: it says how often or for what it is paid",
    ("elided", "own"): "a word before it says whose money it is",
    ("elided", "restatement"): "won is left out: it restates the amount before the bracket",
    ("elided", "neighbour"): "won is left out: the text has the same amount with it",
    ("elided", "scale"): "won is left out: 억 without a counter seldom counts anything else",
    ("currency", "place"): "the text names a place that uses it",
    ("currency", "rate"): "the quoted rate is near what it is worth",
    ("currency", "neighbour"): "the same name means it nearby",
    ("currency", "prefer"): "the option prefer chooses it",
    ("currency", "default"): "the name alone means it",
    ("sign", "cue"): "a word of change governs it",
}
# The lists of cues.toml, or the files, in which the words of a reason stand.
_LISTS_OF: Final = {"elided": ("income", "money_verbs", "money"), "sign": ("short", "down", "up")}


def explained(source: Source, vocabulary: Vocabulary, trace: Trace) -> Explanation:
    """Put the notes of a reading into words."""
    teller = _Teller(source, vocabulary)
    groups: list[list[Step]] = []  # one for each place, in the order in which they stand
    starts: list[int] = []
    for number, note in enumerate(trace.notes):
        steps = teller.tell(note, trace.notes[number + 1] if number + 1 < len(trace.notes) else None)
        if not steps:
            continue
        last = bisect_left(starts, steps[0].end) - 1
        if note.outcome != "looked" and last >= 0 and any(_overlap(steps[0], each) for each in groups[last]):
            groups[last] += steps
        else:
            groups.insert(last + 1, steps)
            starts.insert(last + 1, steps[0].start)
    return Explanation(source.given, source.text, tuple(step for group in groups for step in group))


class _Teller:
    """Puts notes into words."""

    def __init__(self, source: Source, vocabulary: Vocabulary) -> None:
        self.source = source
        self.vocabulary = vocabulary
        self._known: dict[tuple[int, int], Figure] = {}

    def tell(self, note: Note, following: Note | None) -> list[Step]:
        """Return the steps of one note; the one after it tells whether anything was read at a place."""
        figure = note.figure
        if figure is None:
            looked = self._step(note, "a figure can begin here")
            if following is None or following.figure is None or following.start > note.end:
                why = scan(self.source.text, note.start).fault or _LAWS["no_figure"]
                return [looked, self._step(note._replace(stage="figures", outcome="dropped"), why, by="no_figure")]
            return [looked]
        before = self._known.get((figure.start, figure.end))
        self._known[figure.start, figure.end] = figure
        if note.outcome == "dropped":
            return self._dropped(note)
        if note.outcome == "read":
            return [self._step(note, f"read as {_said(figure)}"), *self._modifiers(note, figure)]
        return self._decided(note, figure, before)

    def _step(self, note: Note, says: str, by: str = "", words: tuple[int, int] | None = None, data: str = "") -> Step:
        start, end = self.source.span(note.start, note.end)
        given = self.source.given
        words_start, words_end = self.source.span(*words) if words else (start, start)
        return Step(
            note.stage, note.outcome, start, end, given[start:end], says, by,
            given[words_start:words_end], words_start, words_end, data,
        )  # fmt: skip

    def _dropped(self, note: Note) -> list[Step]:
        why = note.why
        if why is None:
            return []
        if note.stage != "elision" and note.figure:  # what it would have been
            read = [self._step(note._replace(stage="figures", outcome="read"), f"read as {_said(note.figure)}")]
            return [*read, *self._because(note, why)]
        return self._because(note, why)

    def _because(self, note: Note, why: Dropped) -> list[Step]:
        words = self.source.text[why.start : why.end]
        if why.by in _LISTS:
            data = self._line("cues", words, why.by)
            return [self._step(note, f"dropped: {_LISTS[why.by]}", why.by, (why.start, why.end), data)]
        if why.by in _LAWS:
            data = self._line("currencies", words) if why.by == "needs_evidence" else ""
            return [self._step(note, f"dropped: {_LAWS[why.by]}", why.by, (why.start, why.end), data)]
        data = self._trap(why.by, words)
        return [self._step(note, f"dropped: trap {why.by}", why.by, (why.start, why.end), data)]

    def _modifiers(self, note: Note, figure: Figure) -> list[Step]:
        """Tell of the words beside a figure that are part of it: hedges, bounds, 당, periods."""
        steps = []
        for start, end in ((figure.left, figure.start), (figure.end, figure.right)):
            words = self.source.text[start:end].strip()
            if words:
                says = f"the words beside it belong to it: {_modified(figure)}"
                at = start + self.source.text[start:end].index(words)
                data = self._hedge(start, end, after=end == figure.right and start == figure.end)
                steps.append(self._step(note._replace(stage="modifiers"), says, "hedges", (at, at + len(words)), data))
        return steps

    def _decided(self, note: Note, figure: Figure, before: Figure | None) -> list[Step]:
        steps = [self._evidence(note, figure, each) for each in figure.why[len(before.why) if before else 0 :]]
        if figure.elided and (before is None or before.elided is None):
            steps.append(self._evidence(note, figure, figure.elided))
        elif note.stage == "elision":
            steps.append(self._step(note, f"it shares the unit of the next in its list: {_said(figure)}"))
        if note.stage == "currencies" and not steps and not figure.elided:
            steps += self._by_name(note, figure)
        if figure.pair is not None and (before is None or before.pair is None):
            steps.append(self._step(note, "it is a pair with another amount, in other money"))
        if figure.quote and (before is None or before.quote is None):
            says = f"its restatement is {figure.quote.text}" + (f": {figure.quote.rate}" if figure.quote.rate else "")
            steps.append(self._step(note, says))
        if figure.restates and (before is None or before.restates is None):
            start, end = figure.restates
            steps.append(self._step(note, f"it restates {self.source.given[start:end]}"))
        if figure.equals is not None and (before is None or before.equals is None):
            steps.append(self._step(note, "it states a rate with the next amount"))
        if figure.rate:
            steps.append(self._step(note, f"the text states a rate: {figure.rate}"))
        return steps

    def _by_name(self, note: Note, figure: Figure) -> list[Step]:
        """Tell of a currency that its word decides, or leaves open."""
        last = figure.last
        stop = last.end if last.word_start >= last.numeral.end else last.numeral.start
        name = self.source.text[last.word_start : stop].strip()
        if not name:  # of the next amount in a list
            return []
        span = (last.word_start, last.word_start + len(name))
        data = self._line("currencies", name) or self._line("names", name)
        if figure.currency:
            return [self._step(note, f"its name means {figure.currency}", "name", span, data)]
        says = f"its name means {', '.join(figure.candidates)}, and nothing decides"
        return [self._step(note, says, "name", span, data)]

    def _evidence(self, note: Note, figure: Figure, why: Evidence) -> Step:
        decided = {"currency": str(figure.currency), "sign": "falls" if figure.sign < 0 else "rises"}
        what = f"{decided[why.question]}: " if why.question in decided else ""
        says = f"{what}{_REASONS.get((why.question, why.reason), why.reason)}"
        words = (why.start, why.end) if why.text else None
        data = self._evidence_line(figure, why)
        return self._step(note, says, why.reason, words, data)

    def _evidence_line(self, figure: Figure, why: Evidence) -> str:
        if why.reason == "cue":
            lists = (name for name in _LISTS_OF[why.question] if why.text in self.vocabulary.cues.list(name))
            return self._line("cues", why.text, next(lists, ""))
        if why.reason == "noun":
            ends = (row.end for row in self.vocabulary.money_nouns.rows if why.text.endswith(row.end))
            return self._line("money_nouns", next(ends, ""))
        if why.reason == "place":
            return self._line("places", why.text) or self._line("names", why.text, "territories")
        if why.reason == "own":
            return self._line("currencies", why.text)
        if why.reason in {"default", "rate"}:
            last = figure.last
            name = self.source.text[last.word_start : max(last.end, last.word_start + 1)]
            return self._line("currencies", name)
        return ""

    def _trap(self, name: str, words: str) -> str:
        """Return the line of the trap of a name; of several rows, that of the one with these words."""
        if any(each.name == name for each in self.vocabulary.extension.traps):
            return "added to the vocabulary"
        if any(each.name == name for each in CODED):
            return f"traps.py, _{name}"
        heads = [number for number, line in enumerate(_lines("traps"), 1) if line.split(" #")[0] == f'name = "{name}"']
        for at, begin in enumerate(heads):
            end = heads[at + 1] if at + 1 < len(heads) else begin + 12
            if any(_holds(line, words) for line in _lines("traps")[begin:end]):
                return f"traps.toml:{begin}"
        return f"traps.toml:{heads[0]}" if heads else ""

    def _hedge(self, start: int, end: int, *, after: bool) -> str:
        hedges, text = self.vocabulary.hedges, self.source.text
        found = hedges.after(text, start) if after else hedges.before(text, max(0, start - 1), end)
        if found is None:
            word = text[start:end].strip()
            return self._line("currencies", word) or self._line("units", word.removesuffix("당"))
        pattern = found[1].pattern.replace("\\", "\\\\")
        number = next((at for at, line in enumerate(_lines("hedges"), 1) if f'"{pattern}"' in line), 0)
        return f"hedges.toml:{number}" if number else ""

    def _line(self, file: str, word: str, key: str = "") -> str:
        """Return the line of a data file that holds a word, after a key."""
        if not word:
            return ""
        mine = self.vocabulary.extension
        added = {*mine.counters, *mine.not_currencies, *mine.cues, *dict(mine.currencies), *dict(mine.places)}
        if word in added:
            return "added to the vocabulary"
        return _line_of(file, word, key)


@cache
def _line_of(file: str, word: str, key: str) -> str:
    lines = _lines(file)
    begin = next((at for at, line in enumerate(lines) if line.startswith(f"{key} =")), 0) if key else 0
    number = next((at for at in range(begin, len(lines)) if _holds(lines[at], word)), -1)
    return f"{file}.toml:{number + 1}" if number >= 0 else ""


def _holds(line: str, word: str) -> bool:
    """Tell whether a line of data has a word among its words."""
    written = re.escape(word.strip().replace(" ", "_")) + "|" + re.escape(word.strip())
    data = line.partition("# ")[0]
    return bool(word.strip()) and re.search(rf"(?<!\w)(?:{written})(?!\w)", data) is not None


@cache
def _lines(file: str) -> tuple[str, ...]:
    return tuple((FOLDER / f"{file}.toml").read_text("utf-8").splitlines())


_MOST_CODES: Final = 4  # of a shared name, in a sentence


def _said(figure: Figure) -> str:
    """Say what a figure is: ``point 40 GBP``."""
    unit = "without a unit" if figure.unit is None else figure.unit
    if figure.word is not None:
        codes = figure.word.codes if figure.currency is None else (figure.currency,)
        unit = "/".join(codes[:_MOST_CODES]) + "/…" * (len(codes) > _MOST_CODES)
    low, high = ("…" if end is None else plain(Decimal(end), ",") for end in (figure.low, figure.high))
    return f"{figure.kind.replace('_', ' ')} {low if figure.low == figure.high else f'{low}–{high}'} {unit}"


def _modified(figure: Figure) -> str:
    """Say what the words beside a figure make of it."""
    says = [figure.kind.replace("_", " ")] + ["approximate"] * figure.approx + ["a note or coin"] * figure.denomination
    says += [f"per: {figure.per}"] if figure.per else []
    says += [f"period: {figure.period}"] if figure.period else []
    return ", ".join(says)
