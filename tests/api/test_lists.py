"""Lists: pages of keys, filters, fields, counts; the same number of statements for 1 row and for 50."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from indicators.models import Indicator, IndicatorVersion, Observation, Target
from projects.models import Milestone, Project
from projects.models.responsibility import ResponsibilityRole
from tests.api.caller import Caller, caller_as, code_of
from tests.matters.build import lead_of, make_extension, make_feedback, make_instruction, make_matter
from tests.town import NOON, SINCE, Town, accept_month, carry, make_project, make_unit

LISTS = [
    "units/",
    "posts/",
    "persons/",
    "sectors/",
    "projects/",
    "projects/figures/",
    "progress/",
    "responsibilities/",
    "milestones/",
    "indicators/",
    "observations/",
    "sources/",
    "matters/",
    "duties/",
    "feedbacks/",
    "extensions/",
]


def fill(town: Town, number: int) -> None:
    """One more of everything that the clerk of 交通局 sees."""
    project = make_project(f"农村公路{number}号", town.sector, number=f"R{number}")
    carry(project, ResponsibilityRole.RESPONSIBLE, town.lead)
    accept_month(project, 8, 700)
    Milestone.objects.create(project=project, name="路基", due_on=date(2026, 6, 30), unit=town.lead)
    make_unit(f"交通局{number}所", town.lead)
    indicator = Indicator.objects.create(code=f"road-{number}", unit=town.lead)
    version = IndicatorVersion.objects.create(
        indicator=indicator, name="公路里程", measured_in="公里", valid_from=SINCE
    )
    Target.objects.create(indicator=indicator, year=2026, kind="level", value=120)
    Observation.objects.create(
        indicator=indicator,
        version=version,
        year=2026,
        month=8,
        status="2_flash",
        value="80.5",
        growth="6.1",
        reported_by=town.supervisor,
        reported_at=NOON,
    )
    matter = make_matter(town, f"修复县道{number}", duty_status="under_way", helping=[town.helping])
    make_feedback(town, lead_of(matter))
    make_instruction(town, matter)
    make_extension(town, matter, date(2026, 10, 20))


def statements(caller: Caller, path: str) -> tuple[int, int]:
    """(statements, rows)."""
    with CaptureQueriesContext(connection) as captured:
        answer = caller.get(path)
    assert answer.status_code == 200, answer.content.decode()
    return len(captured), len(answer.json()["results"])


# Two say who asks and what that reaches; figures ask the cut-off and the rules of the day as well.
# The ledger of matters asks thresholds, workdays and deadlines of the reports.
PINNED = {path: 3 for path in LISTS} | {"sectors/": 2, "sources/": 2, "projects/figures/": 6, "matters/": 6}


@pytest.mark.parametrize("path", LISTS)
def test_a_list_of_fifty_asks_no_more_than_a_list_of_one(town: Town, path: str) -> None:
    caller = caller_as(town.lead_clerk)
    fill(town, 1)
    few, rows_before = statements(caller, path)
    for number in range(2, 51):
        fill(town, number)
    many, rows_after = statements(caller, path)
    assert (few, many) == (PINNED[path], PINNED[path])
    assert path in ("sectors/", "sources/", "posts/", "persons/") or rows_after >= rows_before + 49


@pytest.mark.parametrize("path", [path for path in LISTS if path not in ("sectors/", "sources/")])
def test_a_stranger_s_lists_hold_nothing_of_the_project(town: Town, path: str) -> None:
    fill(town, 1)
    caller = caller_as(town.stranger)
    rows = caller.results(f"{path}?count=1")
    own = {"units/": 1, "persons/": 1 + 1}
    assert len(rows) == own.get(path, 0)
    assert caller.get(f"{path}?count=1").json()["count"] == len(rows)
    assert "交通局" not in caller.get(path).content.decode()


def test_what_is_written_once_for_all_callers_is_never_their_rows(town: Town) -> None:
    other = make_project("水库除险加固", town.sector)
    carry(other, ResponsibilityRole.RESPONSIBLE, town.helping)
    lead, helping, office = (caller_as(u) for u in (town.lead_clerk, town.helping_clerk, town.supervisor))
    own, both = [town.project.pk], [town.project.pk, other.pk]
    for fields in ("", "?fields=name"):
        for caller, seen in ((lead, own), (helping, both), (office, both), (lead, own)):
            assert [row["id"] for row in caller.results(f"projects/{fields}")] == seen
            assert [row["id"] for row in caller.results(f"projects/?order=-id&{fields[1:]}")] == seen[::-1]


@pytest.mark.parametrize(
    "path", ["units/{unit}/", "projects/{project}/", "progress/{report}/", "posts/{post}/"]
)
def test_a_stranger_gets_404_as_for_what_is_not_there(town: Town, path: str) -> None:
    report = accept_month(town.project, 8, 700)
    keys = {
        "unit": town.lead.pk,
        "project": town.project.pk,
        "report": report.pk,
        "post": town.leader_post.pk,
    }
    caller = caller_as(town.stranger)
    there, nowhere = caller.get(path.format(**keys)), caller.get(path.format(**dict.fromkeys(keys, 10**12)))
    assert code_of(there) == code_of(nowhere) == (404, "not_found")
    assert there.content == nowhere.content
    assert caller_as(town.supervisor).get(path.format(**keys)).status_code == 200


def test_a_stranger_s_filters_tell_nothing(town: Town) -> None:
    caller = caller_as(town.stranger)
    there, nowhere = (caller.get(f"projects/?unit={key}") for key in (town.lead.pk, 10**12))
    assert (there.status_code, there.json()["errors"]) == (400, nowhere.json()["errors"])
    assert caller.results(f"responsibilities/?project={town.project.pk}") == []


def test_a_parent_or_child_that_is_not_seen_is_not_named(town: Town) -> None:
    town.project.parent = make_project("全县公路网", town.sector)
    town.project.save(update_fields=["parent"])
    hidden = make_project("别处的标段", town.sector, parent=town.project)
    seen = make_project("本局的标段", town.sector, parent=town.project)
    carry(seen, ResponsibilityRole.RESPONSIBLE, town.lead)
    told = caller_as(town.lead_clerk).get(f"projects/{town.project.pk}/")
    assert told.json()["parent"] is None
    assert [child["name"] for child in told.json()["children"]] == ["本局的标段"]
    whole = caller_as(town.supervisor).get(f"projects/{town.project.pk}/").json()
    assert (whole["parent"]["name"], [c["id"] for c in whole["children"]]) == (
        "全县公路网",
        [hidden.pk, seen.pk],
    )
    assert caller_as(town.below_clerk).results("units/")[0]["parent_id"] is None


@pytest.mark.parametrize("order", ["id", "-id"])
def test_pages_follow_each_other_without_gap_or_repeat(town: Town, order: str) -> None:
    for number in range(7):
        carry(make_project(f"标段{number}", town.sector), ResponsibilityRole.RESPONSIBLE, town.lead)
    caller, seen, path = caller_as(town.lead_clerk), [], f"projects/?limit=3&order={order}"
    while path:
        page = caller.get(path).json()
        seen += [row["id"] for row in page["results"]]
        path = page["next"] and page["next"].removeprefix("http://testserver/api/v1/")
    every = list(Project.objects.order_by("pk" if order == "id" else "-pk").values_list("pk", flat=True))
    assert (len(seen), seen) == (8, every)


def test_a_count_is_of_the_whole_list_on_every_page(town: Town) -> None:
    for number in range(4):
        carry(make_project(f"标段{number}", town.sector), ResponsibilityRole.RESPONSIBLE, town.lead)
    page = caller_as(town.lead_clerk).get(f"projects/?limit=2&count=1&after={town.project.pk}").json()
    assert (len(page["results"]), page["count"], page["count_is_capped"]) == (2, 5, False)


def test_only_the_fields_asked_for_are_told(town: Town) -> None:
    rows = caller_as(town.lead_clerk).results("projects/?fields=name,sector_name")
    assert rows == [{"id": town.project.pk, "name": "省道过境段改建", "sector_name": "项目建设"}]


def test_figures_are_the_ledger_s_of_the_chosen_cut_off(town: Town) -> None:
    accept_month(town.project, 7, 650)
    accept_month(town.project, 8, 700)
    caller = caller_as(town.lead_clerk)
    now, july = (caller.results(f"projects/figures/{q}")[0] for q in ("", "?period=2026-07"))
    assert (now["period"], now["planned"], now["due"], now["completed"]) == (
        "2026-08",
        "1200.0000",
        "800.0000",
        "700.0000",
    )
    assert (now["completion_rate"], now["gap"], now["light"]) == ("58.3333", "-8.3333", "watch")
    assert (july["due"], july["gap"], july["reported_month"]) == ("700.0000", "-4.1667", 7)
    assert caller.results("projects/figures/?light=red") == []
    assert [row["id"] for row in caller.results("projects/?light=watch")] == [town.project.pk]


def test_an_unknown_plan_has_no_rate(town: Town) -> None:
    project = make_project("前期项目", town.sector, planned=None)
    carry(project, ResponsibilityRole.RESPONSIBLE, town.lead)
    row = caller_as(town.lead_clerk).results(f"projects/figures/?after={town.project.pk}")[0]
    assert [row[name] for name in ("planned", "due", "completed", "completion_rate", "gap")] == [None] * 5


def test_a_project_is_told_with_plan_lights_and_who_carries_it(town: Town) -> None:
    told = caller_as(town.lead_clerk).get(f"projects/{town.project.pk}/?period=2026-08").json()
    assert told["annual_plan"]["planned_investment"] == "1200.0000"
    assert told["figures"]["completed"] is None
    assert told["lights"] == {"investment_gap": "unknown", "start_delay": "green", "report_missing": "red"}
    assert [
        (r["role"], r["unit_name"] or r["post_name"], r["holder_name"]) for r in told["responsibilities"]
    ] == [
        ("helping", "水务局", None),
        ("leader", "常务副县长", "常县长"),
        ("responsible", "交通局", None),
    ]


def test_a_post_names_its_holder_of_the_day(town: Town) -> None:
    caller = caller_as(town.supervisor)
    assert caller.results("posts/")[0]["holder_name"] == "常县长"
    assert caller.results("posts/?on=2025-12-31")[0]["holder_name"] is None


def test_an_indicator_is_told_with_versions_and_targets_and_its_current_values(town: Town) -> None:
    fill(town, 1)
    caller = caller_as(town.lead_clerk)
    told = caller.get(f"indicators/{Indicator.objects.get().pk}/").json()
    assert (told["name"], told["versions"][0]["measured_in"], told["targets"][0]["value"]) == (
        "公路里程",
        "公里",
        "120.0000",
    )
    values = caller.results("observations/?is_current=true&year=2026")
    assert [(row["value"], row["growth"], row["rank"]) for row in values] == [("80.5000", "6.10", None)]


def test_the_second_answer_is_304_until_something_changes(town: Town) -> None:
    caller = caller_as(town.lead_clerk)
    first = caller.get("projects/")
    again = caller.get("projects/", If_None_Match=f'"other", W/{first["ETag"]}')
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    Project.objects.update(location="新址")
    assert caller.get("projects/", If_None_Match=first["ETag"]).status_code == 200


def test_persons_are_told_without_telephone_and_mail(town: Town) -> None:
    rows = caller_as(town.lead_clerk).results("persons/")
    assert {row["unit_name"] for row in rows} == {"交通局", "公路段"}
    assert set(rows[0]) == {"id", "name", "unit_id", "unit_name", "posts"}
    assert User.objects.count() > len(rows)
