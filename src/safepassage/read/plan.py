"""Reads plan.json, which may come from anybody, back into a `Plan`."""

from __future__ import annotations

import errno
from pathlib import Path

import msgspec

from safepassage.errors import PlanFileError
from safepassage.model.plan import PLAN_FORMAT, Plan
from safepassage.read.files import whole_file

MOST_BYTES = 1 << 29
"""Half a gibibyte: ten times the plan of a city of 400,000, and what a laptop can decode."""


class _Head(msgspec.Struct):
    format: int


def read_plan(path: Path) -> Plan:
    """Read a plan; whatever is wrong with the file is a `PlanFileError` that says what to do."""
    data = _read(path)
    try:
        found = msgspec.json.decode(data, type=_Head).format
        if found != PLAN_FORMAT:
            raise PlanFileError(
                f"{path}: plan format {found}; expected {PLAN_FORMAT}. Plan the case again with "
                "this version, or verify with the version that wrote the file."
            )
        return msgspec.json.decode(data, type=Plan)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError, ValueError) as error:
        raise PlanFileError(
            f"{path}: not a plan: {error}; expected the plan.json that `safepassage plan` writes. "
            "Give that file, or plan the case again."
        ) from error


def _read(path: Path) -> bytes:
    """The file's bytes, never more than `MOST_BYTES`."""
    try:
        return whole_file(path, MOST_BYTES)
    except OSError as error:
        if error.errno == errno.EFBIG:
            raise PlanFileError(
                f"{path}: larger than {MOST_BYTES >> 20} MiB; expected a plan.json. Give that file."
            ) from error
        raise PlanFileError(
            f"{path}: {error.strerror}; expected a file that can be read. "
            "Check the path: `safepassage plan` writes plan.json into its --out folder."
        ) from error
