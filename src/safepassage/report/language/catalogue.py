"""`Language`: words from a catalogue, and dates and numbers as that language writes them."""

from __future__ import annotations

import gettext
import io
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_datetime
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

from safepassage.errors import LanguageError

SOURCE = "en"
"""The messages in the code are themselves English."""

MOST_BYTES = 4 << 20


@dataclass(frozen=True)
class Language:
    """Words, dates and numbers for one reader; digits are 0 to 9 in every language."""

    code: str
    translations: gettext.NullTranslations

    @cached_property
    def locale(self) -> Locale:
        """What CLDR knows of the language."""
        return Locale.parse(self.code, sep="-" if "-" in self.code else "_")

    @property
    def direction(self) -> str:
        """`rtl` or `ltr`, as HTML says it."""
        direction: str = self.locale.text_direction
        return direction

    def text(self, message: str, /, **values: object) -> str:
        """The message in this language, with `{name}` filled in."""
        told = self.translations.gettext(message)
        return told.format(**values) if values else told

    def count(self, one: str, many: str, number: int, /, **values: object) -> str:
        """A message about a number, `{n}`, in the plural form that the language has for it."""
        told = self.translations.ngettext(one, many, number)
        return told.format(n=self.number(number), **values)

    def number(self, value: float) -> str:
        """A number with its thousands apart."""
        told: str = format_decimal(value, locale=self.locale, numbering_system="latn")
        return told

    def percent(self, share: float | None) -> str:
        """A share as per cent; only an exact nothing reads 0."""
        if share is None:
            return "–"
        if 0 < share < 0.0005:
            return "< 0.1 %"
        return "0 %" if share == 0 else f"{100 * share:.1f} %"

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

    def span(self, seconds: int) -> str:
        """How long, rounded up to the minute."""
        hours, minutes = divmod(-(-seconds // 60), 60)
        days, hours = divmod(hours, 24)
        parts = ((days, self.text("d")), (hours, self.text("h")), (minutes, self.text("min")))
        told = [f"{count} {unit}" for count, unit in parts if count]
        return " ".join(told) or f"0 {self.text('min')}"

    def _dated(self, seconds: int, zone: ZoneInfo, pattern: str) -> str:
        told: str = format_datetime(
            datetime.fromtimestamp(seconds, zone), pattern, locale=self.locale
        )
        return told


def language(name: str = SOURCE) -> Language:
    """A language by its code, or by the path of a catalogue `<code>.po` of one's own.

    Raises
    ------
    LanguageError
        if there is no such catalogue, or it can't be read.
    """
    if name == SOURCE:
        return Language(SOURCE, gettext.NullTranslations())
    if name.endswith(".po"):
        return _from_catalogue(_read(Path(name)), name)
    if name not in languages():
        raise LanguageError(
            f"no catalogue for the language {name!r}; expected one of "
            f"{', '.join(languages())}, or the path of a .po file. "
            "docs/report.md says how to make one."
        )
    return _from_catalogue(files(__package__).joinpath(f"{name}.po").read_bytes(), f"{name}.po")


def languages() -> tuple[str, ...]:
    """Codes of the languages that come with the package."""
    found = (one.name for one in files(__package__).iterdir() if one.name.endswith(".po"))
    return (SOURCE, *sorted(name.removesuffix(".po") for name in found))


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as stream:
            data = stream.read(MOST_BYTES + 1)
    except OSError as error:
        raise LanguageError(
            f"{path}: {error.strerror}; expected a .po catalogue. Check the path."
        ) from error
    if len(data) > MOST_BYTES:
        raise LanguageError(
            f"{path}: larger than {MOST_BYTES >> 20} MiB; expected a .po catalogue."
        )
    return data


def _from_catalogue(data: bytes, name: str) -> Language:
    compiled = io.BytesIO()
    try:
        catalogue = read_po(io.BytesIO(data), abort_invalid=True)
        if catalogue.locale is None:
            raise ValueError("its header names no language")
        write_mo(compiled, catalogue)
        compiled.seek(0)
        return Language(str(catalogue.locale), gettext.GNUTranslations(compiled))
    except (ValueError, LookupError, OSError, SyntaxError, ArithmeticError) as error:
        raise LanguageError(
            f"{name}: {error}; expected a .po catalogue in UTF-8 with a Language header. "
            "Check it with a translator's tool."
        ) from error
