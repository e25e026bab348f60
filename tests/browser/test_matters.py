"""One matter from 登记 to 回头看, carried by everybody's own sign-in; units and leader on a phone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import pytest
from playwright.sync_api import expect

from accounts.models import Role
from tests.browser import stories
from tests.browser.carrying import (
    Walked,
    answers,
    choose,
    done,
    field,
    fill,
    photo,
    press,
    queued,
    sends,
    sign_ins,
    task,
)
from tests.browser.conftest import Visit
from tests.browser.house import House
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser

TITLE: Final = "沙坝乡崖子沟通村道路水毁路段抢修保通"
LEAD, HELPER, REFUSER, SUCCESSOR = "交运局", "沙坝乡", "自然资源局", "应急局"
POST: Final = "常务副县长（江照野）"
# Of the three rounds in the ledger, the newest first; the counts: 延期 / 退回 / 催办.
STATES, COUNTS = ["待签收", "已销号", "再批示转下一轮"], ["0 / 0 / 0", "0 / 0 / 0", "2 / 1 / 0"]
FIRST_DUE, SECOND_DUE, THIRD_DUE = "2026年9月28日", "2026年10月15日", "2026年10月30日"


@dataclass
class People:
    """Units and leader at 390 px, the office at 1440."""

    office: Visitor
    head_of_office: Visitor
    clerk: Visitor
    head: Visitor
    helper: Visitor
    head_of_helper: Visitor
    refuser: Visitor
    successor: Visitor
    leader: Visitor


@pytest.fixture
def people(county_house: House, visit: Visit) -> People:
    others = sign_ins(
        county_house,
        (HELPER, Role.UNIT_CLERK),
        (HELPER, Role.UNIT_HEAD),
        (REFUSER, Role.UNIT_CLERK),
        (SUCCESSOR, Role.UNIT_CLERK),
    )
    helper, head_of_helper, refuser, successor = (
        visit(county_house, sign_in=known, phone=True) for known in others
    )
    return People(
        office=visit(county_house, Role.SUPERVISOR),
        head_of_office=visit(county_house, Role.OFFICE_HEAD),
        clerk=visit(county_house, Role.UNIT_CLERK, phone=True),
        head=visit(county_house, Role.UNIT_HEAD, phone=True),
        helper=helper,
        head_of_helper=head_of_helper,
        refuser=refuser,
        successor=successor,
        leader=visit(county_house, Role.LEADER, phone=True),
    )


def test_a_matter_lives_from_its_registration_to_a_look_back(people: People) -> None:
    matter = is_registered(people.office)
    is_approved_and_issued(people, matter)
    is_signed_by_one_and_refused_by_another(people, matter)
    goes_to_another_unit(people, matter)
    is_reported_on_and_helped(people, matter)
    is_extended_by_the_office(people, matter)
    is_extended_by_the_leader(people, matter)
    stands_still_and_goes_on(people, matter)
    helper_reports_to_the_lead(people, matter)
    lead_reports_twice(people, matter)
    again = is_instructed_again(people, matter)
    second_round_is_read(people, again)
    third = is_looked_back_at(people, again)
    tells_its_story(people, matter, again, third)


# --- from the draft to the units ------------------------------------------------------------------
def is_registered(office: Visitor) -> Walked:
    office.follow("督办台账", office.page.get_by_role("navigation", name="主导航"))
    office.follow("事项登记")
    choose(office, "立项来源", "领导批示")
    due = office.page.locator("#due")
    expect(due).to_contain_text(f"：{FIRST_DUE}")
    expect(due).to_contain_text("交办后15个自然日内，遇休息日顺延")
    fill(office, {"来源文件或会议": "领导批示件", "来源文号": "阅〔2026〕120号", "来源日期": "2026-09-11"})
    choose(office, "立项依据", "行政首长指令")
    choose(office, "批准人", POST)
    fill(office, {"批准日期": "2026-09-11", "事项名称": TITLE})
    fill(office, {"任务要求": "抢修水毁路基3处、涵洞1座，抢修期间设便道保障群众通行和学生上学。"})
    fill(office, {"完成标准": "道路恢复双向通行，便道拆除复垦，3处隐患点销号。"})
    choose(office, "牵头单位", LEAD)
    choose(office, "包抓领导", POST)
    for place, (unit, part) in enumerate(((HELPER, "设置便道、做好群众工作"), (REFUSER, "排查边坡隐患"))):
        row = office.page.locator("#helpers-rows .row-form").nth(place)
        choose(office, "配合单位", unit, row)
        fill(office, {"分工": part}, row)
    said = office.page.locator("#instructions-rows .row-form").first
    choose(office, "批示领导", POST, said)
    fill(office, {"批示日期": "2026-09-11", "批示内容": "群众出行不能断。请交运局牵头，9月底前抢通。"}, said)
    office.fits()
    office.press("保存并报请立项")
    done(office, "已报请立项")
    matter = Walked(TITLE, office.page.url.removeprefix(office.address))
    matter.stands(office, "待审批", "等待督查办主任审批立项。")
    attaches_the_paper(office, matter)
    return matter


def attaches_the_paper(office: Visitor, matter: Walked) -> None:
    matter.offer(office, "附上文件")
    field(office, "文件").set_input_files([photo("批示件.jpg"), photo("误传.jpg", "#8a7f6b")])
    fill(office, {"说明": "扫描件"})
    sends(office, "附上文件")
    done(office, "文件已附上。")
    matter.offer(office, "取下附件")
    choose(office, "附件", "扫描件（误传.jpg）")
    sends(office, "取下附件")
    done(office, "附件已取下。")
    expect(office.page.locator(".file-chip")).to_have_text("扫描件（批示件.jpg）")


def is_approved_and_issued(people: People, matter: Walked) -> None:
    chief, office = people.head_of_office, people.office
    press(chief, "批准立项", queued(chief, "待审批立项", TITLE))
    done(chief, "已批准立项并编号。")
    matter.stands(office, "已立项", "已立项，等待督查办交办。")
    press(office, "交办", queued(office, "待交办", TITLE))
    done(office, "已交办，承办单位已可签收。")
    matter.stands(office, "待签收", f"等待{LEAD}签收，签收时限2026年9月15日。")
    expect(office.page.locator(".stats")).to_contain_text(FIRST_DUE)


# --- signed, refused, given to another ------------------------------------------------------------
def is_signed_by_one_and_refused_by_another(people: People, matter: Walked) -> None:
    for clerk in (people.clerk, people.helper):
        press(clerk, "签收", task(clerk, "新交办，待签收", TITLE))
        done(clerk, "已签收。")
    press(people.refuser, "不属本单位，退回", task(people.refuser, "新交办，待签收", TITLE))
    fill(people.refuser, {"退回理由": "边坡应急排险属应急管理职责，建议由应急局承办。"})
    people.refuser.fits()
    press(people.refuser, "退回（非本单位职责）")
    done(people.refuser, "已退回督查办。")


def goes_to_another_unit(people: People, matter: Walked) -> None:
    card = queued(people.office, "退回待改派", TITLE)
    expect(card).to_contain_text(f"配合单位 {REFUSER}退回：边坡应急排险属应急管理职责，建议由应急局承办。")
    press(people.office, "改派", card)
    choose(people.office, "改派给", SUCCESSOR)
    fill(people.office, {"理由": "退回理由成立，按职责改派。"})
    sends(people.office, "改派")
    done(people.office, "已改派，新单位待签收。")
    press(people.successor, "签收", task(people.successor, "新交办，待签收", TITLE))
    done(people.successor, "已签收。")
    matter.stands(people.office, "办理中", f"{LEAD}办理中，办结时限{FIRST_DUE}。")
    expect(matter.duty_of(people.office, "应急管理局")).to_contain_text(f"改派自{REFUSER}")
    assert people.refuser.status_of(matter.address) == 404


# --- the work under way ---------------------------------------------------------------------------
def is_reported_on_and_helped(people: People, matter: Walked) -> None:
    clerk, head, leader = people.clerk, people.head, people.leader
    matter.open(clerk)
    clerk.fits()
    matter.offer(clerk, "报反馈", matter.duty_of(clerk, "交通运输局"))
    fill(clerk, {"进展情况": "便道已通，清理塌方2处，涵洞基坑开挖完成。", "完成率": "35"})
    fill(clerk, {"需协调解决": "抢修资金缺口80万元，请协调财政先行拨付。"})
    field(clerk, "照片和佐证材料").set_input_files(photo("便道.jpg"))
    clerk.fits()
    press(clerk, "送负责人审签")
    done(clerk, "已送负责人审签。")
    press(head, "审签", task(head, "待我审签", TITLE))
    head.fits()
    press(head, "审签并报送")
    done(head, "已审签并报送。")
    card = queued(people.office, "待采用反馈", TITLE)
    expect(card).to_contain_text("完成35%")
    press(people.office, "采用", card)
    done(people.office, "已采用。")
    press(leader, "答复", task(leader, "求助待答复", TITLE))
    leader.sees("交运局求助：抢修资金缺口80万元，请协调财政先行拨付。")
    fill(leader, {"答复": "请财政局3日内先行拨付，从应急预备费列支。"})
    leader.fits()
    press(leader, "答复求助")
    card = task(clerk, "领导已答复", TITLE)
    expect(card).to_contain_text("请财政局3日内先行拨付，从应急预备费列支。")


def is_extended_by_the_office(people: People, matter: Walked) -> None:
    clerk, head = people.clerk, people.head
    matter.open(clerk)
    matter.offer(clerk, "申请延期")
    clerk.sees("第1次延期，由督查办审批")
    expect(field(clerk, "目前进展")).to_have_value("便道已通，清理塌方2处，涵洞基坑开挖完成。")
    fill(clerk, {"申请延至": "2026-10-15", "延期理由": "连续降雨，路基含水过大不能碾压。"})
    clerk.fits()
    press(clerk, "提交申请")
    done(clerk, "延期申请已提交。")
    press(head, "查看并同意", task(head, "延期待我同意", TITLE))
    head.fits()
    press(head, "单位同意申请")
    done(head, "已同意，报请审批。")
    card = queued(people.office, "待批延期", TITLE)
    expect(card).to_contain_text(f"{FIRST_DUE} → {SECOND_DUE}")
    press(people.office, "同意延期", card)
    fill(people.office, {"审批意见": "同意，抓紧晴好天气施工。"})
    sends(people.office, "同意延期")
    done(people.office, "已同意延期。")
    due(people.office, matter, SECOND_DUE)


def is_extended_by_the_leader(people: People, matter: Walked) -> None:
    """The head's own asking needs no second word of the unit; the office may not decide it."""
    head, leader = people.head, people.leader
    matter.open(head)
    matter.offer(head, "申请延期")
    head.sees("第2次延期，由常务副县长审批")
    fill(head, {"申请延至": "2026-10-30", "延期理由": "涵洞盖板预制厂停产，改由外县调运。"})
    press(head, "提交申请")
    done(head, "延期申请已提交。")
    matter.open(people.office)
    expect(people.office.page.get_by_role("link", name="同意延期", exact=True)).to_have_count(0)
    press(leader, "审批", task(leader, "延期待我审批", TITLE))
    leader.sees(f"{SECOND_DUE} → {THIRD_DUE}")
    leader.sees("考核按原定时限计算，延期不改变原定时限。")
    leader.fits()
    press(leader, "同意延期")
    fill(leader, {"审批意见": "同意，不得再延。"})
    sends(leader, "同意延期")
    done(leader, "已同意延期。")
    due(people.office, matter, THIRD_DUE)


