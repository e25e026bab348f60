"""How people put right what was found: planned, proved, sent back, closed, and looked back at."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import expect

from tests.browser.carrying import (
    Walked,
    choose,
    done,
    field,
    fill,
    photo,
    press,
    queued,
    sends,
    task,
)
from tests.browser.inspecting import (
    DISPUTED,
    DUE,
    FIRST,
    POST,
    ROOM,
    SECOND,
    UNIT,
    People,
    address_of,
    checks,
    forges,
)


def is_ordered_to_be_put_right(people: People, finding: Walked) -> Walked:
    office = people.office
    finding.open(office)
    finding.offer(office, "登记整改")
    expect(field(office, "问题描述")).to_have_value("单元门前停放电动自行车14辆，消防通道不足1米。")
    fill(office, {"整改目标": "通道常年畅通，集中充电桩建成投用。"})
    choose(office, "责任领导", POST)
    office.fits()
    office.press("保存并交办")
    done(office, "已交办，整改单位已可报方案。")
    ordered = Walked(DISPUTED, address_of(office))
    ordered.stands(office, "待报方案", f"{UNIT}应于2026年9月22日前报整改方案。")
    return ordered


def is_planned_by_the_unit(people: People, ordered: Walked) -> None:
    clerk, office = people.clerk, people.office
    press(clerk, "报整改方案", task(clerk, "待报整改方案", DISPUTED, ROOM))
    first = clerk.page.locator("#measures-rows .row-form").nth(0)
    fill(clerk, {"整改措施": "清空通道，划线并装车辆阻拦装置", "责任人": "溪问渔"}, first)
    clerk.press("增加一条措施")
    second = clerk.page.locator("#measures-rows .row-form").nth(1)
    words = {"具体问题": "没有集中停放点", "整改措施": "建集中充电桩20个", "责任人": "谷照溪"}
    fill(clerk, {**words, "完成时限": "2026-10-30"}, second)
    clerk.fits()
    clerk.press("报送方案")
    done(clerk, "方案已报送，等待督查办审定。")
    press(office, "审定方案", queued(office, "待审整改方案", DISPUTED, ROOM))
    done(office, "方案已审定，整改中。")
    ordered.stands(office, "整改中", f"{UNIT}应于{DUE}前完成整改并申请销号。")


def cannot_be_closed_without_proof(people: People, ordered: Walked) -> None:
    """First measures are open, then nothing shows that they were done; then there are pictures."""
    clerk, head = people.clerk, people.head
    ordered.open(head)
    ordered.offer(head, "申请销号")
    head.sees("还有 2 条措施没有登记完成，先登记完成再申请：")
    fill(head, {"整改完成情况": "通道已清空。"})
    press(head, "申请销号", head.page.locator("form.entry"))
    head.sees("各项措施都完成以后才能申请销号，还有：清空通道，划线并装车辆阻拦装置；建集中充电桩20个")
    for outcome in ("通道已清空划线，阻拦装置已安装。", "20个充电桩已通电。"):
        ordered.open(clerk)
        ordered.offer(clerk, "登记措施完成")
        fill(clerk, {"完成情况": outcome})
        sends(clerk, "登记措施完成")
        done(clerk, "措施完成情况已登记。")
    press(head, "申请销号", task(head, "可申请销号", DISPUTED, ROOM))
    fill(head, {"整改完成情况": "通道已清空。"})
    press(head, "申请销号", head.page.locator("form.entry"))
    head.sees("申请销号须附佐证材料，至少一份。")
    ordered.stands(head, "整改中", f"{UNIT}应于{DUE}前完成整改并申请销号。")
    ordered.offer(clerk, "报整改进展")
    fill(
        clerk,
        {"进展情况": "通道清空，充电桩通电，旧桩拆除。", "完成比例": "90", "照片拍摄地点": "北门小区6号楼"},
    )
    field(clerk, "整改前照片").set_input_files(photo("改前.jpg", "#7a5f5b"))
    field(clerk, "整改后照片").set_input_files(photo("改后.jpg", "#5b7a5f"))
    clerk.fits()
    clerk.press("报送进展")
    done(clerk, "进展已报送。")


def is_applied_for_and_checked(people: People, ordered: Walked, words: str, *paper: Any) -> None:
    head, office = people.head, people.office
    press(head, "申请销号", task(head, "可申请销号", DISPUTED, ROOM))
    fill(head, {"整改完成情况": words, "举一反三情况": "其余11个小区一并排查。"})
    field(head, "其他佐证").set_input_files(list(paper))
    head.fits()
    press(head, "申请销号", head.page.locator("form.entry"))
    done(head, "已申请销号，等待督查办初审。")
    press(office, "初审材料", queued(office, "待初审销号申请", DISPUTED, ROOM))
    office.page.get_by_role("group", name="材料初审").get_by_label("通过", exact=True).check()
    office.fits()
    sends(office, "初审材料")
    done(office, "已初审。")
    press(office, "安排现场核查", queued(office, "待安排核查", DISPUTED, ROOM))


def is_visited(people: People, words: str, verdict: str, name: str, colour: str) -> None:
    """The first writes down what both saw, the second signs it."""
    first, second = people.first, people.second
    press(first, "开始核查", task(first, "待现场核查", DISPUTED, ROOM))
    fill(first, {"核查地点": "北门小区6号楼", "核查情况": words})
    field(first, "现场照片").set_input_files(photo(name, colour))
    first.page.get_by_role("group", name="核查结论").get_by_label(verdict, exact=True).check()
    first.fits()
    first.press("记录并签字")
    done(first, "已记录并签字，等待另一名核查人签字。")
    press(second, "查看并签字", task(second, "待核查签字", DISPUTED, ROOM))
    second.sees(words)
    second.fits()
    press(second, "同意记录并签字")
    fill(second, {"意见": "与现场一致。"})
    sends(second, "同意记录并签字")
    done(second, "已签字。")


def is_verified_and_sent_back(people: People, ordered: Walked) -> None:
    office = people.office
    is_applied_for_and_checked(people, ordered, "通道畅通，充电桩投用。", photo("验收单.jpg", "#c9c2ae"))
    expect(office.page.get_by_role("group", name="核查人").get_by_text("谷照溪")).to_have_count(0)
    forges(office, "核查人", FIRST, people.clerk)
    checks(office, "核查人", SECOND)
    sends(office, "安排现场核查")
    office.sees("谷照溪（城关镇）不是整改单位、配合单位及其下属以外的人员，请另选。")
    checks(office, "核查人", FIRST, SECOND)
    office.fits()
    sends(office, "安排现场核查")
    done(office, "已安排现场核查。")
    is_visited(
        people, "阻拦装置未通电，通道内仍停有3辆。", "核查不通过，退回继续整改", "未通电.jpg", "#4b4f6b"
    )
    ordered.stands(office, "整改中", f"{UNIT}应于{DUE}前完成整改并申请销号（已退回1次）。")
    leader = people.leader
    leader.open(f"{ROOM}/mine/")
    leader.fits()
    leader.follow(DISPUTED)
    leader.sees(f"{UNIT}应于{DUE}前完成整改并申请销号（已退回1次）。")
    leader.fits()


def is_verified_and_closed(people: People, ordered: Walked) -> None:
    office, chief = people.office, people.chief
    words = "阻拦装置已通电，通道畅通，充电桩投用。"
    is_applied_for_and_checked(people, ordered, words, photo("通电.jpg", "#3f6b4b"))
    checks(office, "核查人", FIRST, SECOND)
    sends(office, "安排现场核查")
    done(office, "已安排现场核查。")
    is_visited(people, "装置通电，通道畅通，无车辆停放。", "核查通过", "畅通.jpg", "#8fa3b5")
    ordered.stands(office, "核查通过待审批", "现场核查通过，督查办主任应于2026年9月18日前批准。")
    press(chief, "批准销号", queued(chief, "待批准销号", DISPUTED, ROOM))
    chief.sees("装置通电，通道畅通，无车辆停放。")
    chief.fits()
    fill(chief, {"审批意见": "同意销号，防止反弹。"})
    sends(chief, "批准销号")
    done(chief, "已批准销号。")
    ordered.stands(office, "已销号", "2026年9月12日销号。")


def relapses(people: People, ordered: Walked) -> Walked:
    office = people.office
    ordered.open(office)
    ordered.offer(office, "回头看")
    office.page.get_by_role("group", name="结论").get_by_label("反弹，重新整改", exact=True).check()
    fill(office, {"回头看情况": "夜间抽查，通道内又停有6辆。"})
    sends(office, "回头看")
    done(office, "回头看已登记。")
    again = Walked(DISPUTED, address_of(office))
    again.stands(office, "待交办", "回头看发现反弹，第2轮整改待核对后交办。")
    expect(office.page.locator("h1 .small-name")).to_contain_text("第2轮")
    expect(office.page.locator(".situation .rounds")).to_have_text(
        re.compile(rf"前一轮：{ordered.number(people.leader)}（已销号）")
    )
    again.offer(office, "交办整改")
    sends(office, "交办整改")
    done(office, "已交办，整改单位已可报方案。")
    task(people.clerk, "待报整改方案", DISPUTED, ROOM)
    office.open(f"{ROOM}/?text={DISPUTED}")
    office.fits()
    stat = office.page.locator(".stat").filter(has_text="反弹率")
    expect(stat).to_contain_text("100")
    expect(stat).to_contain_text("反弹1件")
    return again
