"""All words and rows of data that reading uses, as one object that users can extend.

No other module reads word lists. `Vocabulary.derive` caches what a stage makes from the words, such as a pattern.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Final, Literal, NamedTuple, Self, TypeVar, get_args
from weakref import WeakValueDictionary

from krmoney.errors import UnknownCurrencyError, VocabularyError
from krmoney.iso import Currency, listed
from krmoney.language import translate
from krmoney.reading.josa import Josa
from krmoney.reading.lexicon import Currencies, Places, Typical
from krmoney.reading.money_nouns import MoneyNoun, MoneyNouns
from krmoney.reading.patterns import alternatives, heads, lasts, lazy
from krmoney.reading.rows import File, package_file, words_in

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Hedge", "Hedges", "Joint", "Trap", "Vocabulary", "Words"]

_LIST_NAME: Final = lazy(r"\{([a-z_]+)\}")  # in a pattern: a list of cues.toml

_PARTICLES: Final = " 을를가은는도에"  # before words after an amount, which are none of these alone
_GOES_ON: Final = lazy("짜리|씩|되[는고어며]|된|될")  # written onto a bound: 2억원 이상짜리, 이상되는

T = TypeVar("T")
Side = Literal["before", "after", "both"]
Effect = Literal["approx", "lower", "upper", "denomination", "none"]


class Hedge(NamedTuple):
    """A row of hedges.toml: words that hedge or bound an amount.

    Attributes:
        pattern: what is looked for, a regular expression without groups.
        effect: its effect on the figure.
        example: a text with it.
        inclusive: whether the bound itself is included.
        gap: after what the amount is not a bound but a distance from it: a ``yardstick`` (목표를 3억원 초과);
            or anything compared with (전년보다 3억원 웃도는), and any ``object`` of a percentage (전망치를 8% 웃돈다).
        ends_word: the word must end there, except for particles: 이상을, not 이상훈.
    """

    pattern: str
    effect: Effect
    example: str = ""
    inclusive: bool = True
    gap: str = ""
    ends_word: bool = False


class Hedges:
    """The words that hedge or bound an amount, before it and after it."""

    def __init__(self, file: File, vocabulary: Vocabulary) -> None:
        """Read the rows.

        Args:
            file: hedges.toml.
            vocabulary: the lists that the patterns name, and where words end.
        """
        self.rows_before: Final = file.rows("before", Hedge)
        self.rows_after: Final = file.rows("after", Hedge)
        self._josa: Final = vocabulary.josa
        # After a Hangul syllable it is a piece of another word: 계약 30억원.
        self._before: Final = lazy(rf"(?<![가-힣A-Za-z])(?:{_alternatives(self.rows_before)})[ ]?$")
        self._after_source: Final = [vocabulary.pattern(row.pattern) for row in self.rows_after]
        self._after_heads: Final = heads("|".join(self._after_source), _PARTICLES)
        self._after: Final = lazy("|".join(f"({source})" for source in self._after_source))

    def before(self, text: str, start: int, end: int) -> tuple[re.Match[str], Hedge] | None:
        """Return the words that end right before `end`, a blank between, and begin at `start` or later."""
        match = self._before.search(text, start, end)
        return None if match is None else (match, self.rows_before[(match.lastindex or 1) - 1])

    def after(self, text: str, at: int) -> tuple[re.Match[str], Hedge] | None:
        """Return the words that begin at `at`."""
        if self._after_heads and text[at : at + 8].lstrip(_PARTICLES)[:1] not in self._after_heads:
            return None
        match = self._after.match(text, at)
        if match is None:
            return None
        index = (match.lastindex or 1) - 1
        if self._fits(text, match, self.rows_after[index]):
            return match, self.rows_after[index]
        for row, pattern in zip(self.rows_after[index + 1 :], self._each[index + 1 :], strict=True):
            if (match := pattern.match(text, at)) and self._fits(text, match, row):
                return match, row
        return None

    def _fits(self, text: str, match: re.Match[str], row: Hedge) -> bool:
        """Tell whether a row applies where its pattern matches: it is not empty, and the word ends there if it must."""
        if match.start() == match.end():
            return False
        if not row.ends_word or self._josa.particle(text, match.end()) is not None:
            return True
        return _GOES_ON.match(text, match.end()) is not None

    @cached_property
    def _each(self) -> list[re.Pattern[str]]:
        return [lazy(source) for source in self._after_source]

    def words(self, *effects: str) -> str:
        """Return the words before an amount that have one of these effects, as alternatives of a pattern."""
        return "|".join(row.pattern for row in self.rows_before if row.effect in effects)

    @cached_property
    def last_characters(self) -> frozenset[str]:
        """What the last character of words before an amount can be: a cheap check before the patterns."""
        return lasts("|".join(row.pattern for row in self.rows_before)) or frozenset()


class Joint(NamedTuple):
    """A row of restatements.toml: what may come between an amount and the one that restates it.

    Attributes:
        pattern: what is looked for, a regular expression without groups; ``{own}`` and the like name lists of words.
        example: text in which two amounts are linked.
        counterexample: a similar text in which they are not.
        loose: it may also join a list of two sums.
    """

    pattern: str
    example: str
    counterexample: str = ""
    loose: bool = False


def _alternatives(rows: Iterable[Hedge]) -> str:
    return "|".join(f"({row.pattern})" for row in rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class Trap:
    """Text that looks like a figure but is not one: a trap applies if all its conditions do.

    Attributes:
        name: what the trap is called.
        unit: words with which the figure ends, separated by blanks; any if empty.
        figure: pattern of the whole figure, from its sign or symbol to its unit.
        before: pattern of the text directly before the figure.
        after: pattern of the text directly after it.
        near: words, separated by blanks, of which one is near the figure.
        side: on which side of the figure the near words are looked for.
        reach: the greatest distance of the near words, in characters.
        unless: words that overrule the trap: between the near word before it and the figure, or, where
            `near` is empty, beside the figure; before it in its own sentence.
        price: a noun for money directly before the figure, or 에 directly after it, overrules the near words after it.
        bare: no hedge or bound belongs to the figure.
        example: text in which the trap applies.
        counterexample: similar text that does have a figure.

    Raises:
        VocabularyError: it has no name or no condition.

    >>> Trap(name="weight", unit="관", near="체중 무게").words("near")
    ('체중', '무게')
    """

    name: str
    unit: str = ""
    figure: str = ""
    before: str = ""
    after: str = ""
    near: str = ""
    side: Side = "both"
    reach: int = 14
    unless: str = ""
    price: bool = False
    bare: bool = False
    example: str = ""
    counterexample: str = ""

    def __post_init__(self) -> None:
        """Check what does not depend on other words."""
        if not self.name or not (self.unit or self.figure or self.before or self.after or self.near):
            message = translate("a trap needs a name and a condition: {self}", self=self)
            raise VocabularyError(message)
        if self.side not in get_args(Side):
            message = translate(
                "side must be one of {known}, not {side!r}", known=", ".join(get_args(Side)), side=self.side
            )
            raise VocabularyError(message)

    def words(self, key: Literal["unit", "near", "unless"]) -> tuple[str, ...]:
        """Return the words of one of its lists; ``_`` is a blank inside a word."""
        given: str = getattr(self, key)
        return words_in(given)


class Magnitude(NamedTuple):
    """A row of magnitudes.toml: words that multiply a number.

    Attributes:
        words: spellings, separated by blanks.
        power: the power of ten.
        example: an amount with one of them.
        short: they count only next to a currency.
        letter: a single letter, which counts only directly after the digits of an amount with a symbol or code.
    """

    words: str
    power: int
    example: str
    short: bool = False
    letter: bool = False


class Words:
    """Lists of words by name, each as a pattern that finds the longest; compiled when first asked for."""

    def __init__(self, *files: File, more: Mapping[str, Iterable[str]] | None = None) -> None:
        """Store the files with the lists.

        Args:
            files: files whose keys are lists.
            more: further words by name of the list.
        """
        self._files: Final = {key: file for file in files for key in file.content}
        self._more: Final = more or {}
        self._patterns: Final[dict[str, re.Pattern[str]]] = {}

    def __getitem__(self, name: str) -> re.Pattern[str]:
        """Return the pattern of a list."""
        pattern = self._patterns.get(name)
        if pattern is None:
            pattern = self._patterns[name] = re.compile(self.alternatives(name))
        return pattern

    def list(self, name: str) -> tuple[str, ...]:
        """Return the words of a list."""
        return (*self._files[name].words(name), *self._more.get(name, ()))

    def alternatives(self, name: str) -> str:
        """Return a list as alternatives of a pattern, the longest word first."""
        return alternatives(self.list(name))


class Extension(NamedTuple):
    """The words that a user adds to the package's; hashable, and the only content of a pickle."""

    currencies: tuple[tuple[str, str], ...] = ()
    counters: tuple[str, ...] = ()
    not_currencies: tuple[str, ...] = ()
    cues: tuple[str, ...] = ()
    places: tuple[tuple[str, tuple[str, ...]], ...] = ()
    traps: tuple[Trap, ...] = ()


