"""A roster (机构人员名册) written as one act; the same roster again changes nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import Person, Post, Role, RoleGrant, Unit, User
from accounts.models.unit import UnitKind
from accounts.permissions import ORDINARY_ROLES, can, require
from accounts.rules import pinyin_key, pinyin_of_person, username_of
from accounts.services.saving import because, save_valid
from accounts.services.tenures import succeed

HEAD_POST: Final = "主要负责人"
# What rosters write for the kinds of units, tried in this order as parts of the word.
_KINDS: Final = {
    "垂": UnitKind.VERTICAL,
    "园": UnitKind.PARK,
    "开发区": UnitKind.PARK,
    "企业": UnitKind.ENTERPRISE,
    "公司": UnitKind.ENTERPRISE,
    "事业": UnitKind.INSTITUTION,
    "乡": UnitKind.TOWN,
    "镇": UnitKind.TOWN,
    "街道": UnitKind.TOWN,
    "部门": UnitKind.DEPARTMENT,
    "内设": UnitKind.DEPARTMENT,
    "县直": UnitKind.DEPARTMENT,
    "党委": UnitKind.GOVERNMENT,
    "政府": UnitKind.GOVERNMENT,
    "人大": UnitKind.GOVERNMENT,
    "政协": UnitKind.GOVERNMENT,
    "机关": UnitKind.GOVERNMENT,
}


@dataclass(frozen=True)
class RosterRow:
    """One line of a roster; what it does not say is empty. ``place`` names it in messages: “单位”第4行.

    ``unit`` and ``parent`` are full or short names. A ``person`` without ``post`` heads the unit.
    ``username`` and ``role`` (a word such as 单位负责人) open an account for the person.
    """

    place: str
    unit: str
    short_name: str = ""
    unit_kind: str = ""
    parent: str = ""
    credit_code: str = ""
    ranking_group: str = ""
    person: str = ""
    post: str = ""
    phone: str = ""
    email: str = ""
    is_county_leader: bool | None = None
    held_from: date | None = None
    clerk: str = ""
    clerk_phone: str = ""
    username: str = ""
    role: str = ""


@dataclass(frozen=True)
class RosterChange:
    """``old`` is empty for what was created."""

    place: str
    subject: str
    field: str
    old: str
    new: str


@dataclass
class RosterOutcome:
    """``created``: primary keys by model label, in the order of writing. ``unchanged`` counts rows."""

    created: dict[str, list[int]] = field(default_factory=dict)
    changes: list[RosterChange] = field(default_factory=list)
    unchanged: int = 0


@transaction.atomic
def write_roster(*, actor: User, rows: Iterable[RosterRow], on: date, reason: str = "") -> RosterOutcome:
    """Write all rows or none. Raises ValidationError with every fault, each naming its place.

    Accounts are opened without a password; the system administrator hands those out.
    """
    require(actor, "roster.import")
    rows = list(rows)
    with because(actor, reason):
        book = _Book(actor, on)
        for row in rows:
            book.attempt(row, book.write_unit)
        for row in rows:
            book.attempt(row, book.write_parent)
        for row in rows:
            before = len(book.outcome.changes)
            book.attempt(row, book.write_people)
            book.outcome.unchanged += len(book.outcome.changes) == before and row.place not in book.touched
    if book.faults:
        raise ValidationError(book.faults)
    return book.outcome


def _kind_of(word: str) -> UnitKind:
    for part, kind in _KINDS.items():
        if part in word:
            return kind
    with translation.override("zh-hans"):
        known = "、".join(str(label) for label in UnitKind.labels)
    raise ValidationError(_("单位类别“%(word)s”不认识，可以写：%(known)s。") % {"word": word, "known": known})


class _Book:
    """The roster while it is being written: what is known by name, what changed, what is wrong."""

    def __init__(self, actor: User, on: date) -> None:
        self.actor, self.on = actor, on
        self.outcome = RosterOutcome()
        self.faults: list[ValidationError] = []
        self.faulty: set[str] = set()
        self.touched: set[str] = set()
        self.units: dict[str, Unit] = {}
        # One roster at a time: two would open the same accounts.
        for unit in Unit.objects.order_by("pk").select_for_update():
            self.units[unit.name] = self.units[unit.short_name] = unit
        self.usernames = set(User.objects.values_list("username", flat=True))

    def attempt(self, row: RosterRow, step: Any) -> None:
        """A fault is kept and the other rows are still looked at, so that all faults show at once."""
        if row.place in self.faulty:
            return
        try:
            with transaction.atomic():
                step(row)
        except ValidationError as error:
            self.faulty.add(row.place)
            self.faults += [
                ValidationError(_("%(place)s：%(message)s") % {"place": row.place, "message": message})
                for message in error.messages
            ]

    # --- units ------------------------------------------------------------------------------------
    def write_unit(self, row: RosterRow) -> None:
        if not row.unit:
            raise ValidationError(_("没有写单位名称，请填写单位全称。"))
        given = {
            "kind": _kind_of(row.unit_kind) if row.unit_kind else "",
            "credit_code": row.credit_code,
            "ranking_group": row.ranking_group,
        }
        unit = self.units.get(row.unit)
        if unit is None:
            unit = self._create_unit(row, {name: value for name, value in given.items() if value})
            self.units[unit.name] = self.units[unit.short_name] = unit
            return
        if row.short_name:
            given["short_name"] = row.short_name
            given["pinyin"] = pinyin_key(row.short_name)
        self._revise(row, unit, unit.short_name, given)
        self.units[unit.short_name] = unit

    def _create_unit(self, row: RosterRow, values: dict[str, Any]) -> Unit:
        short = row.short_name or row.unit.removeprefix(settings.COUNTY_NAME) or row.unit
        short = row.unit[:40] if short in self.units else short
        unit = Unit(name=row.unit, short_name=short, pinyin=pinyin_key(short), **values)
        self._create(row, unit, _("单位"))
        return unit

    def write_parent(self, row: RosterRow) -> None:
        if not row.parent:
            return
        parent, unit = self.units.get(row.parent), self.units[row.unit]
        if parent is None:
            raise ValidationError(
                _("上级单位“%(name)s”不在名册和系统中，请先补上这个单位。") % {"name": row.parent}
            )
        above: Unit | None = parent
        while above is not None:
            if above == unit:
                raise ValidationError(_("上级单位“%(name)s”在本单位之下，请核对。") % {"name": row.parent})
            above = above.parent
        self._revise(row, unit, unit.short_name, {"parent": parent})

    # --- people -----------------------------------------------------------------------------------
    def write_people(self, row: RosterRow) -> None:
        unit = self.units[row.unit]
        if row.person:
            person = self._person(row, row.person, unit, row.phone, row.email)
            self._appoint(row, person, unit)
            if row.username or row.role:
                self._account(row, person, row.role or Role.UNIT_HEAD, row.username)
        elif row.post:
            self._post(row, unit)
        if row.clerk:
            clerk = self._person(row, row.clerk, unit, row.clerk_phone, "")
            self._account(row, clerk, Role.UNIT_CLERK, "" if row.person else row.username)

    def _person(self, row: RosterRow, name: str, unit: Unit, phone: str, email: str) -> Person:
        person = Person.objects.filter(unit=unit, name=name).first()
        if person is None:
            person = Person(name=name, pinyin=pinyin_of_person(name), unit=unit, phone=phone, email=email)
            self._create(row, person, _("人员"))
        else:
            self._revise(row, person, person.name, {"phone": phone, "email": email})
        return person

    def _post(self, row: RosterRow, unit: Unit) -> Post:
        post = Post.objects.filter(unit=unit, name=row.post or HEAD_POST).first()
        leads = bool(row.is_county_leader)
        if post is None:
            post = Post(name=row.post or HEAD_POST, unit=unit, is_county_leader=leads)
            self._create(row, post, _("岗位"))
        elif row.is_county_leader is not None:
            self._revise(row, post, post.name, {"is_county_leader": leads})
        return post

    def _appoint(self, row: RosterRow, person: Person, unit: Unit) -> None:
        post = self._post(row, unit)
        if post.tenures.in_force(self.on).filter(person=person).exists():
            return
        tenure = succeed(post, person, row.held_from or self.on)
        self._note(row, tenure, str(post), _("任职"), "", person.name)

    def _account(self, row: RosterRow, person: Person, role_word: str, username: str) -> None:
        with translation.override("zh-hans"):  # rosters are Chinese, whoever uploads them
            role = next((value for value, label in Role.choices if role_word in (value, str(label))), None)
        user = User.objects.filter(person=person).first()
        unit = None if role == Role.LEADER else person.unit
        if user and RoleGrant.objects.in_force(self.on).filter(user=user, role=role, unit=unit).exists():
            return
        if role is None or not (role in ORDINARY_ROLES or can(self.actor, "role.grant", role)):
            raise ValidationError(
                _("您导入的名册不能授予“%(role)s”角色，请由安全管理员在后台授权。") % {"role": role_word}
            )
        if user is None:
            user = User(username=self._free_username(person, username), person=person, unit=person.unit)
            user.set_unusable_password()
            self._create(row, user, _("用户"))
        grant = RoleGrant(user=user, role=role, unit=unit, valid_from=self.on, granted_by=self.actor)
        self._create(row, grant, _("授权"))

    def _free_username(self, person: Person, wanted: str) -> str:
        if wanted and wanted in self.usernames:
            raise ValidationError(_("账号“%(name)s”已有人使用，请换一个。") % {"name": wanted})
        name = wanted or username_of(person.name, self.usernames)
        self.usernames.add(name)
        return name

    # --- writing ----------------------------------------------------------------------------------
    def _create(self, row: RosterRow, thing: Any, word: str) -> None:
        save_valid(thing)
        self._note(row, thing, str(thing), word, "", str(thing))

    def _note(self, row: RosterRow, thing: Any, subject: str, word: str, old: str, new: str) -> None:
        self.outcome.created.setdefault(thing._meta.label, []).append(thing.pk)
        self.outcome.changes.append(RosterChange(row.place, subject, word, old, new))
        self.touched.add(row.place)

    def _revise(self, row: RosterRow, thing: Any, subject: str, given: dict[str, Any]) -> None:
        """Write what the row says and the table does not; an empty cell changes nothing."""
        changed = {name: value for name, value in given.items() if value and getattr(thing, name) != value}
        for name, value in changed.items():
            label = str(thing._meta.get_field(name).verbose_name)
            old = getattr(thing, name)
            if name != "pinyin":
                change = RosterChange(row.place, subject, label, "" if old is None else str(old), str(value))
                self.outcome.changes.append(change)
            setattr(thing, name, value)
        if changed:
            save_valid(thing, *changed)
            self.touched.add(row.place)
