"""`report`: exit codes, what is refused in words, and that nothing is written then."""

from __future__ import annotations

import time
from functools import partial
from pathlib import Path

import msgspec
import pytest

from safepassage.cli import main
from safepassage.cli.report import report
from safepassage.errors import AudienceError, LanguageError, PlanFileError
from safepassage.model.plan import Plan
from safepassage.read import read_case, write_template
from safepassage.report import documents
from safepassage.report.audience import AUDIENCES, Audience
from safepassage.solve import plan as solve

PLANNERS = {"report.html", "manifests.xlsx", "convoys.geojson", "timeline.html", "release.html"}


@pytest.fixture(scope="module")
def case_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("case") / "case"
    write_template(folder)
    return folder


@pytest.fixture(scope="module")
def plan_file(case_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = solve(read_case(case_folder), effort=1).plan
    return written(found, tmp_path_factory.mktemp("plan"))


def written(plan: Plan, folder: Path) -> Path:
    path = folder / "plan.json"
    path.write_bytes(msgspec.json.encode(plan))
    return path


def changed(plan_file: Path, folder: Path, **changes: object) -> Path:
    plan = msgspec.json.decode(plan_file.read_bytes(), type=Plan)
    return written(msgspec.structs.replace(plan, **changes), folder)


def names(out: Path) -> set[str]:
    return {str(path.relative_to(out)) for path in out.rglob("*") if path.is_file()}


@pytest.fixture
def over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time, "time", lambda: 4_000_000_000.0)


@pytest.fixture
def still_to_come(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time, "time", lambda: 0.0)


