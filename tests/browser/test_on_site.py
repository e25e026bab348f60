"""On site with a phone: what is written down without a network arrives once, with its photos."""

from __future__ import annotations

import io
import json
from typing import Any, Final

import pytest
from PIL import Image
from playwright.sync_api import expect

from accounts.models import Role
from tests.browser.carrying import choose, fill
from tests.browser.conftest import Visit
from tests.browser.house import House
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser

UNIT: Final = "交运局"
TITLE: Final = "2026年水毁农村公路修复和安全防护设施建设情况专项督查"
TITLES: Final = ("边坡未设防护网", "涵洞淤堵未清理", "拌合站扬尘未覆盖")
# An inspection on site, with this sign-in's user as the leader of its team; prints its key.
BEGIN: Final = """
from datetime import date
from accounts.clock import now
from accounts.models import Post, Unit, User
from supervision.inspections import services
from supervision.inspections.rules.entries import PlanWords, TeamWords
office, head = User.objects.get(username={leader!r}), User.objects.get(username={head!r})
unit = Unit.objects.get(short_name={unit!r})
words = PlanWords(
    title={title!r}, kind="special", content_category="government_work", content="修复进度和安全防护",
    scope="承担修复任务的单位", starts_on=date(2026, 9, 10), ends_on=date(2026, 9, 18), methods=("checks",),
    checkpoints="防护设施是否到位", unplanned_reason="汛期后专项安排", overlap_reason="汛期后专项安排",
)
team = [TeamWords(user_id=office.pk, role="leader")]
made = services.draft_inspection(actor=office, words=words, unit_ids=[unit.pk], team=team, now=now())
asked = dict(inspection_id=made.pk, now=now())
services.submit_inspection(actor=office, **asked)
post = Post.objects.filter(is_county_leader=True).first()
services.approve_inspection(
    actor=head, basis="instruction", approver_id=post.pk, approved_on=date(2026, 9, 9), **asked
)
services.begin_inspection(actor=office, **asked)
services.prepare_checklist(actor=office, **asked)
print(made.pk)
"""
ARRIVED: Final = """
import json
from supervision.inspections.models import Finding
rows = Finding.objects.filter(inspection={pk}).order_by("pk")
print(json.dumps([[row.title, row.severity, row.evidence.count(), str(row.latitude)] for row in rows]))
"""


@pytest.fixture(scope="module")
def inspection(county_house: House) -> int:
    known = {role: county_house.sign_in_of(role)[0] for role in (Role.SUPERVISOR, Role.OFFICE_HEAD)}
    asked = {"leader": known[Role.SUPERVISOR], "head": known[Role.OFFICE_HEAD], "unit": UNIT, "title": TITLE}
    return int(county_house.manage("shell", "--command", BEGIN.format(**asked)).splitlines()[-1])


def arrived(house: House, pk: int) -> list[list[Any]]:
    said = house.manage("shell", "--command", ARRIVED.format(pk=pk))
    found: list[list[Any]] = json.loads(said.splitlines()[-1])
    return found


def picture(name: str, colour: str) -> Any:
    content = io.BytesIO()
    Image.new("RGB", (1600, 1200), colour).save(content, "JPEG")
    return {"name": name, "mimeType": "image/jpeg", "buffer": content.getvalue()}


def opens(visitor: Visitor, pk: int) -> None:
    """The page is there, and the device has it."""
    visitor.open(f"/inspections/site/{pk}/")
    expect(visitor.page.locator("#on-site")).to_have_attribute("data-kept", "yes")
    visitor.fits()


def writes_down(visitor: Visitor, title: str, *photos: Any, grave: str = "一般") -> None:
    page = visitor.page
    page.locator(".on-site-find").click()
    dialog = page.get_by_role("dialog", name="记问题")
    choose(visitor, "被督查单位", UNIT, dialog)
    choose(visitor, "问题类别", "安全生产", dialog)
    choose(visitor, "严重程度", grave, dialog)
    fill(visitor, {"问题": title, "问题描述": f"{title}，现场负责人签字确认。"}, dialog)
    page.locator("#photos").set_input_files(list(photos))
    expect(page.locator(".chosen canvas")).to_have_count(len(photos))
    visitor.press("存下", dialog)
    expect(dialog).to_have_count(0)


def stands(visitor: Visitor, state: str, count: int) -> None:
    expect(visitor.page.locator(f"#entries .entry[data-state={state}]")).to_have_count(count)


def off(visitor: Visitor, is_off: bool) -> None:
    """What the browser complains of without a network is what was asked for."""
    visitor.context.set_offline(is_off)
    expect(visitor.page.locator("[data-part=line]")).to_have_text("离线" if is_off else "在线")


def forgive_the_line(visitor: Visitor) -> None:
    lost = ("ERR_INTERNET_DISCONNECTED", "ERR_FAILED")
    visitor.complaints[:] = [said for said in visitor.complaints if not any(word in said for word in lost)]


