"""Reading the settings files (TOML) so that every mistake becomes one sentence naming file and key."""

import tomllib
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

from catchment.network.clocks import is_month_day
from catchment.network.errors import BadInput


def read_text(path: Path) -> str:
    """The file's text. BadInput if it cannot be read or is not UTF-8."""
    try:
        return path.read_text("utf-8-sig")
    except OSError as error:
        raise BadInput(f"{path.name} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise BadInput(f"{path.name} is not a UTF-8 text file.") from error


def parse_toml(text: str, file: str) -> "Section":
    """The whole file as a section without a name."""
    try:
        return Section(file, "", tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise BadInput(f"{file} is not valid TOML: {error}.") from error


class Section:
    """One table of a settings file. What is asked of it is typed; what nobody asked for is an unknown key."""

    def __init__(self, file: str, place: str, raw: dict[str, Any]) -> None:
        self.file = file
        self.place = place
        self._raw = raw

    def __contains__(self, key: str) -> bool:
        return key in self._raw

    def only(self, *known: str) -> None:
        """Refuses every key that is not `known`."""
        unknown = sorted(set(self._raw) - set(known))
        if unknown:
            self.refuse(unknown[0], f"is not a known key; expected one of {', '.join(known)}")

    def refuse(self, key: str, why: str) -> NoReturn:
        """Raises BadInput naming the file and the key."""
        raise BadInput(f"{self.file}: {self._name(key)} {why}.")

    def section(self, key: str) -> "Section":
        """The table under `key`; an empty one if it is not there."""
        value = self._raw.get(key, {})
        if not isinstance(value, dict):
            self.refuse(key, f"must be a table, not {value!r}")
        return Section(self.file, self._name(key), value)

    def sections(self, key: str) -> list["Section"]:
        """The tables of the list under `key`, numbered from 1 in messages."""
        return self.nested(key, self.list(key))

    def nested(self, key: str, items: Iterable[Any]) -> "list[Section]":
        """`items`, found under `key`, as tables."""
        found = []
        for number, item in enumerate(items, start=1):
            place = f"{self._name(key)}[{number}]"
            if not isinstance(item, dict):
                raise BadInput(f"{self.file}: {place} must be a table, not {item!r}.")
            found.append(Section(self.file, place, item))
        return found

    def list(self, key: str) -> list[Any]:
        value = self._raw.get(key, [])
        if not isinstance(value, list):
            self.refuse(key, f"must be a list, not {value!r}")
        return value

    def text(self, key: str, default: str | None = None) -> str:
        """A text; without a default it must be there and not blank."""
        value = self._value(key, default)
        if not isinstance(value, str) or (default is None and not value.strip()):
            self.refuse(key, f"must be a text, not {value!r}")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        values = self.list(key)
        for value in values:
            if not isinstance(value, str) or not value.strip():
                self.refuse(key, f"must be a list of texts; {value!r} is none")
        return tuple(values)

    def flag(self, key: str, default: bool) -> bool:
        value = self._value(key, default)
        if not isinstance(value, bool):
            self.refuse(key, f"must be true or false, not {value!r}")
        return value

    def integer(self, key: str, default: int | None = None) -> int:
        value = self._value(key, default)
        # bool is an int to Python, not to whoever wrote `n = true`
        if not isinstance(value, int) or isinstance(value, bool):
            self.refuse(key, f"must be a whole number, not {value!r}")
        return value

    def number(self, key: str, default: float) -> float:
        value = self._value(key, default)
        if not isinstance(value, int | float) or isinstance(value, bool):
            self.refuse(key, f"must be a number, not {value!r}")
        return float(value)

    def month_day(self, key: str, default: str) -> str:
        value = self._value(key, default)
        if not isinstance(value, str) or not is_month_day(value):
            self.refuse(key, f'must be a day of every year as "MM-DD", not {value!r}')
        return value

    def spans(self, key: str) -> tuple[tuple[date, date], ...]:
        """A list of pairs of dates."""
        return tuple(self._span(key, pair) for pair in self.list(key))

    def __iter__(self) -> Iterator[str]:
        return iter(self._raw)

    def _span(self, key: str, pair: Any) -> tuple[date, date]:
        if not isinstance(pair, list) or len(pair) != 2:
            self.refuse(key, f'must be a list of pairs like ["2025-11-24", "2025-11-30"]; {pair!r} is none')
        return self._date(key, pair[0]), self._date(key, pair[1])

    def _date(self, key: str, value: Any) -> date:
        # TOML has dates of its own (without quotes); both spellings are plain to a reader. A TOML
        # date-time arrives as datetime, a subclass of date, and is not a day.
        if type(value) is date:
            return value
        try:
            return date.fromisoformat(value)
        except (TypeError, ValueError):
            self.refuse(key, f"must hold dates as YYYY-MM-DD; {value!r} is none")

    def _value(self, key: str, default: Any) -> Any:
        value = self._raw.get(key, default)
        if value is None:
            self.refuse(key, "is missing")
        return value

    def _name(self, key: str) -> str:
        return f"{self.place}.{key}" if self.place else key
