"""The whole course of a matter as a Word document, for its dossier."""

from __future__ import annotations

from typing import Any

from ..models import Feedback, Matter
from ..selectors.archive import Dossier
from .packing import dated
from .paper_words import day_text, joined, moment_text, none_of
from .word import Paper

Rows = list[tuple[str, Any]]


def contents_facts(matter: Matter) -> Rows:
    """What stands over the table of contents."""
    return [
        ("立项编号", matter.number),
        ("状态", matter.get_status_display()),
        ("终结日期", day_text(matter.ended_on)),
    ]


def course_document(found: Dossier) -> bytes:
    paper = Paper("督办事项办理全过程", found.matter.title, dated(found.matter.ended_on))
    paper.heading("一、基本情况")
    paper.facts(_facts(found.matter))
    paper.heading("二、领导批示")
    for row in found.instructions:
        said = "（内容仅登记，不录原文）" if row.registered_only else row.text
        paper.text(f"{day_text(row.given_on)}　{row.post}　{row.reference}".rstrip("　"))
        paper.text(said)
    none_of(paper, found.instructions)
    paper.heading("三、承办单位")
    _duties(paper, found)
    paper.heading("四、办理反馈")
    for number, feedback in enumerate(found.feedbacks, 1):
        _feedback(paper, number, feedback)
    none_of(paper, found.feedbacks)
    paper.heading("五、延期、暂缓和豁免")
    _dates(paper, found)
    paper.heading("六、办结审核")
    _reviews(paper, found)
    paper.heading("七、办理记录")
    paper.table(
        ("时间", "办理人", "单位", "事项", "说明"),
        [
            (moment_text(s.at), s.by or "系统", s.duty.unit.short_name if s.duty else "", s.told, s.note)
            for s in found.steps
        ],
        widths=(30, 20, 26, 32, 48),
    )
    return paper.content()


def _facts(matter: Matter) -> Rows:
    source = "　".join(
        str(part) for part in (matter.source, matter.source_number, matter.source_title) if part
    )
    due = day_text(matter.due_on)
    if matter.original_due_on != matter.due_on:
        due += f"（原定{day_text(matter.original_due_on)}）"
    return [
        ("立项编号", matter.number),
        ("立项来源", source),
        ("来源日期", day_text(matter.source_date)),
        ("立项依据", matter.get_basis_display()),
        ("批准人", joined(matter.approver, day_text(matter.approved_on))),
        ("任务要求", matter.requirement),
        ("完成标准", matter.standard),
        ("紧急程度", matter.get_urgency_display()),
        ("密级", matter.get_classification_display()),
        ("反馈频次", matter.get_rhythm_display()),
        ("包抓领导", matter.leader),
        ("交办日期", day_text(matter.issued_on)),
        ("办结时限", due),
        ("时限依据", matter.due_basis),
        ("呈阅", joined(matter.shown_to, day_text(matter.shown_on))),
        ("结果", joined(matter.get_status_display(), day_text(matter.ended_on))),
        ("终结理由", joined(matter.end_reason, matter.end_approver)),
        ("并入", matter.merged_into),
        ("前一轮", matter.follows),
        ("上级事项", matter.parent),
        ("备注", matter.note),
    ]


def _duties(paper: Paper, found: Dossier) -> None:
    rows = []
    for duty in found.duties:
        unit = duty.unit.short_name
        if duty.replaces is not None:
            unit += f"（接替{duty.replaces.unit.short_name}）"
        said = "；".join(part for part in (duty.task, duty.contact, duty.refusal) if part)
        status = duty.get_status_display()
        times = (moment_text(duty.signed_at), moment_text(duty.reported_at), moment_text(duty.accepted_at))
        rows.append((duty.get_role_display(), unit, said, status, *times))
    paper.table(
        ("责任", "单位", "分工、责任人、退回理由", "状态", "签收", "报办结", "通过"),
        rows,
        widths=(18, 26, 31, 18, 21, 21, 21),
    )


def _feedback(paper: Paper, number: int, row: Feedback) -> None:
    period = f"　{day_text(row.period_start)}起的一期" if row.period_start else ""
    kind = row.get_kind_display()
    paper.lead(f"{number}. {row.duty.unit.short_name}　{kind}{period}　{row.get_status_display()}")
    paper.facts(
        [
            ("填报、审签", joined(row.drafted_by, row.signed_by, moment_text(row.sent_at))),
            ("进展情况", row.progress),
            ("完成率", "" if row.percent is None else f"{row.percent}%"),
            ("存在问题", row.problem),
            ("需协调解决", row.help_needed),
            ("答复", joined(row.answer, row.answered_by)),
            ("下步措施", row.next_step),
            ("退回理由", row.return_reason),
        ]
    )


def _dates(paper: Paper, found: Dossier) -> None:
    for e in found.extensions:
        span = f"{day_text(e.former_due_on)}延至{day_text(e.new_due_on)}"
        decided = joined(e.decided_by, moment_text(e.decided_at), e.decision)
        paper.lead(f"第{e.ordinal}次延期　{e.get_status_display()}　{span}")
        paper.facts([("理由", e.reason), ("当时进展", e.progress), ("审批", decided)])
    for s in found.suspensions:
        paper.text(
            f"暂缓　{day_text(s.valid_from)}至{day_text(s.valid_to)}（不含）　{s.reason}　{s.decided_by}"
        )
    for x in found.exemptions:
        span = f"{day_text(x.valid_from)}至{day_text(x.valid_to)}（不含）"
        paper.text(f"豁免　{x.get_measure_display()}　{span}　{x.reason}　{x.granted_by}")
    none_of(paper, [*found.extensions, *found.suspensions, *found.exemptions])


def _reviews(paper: Paper, found: Dossier) -> None:
    if not found.reviews:
        return none_of(paper, ())
    paper.table(
        ("时间", "审核人", "事实清楚", "问题解决", "形式合规", "结论", "意见"),
        [
            (
                moment_text(r.reviewed_at),
                r.reviewed_by,
                *(_yes(v) for v in (r.facts_clear, r.problem_solved, r.form_right)),
                "通过" if r.has_passed else "退回重办",
                r.opinion,
            )
            for r in found.reviews
        ],
        widths=(30, 20, 18, 18, 18, 18, 34),
    )
    return None


def _yes(value: bool) -> str:
    return "是" if value else "否"
