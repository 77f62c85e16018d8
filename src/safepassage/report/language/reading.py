"""Reads a catalogue, and refuses one that words or figures of a report could not come from."""

from __future__ import annotations

import gettext
import io
import re
import string
from collections.abc import Sequence
from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, PoFileParser

from safepassage.errors import LanguageError

MOST_BYTES = 4 << 20
MOST_CHARACTERS = 2000
"""In one message; the longest of ours has a tenth of that."""

MOST_PLURALS = 6
COUNTED = range(2000)
"""Numbers that a rule of plurals is tried on; those of every known language repeat by then."""

_NAME = re.compile(r"[a-z_]+")
_DIVISION = re.compile(r"/|%(?!\s*[1-9])")
_NOT_TEXT = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


class _Bounded(Catalog):
    """A catalogue that refuses more forms than languages have before it makes room for them.

    The parser keeps a text for each of them with every message: a header alone could ask for all
    memory there is.
    """

    @property
    def num_plurals(self) -> int:
        """How many plural forms the header states."""
        forms = super().num_plurals
        if not 1 <= forms <= MOST_PLURALS:
            raise ValueError(
                f"Plural-Forms: {forms} forms, where languages have 1 to {MOST_PLURALS}"
            )
        return forms


def read_bytes(path: Path) -> bytes:
    """A catalogue's bytes.

    Raises
    ------
    LanguageError
        if there is no such file, or it is larger than a catalogue.
    """
    try:
        if not path.is_file():
            found = "not a file" if path.exists() else "no such file"
            raise LanguageError(f"{path}: {found}; expected a .po catalogue. Check the path.")
        with path.open("rb") as stream:
            data = stream.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        told = getattr(error, "strerror", None) or error
        raise LanguageError(f"{path}: {told}; expected a .po catalogue. Check the path.") from error
    if len(data) > MOST_BYTES:
        raise LanguageError(
            f"{path}: larger than {MOST_BYTES >> 20} MiB; expected a .po catalogue."
        )
    return data


def translations(data: bytes, name: str) -> tuple[Locale, gettext.NullTranslations]:
    """The language that a catalogue's header names, and its translations.

    Raises
    ------
    LanguageError
        if it isn't a catalogue, if its rule of plurals may fail, or if a translation has other
        `{names}` than its message; it says which.
    """
    try:
        catalogue = _Bounded()
        PoFileParser(catalogue, abort_invalid=True).parse(io.BytesIO(data))
        locale = catalogue.locale
        if locale is None:
            raise ValueError("its header names no language that is known")
        _check_plurals(catalogue)
        for message in catalogue:
            _check(message, catalogue.num_plurals)
        compiled = io.BytesIO()
        write_mo(compiled, catalogue)
        compiled.seek(0)
        return locale, gettext.GNUTranslations(compiled)
    except (
        *(ValueError, LookupError, OSError, SyntaxError, ArithmeticError, RecursionError),
        *(TypeError, PoFileError, UnknownLocaleError),
    ) as error:
        raise LanguageError(
            f"{name}: {error}; expected a .po catalogue in UTF-8 with a Language header. "
            "docs/report.md says how to make and check one."
        ) from error


def names(text: str) -> frozenset[str]:
    """The `{names}` that are filled in.

    Raises
    ------
    ValueError
        for a brace that holds anything else: attributes, indices, conversions, formats.
    """
    found = set()
    for _, name, form, conversion in string.Formatter().parse(text):
        if name is not None:
            if not _NAME.fullmatch(name) or form or conversion:
                raise ValueError(
                    f"braces hold a plain name, as {{n}}, and nothing else; found {text!r}"
                )
            found.add(name)
    return frozenset(found)


def _check_plurals(catalogue: Catalog) -> None:
    """The rule gives one of the forms for every number, and can't divide by nothing."""
    expression, forms = catalogue.plural_expr, catalogue.num_plurals
    if _DIVISION.search(expression):
        raise ValueError(f"Plural-Forms: only a division by a number is allowed: {expression!r}")
    rule = gettext.c2py(expression)
    for number in COUNTED:
        if not 0 <= rule(number) < forms:
            raise ValueError(f"Plural-Forms: {number} has form {rule(number)} of {forms}")


def _check(message: Message, forms: int) -> None:
    """A translation, if there is one, can stand where its message stands."""
    ids, told = _texts(message.id), _texts(message.string)
    if message.fuzzy or not any(ids) or not any(told):
        return
    wanted = frozenset[str]().union(*map(names, ids))
    if len(told) != (forms if message.pluralizable else 1) or not all(told):
        raise ValueError(f"{ids[0]!r} has not one translation for each of {forms} plural forms")
    for text in told:
        if len(text) > MOST_CHARACTERS or _NOT_TEXT.search(text):
            raise ValueError(f"{ids[0]!r}: the translation is too long or holds what is no text")
        try:
            found = names(text)
        except ValueError as error:
            raise ValueError(f"{ids[0]!r}: {error}") from error
        # "One person" and "two people" may be words.
        if found - wanted or wanted - found - ({"n"} if message.pluralizable else set()):
            raise ValueError(
                f"{ids[0]!r}: the translation fills in {_listed(found)}, expected {_listed(wanted)}"
            )


def _texts(value: str | Sequence[str] | None) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value or ())


def _listed(found: frozenset[str]) -> str:
    return ", ".join(f"{{{name}}}" for name in sorted(found)) or "nothing"