def due(office: Visitor, matter: Walked, day: str) -> None:
    """In force on its page; the original one stays beside it."""
    matter.open(office)
    stat = office.page.locator(".stat").filter(has_text="办结时限")
    expect(stat).to_contain_text(day)
    expect(stat).to_contain_text(f"原定{FIRST_DUE}")


def stands_still_and_goes_on(people: People, matter: Walked) -> None:
    """18 days are planned; it goes on the same day, so nothing of them remains."""
    office = people.office
    matter.open(office)
    matter.offer(office, "暂缓")
    fill(office, {"暂缓至": "2026-09-30", "暂缓理由": "暴雨红色预警，全线停工避险。"})
    sends(office, "暂缓")
    done(office, "已暂缓，时限已顺延。")
    matter.stands(office, "暂缓", "暂缓至2026年9月30日：暴雨红色预警，全线停工避险。")
    expect(office.page.locator("h1 .light")).to_have_text("豁免")
    due(office, matter, "2026年11月17日")
    matter.open(people.clerk)
    expect(people.clerk.page.get_by_role("link", name="申请延期")).to_have_count(0)
    matter.open(office)
    matter.offer(office, "恢复办理")
    done(office, "已恢复办理。")
    matter.stands(office, "办理中", f"{LEAD}办理中，办结时限{THIRD_DUE}。")
    due(office, matter, THIRD_DUE)


