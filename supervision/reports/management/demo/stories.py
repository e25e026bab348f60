"""What becomes of each matter in September: a story for every word in the column 情况 of the facts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Final

from rulebook.rules import Measure
from supervision.matters import services
from supervision.matters.models import Feedback, Matter
from supervision.matters.rules.entries import DutyWords, MatterWords
from supervision.matters.rules.words import DutyRole
from supervision.reports.management.demo.acts import Acts, at

# Who takes over what was refused, and what is merged into what.
TAKES_OVER: Final = "园区管委会"
MERGED_INTO: Final = "群众反映云台乡危桥限行绕路"
DONE: Final = "已按要求全部完成，佐证材料随文报送。"
Story = Callable[[Acts, Matter], object]


def _extended_once(acts: Acts, matter: Matter) -> None:
    asked = acts.ask_longer(matter, 2, date(2026, 9, 30), "雨季施工受阻，需延期。")
    services.approve_extension(
        actor=acts.cast.office, extension_id=asked.pk, decision="同意，不得再拖。", now=at(3)
    )


def _extended_twice(acts: Acts, matter: Matter) -> None:
    """The second time the leader decides."""
    first = acts.ask_longer(matter, 2, date(2026, 9, 18), "鉴定机构排期较晚，需延期。")
    services.approve_extension(actor=acts.cast.office, extension_id=first.pk, now=at(3))
    second = acts.ask_longer(matter, 10, date(2026, 10, 15), "剩余12户安置房尚未交付，需延期。")
    services.approve_extension(
        actor=acts.cast.leader, extension_id=second.pk, decision="同意。确保入冬前全部入住。", now=at(11)
    )


def _not_extended(acts: Acts, matter: Matter) -> None:
    asked = acts.ask_longer(matter, 2, date(2026, 12, 31), "资金没有到位，需延期。")
    services.refuse_extension(
        actor=acts.cast.office, extension_id=asked.pk, decision="交付时限已向社会承诺，不予延期。", now=at(3)
    )


def _asked_longer(acts: Acts, matter: Matter) -> None:
    acts.ask_longer(matter, 9, date(2026, 11, 30), "可研批复须等省厅评审，需延期。")


def _suspended(acts: Acts, matter: Matter) -> None:
    services.suspend_matter(
        actor=acts.cast.office,
        matter_id=matter.pk,
        until=date(2026, 11, 2),
        reason="等待上级专项资金下达，暂缓办理。",
        now=at(3),
    )


def _returned(acts: Acts, matter: Matter) -> None:
    row = acts.tell(matter, 3, progress="正在推进。", percent=50)
    reason = "没有写明进度和时间节点，请补正。"
    services.return_feedback(actor=acts.cast.office, feedback_id=row.pk, reason=reason, now=at(4))


def _cries_for_help(acts: Acts, matter: Matter) -> None:
    acts.receive(_cry(acts, matter), 3)


def _is_helped(acts: Acts, matter: Matter) -> None:
    row = _cry(acts, matter)
    acts.receive(row, 3)
    row.refresh_from_db()
    acts.answer(row, 7, "已协调财政局先行垫付，本月底前到位。")


def _cry(acts: Acts, matter: Matter) -> Feedback:
    return acts.tell(
        matter,
        3,
        progress="主体工作按计划推进。",
        percent=55,
        problem="项目资金缺口较大。",
        help_needed="请县领导协调解决资金缺口120万元。",
        next_step="资金到位后一个月内完工。",
    )


def _reported(acts: Acts, matter: Matter) -> None:
    acts.finish(matter, 9, DONE)


def _shown(acts: Acts, matter: Matter) -> None:
    acts.finish(matter, 8, DONE)
    acts.review(matter, 9, passes=True)


def _read(acts: Acts, matter: Matter) -> None:
    acts.finish(matter, 1, DONE)
    acts.review(matter, 2, passes=True)
    acts.read(matter, 7)


def _lapsed(acts: Acts, matter: Matter) -> None:
    acts.finish(matter, 2, DONE)
    acts.review(matter, 2, passes=True)
    services.lapse_matter(actor=None, matter_id=matter.pk, now=at(11, 6))


def _instructed_again(acts: Acts, matter: Matter) -> None:
    """The next round is signed and goes on."""
    acts.finish(matter, 2, DONE)
    acts.review(matter, 3, passes=True)
    following = acts.instruct_again(matter, 8, "巩固成果，建立长效巡查机制，10月再报。")
    acts.sign(following, 9)


def _redone(acts: Acts, matter: Matter) -> None:
    acts.finish(matter, 4, DONE)
    acts.review(matter, 8, passes=False)


def _redone_and_shown(acts: Acts, matter: Matter) -> None:
    """A helping unit's part is taken by the lead unit that gathers it."""
    helping = matter.duties.filter(role=DutyRole.HELPING).select_related("unit").order_by("pk")[0]
    part = acts.finish_part(helping, 4)
    services.accept_duty(actor=acts.cast.head(acts.lead(matter).unit), duty_id=part.duty_id, now=at(7))
    row = acts.finish(matter, 4, DONE)
    acts.review(matter, 7, passes=False)
    acts.correct(row, 10, "遗留问题已全部整改，附现场照片和销号清单。")
    acts.review(matter, 11, passes=True)