class Vocabulary:
    """All words and rows of data that reading uses; immutable, equal by what was added, and picklable.

    `Vocabulary.default()` is the package's own; `extend` and `load` return a new one for a `Reader`.

    Attributes:
        currencies: currency words, looked up in text: names, symbols, codes.
        places: place names, with the currencies used there.
        typical: the rough value of currencies in won.
        hedges: words that hedge or bound an amount.
        magnitudes: words that multiply a number: million, bn.
        joints: what may come between an amount and the one that restates it.
        cues: lists of words that decide something, by name: ``money``, ``counter``, ``down`` …
        josa: particles and endings: where a word ends.
        traps: what looks like a figure and is not.
        money_nouns: nouns for money, by their ends.
        units: what a price can be for (배럴, 주, 명).
        periods: what says how often an amount is paid (매년, 월).
        not_each: words that end in 당 and do not say what an amount is for.
    """

    _made: ClassVar[WeakValueDictionary[Extension, Vocabulary]] = WeakValueDictionary()
    _default: ClassVar[Vocabulary | None] = None

    def __new__(cls, extension: Extension = Extension()) -> Self:  # noqa: B008  # immutable
        """Return the one vocabulary with these additions."""
        found = cls._made.get(extension)
        if found is None:
            found = super().__new__(cls)
            found.__dict__.update(extension=extension, _derived={})
            cls._made[extension] = found
            if extension == Extension():
                Vocabulary._default = found  # it stays
        return found  # type: ignore[return-value]  # the class is final in all but name

    def __setattr__(self, name: str, value: object) -> None:
        """Refuse: a vocabulary is frozen."""
        message = translate("a vocabulary cannot be changed; extend() returns a new one: {name}", name=name)
        raise AttributeError(message)

    def __reduce__(self) -> tuple[type[Vocabulary], tuple[Extension, ...]]:
        """Pickle the additions alone."""
        return Vocabulary, () if self.extension == Extension() else (self.extension,)

    def __repr__(self) -> str:
        """Say what was added."""
        added = {name: value for name, value in self.extension._asdict().items() if value}
        return f"<Vocabulary: {added or 'default'}>"

    extension: Extension
    _derived: dict[Any, Any]

    @classmethod
    def default(cls) -> Vocabulary:
        """Return the package's own vocabulary.

        >>> Vocabulary.default() is Vocabulary.default()
        True
        """
        return cls._default or cls()

    @classmethod
    def load(cls, path: str | Path) -> Vocabulary:
        """Return the package's vocabulary with the additions in a TOML file, whose keys are the arguments of `extend`.

        A file may have these keys::

            counters = ["성운"]
            not_currencies = ["골드"]
            cues = ["별풍선"]

            [currencies]
            "코로넷" = "SEK"

            [places]
            "미드가르드" = ["ISK"]

            [[traps]]               # a Trap
            name = "game"
            unit = "원"
            near = "코인"

        Args:
            path: the file.

        Raises:
            VocabularyError: a wrong key or value; the message names file and line.
            OSError: the file cannot be read.
        """
        file = File.read(Path(path))
        file.check_keys(None, Extension._fields)
        try:
            return cls.default().extend(**{**file.content, "traps": file.rows("traps", Trap)})
        except (VocabularyError, UnknownCurrencyError) as error:
            table = next((key for key in Extension._fields if str(error).startswith(key)), "")
            raise file.error(str(error), *_culprit(file.content.get(table), table)) from error

    def extend(  # noqa: PLR0913  # each is a kind of words
        self,
        *,
        currencies: Mapping[str, str] | None = None,
        counters: Iterable[str] = (),
        not_currencies: Iterable[str] = (),
        cues: Iterable[str] = (),
        places: Mapping[str, Iterable[str]] | None = None,
        traps: Iterable[Trap] = (),
    ) -> Vocabulary:
        """Return a vocabulary with more words; this one does not change.

        Args:
            currencies: names of currencies, each with its ISO 4217 code.
            counters: words for things that are counted, so a bare number before them is not won (``"성운"``: 3억 성운).
            not_currencies: words after a number that are not a currency and rule out won (``"골드"``).
            cues: words near a bare number that show that it is money, such as 투자.
            places: names of places, each with the codes of the currencies used there.
            traps: what looks like a figure and is not.

        Raises:
            VocabularyError: something is not a word, or a pattern does not compile.
            UnknownCurrencyError: a code is not in ISO 4217.

        >>> words = Vocabulary.default().extend(currencies={"코로넷": "SEK"}, counters=["성운"])
        >>> words.currencies.match("5코로넷", 1)[1].default, Vocabulary.default().currencies.match("5코로넷", 1)
        (Currency('SEK'), None)
        """
        mine = self.extension
        names = _mapping("currencies", currencies)
        there = {name: _words("places", codes) for name, codes in _mapping("places", places).items()}
        return Vocabulary(
            Extension(
                (*mine.currencies, *((name, _code("currencies", code)) for name, code in names.items())),
                (*mine.counters, *_words("counters", counters)),
                (*mine.not_currencies, *_words("not_currencies", not_currencies)),
                (*mine.cues, *_words("cues", cues)),
                (
                    *mine.places,
                    *((name, tuple(_code("places", code) for code in codes)) for name, codes in there.items()),
                ),
                (*mine.traps, *_traps(traps)),
            )
        )

    def derive(self, build: Callable[[Vocabulary], T]) -> T:
        """Return what a stage makes from the words, such as a pattern; it is made once, when it is first needed."""
        try:
            made: T = self._derived[build]
        except KeyError:
            made = self._derived[build] = build(self)
        return made

    @cached_property
    def currencies(self) -> Currencies:
        """Currency words, looked up in text."""
        return Currencies(reversed(self.extension.currencies), self.extension.not_currencies)

    @cached_property
    def places(self) -> Places:
        """Place names, with the currencies used there."""
        return Places(self.extension.places)

    @cached_property
    def typical(self) -> Typical:
        """The rough value of currencies in won."""
        return Typical()

    @cached_property
    def hedges(self) -> Hedges:
        """Words that hedge or bound an amount."""
        return Hedges(package_file("hedges"), self)

    @cached_property
    def cues(self) -> Words:
        """Lists of words that decide something, by name."""
        added = self.extension
        counters = (*added.counters, *added.not_currencies)
        return Words(package_file("cues"), more={"counter": counters, "money": added.cues})

    @cached_property
    def josa(self) -> Josa:
        """Particles and endings: where a word ends."""
        return Josa(package_file("josa"))

    @cached_property
    def money_nouns(self) -> MoneyNouns:
        """Nouns of money, by their ends."""
        between = (*self.cues.list("between"), *self.cues.list("item"))
        return MoneyNouns(package_file("money_nouns").rows("noun", MoneyNoun), self.josa, between)

    @cached_property
    def traps(self) -> tuple[Trap, ...]:
        """What looks like a figure and is not: the user's rows before those of the package."""
        return (*self.extension.traps, *package_file("traps").rows("trap", Trap))

    @cached_property
    def magnitudes(self) -> tuple[Magnitude, ...]:
        """Words that multiply a number: million, bn, crore."""
        return package_file("magnitudes").rows("magnitude", Magnitude)

    @cached_property
    def joints(self) -> Mapping[str, tuple[Joint, ...]]:
        """What may come between an amount and the one that restates it, by position."""
        file = package_file("restatements")
        return {table: file.rows(table, Joint) for table in file.content}

    def pattern(self, source: str) -> str:
        """Return a pattern with the lists that it names: ``{titles}`` of cues.toml, ``{topic}`` of josa.toml."""
        cues, josa = self.cues, self.josa

        def fill(found: re.Match[str]) -> str:
            lists = josa if found[1] in josa else cues
            return f"(?:{lists.alternatives(found[1])})"

        return _LIST_NAME.sub(fill, source)

    @cached_property
    def units(self) -> frozenset[str]:
        """What a price can be for: 배럴, 주, 명."""
        file = package_file("units")
        entries = (entry for table in ("unit", "word", "ambiguous") for entry in file.content[table])
        return frozenset(word for entry in entries for word in entry.get("words", "").split())

    @cached_property
    def periods(self) -> tuple[str, ...]:
        """What says how often an amount is paid: 매년, 월, 하루평균."""
        units = package_file("units").content["unit"]
        return tuple(word for unit in units for word in unit.get("periods", "").split())

    @cached_property
    def not_each(self) -> re.Pattern[str]:
        """Words that end in 당 and do not say what an amount is for: 해당, 구내식당."""
        words: dict[str, str] = package_file("units").content["not_each"]
        ends = alternatives(words["ends"].split())
        return re.compile(rf"(?:{'|'.join(words['words'].split())})|[가-힣]*(?:{ends})")


