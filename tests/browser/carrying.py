"""What people press and fill in to carry something from hand to hand, as they do it on their own screens."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from PIL import Image
from playwright.sync_api import Locator, expect

from tests.browser.house import House
from tests.browser.visitor import Visitor

SignIn = tuple[str, str]
# Each gets a password as its holder would: handed out by the administrator, then changed to an own one.
HAND_OUT: Final = """
import json, sys
from accounts import services
from accounts.clock import today
from accounts.models import User
officer, known = User.objects.get(username="xitong"), []
for unit, role in json.loads({asked!r}):
    user = User.objects.with_role(role, on=today()).filter(unit__short_name=unit).order_by("pk").first()
    handed_out = services.set_password(actor=officer, user_id=user.pk, on=today())
    own = services.users.generate_password()
    services.change_own_password(actor=user, old=handed_out, new=own, on=today())
    known.append((user.username, own))
print(json.dumps(known))
"""


def sign_ins(house: House, *asked: tuple[str, str]) -> list[SignIn]:
    """For people of the county, named by (unit, role), whose passwords nobody kept."""
    said = house.manage("shell", "--command", HAND_OUT.format(asked=json.dumps(asked, ensure_ascii=False)))
    return [(username, password) for username, password in json.loads(said.splitlines()[-1])]


def photo(name: str, colour: str = "#7a8f6b") -> Any:
    """Each colour is another file: the same one counts once."""
    content = io.BytesIO()
    Image.new("RGB", (640, 480), colour).save(content, "JPEG")
    return {"name": name, "mimeType": "image/jpeg", "buffer": content.getvalue()}


def field(visitor: Visitor, label: str, within: Any = None) -> Locator:
    """Whose label is just so; whether it must be filled in does not matter."""
    called = re.compile(rf"^\s*{re.escape(label)}(\s*必填)?\s*$")
    found: Locator = (within or visitor.page).get_by_label(called)
    return found


def fill(visitor: Visitor, values: Mapping[str, str], within: Any = None) -> None:
    """By the labels of the fields."""
    for label, value in values.items():
        field(visitor, label, within).fill(value)


def choose(visitor: Visitor, label: str, choice: str, within: Any = None) -> None:
    field(visitor, label, within).select_option(label=choice)


@dataclass(frozen=True)
class Walked:
    """One matter, or another thing with a page and a story of its own, on everybody's screens."""

    title: str
    address: str

    def open(self, visitor: Visitor) -> Locator:
        page = visitor.open(self.address)
        expect(page.get_by_role("heading", level=1)).to_contain_text(self.title)
        return page.locator("main")

    def stands(self, visitor: Visitor, state: str, situation: str) -> None:
        """The two sentences at the top of its page."""
        self.open(visitor)
        expect(visitor.page.locator("h1 .small-name")).to_contain_text(f" · {state}")
        expect(visitor.page.locator(".situation-text")).to_have_text(situation)

    def offer(self, visitor: Visitor, name: str, place: Locator | None = None) -> None:
        """Press what the page offers, a button or a link to a form; by default for the whole matter."""
        within = place or visitor.page.locator(".situation")
        within.get_by_role("button", name=name, exact=True).or_(
            within.get_by_role("link", name=name, exact=True)
        ).click()

    def duty_of(self, visitor: Visitor, unit: str) -> Locator:
        return visitor.page.locator("ul.duties > li").filter(has_text=unit)

    def number(self, visitor: Visitor) -> str:
        self.open(visitor)
        return visitor.page.locator("h1 .small-name").inner_text().split(" · ")[0].strip()

    def story(self, visitor: Visitor) -> list[str]:
        """What its timeline tells, oldest first: what ｜ who ｜ in which words. All of it on one day."""
        self.open(visitor)
        told = []
        for step in visitor.page.locator(".steps-list > li.step").all():
            title, meta, *text = step.locator("p").all_inner_texts()
            day, _dot, who = meta.partition(" · ")
            assert day.startswith("2026年9月12日 ")
            told.append("｜".join([title, who, *text]))
        return told[::-1]


def task(visitor: Visitor, kind: str, title: str, room: str = "/matters") -> Locator:
    """The card in the inbox that waits for this person."""
    visitor.open(f"{room}/mine/")
    visitor.fits()
    card = visitor.page.locator("li.task").filter(has_text=title).filter(has_text=kind)
    expect(card).to_have_count(1)
    return card


def press(visitor: Visitor, name: str, within: Any = None) -> None:
    """The button or link that is called exactly so."""
    place = within or visitor.page
    place.get_by_role("button", name=name, exact=True).or_(
        place.get_by_role("link", name=name, exact=True)
    ).first.click()


def sends(visitor: Visitor, name: str) -> None:
    """The form of an act, by its button."""
    press(visitor, name, visitor.page.locator("form.act-form"))


def queued(visitor: Visitor, kind: str, title: str, room: str = "/matters") -> Locator:
    """The card in the office's queue."""
    visitor.open(f"{room}/queue/")
    visitor.page.get_by_role("navigation", name="待办类别").get_by_role("link", name=kind).click()
    card = visitor.page.locator("li.queue-row").filter(has_text=title)
    expect(card).to_have_count(1)
    return card


def done(visitor: Visitor, said: str) -> None:
    """The page after an act says so, and nothing sticks out."""
    expect(visitor.page.locator(".notice-success", has_text=said).first).to_be_visible()
    visitor.fits()


def answers(office: Visitor, *said: str) -> None:
    """To the three questions of the review, in their order."""
    for name, answer in zip(("事实清楚", "问题解决、任务完成", "手续形式合规"), said, strict=True):
        office.page.get_by_role("group", name=name).get_by_label(answer, exact=True).check()