def _long_term(acts: Acts, matter: Matter) -> None:
    services.make_long_term(
        actor=acts.cast.office_head,
        matter_id=matter.pk,
        reason="阶段目标已完成，转入日常管护，长期坚持。",
        approver_id=acts.cast.posts["县长"].pk,
        now=at(8),
    )


def _withdrawn(acts: Acts, matter: Matter) -> None:
    services.withdraw_matter(
        actor=acts.cast.office_head,
        matter_id=matter.pk,
        reason="该项工作已由市里统一实施，不再单独督办。",
        approver_id=acts.cast.posts["常务"].pk,
        now=at(7),
    )


def _merged(acts: Acts, matter: Matter) -> None:
    services.merge_matter(
        actor=acts.cast.office_head,
        matter_id=matter.pk,
        into_id=Matter.objects.get(title=MERGED_INTO).pk,
        reason="两件反映同一座桥，合并办理。",
        approver_id=acts.cast.posts["常务"].pk,
        now=at(7),
    )


def _looked_back(acts: Acts, matter: Matter) -> None:
    services.look_back(
        actor=acts.cast.office, matter_id=matter.pk, reason="群众再次来电，核查是否反弹。", now=at(8)
    )


def _exempt(acts: Acts, matter: Matter) -> None:
    services.grant_exemption(
        actor=acts.cast.office_head,
        matter_id=matter.pk,
        measure=Measure.FEEDBACK_MISSING,
        until=date(2026, 10, 31),
        reason="车辆招标期间按招标公告进度，不另行反馈。",
        now=at(4),
    )


def _refused(acts: Acts, matter: Matter) -> None:
    acts.refuse(matter, 4)


def _insisted(acts: Acts, matter: Matter) -> None:
    duty = acts.refuse(matter, 4)
    reason = "常务会议已明确由该单位牵头，维持交办。"
    services.insist_duty(actor=acts.cast.office, duty_id=duty.pk, reason=reason, now=at(10))


def _reassigned(acts: Acts, matter: Matter) -> None:
    acts.refuse(matter, 3)
    acts.reassign(matter, TAKES_OVER, 4)


def _under_way(acts: Acts, matter: Matter) -> None:
    acts.receive(acts.tell(matter, 10, progress="已制定方案并启动实施。", percent=30), 11)


def _split(acts: Acts, matter: Matter) -> None:
    """Each part goes to a unit of its own, on the same day."""
    parts = [
        (_part(matter, "居民用户端隐患复核"), [_leads(acts, "城关镇")]),
        (_part(matter, "餐饮场所燃气报警器复核"), [_leads(acts, "商务局"), _helps(acts, "应急局")]),
    ]
    for child in services.split_matter(actor=acts.cast.office, matter_id=matter.pk, parts=parts, now=at(4)):
        services.issue_matter(actor=acts.cast.office, matter_id=child.pk, now=at(4, 16))
        acts.sign(child, 7)


def _part(matter: Matter, title: str) -> MatterWords:
    return MatterWords(title=title, source_id=matter.source_id, requirement=f"{title}，逐户建档，隐患清零。")


def _leads(acts: Acts, unit: str) -> DutyWords:
    return DutyWords(acts.cast.units[unit].pk, DutyRole.LEAD.value)


def _helps(acts: Acts, unit: str) -> DutyWords:
    return DutyWords(acts.cast.units[unit].pk, DutyRole.HELPING.value)


# Of what an old ledger brought in, and of what was handed out and signed here.
STORIES: Final[dict[str, Story]] = {
    "延1": _extended_once,
    "延2": _extended_twice,
    "延拒": _not_extended,
    "延待": _asked_longer,
    "缓": _suspended,
    "退补": _returned,
    "求助": _is_helped,
    "求助待": _cries_for_help,
    "结待": _reported,
    "呈": _shown,
    "急呈": _shown,
    "阅销": _read,
    "期销": _lapsed,
    "再批": _instructed_again,
    "重办": _redone,
    "急重办": _redone,
    "再办": _redone_and_shown,
    "长": _long_term,
    "撤": _withdrawn,
    "并": _merged,
    "回": _looked_back,
    "豁": _exempt,
    "改派": _reassigned,
    "拒收": _refused,
    "维持": _insisted,
    "分解": _split,
}
# Among what begins here: signed and told of.
BEGUN: Final[dict[str, Story]] = {**STORIES, "办": _under_way, "近": _under_way}
# Refused before anybody signed.
UNSIGNED: Final = ("交", "拒收", "维持", "改派")
