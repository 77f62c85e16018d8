"""Whole reports in Arabic: nothing is left in English but what the case says; names are local."""

from __future__ import annotations

import ast
import io
import re
import zipfile
from html.parser import HTMLParser

import msgspec
import pytest
from good_plan import good
from messages_in_source import ROOT

from safepassage.model.case import Case
from safepassage.model.plan import Plan
from safepassage.report.documents import documents
from safepassage.report.language import language
from safepassage.report.page.wording import promise, reason

SOLVE = ROOT / "src" / "safepassage" / "solve"
PROMISES = ("W1", "C1", "C2", "V1", "V2", "H1", "H2", "H3", "D1", "R1", "R2", "A1")

OF_THE_CASE = "case"
"""Every text of the case that is not local, so that other Latin words stand out."""

FOR_EVERYONE = re.compile(
    r"\b[WCVHDRA][123]\b|\bT\b|WGS|OpenStreetMap|ODbL|convoys\.geojson|Asia/Damascus"
)
"""Codes of promises, T of the timeline, and proper names."""


def local_case() -> tuple[Case, Plan]:
    """The small case with a local name at each place, and its good plan."""
    case, plan = good()
    kinds = ("assembly_points", "crossings", "destinations", "staging_areas")
    named = {
        kind: tuple(
            msgspec.structs.replace(place, name=OF_THE_CASE, name_local=f"مكان {number}")
            for number, place in enumerate(getattr(case, kind))
        )
        for kind in kinds
    }
    agreement = msgspec.structs.replace(
        case.agreement, parties=(OF_THE_CASE, OF_THE_CASE), guarantor=OF_THE_CASE
    )
    reasons = tuple(
        msgspec.structs.replace(one, reason="the windows end before a vehicle can fetch it")
        for one in plan.not_served
    )
    return (
        case.replace(title=OF_THE_CASE, name=OF_THE_CASE, agreement=agreement, **named),
        msgspec.structs.replace(plan, not_served=reasons),
    )


class Words(HTMLParser):
    """What a page shows or reads out, without what is only of the case's ids."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.skipped = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.skipped = tag in ("style", "script", "code")
        self.found += [value for name, value in attrs if name in ("aria-label", "title") and value]

    def handle_endtag(self, tag: str) -> None:
        self.skipped = False

    def handle_data(self, data: str) -> None:
        if not self.skipped:
            self.found.append(data)


def all_written(name: str) -> dict[str, bytes]:
    case, plan = local_case()
    return documents(case, plan, broken_promises=(), audience="planner", language=language(name))


def written(name: str) -> dict[str, str]:
    """The pages."""
    files = all_written(name)
    return {file: data.decode() for file, data in files.items() if file.endswith(".html")}


def test_no_english_is_left_on_an_arabic_page() -> None:
    case, plan = local_case()
    ids = {vehicle.id for vehicle in case.vehicles} | {convoy.id for convoy in plan.convoys}
    ids |= {case.digest[:16], case.digest[:12], plan.case_digest[:12], OF_THE_CASE}
    known = re.compile("|".join(map(re.escape, sorted(ids, key=len, reverse=True))))
    for file, page in written("ar").items():
        for words in Words(page).found:
            left = FOR_EVERYONE.sub("", known.sub("", words))
            assert not re.search("[A-Za-z]", left), (file, words)


def reasons_of_the_planner() -> set[str]:
    """What stands beside a promise's code, or is called a reason, where groups are left out."""
    found = set()
    for file in ("problem.py", "assemble.py"):
        for node in ast.walk(ast.parse((SOLVE / file).read_text("utf-8"))):
            if isinstance(node, ast.Tuple) and len(node.elts) == 2:
                code, told = (getattr(one, "value", None) for one in node.elts)
                if isinstance(code, str) and isinstance(told, str) and code in PROMISES:
                    found.add(told)
            elif isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "reason":
                found.add(ast.literal_eval(node.value))
    return found


def test_every_reason_of_the_planner_has_words() -> None:
    reasons = reasons_of_the_planner()
    assert len(reasons) == 12
    arabic = language("ar")
    for told in reasons:
        assert not re.search("[A-Za-z]", reason(told, arabic)), told


@pytest.mark.parametrize("code", PROMISES)
def test_every_promise_has_words(code: str) -> None:
    assert not re.search("[A-Za-z]", promise(code, language("ar")))


def test_the_direction_and_the_language_stand_at_the_top() -> None:
    for page in written("ar-SY").values():
        assert '<html lang="ar-SY" dir="rtl">' in page
    for page in written("en").values():
        assert '<html lang="en" dir="ltr">' in page


def test_sheets_name_places_in_the_order_of_their_reader() -> None:
    assert "مكان 0 · case" in written("ar")["timeline.html"]
    assert "case · مكان 0" in written("en")["timeline.html"]


def test_a_range_of_times_is_told_in_words_that_cannot_turn_round() -> None:
    pattern = re.compile(r"\d\d:\d\d(?:<[^>]*>)*–(?:<[^>]*>)*\d\d:\d\d")
    for file, page in written("en").items():
        if file in ("report.html", "release.html", "notification.html"):
            assert pattern.search(page), file
    for file, page in written("ar").items():
        assert not pattern.search(page), file


def test_a_workbook_runs_from_right_to_left() -> None:
    for name, turned in (("ar", True), ("en", False)):
        with zipfile.ZipFile(io.BytesIO(all_written(name)["manifests.xlsx"])) as book:
            assert (b'rightToLeft="1"' in book.read("xl/worksheets/sheet1.xml")) == turned
            assert (b'readingOrder="2"' in book.read("xl/styles.xml")) == turned
