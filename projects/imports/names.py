"""Who: several units in one cell, persons in brackets behind them, leaders with their posts."""

from __future__ import annotations

import re
from dataclasses import dataclass

from projects.imports.cells import DASHES, UNKNOWN, CellError, normal, parse_text

SEPARATORS = "、，,；;/\n|"
OPENING, CLOSING = "（([【〔", "）)]】〕"
PREFIX = re.compile(
    r"^(?:牵头单位?|责任单位?|主办单位?|配合单位?|协办单位?|帮建单位?|帮建部门|牵头|配合)[:：]"
)
PHONE = re.compile(r"1\d{10}|0\d{2,3}-?\d{7,8}|\d{7,8}")
PERSON = re.compile(r"[\u4e00-\u9fff·]{2,8}")
UNIT_ENDING = re.compile(
    r"(?:局|委|办|部|会|院|乡|镇|街道|中心|公司|集团|政府|社|站|所|队|厅|处|校|园区|室|行|村)$"
)
POST_ENDINGS = (
    "书记|常委|县长|市长|区长|主任|主席|部长|局长|处长|科长|院长|检察长|政委|镇长|乡长|巡视员|调研员|经理|董事长"
    "|组长|队长|站长|所长|校长|委员|干部|主管|会长|秘书长|顾问|专员"
)
POSTS_THEN_NAME = re.compile(rf"^(?P<posts>.*(?:{POST_ENDINGS}))(?P<name>[\u4e00-\u9fff·]{{2,4}}|)$")
POST_INSIDE = re.compile(rf"(?:{POST_ENDINGS})$")
NAME_THEN_POSTS = re.compile(
    r"^(?P<name>[\u4e00-\u9fff·]{2,4}(?:\s[\u4e00-\u9fff])?)[\s:：,，]+(?P<posts>\S.*)$"
)


@dataclass(frozen=True, slots=True)
class UnitName:
    """A unit as it was written, and the person named in brackets behind it ("" when none)."""

    name: str
    person: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class LeaderName:
    """A leader as written: the name ("" when only a post was given) and the post titles."""

    name: str
    posts: tuple[str, ...] = ()


def parse_units(value: object) -> tuple[UnitName, ...] | None | CellError:
    """Units in the order written; the first is the lead. “住建局（王某某）” is a unit and its person."""
    text = parse_text(value)
    if text is None or _unknown(text):
        return None
    units: list[UnitName] = []
    for part in split_outside_brackets(text):
        unit = _unit(PREFIX.sub("", part))
        if unit.name and unit.name not in {known.name for known in units}:
            units.append(unit)
    return tuple(units) or None


def parse_leader(value: object) -> LeaderName | None | CellError:
    """The first leader of a cell: “张某某（县委常委、常务副县长）” or “常务副县长张某某”."""
    leaders = parse_leaders(value)
    return leaders[0] if isinstance(leaders, tuple) else leaders


def parse_leaders(value: object) -> tuple[LeaderName, ...] | None | CellError:
    """All leaders of a cell, the first in charge."""
    text = parse_text(value)
    if text is None or _unknown(text):
        return None
    leaders: list[LeaderName] = []
    waiting: list[str] = []
    for part in split_outside_brackets(text, spaces=False):
        leader = _leader(part)
        if not leader.name:  # “县委常委、副县长张某某”: titles before the name they belong to
            waiting.extend(leader.posts)
            continue
        leaders.append(LeaderName(leader.name, (*waiting, *leader.posts)))
        waiting = []
    if waiting and leaders:  # “张某某 县委常委、副县长”: titles go on after the name
        leaders[-1] = LeaderName(leaders[-1].name, (*leaders[-1].posts, *waiting))
    else:
        leaders.extend(LeaderName("", (post,)) for post in waiting)
    return tuple(leaders) or None


def split_outside_brackets(text: str, *, spaces: bool = True) -> list[str]:
    """Cut at 、，；/ and line breaks outside brackets, and at blanks between what look like units."""
    parts, depth, current = [], 0, ""
    for letter in text:
        depth += (letter in OPENING) - (letter in CLOSING and depth > 0)
        if letter in SEPARATORS and depth == 0:
            parts.append(current)
            current = ""
        else:
            current += letter
    parts.append(current)
    stripped = [part.strip() for part in parts]
    return [piece for part in stripped if part for piece in (_at_blanks(part) if spaces else [part])]


def _at_blanks(part: str) -> list[str]:
    pieces = part.split()
    if len(pieces) > 1 and all(UNIT_ENDING.search(re.split(r"[（(]", piece)[0]) for piece in pieces):
        return pieces
    return [part]


def _unit(part: str) -> UnitName:
    name, inside = _brackets(part)
    phone = PHONE.search(DASHES.sub("-", inside))
    words = [word for word in re.split(r"[、，,；;/\s:：\d-]+", inside) if word]
    persons = [word for word in words if PERSON.fullmatch(word) and not UNIT_ENDING.search(word)]
    if inside and not persons and not phone:  # “云溪镇（含水库移民办）”: part of the name
        return UnitName(_join(part))
    return UnitName(_join(name), persons[0] if persons else "", phone[0] if phone else "")


def _leader(part: str) -> LeaderName:
    outside, inside = _brackets(part)
    outside = outside.strip()
    if inside and not PHONE.fullmatch(inside):
        if PERSON.fullmatch(_join(inside)) and POST_INSIDE.search(outside):  # “常务副县长（张某某）”
            return LeaderName(_join(inside), (_join(outside),))
        return LeaderName(_join(outside), _posts(inside))
    spaced = NAME_THEN_POSTS.match(outside)
    if spaced and not POST_INSIDE.search(spaced["name"]) and POST_INSIDE.search(spaced["posts"]):
        return LeaderName(_join(spaced["name"]), _posts(spaced["posts"]))
    together = _join(outside)
    if found := POSTS_THEN_NAME.match(together):
        return LeaderName(
            found["name"], _posts(outside.removesuffix(found["name"]) if found["name"] else outside)
        )
    return LeaderName(together)


def _posts(text: str) -> tuple[str, ...]:
    return tuple(post for post in (_join(piece) for piece in re.split(r"[、，,；;/\s]+", text)) if post)


def _brackets(part: str) -> tuple[str, str]:
    """What stands before the last pair of brackets, and what is in it; ("…", "") when there is none."""
    found = re.fullmatch(r"(.*?)[（(【〔\[]([^（(【〔\[]*?)[）)】〕\]]?\s*", part, re.S)
    return (found[1], found[2].strip()) if found and found[1].strip() else (part, "")


def _join(text: str) -> str:
    """“张 三” is 张三; blanks between Chinese characters carry no meaning in names."""
    return re.sub(r"(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])", "", text).strip(" \n:：。.")


def _unknown(text: str) -> bool:
    return DASHES.sub("-", normal(text)) in UNKNOWN
