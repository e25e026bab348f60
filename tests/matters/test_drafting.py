"""What is entered for a matter: kept as said, refused at its field, revised and thrown away."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from supervision.matters import services
from supervision.matters.models import Duty, Instruction, Matter, Source, Stage
from supervision.matters.rules.entries import DutyWords
from tests.matters.registry import (
    OFFICE,
    drafted,
    duties_of,
    instruction_of,
    refused,
    refused_for_all_but,
    registered,
    submitted,
    told,
    words_of,
)
from tests.town import NOON, Town

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("workdays")]


def test_a_draft_keeps_what_was_entered_and_is_found_by_initials(town: Town) -> None:
    matter = drafted(town, title=" 修复县道塌方 ", instructions=[instruction_of(town)])
    matter.refresh_from_db()
    assert (matter.status, matter.title, matter.number) == ("draft", "修复县道塌方", "")
    assert matter.pinyin == "xiu fu xian dao ta fang|xfxdtf"
    assert (matter.rhythm, matter.due_rule, matter.due_on) == ("half_month", "matter_instruction", None)
    assert (matter.created_by, matter.created_at) == (town.supervisor, NOON)
    duties = matter.duties.order_by("pk").values_list("unit", "role", "status", "task", "contact")
    assert sorted(duties) == sorted(
        [
            (town.lead.pk, "lead", "planned", "抢修", "路联络 0937-1"),
            (town.helping.pk, "helping", "planned", "排查涵洞", ""),
        ]
    )
    kept = matter.instructions.get()
    assert (kept.text, kept.recorded_by, kept.post) == ("请抓紧抢修。", town.supervisor, town.leader_post)
    assert told(matter) == []


@pytest.mark.parametrize(
    ("source", "urgency", "rule"),
    [
        ("instruction", "normal", "matter_instruction"),
        ("instruction", "urgent", "matter_instruction_urgent"),
        ("instruction", "critical", "matter_critical"),
        ("work_report", "normal", "matter_document"),
        ("work_report", "urgent", "matter_document"),
    ],
)
def test_source_and_urgency_choose_the_deadline_rule(
    source: str, urgency: str, rule: str, town: Town
) -> None:
    assert drafted(town, source=source, urgency=urgency).due_rule == rule
    assert drafted(town, urgency=urgency, due_rule="matter_minutes").due_rule == "matter_minutes"


def test_a_date_by_hand_is_kept_with_its_reason(town: Town) -> None:
    matter = drafted(town, due_on=date(2026, 9, 25), due_basis="领导要求国庆前通车")
    assert (matter.due_rule, matter.due_on, matter.original_due_on, matter.due_basis) == (
        "",
        date(2026, 9, 25),
        date(2026, 9, 25),
        "领导要求国庆前通车",
    )


@pytest.mark.parametrize(
    ("values", "field", "words"),
    [
        ({"title": "  "}, "title", "不能为空|填写|required|blank"),
        ({"requirement": ""}, "requirement", "不能为空|填写|blank"),
        ({"title": "长" * 201}, "title", "200"),
        ({"source_id": 0}, "source", "请选择立项来源"),
        ({"urgency": "soon"}, "urgency", "soon"),
        ({"rhythm": "daily"}, "rhythm", "daily"),
        ({"approver_id": 0}, "approver", "."),
        ({"due_rule": "no_such"}, "due_rule", "没有时限规则“no_such”"),
        ({"due_on": date(2026, 9, 25)}, "due_basis", "请写明理由"),
        ({"due_on": date(2026, 9, 11), "due_basis": "急"}, "due_on", "不能早于今天"),
        ({"due_basis": "急"}, "due_on", "还须填写日期"),
        (
            {"due_on": date(2026, 9, 25), "due_basis": "急", "due_rule": "matter_default"},
            "due_on",
            "只能选一样",
        ),
        ({"classification": "机密"}, "classification", "涉密信息不得进入本系统"),
        ({"classification": "core"}, "classification", "没有密级“core”"),
        ({"title": "转办机密★5年件"}, "title", "机密★5年.*涉密信息不得进入本系统"),
        ({"requirement": "按要求办理。\n密级：秘密"}, "requirement", "密级：秘密"),
        ({"source_number": "县办机密〔2026〕5号"}, "source_number", "涉密信息不得进入本系统"),
    ],
)  # fmt: skip
def test_a_wrong_word_is_refused_at_its_field(
    values: dict[str, Any], field: str, words: str, town: Town
) -> None:
    with refused() as caught:
        drafted(town, **values)
    assert list(caught.value.message_dict) == [field]
    with pytest.raises(ValidationError, match=words):
        drafted(town, **values)


def test_a_source_out_of_use_is_refused_but_stays_where_it_was(town: Town) -> None:
    matter = drafted(town)
    Source.objects.filter(code="instruction").update(is_active=False)
    with refused("已停用"):
        drafted(town)
    services.revise_matter(
        actor=town.supervisor, matter_id=matter.pk, words=words_of(town, note="急"), now=NOON
    )
    assert Matter.objects.get().note == "急"


@pytest.mark.parametrize(
    ("second", "words"),
    [
        ("lead_twice", "只能有一个牵头单位"),
        ("unit_twice", "同一单位只能承担一次"),
        ("closed", "“文旅局”已停用"),
    ],
)
def test_duties_that_do_not_go_together_are_refused(second: str, words: str, town: Town) -> None:
    town.strange.is_active = False
    town.strange.save()
    wrong = {
        "lead_twice": DutyWords(town.helping.pk, "lead"),
        "unit_twice": DutyWords(town.lead.pk, "helping"),
        "closed": DutyWords(town.strange.pk, "helping"),
    }
    with refused(words):
        drafted(town, duties=[DutyWords(town.lead.pk, "lead"), wrong[second]])


def test_only_the_office_drafts(town: Town) -> None:
    refused_for_all_but(
        town,
        OFFICE,
        lambda actor: services.create_matter(
            actor=actor, words=words_of(town), duties=duties_of(town), now=NOON
        ),
    )


def test_stages_belong_to_what_is_reported_by_stage(town: Town) -> None:
    stages = [("主体", date(2026, 11, 1)), ("路基", date(2026, 10, 1))]
    with refused("不是“按阶段”"):
        drafted(town, stages=stages)
    matter = drafted(town, stages=stages, rhythm="by_stage")
    assert list(matter.stages.values_list("name", "due_on")) == [stages[1], stages[0]]
    with refused("不是“按阶段”"):
        services.revise_matter(actor=town.supervisor, matter_id=matter.pk, words=words_of(town), now=NOON)
    with refused("同一天"):
        drafted(town, stages=[stages[0], ("又", stages[0][1])], rhythm="by_stage")
    services.revise_matter(
        actor=town.supervisor, matter_id=matter.pk, words=words_of(town), stages=[], now=NOON
    )
    assert Stage.objects.count() == 0


def test_a_revision_keeps_the_planned_duties_in_step(town: Town) -> None:
    matter = drafted(town)
    kept = matter.duties.get(unit=town.lead)
    swapped = [DutyWords(town.strange.pk, "lead", "统筹"), DutyWords(town.lead.pk, "helping", "抢修")]
    services.revise_matter(
        actor=town.office_head,
        matter_id=matter.pk,
        words=words_of(town, title="修复塌方"),
        duties=swapped,
        now=NOON,
    )
    assert set(matter.duties.values_list("unit", "role", "task")) == {
        (town.strange.pk, "lead", "统筹"),
        (town.lead.pk, "helping", "抢修"),
    }
    assert matter.duties.get(unit=town.lead).pk == kept.pk
    matter.refresh_from_db()
    assert (matter.title, matter.pinyin) == ("修复塌方", "xiu fu ta fang|xftf")
    assert told(matter) == []  # a draft nobody has seen has no story


def test_a_draft_without_a_story_is_thrown_away_with_all_that_hangs_on_it(town: Town) -> None:
    matter = drafted(town, instructions=[instruction_of(town)])
    refused_for_all_but(town, OFFICE, lambda actor: services.discard_matter(actor=actor, matter_id=matter.pk))
    services.discard_matter(actor=town.supervisor, matter_id=matter.pk)
    assert (Matter.objects.count(), Duty.objects.count(), Instruction.objects.count()) == (0, 0, 0)


def test_a_draft_with_a_story_or_with_children_stays(town: Town) -> None:
    matter = submitted(town)
    with refused("只有草稿可以删除"):
        services.discard_matter(actor=town.supervisor, matter_id=matter.pk)
    services.send_back_matter(actor=town.office_head, matter_id=matter.pk, reason="依据不全", now=NOON)
    with refused("办理记录须保留"):
        services.discard_matter(actor=town.supervisor, matter_id=matter.pk)
    parent = drafted(town)
    services.create_matter(
        actor=town.supervisor, words=words_of(town), duties=[], parent_id=parent.pk, now=NOON
    )
    with refused("已有子事项"):
        services.discard_matter(actor=town.supervisor, matter_id=parent.pk)


def test_all_matters_of_a_meeting_are_entered_or_none(town: Town) -> None:
    good = (words_of(town, title="修路"), duties_of(town))
    wrong = (words_of(town, title="", source_id=0), duties_of(town))
    twice = (words_of(town, title="修桥"), [*duties_of(town), *duties_of(town)])
    with refused() as caught:
        services.create_matters(actor=town.supervisor, entries=[good, wrong, twice], now=NOON)
    assert [(e.params["entry"], e.params["field"]) for e in caught.value.error_list] == [
        (1, "source"),
        (2, ""),
    ]
    assert caught.value.messages == ["第2件：请选择立项来源。", "第3件：同一单位只能承担一次。"]
    matters = services.create_matters(actor=town.supervisor, entries=[good, good], now=NOON)
    assert [matter.title for matter in matters] == ["修路", "修路"]
    refused_for_all_but(
        town, OFFICE, lambda actor: services.create_matters(actor=actor, entries=[good], now=NOON)
    )


def test_the_search_column_knows_title_and_number(town: Town) -> None:
    matter = registered(town)
    with connection.cursor() as cursor:
        cursor.execute("SELECT search_text FROM matters_matter WHERE id = %s", [matter.pk])
        assert cursor.fetchone()[0] == "修复县道塌方\n督办〔2026〕1号\n\nxiu fu xian dao ta fang|xfxdtf"
