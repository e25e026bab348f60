"""One reminder from the letter to the proof, the board and the ladder of the office, and a silent beat."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import expect

from tests.browser.carrying import done, press, sends
from tests.browser.conftest import Visit
from tests.browser.house import House, running_house
from tests.browser.late_town import NOT_SENT, PASSWORD, TITLE
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser
SHELL: Final = "from tests.browser import late_town; late_town."
WORDS: Final = f"{TITLE}：尚未签收"


@pytest.fixture(scope="module")
def late_house(template: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with running_house("late", template, tmp_path_factory.mktemp("late")) as house:
        house.manage("shell", "-c", f"{SHELL}build()")
        assert "未送达 0 封" in house.manage("sweep_reminders", "--now")
        house.manage("shell", "-c", f"{SHELL}lose_a_letter()")
        yield house


def letters(house: House) -> list[tuple[str, str]]:
    """To whom, and the plain words."""
    found = []
    for file in sorted(Path(house.folder, "mail").iterdir()):
        for part in re.split(rb"\n-{79}\n", file.read_bytes()):
            if part.strip():
                mail = message_from_bytes(part, policy=policy.default)
                body = mail.get_body(("plain",))
                found.append((str(mail["To"]), body.get_content() if body else ""))
    return found


def timeline(visitor: Visitor) -> list[str]:
    return visitor.page.locator(".steps-list .step-title").all_inner_texts()


def test_from_the_letter_to_the_proof(late_house: House, visit: Visit) -> None:
    [body] = [text for to, text in letters(late_house) if to == "lead_clerk@example.test"]
    found = re.search(rf"{WORDS}[^\n]*\n\s*{re.escape(late_house.address)}(/alerts/(\d+)/open/)", body)
    assert found is not None, body
    clerk = visit(late_house, sign_in=("lead_clerk", PASSWORD), phone=True)
    clerk.open(found[1])
    expect(clerk.page.get_by_role("heading", level=1)).to_contain_text(TITLE)
    clerk.open("/alerts/")
    clerk.fits()
    item = clerk.page.locator(".told-list li", has_text=WORDS)
    expect(item).to_contain_text("已读")
    press(clerk, "签收", item)
    done(clerk, "已签收1条提醒。")
    expect(item).to_contain_text("签收")
    expect(item.get_by_role("button", name="签收", exact=True)).to_have_count(0)
    office = visit(late_house, sign_in=("supervisor", PASSWORD))
    office.open(f"/alerts/{found[2]}/")
    told = ["生成", "编入电子邮件", "电子邮件：第1次发送", "电子邮件：第1次成功", "送达", "阅读", "签收"]
    assert sorted(timeline(office)) == sorted(told)
    clerk.open("/alerts/")
    clerk.follow(WORDS, item)
    clerk.press("签收", clerk.page.locator(".offers, .duties").first)
    office.open("/alerts/board/")
    office.press("立即巡查一轮")
    expect(office.page.locator(".notice-success")).to_contain_text("已办结取消")
    office.open(f"/alerts/{found[2]}/")
    assert timeline(office).count("了结") == 1
    office.sees("已办")
    clerk.open("/alerts/")
    expect(clerk.page.locator(".told-list li", has_text=WORDS)).to_have_count(0)


def test_the_board_says_what_goes_out_what_failed_and_who_never_reads(
    late_house: House, visit: Visit
) -> None:
    office = visit(late_house, sign_in=("supervisor", PASSWORD))
    office.open("/alerts/board/")
    tomorrow = office.page.locator("#tomorrow")
    expect(tomorrow).to_contain_text("明天（2026年9月13日）要发的")
    expect(tomorrow).to_contain_text("明天不是发送日")
    failed = office.page.locator("section", has=office.page.get_by_role("heading", name="没有送达的"))
    expect(failed).to_contain_text("段联络")
    expect(failed).to_contain_text(NOT_SENT)
    expect(office.page.locator("#never-reads li", has_text="文联络")).to_contain_text("3条未读")
    office.follow("全部发送记录")
    expect(office.page.get_by_text("lead_clerk").or_(office.page.get_by_text("路联络")).first).to_be_visible()
    phone = visit(late_house, sign_in=("auditor", PASSWORD), phone=True)
    for path in ("/alerts/board/", "/alerts/board/outlook/", "/alerts/board/sent/", "/alerts/statistics/"):
        phone.open(path)
        phone.fits()


def test_a_ladder_shows_whom_it_would_tell_before_it_is_switched_on(late_house: House, visit: Visit) -> None:
    head = visit(late_house, sign_in=("office_head", PASSWORD))
    head.open("/alerts/ladders/signature/")
    first = head.page.locator("fieldset.rung-row").first
    first.get_by_label("单位负责人").check()
    head.page.get_by_label("依据").fill("县政府办公会")
    head.press("预览")
    preview = head.page.locator("section.preview")
    expect(preview).to_contain_text("第一轮会新提醒谁")
    head.fits()
    head.press("确认启用")
    done(head, "的新阶梯已保存，自")
    head.open("/alerts/ladders/")
    expect(head.page.locator("section.panel", has_text="签收逾期").first).to_be_visible()


def test_slips_are_read_on_a_desk_and_on_a_phone(late_house: House, visit: Visit) -> None:
    late_house.manage("shell", "-c", f"{SHELL}propose_slips()")
    for phone, colour in ((False, "黄色督查单"), (True, "红色督查单")):
        head = visit(late_house, sign_in=("office_head", PASSWORD), phone=phone)
        head.open("/slips/")
        head.fits()
        head.follow(colour)
        head.fits()
        press(head, "采纳建议")
        head.fits()
        head.open("/slips/")
        expect(head.page.get_by_role("button", name="导出 Excel")).to_be_visible()
    unit = visit(late_house, sign_in=("helping_clerk", PASSWORD), phone=True)
    unit.open("/slips/")
    unit.follow("督蓝")
    unit.fits()
    press(unit, "签收")
    unit.fits()
    sends(unit, "签收")
    expect(unit.page.locator(".situation-text")).to_contain_text("请于2026年9月18日前反馈落实情况")


def test_a_silent_beat_is_told_on_the_first_page_in_the_health_page_and_by_letter(
    late_house: House, visit: Visit
) -> None:
    late_house.manage("shell", "-c", f"{SHELL}fall_silent()")
    office = visit(late_house, sign_in=("supervisor", PASSWORD))
    expect(office.page.locator(".notice-warning", has_text="定时服务（beat）自")).to_be_visible()
    assert office.status_of("/health/") == 200
    assert office.status_of("/health/all/") == 503
    heads = "office_head@example.test"
    while not [text for to, text in letters(late_house) if to == heads and "定时服务（beat）" in text]:
        office.page.wait_for_timeout(200)
    clerk = visit(late_house, sign_in=("lead_clerk", PASSWORD))
    expect(clerk.page.get_by_text("定时服务（beat）自")).to_have_count(0)
