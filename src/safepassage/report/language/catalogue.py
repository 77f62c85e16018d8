"""`Language`: words from a catalogue, and dates and numbers as that language writes them."""

from __future__ import annotations

import gettext
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import format_datetime
from babel.numbers import format_decimal

from safepassage.errors import LanguageError
from safepassage.report.clock import midnight
from safepassage.report.language.reading import read_bytes, translations

SOURCE = "en"
"""The messages in the code are themselves English."""

_APART = "\u2068{}\u2069"
"""First strong isolate and its end: what stands between keeps its own direction."""


@dataclass(frozen=True)
class Language:
    """Words, dates and numbers for one reader; digits are 0 to 9 in every language."""

    code: str
    """As HTML says it, `ar` or `ar-SY`."""
    translations: gettext.NullTranslations

    @cached_property
    def locale(self) -> Locale:
        """What CLDR knows of the language."""
        return Locale.parse(self.code, sep="-")

    @property
    def direction(self) -> str:
        """`rtl` or `ltr`, as HTML says it."""
        direction: str = self.locale.text_direction
        return direction

    def text(self, message: str, /, **values: object) -> str:
        """The message in this language, with `{name}` filled in."""
        told = self.translations.gettext(message)
        return told.format(**self._kept_apart(values)) if values else told

    def count(self, one: str, many: str, number: int, /, **values: object) -> str:
        """A message about a number, `{n}`, in the plural form that the language has for it."""
        told = self.translations.ngettext(one, many, number)
        return told.format(n=self.number(number), **self._kept_apart(values))

    def number(self, value: float) -> str:
        """A number with its thousands apart."""
        told: str = format_decimal(value, locale=self.locale, numbering_system="latn")
        return told

    def percent(self, share: float | None) -> str:
        """A share as per cent; only an exact nothing reads 0."""
        if share is None:
            return "–"
        if 0 < share < 0.0005:
            return self.text("< {share}", share=self._percent(0.1, "0.0"))
        return self._percent(100 * share, "0.0" if share else "0")

    def moment(self, seconds: int, zone: ZoneInfo) -> str:
        """UTC seconds as a local day and time, with the year."""
        return self._dated(seconds, zone, self.text("EEE d MMMM y, HH:mm"))

    def briefly(self, seconds: int, zone: ZoneInfo) -> str:
        """UTC seconds as a local day and time, for a table."""
        return self._dated(seconds, zone, self.text("EEE d MMM, HH:mm"))

    def day(self, seconds: int, zone: ZoneInfo) -> str:
        """The local day of UTC seconds."""
        return self._dated(seconds, zone, self.text("EEE d MMMM"))

    def short_day(self, seconds: int, zone: ZoneInfo) -> str:
        """The local day of UTC seconds, for an axis."""
        return self._dated(seconds, zone, self.text("d MMM"))

    def day_and_year(self, seconds: int, zone: ZoneInfo) -> str:
        """The local day of UTC seconds, with the year."""
        return self._dated(seconds, zone, self.text("EEE d MMMM y"))

    def clock(self, seconds: int, zone: ZoneInfo) -> str:
        """The local time of day."""
        return f"{datetime.fromtimestamp(seconds, zone):%H:%M}"

    def until(self, seconds: int, zone: ZoneInfo) -> str:
        """The local time of day at which something ends; the end of a day is 24:00."""
        return "24:00" if seconds == midnight(seconds, zone) else self.clock(seconds, zone)

    def span(self, seconds: int) -> str:
        """How long, rounded up to the minute."""
        hours, minutes = divmod(-(-seconds // 60), 60)
        days, hours = divmod(hours, 24)
        told = [self.count("{n} d", "{n} d", days)] if days else []
        if hours:
            told.append(self.text("{n} h", n=hours))
        if minutes or not told:
            told.append(self.text("{n} min", n=minutes))
        return " ".join(told)

    def _percent(self, number: float, pattern: str) -> str:
        told = format_decimal(number, pattern, locale=self.locale, numbering_system="latn")
        return self.text("{number} %", number=told)

    def _kept_apart(self, values: Mapping[str, object]) -> dict[str, object]:
        """Values as they are; those with letters of the other direction can't turn the rest."""
        other = {"L"} if self.direction == "rtl" else {"R", "AL"}

        def turns(value: object) -> bool:
            return isinstance(value, str) and any(
                letter.isalpha() and unicodedata.bidirectional(letter) in other for letter in value
            )

        return {
            name: _APART.format(value) if turns(value) else value for name, value in values.items()
        }

    def _dated(self, seconds: int, zone: ZoneInfo, pattern: str) -> str:
        told: str = format_datetime(
            datetime.fromtimestamp(seconds, zone), pattern, locale=self.locale
        )
        return told


def language(name: str = SOURCE) -> Language:
    """A language by its code, or by the path of a catalogue `<name>.po` of one's own.

    With a region, as `ar-SY`, dates and numbers are as people write them there.

    Raises
    ------
    LanguageError
        if there is no such catalogue, or it can't be read.
    """
    if name.endswith(".po"):
        return _tried(*translations(read_bytes(Path(name)), name), name)
    code = name.replace("_", "-")
    spoken = code.partition("-")[0]
    try:
        locale = Locale.parse(code, sep="-")
    except (ValueError, UnknownLocaleError):
        locale = None
    if locale is None or spoken not in languages():
        raise LanguageError(
            f"no catalogue for the language {name!r}; expected one of "
            f"{', '.join(languages())}, with or without a region, or the path of a .po file. "
            "docs/report.md says how to make one."
        )
    if spoken == SOURCE:
        return Language(code, gettext.NullTranslations())
    data = files(__package__).joinpath(f"{spoken}.po").read_bytes()
    return _tried(locale, translations(data, f"{spoken}.po")[1], f"{spoken}.po")


def languages() -> tuple[str, ...]:
    """Codes of the languages that come with the package."""
    found = (one.name for one in files(__package__).iterdir() if one.name.endswith(".po"))
    return (SOURCE, *sorted(name.removesuffix(".po") for name in found))


def _tried(locale: Locale, words: gettext.NullTranslations, name: str) -> Language:
    """The language, if its patterns of dates can be filled in."""
    made = Language(str(locale).replace("_", "-"), words)
    zone = ZoneInfo("UTC")
    for write in (made.moment, made.briefly, made.day, made.short_day, made.day_and_year):
        try:
            write(0, zone)
        except (ValueError, LookupError, NotImplementedError) as error:
            raise LanguageError(
                f"{name}: a date can't be written: {error}; expected a pattern as "
                "'EEE d MMMM y, HH:mm'. Mend the pattern."
            ) from error
    return made
