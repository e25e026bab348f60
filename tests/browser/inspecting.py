"""How people carry an inspection from its plan to the review of its conclusion; and who they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from playwright.sync_api import expect

from tests.browser.carrying import (
    Walked,
    choose,
    done,
    fill,
    photo,
    press,
    queued,
    sends,
    task,
)
from tests.browser.visitor import Visitor

ROOM: Final = "/inspections/rectifications"
UNIT: Final = "城关镇"
TITLE: Final = "2026年城镇老旧小区燃气安全和电动自行车停放充电场所消防安全整治情况专项督查"
AGREED: Final = "燃气入户安检台账缺12户"
DISPUTED: Final = "北门小区6号楼消防通道被占用"
POST: Final = "常务副县长（江照野）"
LEADER: Final = "岳星阑"
FIRST, SECOND = "姜景行（财政局）", "温拾光（统计局）"
DUE: Final = "2026年11月11日"  # 60 days, the short class


@dataclass
class People:
    """The office and its head at 1440 px; team, unit, who verify, and the leader at 390."""

    office: Visitor
    chief: Visitor
    team: Visitor
    clerk: Visitor
    head: Visitor
    first: Visitor
    second: Visitor
    leader: Visitor


def checks(visitor: Visitor, group: str, *labels: str) -> None:
    for label in labels:
        visitor.page.get_by_role("group", name=group).get_by_label(label, exact=True).check()


def forges(visitor: Visitor, group: str, label: str, other: Visitor) -> None:
    """The box of ``label`` sends ``other``, whom the list leaves out: as by the tools of a browser."""
    key = other.page.locator("body").get_attribute("data-user")
    box = visitor.page.get_by_role("group", name=group).get_by_label(label, exact=True)
    box.evaluate("(box, key) => { box.value = key; box.checked = true; }", key)


# --- plan and approval ----------------------------------------------------------------------------
def is_planned(people: People) -> Walked:
    office, chief = people.office, people.chief
    office.open("/inspections/")
    office.fits()
    office.follow("起草方案")
    choose(office, "督查类型", "专项督查")
    choose(office, "督查内容类别", "上级和本级人民政府重要工作部署落实情况")
    fill(office, {"督查名称": TITLE, "督查内容": "入户安检、隐患整改和停放充电场所消防通道管理。"})
    fill(office, {"督查范围": "2020年以前建成的老旧小区", "开始日期": "2026-09-12", "结束日期": "2026-09-18"})
    fill(office, {"检查要点": "入户安检台账是否齐全\n消防通道是否畅通"})
    fill(office, {"计划外理由": "上级部署的专项整治。", "重复或超频次的理由": "上级部署的专项整治。"})
    for method in ("开展检查、访谈、暗访", "调阅、复制有关资料"):
        office.page.get_by_label(method, exact=True).check()
    office.page.get_by_role("group", name="督查对象").get_by_label(UNIT, exact=True).check()
    leads, invited = (office.page.locator("#team-rows .row-form").nth(place) for place in (0, 1))
    choose(office, "本系统用户", f"{LEADER}（应急局）", leads)
    fill(office, {"或邀请人员姓名": "顾听雨", "单位及职务": "县政协委员、燃气专业高级工程师"}, invited)
    choose(office, "人员类别", "政协委员", invited)
    office.fits()
    office.press("保存并报批")
    done(office, "方案已报批。")
    plan = Walked(TITLE, address_of(office))
    plan.stands(office, "方案待批", "方案已报批，等待督查办主任办理批准手续。")
    press(chief, "批准方案", queued(chief, "待批督查方案", TITLE, ROOM))
    choose(chief, "依据", "行政首长指令")
    choose(chief, "批准人", POST)
    fill(chief, {"依据文件": "阅〔2026〕131号"})
    sends(chief, "批准方案")
    done(chief, "方案已批准、编号并锁定。")
    plan.stands(office, "方案已批", "方案已批准并锁定；变更须重新报批（条例第十五条）。")
    return plan


def address_of(visitor: Visitor) -> str:
    return visitor.page.url.removeprefix(visitor.address).partition("?")[0]


# --- on site, with a phone ------------------------------------------------------------------------
def is_on_site(people: People, inspection: Walked) -> tuple[Walked, Walked]:
    team = people.team
    press(team, "打开", task(team, "待实地督查", TITLE, ROOM))
    team.fits()
    press(team, "开始实地督查")
    done(team, "已开始实地督查，检查清单可以制作了。")
    press(team, "制作检查清单")
    done(team, "检查清单已更新：方案要点，以及各单位滞后项目、逾期事项和未销号整改。")
    inspection.offer(team, "手机实地督查")
    writes_down(team, AGREED, "入户安检台账缺12户，社区说明正在补录。", "一般", photo("台账.jpg", "#9aa77b"))
    found = photo("通道.jpg", "#8a6f6b"), photo("楼道.jpg", "#6b7f8a")
    writes_down(team, DISPUTED, "单元门前停放电动自行车14辆，消防通道不足1米。", "较重", *found)
    item = team.page.locator("li[data-item]").filter(has_text="消防通道是否畅通")
    fill(team, {"消防通道是否畅通的情况": "6号楼不畅通"}, item)
    item.get_by_role("button", name="有问题").click()
    expect(item.locator("[data-part=check-state]")).to_have_text("已送达")
    team.fits()
    made = []
    for title in (AGREED, DISPUTED):
        inspection.open(team)
        team.follow(title)
        made.append(Walked(title, address_of(team)))
        press(team, "送单位确认")
        done(team, "已送单位确认。")
    return made[0], made[1]


def writes_down(team: Visitor, title: str, words: str, severity: str, *photos: Any) -> None:
    page = team.page
    page.locator(".on-site-find").click()
    dialog = page.get_by_role("dialog", name="记问题")
    choose(team, "被督查单位", UNIT, dialog)
    choose(team, "问题类别", "安全生产", dialog)
    choose(team, "严重程度", severity, dialog)
    fill(team, {"问题": title, "问题描述": words, "地点": "北门小区"}, dialog)
    page.locator("#photos").set_input_files(list(photos))
    expect(page.locator(".chosen canvas")).to_have_count(len(photos))
    team.fits()
    team.press("存下", dialog)
    expect(page.locator("#entries .entry[data-state=sent]").filter(has_text=title)).to_have_count(1)


# --- the unit answers -----------------------------------------------------------------------------
def is_answered_and_decided(people: People, agreed: Walked, disputed: Walked) -> None:
    clerk, head, team = people.clerk, people.head, people.team
    press(clerk, "查看并答复", task(clerk, "待确认问题", AGREED, ROOM))
    clerk.fits()
    press(clerk, "认可")
    done(clerk, "已认可。")
    agreed.open(clerk)
    expect(clerk.page.locator("h1 .small-name")).to_contain_text("单位认可")
    press(head, "查看并答复", task(head, "待确认问题", DISPUTED, ROOM))
    expect(head.page.locator("main img[src*='/evidence/']")).to_have_count(2)
    fill(head, {"陈述意见": "当日集中充电桩检修，车辆系临时停放，傍晚已清走。"})
    press(head, "提出异议")
    done(head, "异议已提交，督查组会逐条核实。")
    disputed.open(team)
    team.sees("当日集中充电桩检修，车辆系临时停放，傍晚已清走。")
    press(team, "维持认定")
    fill(team, {"理由": "9月12日18时复看仍有9辆，问题成立。"})
    team.fits()
    sends(team, "维持认定")
    done(team, "已维持认定。")


# --- conclusion and review ------------------------------------------------------------------------
def is_concluded(people: People, inspection: Walked) -> Walked:
    office, chief, clerk = people.office, people.chief, people.clerk
    inspection.open(people.team)
    inspection.offer(people.team, "结束实地督查")
    done(people.team, "实地督查已结束。")
    inspection.open(office)
    inspection.offer(office, "起草结论")
    choose(office, "被督查单位", UNIT)
    office.press("下一步")
    expect(office.page.get_by_role("group", name="写入结论的问题").locator("input:checked")).to_have_count(2)
    fill(office, {"结论": "安检台账不全；消防通道管理不到位，给予通报批评。"})
    office.fits()
    office.press("存为草稿")
    done(office, "结论已存为草稿。")
    press(office, "报政府审定")
    done(office, "已报政府审定。")
    conclusion = Walked(f"{UNIT}督查结论", address_of(office))
    press(chief, "作出结论", queued(chief, "待审定结论", TITLE, ROOM))
    choose(chief, "签发领导", POST)
    sends(chief, "作出结论")
    done(chief, "结论已作出并编号，请送达。")
    is_signed_for(clerk, conclusion)
    return conclusion


def is_signed_for(clerk: Visitor, conclusion: Walked) -> None:
    press(clerk, "查看并签收", task(clerk, "待签收结论", TITLE, ROOM))
    clerk.sees("结论已作出，请签收。")
    clerk.fits()
    press(clerk, "送达签收")
    sends(clerk, "送达签收")
    done(clerk, "已登记送达。")
    conclusion.open(clerk)
    clerk.sees("单位可在2026年10月12日前申请复核。")


def is_reviewed_by_the_uninvolved(people: People, conclusion: Walked) -> Walked:
    head, chief, first = people.head, people.chief, people.first
    conclusion.open(head)
    conclusion.offer(head, "申请复核")
    fill(head, {"申请复核的理由": "通道已于当晚清空，通报批评过重，请予变更。"})
    head.fits()
    sends(head, "申请复核")
    done(head, "复核申请已提交。")
    review = Walked(f"{UNIT}申请复核", address_of(head))
    head.sees("应于2026年10月12日前作出复核决定。")
    card = queued(chief, "待确定复核人员", TITLE, ROOM)
    press(chief, "确定复核人员", card)
    expect(chief.page.get_by_role("group", name="复核人员").get_by_text(LEADER)).to_have_count(0)
    forges(chief, "复核人员", FIRST, people.team)
    sends(chief, "确定复核人员")
    chief.sees(f"应当回避（政府督查工作条例第十七条）：{LEADER}：记录或认定过问题。")
    checks(chief, "复核人员", FIRST, SECOND)
    sends(chief, "确定复核人员")
    done(chief, "复核人员已确定。")
    press(first, "查看", task(first, "待复核决定", TITLE, ROOM))
    first.fits()
    first.follow("督查结论", first.page.locator(".page-actions"))
    expect(first.page.locator("main img[src*='/evidence/']")).to_have_count(3)
    first.fits()
    review.open(first)
    review.offer(first, "变更结论")
    fill(first, {"复核决定": "问题属实；鉴于当晚整改，通报批评变更为责令限期整改。"})
    fill(first, {"变更后的结论": "安检台账不全；消防通道管理不到位，责令限期整改。"})
    choose(first, "签发领导", POST)
    first.fits()
    sends(first, "变更结论")
    done(first, "已决定变更结论。")
    conclusion.open(people.clerk)
    expect(people.clerk.page.locator("h1 .small-name")).to_contain_text("复核后已变更")
    press(people.clerk, "查看并签收", task(people.clerk, "待签收结论", TITLE, ROOM))
    changed = Walked(conclusion.title, address_of(people.clerk))
    press(people.clerk, "送达签收")
    sends(people.clerk, "送达签收")
    done(people.clerk, "已登记送达。")
    return changed


def is_closed(people: People, inspection: Walked) -> None:
    office, leader = people.office, people.leader
    inspection.open(office)
    office.fits()
    inspection.offer(office, "办结")
    done(office, "本次督查已办结。")
    inspection.stands(leader, "已办结", "本次督查已办结。")
    leader.fits()
