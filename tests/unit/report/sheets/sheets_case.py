"""The good plan with words in it that must not get out, and what its sheets say."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
from good_plan import good
from python_calamine import CalamineWorkbook

from safepassage.model.agreement import Agreement
from safepassage.model.case import Case
from safepassage.model.people import TravelGroup
from safepassage.model.plan import Plan
from safepassage.model.territory import ControlArea
from safepassage.report.audience import Audience
from safepassage.report.journeys import Journeys, journeys
from safepassage.report.language import Language, language
from safepassage.report.sheets import sheets

NEVER = ("zzcategory", "zzitem", "zzhousehold")
"""Part of every category's, item's and household's id: in no sheet of any audience."""

GROUP = "zzgroup"
"""Part of every travel group's id: in manifests only."""

INSIDE = "Zzinside"
"""Part of every assembly point's name: in nothing for a party, a destination or the public."""

HAS_ALL = {
    *("manifests.xlsx", "convoys.geojson", "notification.html", "release.html"),
    *("timeline.html", "situation.html"),
}
"""What the planner has beside the tracks."""

ARABIC = """
msgid ""
msgstr ""
"Language: ar\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=2; plural=n!=1;\\n"

msgid "Contents"
msgstr "المحتويات"

msgid "Movement notification"
msgstr "إخطار بالتحرك"
"""

OLD = ControlArea(
    on="2018-02-18", name="zz", held_by="one side", enclave=True, polygons=(), source="zz"
)
"""A picture too old to release anybody on, 17 days before the first convoy."""

BANDS_OF_FOUR = (1, 0, 1, 0, 1, 1, 0, 0)


def marked_case() -> tuple[Case, Plan]:
    """The small case and the good plan, with marked ids and names."""
    case, plan = good()
    renamed = msgspec.structs.replace
    points = tuple(
        renamed(point, name=f"{INSIDE} {point.id}", name_local="نقطة")
        for point in case.assembly_points
    )
    case = case.replace(
        agreement=_marked_terms(case.agreement),
        assembly_points=points,
        groups=tuple(_marked_group(group) for group in case.groups),
        control=(OLD,),
    )
    return case, msgspec.json.decode(_marked_groups(plan), type=Plan)


def _marked_terms(terms: Agreement) -> Agreement:
    renamed = msgspec.structs.replace
    return renamed(
        terms,
        categories=tuple(
            renamed(
                one,
                id=f"zzcategory-{one.id}",
                may_carry=tuple(f"zzitem-{item}" for item in one.may_carry),
            )
            for one in terms.categories
        ),
        items=tuple(renamed(item, id=f"zzitem-{item.id}") for item in terms.items),
    )


def _marked_group(group: TravelGroup) -> TravelGroup:
    return msgspec.structs.replace(
        group,
        id=f"{GROUP}-{group.id}",
        household=f"zzhousehold-{group.household}",
        category=f"zzcategory-{group.category}",
        items=tuple(f"zzitem-{item}" for item in group.items),
        bands=BANDS_OF_FOUR if group.persons == 4 else (),
        children=2,
    )


def _marked_groups(plan: Plan) -> bytes:
    return re.sub(rb'"group":"(\w+)"', rb'"group":"zzgroup-\1"', msgspec.json.encode(plan))


def marked() -> Journeys:
    return journeys(*marked_case())


def files(audience: Audience, told: Journeys | None = None, words: Language | None = None) -> Any:
    return sheets(told or marked(), audience, words or language())


def arabic(folder: Path) -> Language:
    path = folder / "ar.po"
    path.write_text(ARABIC, encoding="utf-8")
    return language(str(path))


def book(data: bytes) -> dict[str, list[list[Any]]]:
    """The cells of every sheet."""
    read = CalamineWorkbook.from_filelike(io.BytesIO(data))
    return {
        name: read.get_sheet_by_name(name).to_python(skip_empty_area=False)
        for name in read.sheet_names
    }


def parts(data: bytes) -> dict[str, str]:
    """The XML parts of a workbook."""
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        return {name: packed.read(name).decode() for name in packed.namelist()}


def spoken(name: str, data: bytes) -> str:
    """Everything that a file says, as one text."""
    if name.endswith(".xlsx"):
        return "\n".join(parts(data).values())
    if name.endswith(".geojson"):
        return json.dumps(json.loads(data), ensure_ascii=False)
    return data.decode()


def every(audience: Audience) -> Iterator[tuple[str, str]]:
    """Each file of an audience and what it says."""
    for name, data in files(audience).items():
        yield name, spoken(name, data)
