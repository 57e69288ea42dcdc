"""Rows of data, typed and checked; errors name the file, the line and what was expected."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeVar

from krmoney.data import FOLDER, load
from krmoney.errors import VocabularyError
from krmoney.language import marked, translate

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

__all__ = ["File", "package_file", "words_in"]

Row = TypeVar("Row")

_KINDS: Final[dict[str, tuple[type[Any], str]]] = {
    "str": (str, marked("text")),
    "bool": (bool, marked("true or false")),
    "int": (int, marked("a whole number")),
    "Effect": (str, marked("approx, lower, upper, denomination or none")),
    "Side": (str, marked("before, after or both")),
    "tuple[str, ...]": (list, marked("a list of texts")),
}


class File(NamedTuple):
    """The content of a TOML file, with its path.

    Attributes:
        path: the file.
        content: its content.
    """

    path: Path
    content: Mapping[str, Any]

    @classmethod
    def read(cls, path: Path) -> File:
        """Read a TOML file.

        Raises:
            VocabularyError: it is not TOML.
            OSError: it cannot be read.
        """
        import tomllib  # only where a file is read

        try:
            return cls(path, tomllib.loads(path.read_text("utf-8")))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            message = f"{path.name}: {error}"
            raise VocabularyError(message) from error

    def check_keys(self, keys: Mapping[str, Any] | None, known: tuple[str, ...], table: str = "", at: int = 0) -> None:
        """Refuse a key that is not known, with the nearest that is.

        Args:
            keys: the keys, of the file itself if None.
            known: the keys that are read.
            table: the table that they are of.
            at: which of the tables of that name.
        """
        for key in self.content if keys is None else keys:
            if key not in known:
                near = get_close_matches(key, known, 1, 0)
                msg = translate("unknown key {key!r}; did you mean {near!r}?", key=key, near=near[0])
                raise self.error(msg, key, table, at)

    def rows(self, table: str, kind: type[Row]) -> tuple[Row, ...]:
        """Return the tables of one name as typed rows.

        Args:
            table: the name, ``[[table]]``.
            kind: the type, whose fields are the keys; those without a default are needed.
        """
        given = self.content.get(table, [])
        if not isinstance(given, list):
            msg = translate("expected [[{table}]], a list of tables", table=table)
            raise self.error(msg, table)
        return tuple(self._row(table, at, entry, kind) for at, entry in enumerate(given))

    def row(self, table: str, kind: type[Row]) -> Row:
        """Return a table as a typed row; one that is missing is empty."""
        return self._row(table, 0, self.content.get(table, {}), kind)

    def _row(self, table: str, at: int, entry: Mapping[str, Any], kind: type[Row]) -> Row:
        types: dict[str, Any] = kind.__annotations__
        fields = {key: str(getattr(type_, "__forward_arg__", type_)) for key, type_ in types.items()}
        if not fields.keys() >= entry.keys():
            self.check_keys(entry, tuple(fields), table, at)
        values: dict[str, Any] = {}
        for key, value in entry.items():
            expected, said = _KINDS[fields[key]]
            if type(value) is not expected or (expected is list and any(not isinstance(each, str) for each in value)):
                msg = translate("{key} must be {said}, not {value!r}", key=key, said=translate(said), value=value)
                raise self.error(msg, key, table, at)
            values[key] = tuple(value) if expected is list else value
        try:
            return kind(**values)
        except TypeError as error:  # a field is missing
            raise self.error(str(error).partition("() ")[2], "", table, at) from error
        except ValueError as error:
            raise self.error(str(error), "", table, at) from error

    def words(self, key: str) -> tuple[str, ...]:
        """Return a list of words from a text in which they are separated by blanks; a blank inside a word is ``_``."""
        given = self.content[key]
        if not isinstance(given, str):
            msg = translate("{key} must be words separated by blanks, not {given!r}", key=key, given=given)
            raise self.error(msg, key)
        return words_in(given)

    def error(self, message: str, key: str = "", table: str = "", at: int = 0) -> VocabularyError:
        """Return an error that names the file and the line of a key, or of a table."""
        return VocabularyError(
            translate(
                "{file}, line {line}: {message}", file=self.path.name, line=self._line(key, table, at), message=message
            )
        )

    def _line(self, key: str, table: str, at: int) -> int:
        lines = self.path.read_text("utf-8").splitlines()
        begin = 0
        if table:
            heads = [number for number, line in enumerate(lines) if re.match(rf"\s*\[+{re.escape(table)}\]", line)]
            begin = heads[min(at, len(heads) - 1)] if heads else 0
        if key:
            pattern = re.compile(rf"""\s*(?:\[+)?["']?{re.escape(key)}["']?\s*[\]=]""")
            begin = next((number for number in range(begin, len(lines)) if pattern.match(lines[number])), begin)
        return begin + 1


def words_in(text: str) -> tuple[str, ...]:
    """Return the words of a text in which they are separated by blanks; ``_`` is a blank inside a word."""
    return tuple(word.replace("_", " ") for word in text.split())


def package_file(name: str) -> File:
    """Return one of the package's own files."""
    return File(FOLDER / f"{name}.toml", load(name))