# --- done -----------------------------------------------------------------------------------------
def reports_done(clerk: Visitor, head: Visitor, matter: Walked, unit: str, words: str) -> None:
    matter.open(clerk)
    matter.offer(clerk, "报办结", matter.duty_of(clerk, unit))
    fill(clerk, {"办结情况": words})
    clerk.fits()
    press(clerk, "送负责人审签")
    done(clerk, "已送负责人审签。")
    press(head, "审签", task(head, "待我审签", TITLE))
    press(head, "审签并报送")
    done(head, "已审签并报送。")


def helper_reports_to_the_lead(people: People, matter: Walked) -> None:
    reports_done(
        people.helper, people.head_of_helper, matter, "沙坝乡", "便道已拆除复垦，12户群众通行未受影响。"
    )
    press(people.head, "查看", task(people.head, "配合单位报来", TITLE))
    people.head.fits()
    press(people.head, "通过")
    done(people.head, "已通过。")


def lead_reports_twice(people: People, matter: Walked) -> None:
    """Sent back once for what the standard asks; then it passes and is shown."""
    clerk, head, office = people.clerk, people.head, people.office
    reports_done(clerk, head, matter, "交通运输局", "道路已恢复双向通行。")
    press(office, "审核办结", queued(office, "待审核办结", TITLE))
    answers(office, "通过", "不通过", "通过")
    sends(office, "审核办结")
    expect(office.page.locator("form.act-form")).to_contain_text("审核不通过须写明意见。")
    fill(office, {"审核意见": "3处隐患点还没有销号材料，请补齐。"})
    sends(office, "审核办结")
    done(office, "已审核。")
    expect(matter.open(office).locator(".stat").filter(has_text="退回重办次数")).to_contain_text("1")
    card = task(clerk, "退回补正", TITLE)
    expect(card).to_contain_text("3处隐患点还没有销号材料，请补齐。")
    press(clerk, "修改后再报", card)
    fill(clerk, {"办结情况": "道路已恢复双向通行，便道拆除复垦，3处隐患点已验收销号。"})
    field(clerk, "照片和佐证材料").set_input_files(photo("销号表.jpg"))
    press(clerk, "送负责人审签")
    done(clerk, "已送负责人审签。")
    press(head, "审签", task(head, "待我审签", TITLE))
    press(head, "审签并报送")
    done(head, "已审签并报送。")
    passes(office, matter)