def test_findings_written_without_a_network_arrive_once_with_their_photos(
    county_house: House, visit: Visit, inspection: int
) -> None:
    office = visit(county_house, Role.SUPERVISOR, phone=True)
    office.context.grant_permissions(["geolocation"])
    office.context.set_geolocation({"latitude": 31.123456, "longitude": 104.654321})
    opens(office, inspection)
    off(office, True)
    writes_down(office, TITLES[0], picture("一.jpg", "#8a7f6b"), picture("二.jpg", "#6b7f8a"), grave="较重")
    writes_down(office, TITLES[1], picture("三.jpg", "#7f8a6b"))
    writes_down(office, TITLES[2], picture("四.jpg", "#8a6b7f"))
    stands(office, "waiting", 3)
    office.page.reload()
    office.sees(TITLE)
    stands(office, "waiting", 3)
    expect(office.page.locator("#entries canvas")).to_have_count(4)
    expect(office.page.locator("[data-part=waiting]")).to_have_text("3 条待送达")
    assert arrived(county_house, inspection) == []
    off(office, False)
    stands(office, "sent", 3)
    expect(office.page.locator("[data-part=waiting]")).to_have_text("全部已送达")
    expected = [[TITLES[0], "serious", 2, "None"], [TITLES[1], "general", 1, "None"]]
    assert arrived(county_house, inspection) == [*expected, [TITLES[2], "general", 1, "None"]]
    opens(office, inspection)
    stands(office, "sent", 3)
    office.follow("查看", office.page.locator("#entries .entry").filter(has_text=TITLES[0]))
    expect(office.page.locator(".piece img")).to_have_count(2)
    assert len(arrived(county_house, inspection)) == len(TITLES)
    forgive_the_line(office)


def test_an_answer_that_was_lost_and_a_broken_photo_cost_nothing(
    county_house: House, visit: Visit, inspection: int
) -> None:
    office = visit(county_house, Role.SUPERVISOR, phone=True)
    opens(office, inspection)
    before = len(arrived(county_house, inspection))
    lost = "警示标志缺失"
    off(office, True)
    writes_down(office, lost, picture("五.jpg", "#112233"))
    broken = {"name": "坏.jpg", "mimeType": "image/jpeg", "buffer": b"\xff\xd8\xff\xe0 broken"}
    writes_down(office, "照片损坏的一条", broken)
    off(office, False)
    stands(office, "sent", 1)
    refused = office.page.locator("#entries .entry[data-state=refused]")
    expect(refused).to_contain_text("坏.jpg")
    assert len(arrived(county_house, inspection)) == before + 1
    sends_again(office)
    stands(office, "sent", 1)
    assert len(arrived(county_house, inspection)) == before + 1
    office.press("修改", refused)
    office.page.locator(".chosen button").click()
    office.page.locator("#photos").set_input_files([picture("六.jpg", "#332211")])
    office.press("存下", office.page.get_by_role("dialog"))
    stands(office, "sent", 2)
    rows = arrived(county_house, inspection)[before:]
    assert [(row[0], row[2]) for row in rows] == [(lost, 1), ("照片损坏的一条", 1)]
    office.complaints[:] = [said for said in office.complaints if "422" not in said]
    forgive_the_line(office)


def sends_again(office: Visitor) -> None:
    """As if the answer had been lost: the device still believes that it waits."""
    office.page.evaluate(
        """async () => {
            const sent = (await OnSite.all()).find((entry) => entry.state === "sent");
            await OnSite.keep({ ...sent, state: "waiting" });
        }"""
    )
    office.page.reload()


def test_who_signs_out_leaves_no_page_behind_for_the_next(
    county_house: House, visit: Visit, inspection: int
) -> None:
    office = visit(county_house, Role.SUPERVISOR, phone=True)
    opens(office, inspection)
    kept = "caches.keys().then((names) => names.filter((name) => name.startsWith('on-site-pages-')).length)"
    assert office.page.evaluate(kept) == 1
    off(office, True)
    writes_down(office, "退出前还没有送达", picture("七.jpg", "#445566"))
    off_without_sending(office)
    office.open("/")
    office.page.locator(".account summary").click()
    office.press("退出")
    expect(office.page.get_by_label("用户名")).to_be_visible()
    office.page.wait_for_function(f"async () => (await {kept}) === 0")
    office.context.set_offline(True)
    answer = office.page.goto(f"/inspections/site/{inspection}/")
    assert answer is not None and answer.status == 503
    office.sees("没有在本机打开过")
    office.context.set_offline(False)
    office.sign_in(*county_house.sign_in_of(Role.SUPERVISOR))
    opens(office, inspection)
    stands(office, "sent", 1)
    office.complaints[:] = [said for said in office.complaints if "503" not in said]
    forgive_the_line(office)


def off_without_sending(office: Visitor) -> None:
    """Leave the page before the network comes back, so that the entry still waits."""
    office.page.goto("about:blank")
    office.context.set_offline(False)
