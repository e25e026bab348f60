"""A town of personas: who carries the project, who helps, who checks, who must see nothing."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, Final

from accounts.models import Person, Post, Role, RoleGrant, Tenure, Unit, User
from accounts.models.unit import UnitKind
from accounts.rules import pinyin_key
from projects.models import AnnualPlan, MonthlyProgress, Project, Responsibility, Sector
from projects.models.progress import ProgressStatus
from projects.models.responsibility import ResponsibilityRole
from tests.beginnings import Beginning

YEAR = 2026
SINCE = date(2026, 1, 1)
NOON = datetime(2026, 9, 12, 4, tzinfo=UTC)


@dataclass
class Town:
    """Every user is a persona; ``project`` is led by 交通局 (child: 公路段), helped by 水务局."""

    county: Unit
    office: Unit
    lead: Unit
    below_lead: Unit
    helping: Unit
    strange: Unit
    leader_post: Post
    supervisor: User
    office_head: User
    leader: User
    lead_clerk: User
    lead_head: User
    below_clerk: User
    helping_clerk: User
    stranger: User
    auditor: User
    system_admin: User
    security_admin: User
    data_clerk: User
    api_client: User
    nobody: User
    sector: Sector
    project: Project
    plan: AnnualPlan

    def personas(self) -> dict[str, User]:
        return {f.name: getattr(self, f.name) for f in fields(self) if f.type == "User"}


def make_unit(name: str, parent: Unit | None = None, **values: Any) -> Unit:
    return Unit.objects.create(
        name=f"云岭县{name}", short_name=name, pinyin=pinyin_key(name), parent=parent, **values
    )


def make_user(username: str, name: str, unit: Unit, *roles: str) -> User:
    person = Person.objects.create(
        name=name, pinyin=pinyin_key(name), unit=unit, email=f"{username}@example.test"
    )
    return make_account(username, person, unit, *roles)


def make_account(username: str, person: Person | None, unit: Unit, *roles: str) -> User:
    user = User(username=username, person=person, unit=unit, password_is_own=True)
    user.set_unusable_password()
    user.save()
    needs_unit = {Role.UNIT_CLERK, Role.UNIT_HEAD, Role.DATA_CLERK, Role.API_CLIENT}
    RoleGrant.objects.bulk_create(
        RoleGrant(user=user, role=role, unit=unit if role in needs_unit else None, valid_from=SINCE)
        for role in roles
    )
    return user


def make_project(
    name: str, sector: Sector, *, planned: Decimal | int | None = 1200, **values: Any
) -> Project:
    """A project with a linear plan for the year; ``planned`` in 万元."""
    values.setdefault("number", f"T{Project.objects.count() + 1:04d}")
    project = Project.objects.create(name=name, pinyin=pinyin_key(name), sector=sector, **values)
    AnnualPlan.objects.create(
        project=project,
        year=YEAR,
        planned_investment=planned,
        decided_by=User.objects.get(username="supervisor"),
        decided_on=SINCE,
    )
    return project


def carry(
    project: Project, role: str, holder: Unit | Post, since: date = SINCE, **values: Any
) -> Responsibility:
    key = "post" if isinstance(holder, Post) else "unit"
    return Responsibility.objects.create(
        project=project, role=role, valid_from=since, **{key: holder}, **values
    )


def accept_month(project: Project, month: int, year_to_date: Decimal | int, **values: Any) -> MonthlyProgress:
    """An accepted report of the year; the month's own amount and the total follow unless given."""
    office = User.objects.get(username="supervisor")
    defaults: dict[str, Any] = {
        "year": YEAR,
        "status": ProgressStatus.ACCEPTED,
        "month_amount": Decimal(year_to_date) / month,
        "since_start": year_to_date,
        "reported_by": office,
        "reported_at": NOON,
        "decided_by": office,
        "decided_at": NOON,
    }
    return MonthlyProgress.objects.create(
        project=project, month=month, year_to_date=year_to_date, **(defaults | values)
    )


def build_town() -> Town:
    county = make_unit("县政府", kind=UnitKind.GOVERNMENT)
    office = make_unit("督查办", county)
    lead = make_unit("交通局", county)
    below = make_unit("公路段", lead)
    helping = make_unit("水务局", county)
    strange = make_unit("文旅局", county)
    users = {
        "supervisor": make_user("supervisor", "杜明察", office, Role.SUPERVISOR),
        "office_head": make_user("office_head", "任主事", office, Role.OFFICE_HEAD),
        "leader": make_user("leader", "常县长", county, Role.LEADER),
        "lead_clerk": make_user("lead_clerk", "路联络", lead, Role.UNIT_CLERK),
        "lead_head": make_user("lead_head", "路局长", lead, Role.UNIT_HEAD),
        "below_clerk": make_user("below_clerk", "段联络", below, Role.UNIT_CLERK),
        "helping_clerk": make_user("helping_clerk", "水联络", helping, Role.UNIT_CLERK),
        "stranger": make_user("stranger", "文联络", strange, Role.UNIT_CLERK),
        "auditor": make_user("auditor", "申计", office, Role.AUDITOR),
        "system_admin": make_user("system_admin", "管系统", office, Role.SYSTEM_ADMIN),
        "security_admin": make_user("security_admin", "管安全", office, Role.SECURITY_ADMIN),
        "data_clerk": make_user("data_clerk", "舒统计", lead, Role.DATA_CLERK),
        "api_client": make_account("api_client", None, lead, Role.API_CLIENT),
        "nobody": make_user("nobody", "吴授权", strange),
    }
    leader = users["leader"].person
    assert leader is not None
    post = Post.objects.create(name="常务副县长", unit=county, is_county_leader=True, order=1)
    Tenure.objects.create(post=post, person=leader, valid_from=SINCE)
    sector, _created = Sector.objects.get_or_create(
        order=1, defaults={"name": "项目建设", "heading": "项目建设投入加大"}
    )
    project = make_project("省道过境段改建", sector)
    carry(project, ResponsibilityRole.LEADER, post)
    carry(project, ResponsibilityRole.RESPONSIBLE, lead)
    carry(project, ResponsibilityRole.HELPING, helping)
    plan = project.annual_plans.get()
    return Town(
        county,
        office,
        lead,
        below,
        helping,
        strange,
        post,
        **users,
        sector=sector,
        project=project,
        plan=plan,
    )


_TOWN: Final = Beginning(build_town)


def enter_town() -> Town:
    """The town as it was built first in this run, with the same keys."""
    return _TOWN.take()