def passes(office: Visitor, matter: Walked) -> None:
    press(office, "审核办结", queued(office, "待审核办结", TITLE))
    answers(office, "通过", "通过", "通过")
    sends(office, "审核办结")
    done(office, "已审核。")
    matter.stands(office, "待领导阅定", "已呈送常务副县长阅定；2026年9月18日前没有新的批示，即予销号。")


def is_instructed_again(people: People, matter: Walked) -> Walked:
    leader, office = people.leader, people.office
    press(leader, "再批示", task(leader, "待我阅定", TITLE))
    fill(leader, {"批示内容": "崖子沟同类路段还有2处，一并治理，不留尾巴。", "办结时限": "2026-12-20"})
    leader.fits()
    sends(leader, "再批示")
    done(leader, "已批示，转入下一轮交办。")
    matter.stands(office, "再批示转下一轮", "领导再次批示，转入下一轮办理。")
    office.page.locator(".rounds a", has_text="下一轮").click()
    expect(office.page.locator("h1 .small-name")).to_contain_text("第2轮")
    again = Walked(TITLE, office.page.url.removeprefix(office.address))
    expect(office.page.locator(".situation-text")).to_have_text(f"等待{LEAD}签收，签收时限2026年9月15日。")
    return again


def second_round_is_read(people: People, matter: Walked) -> None:
    clerk, leader = people.clerk, people.leader
    press(clerk, "签收", task(clerk, "新交办，待签收", TITLE))
    done(clerk, "已签收。")
    reports_done(clerk, people.head, matter, "交通运输局", "2处同类路段已治理完毕并验收。")
    passes(people.office, matter)
    card = task(leader, "待我阅定", TITLE)
    expect(card).to_contain_text("办结情况：2处同类路段已治理完毕并验收。")
    press(leader, "阅，同意销号", card)
    done(leader, "已阅，事项销号。")
    matter.stands(
        people.office,
        "已销号",
        "已于2026年9月12日销号，内容锁定；需要复查的，由督查办“回头看”另立新件。",
    )


def is_looked_back_at(people: People, matter: Walked) -> Walked:
    office = people.office
    matter.open(office)
    matter.offer(office, "回头看")
    fill(office, {"回头看的理由": "汛期后抽查，防止反弹。"})
    sends(office, "回头看")
    done(office, "已立新件，请核对后交办。")
    third = Walked(TITLE, office.page.url.removeprefix(office.address))
    third.stands(office, "已立项", "已立项，等待督查办交办。")
    third.offer(office, "交办")
    done(office, "已交办，承办单位已可签收。")
    expect(office.page.locator("h1 .small-name")).to_contain_text("第3轮")
    return third


# --- what it tells afterwards ---------------------------------------------------------------------
def tells_its_story(people: People, *rounds: Walked) -> None:
    office = people.office
    numbers = [matter.number(office) for matter in rounds]
    places = [int(number.removeprefix("督办〔2026〕").removesuffix("号")) for number in numbers]
    assert places == [places[0], places[0] + 1, places[0] + 2]
    first, second, third = ("\n".join(matter.story(office)) + "\n" for matter in rounds)
    assert first == stories.FIRST_ROUND
    assert second == stories.SECOND_ROUND.format(former=numbers[0], next=numbers[2])
    assert third == stories.LOOK_BACK.format(former=numbers[1])
    office.open("/matters/?text=崖子沟")
    rows = [row.locator("td.short").all_inner_texts() for row in office.page.locator("tbody tr").all()]
    assert [cells[0] for cells in rows] == STATES
    assert [cells[2] for cells in rows] == COUNTS
