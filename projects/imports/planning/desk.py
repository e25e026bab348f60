"""What all planners of one import share: who imports, what is known by name, what was mapped before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import Any, Final

from django.utils.translation import gettext as _

from accounts.models import Post, Tenure, Unit, User
from accounts.models.user import REPORTERS
from accounts.permissions import is_office
from projects.imports.matching import Index, bare_unit, plain_name
from projects.imports.names import LeaderName
from projects.imports.planning.plan import Plan
from projects.imports.tables import Table
from projects.models import NameMapping, Project, ProjectCode, Responsibility, Sector
from projects.models.responsibility import REPORTING

# Words that sectors share, and so say nothing about which one is meant.
SHARED_WORDS: Final = ("工程", "项目", "建设", "经济", "发展", "投入", "板块", "类")


@dataclass(slots=True, eq=False)
class KnownProject:
    """A project as planners need it; ``row`` is the instance where one was loaded or is to be created.

    One that is to be created has a ``pk`` below zero until it is written.
    """

    pk: int
    name: str
    total: Decimal | None = None
    actual_start: date | None = None
    stage: str = ""
    row: Project | None = None

    @property
    def key(self) -> int | Project:
        """What a row that belongs to the project holds until it is written."""
        return self.pk if self.pk > 0 or self.row is None else self.row


class Desk:
    def __init__(
        self, actor: User, on: date, now: datetime, file_name: str, options: dict[str, Any], batch: Any = None
    ) -> None:
        self.actor, self.on, self.now = actor, on, now
        self.file_name, self.options, self.batch = file_name, options, batch
        self.office = is_office(actor)
        self.plan = Plan()
        self.created = 0
        # What a kind keeps from sheet to sheet, by its own name.
        self.shared: dict[str, Any] = {}
        # (table, its summary, sheet row, line): written together when all sheets are read
        self.roster: list[tuple[Table, Any, int, Any]] = []
        rows = NameMapping.objects.filter(unit=batch.unit_id if batch else actor.unit_id).values_list(
            "subject", "source", "target"
        )
        self.mapped = {(subject, source): target for subject, source, target in rows}
        # (subject, key) → where it stood first in this import, and what it said
        self.seen: dict[tuple[str, Any], tuple[str, int, Any]] = {}
        # year → project → month → entry; and year → project → plan, both of this import
        self.months: dict[int, dict[int, dict[int, Any]]] = {}
        self.new_plans: dict[int, dict[int, Any]] = {}

    @property
    def reason(self) -> str:
        return _("导入 %(file)s") % {"file": self.file_name}

    def target_of(self, subject: str, text: str) -> str:
        """What the user once said that this writing means, or the writing itself."""
        return self.mapped.get((subject, text)) or text

    def is_ignored(self, subject: str, text: str) -> bool:
        return self.mapped.get((subject, text)) == ""

    # --- what is known ----------------------------------------------------------------------------
    @cached_property
    def projects(self) -> Index[KnownProject]:
        index: Index[KnownProject] = Index()
        columns = ("pk", "number", "name", "total_investment", "actual_start", "stage")
        known = {}
        for pk, number, name, *facts in Project.objects.visible_to(self.actor).values_list(*columns):
            known[pk] = project = KnownProject(pk, name, *facts)
            index.add(name, project)
            index.add(number, project, shown=name)
        for code, pk in ProjectCode.objects.values_list("code", "project"):
            if pk in known:
                index.add(code, known[pk], shown=known[pk].name)
        return index

    @cached_property
    def units(self) -> Index[Unit]:
        index: Index[Unit] = Index(plain_name, bare_unit)
        for unit in Unit.objects.active():
            shown = unit.short_name if unit.short_name == unit.name else f"{unit.short_name}（{unit.name}）"
            for name in {unit.name, unit.short_name}:
                index.add(name, unit, shown=shown)
        return index

    @cached_property
    def sectors(self) -> list[Sector]:
        return list(Sector.objects.order_by("order"))

    @cached_property
    def posts(self) -> Index[Post]:
        """Posts of the county's leaders by title, and by everybody who holds or held them."""
        index: Index[Post] = Index()
        rows = Post.objects.filter(is_county_leader=True) | Post.objects.filter(
            responsibilities__role="leader"
        )
        posts = {post.pk: post for post in rows.distinct()} or {post.pk: post for post in Post.objects.all()}
        for post in posts.values():
            index.add(post.name, post)
        tenures = Tenure.objects.filter(post__in=posts).select_related("person").order_by("valid_from")
        held: dict[str, list[Post]] = {}
        for tenure in tenures:
            name = tenure.person.name
            held.setdefault(name, []).append(posts[tenure.post_id])
        for name, of in held.items():
            # Who held several posts is meant in the newest one; the older ones are found by their title.
            index.add(name, of[-1], shown=name)
        return index

    @cached_property
    def carried(self) -> set[int]:
        """The projects whose month the actor's units report."""
        held = Responsibility.objects.in_force(self.actor.reach.on).filter(
            unit_id__in=self.actor.units_as(*REPORTERS), role__in=REPORTING
        )
        return set(held.values_list("project_id", flat=True))

    def add_project(self, row: Project) -> KnownProject:
        """A project that this import creates; later rows and sheets find it by its name."""
        self.created += 1
        known = KnownProject(-self.created, row.name, row.total_investment, row.actual_start, row.stage, row)
        self.projects.add(row.name, known)
        return known

    # --- finding ----------------------------------------------------------------------------------
    def project(self, name: str, code: str | None = None) -> KnownProject | None:
        if code and (found := self.projects.exact.get(code.strip())):
            return found
        return self.projects.find(self.target_of("project", name))

    def unit(self, text: str) -> Unit | None:
        return self.units.find(self.target_of("unit", text))

    def leader(self, leader: LeaderName) -> Post | None:
        """The post of the person named; a post alone where no name was given."""
        wanted = leader.name or "、".join(leader.posts)
        mapped = self.mapped.get(("post", wanted))
        posts = self.posts
        if mapped:
            return posts.find(mapped)
        if leader.name:
            return posts.exact.get(leader.name)
        titles = ("、".join(leader.posts), *leader.posts)
        return next((post for title in titles if (post := posts.find(title))), None)

    def sector(self, text: str) -> Sector | None:
        """By its name, by a name within the other, or by the one word that only this sector has."""
        wanted = plain_name(self.target_of("sector", text))
        for sector in self.sectors:
            if wanted in (plain_name(sector.name), plain_name(sector.heading)):
                return sector
        core = _core(wanted)
        inside = [
            s for s in self.sectors if plain_name(s.name) in wanted or (core and core in plain_name(s.name))
        ]
        if len(inside) == 1:
            return inside[0]
        pairs = {core[i : i + 2] for i in range(len(core) - 1)}
        alike = [s for s in self.sectors if any(pair in plain_name(s.name) for pair in pairs)]
        return alike[0] if len(alike) == 1 else None

    # --- saying -----------------------------------------------------------------------------------
    def unknown(
        self, table: Table, row: int, name: str, subject: str, text: str, what: str, near: tuple[str, ...]
    ) -> None:
        """A name that is not known, once per writing and sheet row, with its nearest candidates."""
        message = _("没有找到%(what)s“%(text)s”。") % {"what": what, "text": text}
        remedy = (
            _("最接近的有：%(near)s。请改正，或指定它对应哪一个（只需一次）。") % {"near": _("、").join(near)}
            if near
            else _("请核对名称，或先在系统中登记。")
        )
        self.plan.say(
            table, row, name, f"unknown_{subject}", message, remedy, value=text, subject=subject, near=near
        )


def _core(text: str) -> str:
    for word in SHARED_WORDS:
        text = text.replace(word, "")
    return text
