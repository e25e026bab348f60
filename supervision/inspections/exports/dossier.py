"""The whole course of a rectification as a Word document, for its dossier."""

from __future__ import annotations

from typing import Any

from supervision.matters.exports.packing import dated
from supervision.matters.exports.paper_words import day_text, joined, moment_text, none_of
from supervision.matters.exports.word import Paper

from ..models import Rectification, Verification
from ..selectors.dossier import RectificationDossier

Rows = list[tuple[str, Any]]


def contents_facts(row: Rectification) -> Rows:
    """What stands over the table of contents."""
    return [
        ("整改编号", row.number),
        ("阶段", row.get_status_display()),
        ("销号或撤销日期", day_text(row.ended_on)),
    ]


def course_document(found: RectificationDossier) -> bytes:
    paper = Paper("问题整改全过程", found.row.title, dated(found.row.ended_on))
    paper.heading("一、问题和责任")
    paper.facts(_problem(found))
    paper.heading("二、整改措施")
    _measures(paper, found)
    paper.heading("三、整改进展")
    for row in found.progress:
        paper.lead(f"{moment_text(row.at)}　{row.by}　{row.get_kind_display()}")
        percent = "" if row.percent is None else f"{row.percent}%"
        paper.facts(
            [
                ("措施", row.measure),
                ("情况", row.text),
                ("完成", percent),
                ("已整改（万元）", row.amount_rectified),
            ]
        )
    none_of(paper, found.progress)
    paper.heading("四、现场核查")
    for verification in found.verifications:
        _verification(paper, verification)
    none_of(paper, found.verifications)
    paper.heading("五、延期")
    _extensions(paper, found)
    paper.heading("六、销号")
    paper.facts(_closing(found.row))
    paper.heading("七、回头看和年度复查")
    for seen in found.look_backs:
        paper.text(f"{day_text(seen.on)}　{'保持' if seen.holds else '反弹'}　{seen.by}　{seen.situation}")
    none_of(paper, found.look_backs)
    paper.heading("八、办理记录")
    paper.table(
        ("时间", "办理人", "事项", "说明"),
        [(moment_text(s.at), s.by or "系统", s.told, s.note) for s in found.steps],
        widths=(32, 22, 36, 66),
    )
    return paper.content()


def _problem(found: RectificationDossier) -> Rows:
    row = found.row
    due = day_text(row.due_on)
    if row.original_due_on != row.due_on:
        due += f"（原定{day_text(row.original_due_on)}）"
    return [
        ("整改编号", row.number),
        ("问题来源", joined(row.origin, row.external_number, row.source_document)),
        ("问题", row.title),
        ("问题描述", row.problem),
        ("类别", joined(row.category, row.get_severity_display())),
        ("问题金额（万元）", row.amount),
        ("责任单位", row.unit.name),
        ("配合单位", "、".join(found.helping)),
        ("责任领导", row.leader),
        ("责任人", row.person),
        ("验收单位", row.accepting_unit),
        ("整改目标", row.goal),
        ("交办日期", day_text(row.issued_on)),
        ("整改时限", joined(row.get_time_class_display(), due)),
        ("时限依据", row.due_basis),
        ("反弹前的整改", row.follows),
        ("备注", row.note),
    ]


def _measures(paper: Paper, found: RectificationDossier) -> None:
    none_of(paper, found.measures)
    if not found.measures:
        return
    paper.table(
        ("问题", "措施", "责任", "时限", "完成", "情况"),
        [
            (m.problem, m.measure, joined(m.unit.short_name, m.person), m.due_on, m.done_on or "", m.outcome)
            for m in found.measures
        ],
        widths=(30, 38, 24, 20, 20, 24),
    )


def _verification(paper: Paper, row: Verification) -> None:
    paper.lead(f"{day_text(row.visited_on)}　{row.get_status_display()}".strip())
    signed = [
        joined(one.user, one.unit.short_name, moment_text(one.signed_at) or "未签字", one.opinion)
        for one in row.verifiers.all()
    ]
    paper.facts(
        [
            ("地点", row.place),
            ("情况", row.situation),
            ("记录", joined(row.recorded_by, moment_text(row.recorded_at))),
            ("核查人", "\n".join(signed)),
        ]
    )


def _extensions(paper: Paper, found: RectificationDossier) -> None:
    for e in found.extensions:
        span = f"{day_text(e.former_due_on)}延至{day_text(e.new_due_on)}"
        decided = joined(e.decided_by, moment_text(e.decided_at), e.decision)
        paper.lead(f"第{e.ordinal}次延期　{e.get_status_display()}　{span}")
        paper.facts([("理由", e.reason), ("当时进展", e.progress), ("审批", decided)])
    none_of(paper, found.extensions)


def _closing(row: Rectification) -> Rows:
    notice = f"{day_text(row.published_on)}至{day_text(row.published_until)}" if row.published_on else ""
    return [
        ("申请销号", joined(row.applied_by, day_text(row.applied_on))),
        ("举一反三", row.extends_to_similar),
        ("长效机制", row.lasting_means),
        ("已整改金额（万元）", row.amount_rectified),
        ("初审", row.checked_by),
        ("批准", joined(row.approved_by, day_text(row.approved_on))),
        ("公示", notice),
        ("退回次数", row.times_sent_back),
        ("结果", joined(row.get_status_display(), day_text(row.ended_on))),
        ("理由", joined(row.end_reason, row.end_approver)),
    ]