def test_the_planner_gets_every_document_and_is_told_where(
    case_folder: Path, plan_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "new" / "report"
    assert report(case_folder, plan_file, out=out) == 0
    assert names(out) >= PLANNERS
    printed = capsys.readouterr()
    assert f"For the planner: {len(names(out))} files in {out}" in printed.out
    assert f"\n  {out / 'report.html'}\n" in printed.out
    assert "broken" not in printed.out
    assert printed.err == ""


@pytest.mark.parametrize("audience", AUDIENCES)
@pytest.mark.usefixtures("over")
def test_every_audience_gets_a_page_in_either_language(
    case_folder: Path, plan_file: Path, tmp_path: Path, audience: Audience
) -> None:
    assert report(case_folder, plan_file, out=tmp_path, audience=audience, language="ar") == 0
    assert '<html lang="ar" dir="rtl">' in (tmp_path / "report.html").read_text("utf-8")


@pytest.mark.usefixtures("over")
def test_an_earlier_reports_documents_are_not_left_beside_a_new_one(
    case_folder: Path, plan_file: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    (out / "gpx").mkdir(parents=True)
    for kept in ("mine.txt", "gpx/mine.txt", "plan.json"):
        (out / kept).write_text("mine")
    (out / "gpx" / "convoy-of-an-old-plan.gpx").write_text("stale")
    assert report(case_folder, plan_file, out=out) == 0
    assert "gpx/convoy-of-an-old-plan.gpx" not in names(out)
    assert names(out) > PLANNERS
    assert report(case_folder, plan_file, out=out, audience="public") == 0
    assert names(out) == {"report.html", "mine.txt", "gpx/mine.txt", "plan.json"}


@pytest.mark.parametrize("audience", AUDIENCES)
@pytest.mark.usefixtures("over")
def test_every_document_has_a_name_by_which_a_later_report_removes_it(
    case_folder: Path, plan_file: Path, tmp_path: Path, audience: Audience
) -> None:
    report(case_folder, plan_file, out=tmp_path, audience=audience)
    for name in names(tmp_path):
        assert any(Path(name).match(pattern) for pattern in documents.NAMES), name


@pytest.mark.usefixtures("over")
def test_what_stands_beside_the_plan_is_the_planners(
    case_folder: Path, plan_file: Path, tmp_path: Path
) -> None:
    for audience in AUDIENCES:
        report(case_folder, plan_file, out=tmp_path / audience, audience=audience)
        page = (tmp_path / audience / "report.html").read_text("utf-8")
        assert ('id="requirements"' in page) == (audience == "planner")


def test_a_broken_plan_is_reported_to_the_planner_with_exit_code_1(
    case_folder: Path, plan_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = changed(plan_file, tmp_path, trips=())
    out = tmp_path / "out"
    assert report(case_folder, broken, out=out) == 1
    assert "broken promises:\n  A1 " in capsys.readouterr().out
    assert 'class="broken"' in (out / "report.html").read_text("utf-8")
    for sheet in ("notification", "release", "timeline", "situation"):
        assert "on this plan." in (out / f"{sheet}.html").read_text("utf-8")
    assert "broken. Don't act on this plan." in (out / "convoys.geojson").read_text("utf-8")


@pytest.mark.parametrize("audience", [one for one in AUDIENCES if one != "planner"])
@pytest.mark.usefixtures("over")
def test_nobody_else_gets_anything_of_a_broken_plan(
    case_folder: Path, plan_file: Path, tmp_path: Path, audience: Audience
) -> None:
    broken = changed(plan_file, tmp_path, trips=())
    refused = partial(report, case_folder, broken, out=tmp_path / "out", audience=audience)
    with pytest.raises(AudienceError, match=r"breaks promises .* expected .* plan again"):
        refused()
    assert not (tmp_path / "out").exists()


@pytest.mark.usefixtures("still_to_come")
def test_the_public_is_told_nothing_before_the_last_arrival(
    case_folder: Path, plan_file: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    with pytest.raises(AudienceError, match=r"after the fact.* expected .* wait"):
        report(case_folder, plan_file, out=out, audience="public")
    assert not out.exists()
    assert report(case_folder, plan_file, out=out, audience="party") == 0


def test_the_public_waits_for_the_very_last_arrival(
    case_folder: Path, plan_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = msgspec.json.decode(plan_file.read_bytes(), type=Plan)
    last = max(trip.stops[-1].arrive for trip in plan.trips)
    for now, allowed in ((last - 1, False), (last, True)):
        monkeypatch.setattr(time, "time", lambda now=now: float(now))
        if allowed:
            assert report(case_folder, plan_file, out=tmp_path, audience="public") == 0
        else:
            with pytest.raises(AudienceError):
                report(case_folder, plan_file, out=tmp_path, audience="public")


@pytest.mark.usefixtures("still_to_come")
def test_a_plan_for_nobody_is_not_public_before_its_horizon(
    case_folder: Path, plan_file: Path, tmp_path: Path
) -> None:
    broken = changed(plan_file, tmp_path, trips=())
    with pytest.raises(AudienceError, match="after the fact"):
        report(case_folder, broken, out=tmp_path / "out", audience="public")


def test_an_unknown_language_is_named_before_anything_is_read(tmp_path: Path) -> None:
    with pytest.raises(LanguageError, match=r"'xx'; expected one of en, ar"):
        report(tmp_path / "none", tmp_path / "none", out=tmp_path / "out", language="xx")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("text", ["", "{", "[]", '{"format": 99}', '{"format": 1}', "\x00"])
def test_an_unreadable_plan_is_named(case_folder: Path, tmp_path: Path, text: str) -> None:
    path = tmp_path / "plan.json"
    path.write_text(text)
    with pytest.raises(PlanFileError, match=r"plan\.json: "):
        report(case_folder, path, out=tmp_path / "out")
    assert names(tmp_path) == {"plan.json"}


def test_a_plan_of_another_case_is_refused(
    case_folder: Path, plan_file: Path, tmp_path: Path
) -> None:
    other = changed(plan_file, tmp_path, case_digest="0" * 64)
    with pytest.raises(PlanFileError, match="was made for case"):
        report(case_folder, other, out=tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_plan_with_times_that_cannot_be_is_refused(
    case_folder: Path, plan_file: Path, tmp_path: Path
) -> None:
    plan = msgspec.json.decode(plan_file.read_bytes(), type=Plan)
    first = plan.convoys[0]
    odd = changed(plan_file, tmp_path, convoys=(msgspec.structs.replace(first, end=10**17),))
    with pytest.raises(PlanFileError, match="has the time 1"):
        report(case_folder, odd, out=tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_out_must_be_a_folder(case_folder: Path, plan_file: Path, tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("mine")
    for out in (file, file / "below"):
        with pytest.raises(NotADirectoryError, match="is a file"):
            report(case_folder, plan_file, out=out)
    assert file.read_text() == "mine"


def test_nothing_is_written_if_a_document_fails(
    case_folder: Path, plan_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(*_: object) -> dict[str, bytes]:
        raise OSError(28, "no space")

    monkeypatch.setattr(documents, "sheets", failing)
    with pytest.raises(OSError, match="no space"):
        report(case_folder, plan_file, out=tmp_path / "out")
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("option", [("--audience", "press"), ("--language", "xx")])
def test_the_command_line_says_2_to_what_it_does_not_know(
    case_folder: Path,
    plan_file: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    option: tuple[str, str],
) -> None:
    out = tmp_path / "out"
    assert main(["report", str(case_folder), str(plan_file), "--out", str(out), *option]) == 2
    assert option[1] in capsys.readouterr().err
    assert not out.exists()