def _culprit(content: object, key: str) -> tuple[str, str]:
    """Return the key and the table for the line number of an error: for a name with a wrong code, the name."""
    for name, given in content.items() if isinstance(content, Mapping) else ():
        codes = [given] if isinstance(given, str) else given
        if not isinstance(codes, list) or not {str(code) for code in codes} <= listed().keys():
            return name, key
    return key, ""


def _words(key: str, given: Iterable[str]) -> tuple[str, ...]:
    if isinstance(given, str) or not isinstance(given, Iterable):
        message = translate("{key} must be a list of words, not {given!r}", key=key, given=given)
        raise VocabularyError(message)
    words = tuple(given)
    for word in words:
        if not isinstance(word, str) or not word.strip():
            message = translate("{key} must contain words, not {word!r}", key=key, word=word)
            raise VocabularyError(message)
    return words


def _mapping(key: str, given: Mapping[str, T] | None) -> Mapping[str, T]:
    if given is not None and not isinstance(given, Mapping):
        message = translate("{key} must be a table of words and their meanings, not {given!r}", key=key, given=given)
        raise VocabularyError(message)
    _words(key, given or ())
    return given or {}


def _code(key: str, code: str) -> str:
    try:
        return str(Currency(code))
    except UnknownCurrencyError as error:
        message = f"{key}: {error}"
        raise UnknownCurrencyError(message) from None


def _traps(given: Iterable[Trap]) -> tuple[Trap, ...]:
    traps = tuple(given)
    for trap in traps:
        if not isinstance(trap, Trap):
            message = translate("traps must contain Trap objects, not {trap!r}", trap=trap)
            raise VocabularyError(message)
        _check_patterns(trap)
    return traps


def _check_patterns(trap: Trap) -> None:
    """Refuse a pattern that does not compile. Not called for the package's own traps, which would take 5 ms."""
    for key in ("figure", "before", "after"):
        try:
            groups = re.compile(_LIST_NAME.sub("", getattr(trap, key))).groups
        except re.error as error:
            message = translate(
                "traps: {key} of {name!r} is not a valid pattern: {error}", key=key, name=trap.name, error=error
            )
            raise VocabularyError(message) from error
        if groups:
            message = translate("traps: {key} of {name!r} has groups; write (?:…)", key=key, name=trap.name)
            raise VocabularyError(message)
