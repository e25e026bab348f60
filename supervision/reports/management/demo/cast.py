"""Who acts in the stories of the matters: each unit's clerk and head, the office, the leader."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from datetime import date
from functools import cached_property
from pathlib import Path

from accounts.models import Post, Role, Tenure, Unit, User
from accounts.services import RosterRow, write_roster
from supervision.reports.management.demo.people import LEADING_POST

OFFICE_HEAD, LEADER = "zhuren", "xianzhang"


class Cast:
    """Accounts are found by their unit and role; heads are opened once, without passwords."""

    def __init__(self, office: User, on: date, facts: Path) -> None:
        self.office, self.on = office, on
        with (facts / "岗位.csv").open(encoding="utf-8", newline="") as file:
            self._posts = {row["代号"]: row["岗位"] for row in csv.DictReader(file)}
        self._users: dict[tuple[str, str], User] = {}

    @cached_property
    def office_head(self) -> User:
        return User.objects.get(username=OFFICE_HEAD)

    @cached_property
    def leader(self) -> User:
        return User.objects.get(username=LEADER)

    @cached_property
    def leading_post(self) -> Post:
        return Post.objects.get(name=LEADING_POST)

    @cached_property
    def posts(self) -> dict[str, Post]:
        """By the key that the facts use."""
        by_name = {post.name: post for post in Post.objects.filter(is_county_leader=True)}
        return {key: by_name[name] for key, name in self._posts.items()}

    @cached_property
    def units(self) -> dict[str, Unit]:
        return {unit.short_name: unit for unit in Unit.objects.active()}

    def open_heads(self, names: Iterable[str]) -> None:
        """An account for whoever heads the unit by its roster. Safe twice."""
        held = Tenure.objects.in_force(self.on).filter(post__unit__short_name__in=set(names))
        heads: dict[str, RosterRow] = {}
        for tenure in held.select_related("person", "post__unit").order_by("post__order", "pk"):
            unit = tenure.post.unit
            heads.setdefault(
                unit.short_name,
                RosterRow(
                    unit.short_name,
                    unit.name,
                    person=tenure.person.name,
                    post=tenure.post.name,
                    role=Role.UNIT_HEAD,
                ),
            )
        write_roster(actor=self.office, rows=heads.values(), on=self.on, reason="为单位负责人开账号")

    def clerk(self, unit: Unit) -> User:
        return self._of(unit, Role.UNIT_CLERK)

    def head(self, unit: Unit) -> User:
        return self._of(unit, Role.UNIT_HEAD)

    def _of(self, unit: Unit, role: Role) -> User:
        key = unit.short_name, role.value
        if key not in self._users:
            found = (
                User.objects.with_role(role, on=self.on).filter(unit=unit).select_related("unit", "person")
            )
            self._users[key] = found.order_by("pk")[0]
        return self._users[key]
