"""What a review of the agreement finds on a date; computed by `terms`, shown by others."""

from __future__ import annotations

from typing import Literal

import msgspec

from safepassage.model.terms import Status, StatusChange, Term

FindingKind = Literal["missing", "unclear", "contradiction"]
Verdict = Literal["met", "not_met", "not_stated"]
Role = Literal["party", "guarantor", "other"]


class Quote(msgspec.Struct, frozen=True, kw_only=True):
    """One side of something, in its own words."""

    by: str
    says: str
    source: str


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """Something a planner or humanitarian actor must settle before anyone moves."""

    kind: FindingKind
    about: str
    """A topic of the terms, or `status`, `ground`, `guarantee`, `linked`, `claims`, `windows`."""
    what: str
    settle: str
    """What must be asked or agreed; empty where the quotes say it."""
    guidance: tuple[int, ...]
    """Numbers of the requirements it rests on."""
    sides: tuple[Quote, ...] = ()


class StatedTerm(msgspec.Struct, frozen=True, kw_only=True):
    """A term with what it amended, the oldest first."""

    term: Term
    history: tuple[Term, ...] = ()


class Actor(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody the agreement names, and ids of the standing terms that bind them."""

    name: str
    role: Role
    bound_by: tuple[str, ...] = ()


class Holder(msgspec.Struct, frozen=True, kw_only=True):
    """Who holds ground on the latest picture, and the terms of passage that bind them."""

    name: str
    areas: tuple[str, ...]
    on: str
    """ISO date of the picture."""
    bound_by: tuple[str, ...] = ()


class GuidanceCheck(msgspec.Struct, frozen=True, kw_only=True):
    """One of the nineteen requirements, held against a case and, where given, a plan."""

    number: int
    requirement: str
    source: str
    """The public guidance it is from."""
    verdict: Verdict
    """`not_stated` wherever the data doesn't say: never taken for met."""
    why: str
    rests_on: tuple[str, ...] = ()
    """Where in the case or plan it is seen: terms with their sources, tables, keys."""


class TermsReview(msgspec.Struct, frozen=True, kw_only=True):
    """The agreement at a time (UTC seconds): what stands, what is open, what guidance asks."""

    on: int
    status: Status | None
    """None before anything was offered."""
    changes: tuple[StatusChange, ...]
    """The life until then."""
    standing: tuple[StatedTerm, ...]
    run_out: tuple[StatedTerm, ...]
    """Terms whose end has come, and that nothing replaced."""
    later: int
    """Changes and terms that come after this time."""
    actors: tuple[Actor, ...]
    holders: tuple[Holder, ...]
    findings: tuple[Finding, ...]
    guidance: tuple[GuidanceCheck, ...]
