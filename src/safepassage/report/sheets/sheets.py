"""Every sheet that an audience may have, as files."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from safepassage.report.audience import Audience, readable, redact
from safepassage.report.journeys import Journeys
from safepassage.report.language import Language
from safepassage.report.sheets.convoy_map import convoy_map
from safepassage.report.sheets.geojson import geojson
from safepassage.report.sheets.gpx import gpx
from safepassage.report.sheets.head import Head, head, local_first
from safepassage.report.sheets.manifests import manifests
from safepassage.report.sheets.names import file_names
from safepassage.report.sheets.notification import notification
from safepassage.report.sheets.page import page
from safepassage.report.sheets.release import release
from safepassage.report.sheets.situation import situation
from safepassage.report.sheets.timeline import timeline
from safepassage.report.sheets.track import tracks
from safepassage.report.sheets.workbook import workbook

PAGES = {
    "notification": notification,
    "release": release,
    "timeline": timeline,
    "situation": situation,
}
"""What an HTML sheet says, by its name."""


def sheets(
    told: Journeys, audience: Audience, language: Language, broken: int = 0
) -> dict[str, bytes]:
    """The files that the audience may have, by name: `manifests.xlsx`, `gpx/c12.gpx`, ….

    Each holds only the fields that `allowed.toml` names for the audience, and says how many
    promises are `broken`. Equal plans give equal bytes.
    """
    told = local_first(told, language)
    zone, top = told.case.zone, head(told, language, broken)
    files = {}
    if readable("manifests", audience):
        data = _redacted("manifests", manifests(told, top), audience)
        files["manifests.xlsx"] = workbook(data, language, zone)
    if readable("convoys", audience):
        files["convoys.geojson"] = geojson(
            _redacted("convoys", convoy_map(told, top), audience), zone
        )
    if readable("gpx", audience):
        files |= _tracks(told, top, audience, language)
    for name, say in PAGES.items():
        if readable(name, audience):
            data = _redacted(name, say(told, top), audience)
            files[f"{name}.html"] = page(f"{name}.html", data, language, zone)
    return files


def _tracks(told: Journeys, top: Head, audience: Audience, language: Language) -> dict[str, bytes]:
    found = [_redacted("gpx", track, audience) for track in tracks(told, top)]
    names = file_names(track["convoy"] for track in found)
    return {
        f"gpx/{name}.gpx": gpx(track, language, told.case.zone)
        for name, track in zip(names, found, strict=True)
    }


def _redacted(document: str, said: object, audience: Audience) -> Mapping[str, Any]:
    return redact(document, msgspec.to_builtins(said), audience)
