"""Who works in the demo: the three officers, the office, and one user for each other role."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from django.conf import settings
from django.core.management.base import CommandError
from django.db import transaction

from accounts import services
from accounts.models import Person, Post, Role, Tenure, Unit, User
from accounts.models.user import THREE_OFFICERS
from accounts.permissions import GUARDED_ROLES
from accounts.services.users import generate_password
from supervision.reports.management.demo.sign_ins import SignIn, SignIns

OFFICE = "督查办"
LEADING_POST = "常务副县长"
CHIEFS = ("县委书记", "县长")
SHOWN_UNIT = "交运局"  # carries projects, is late with some
FIGURES_UNIT = "统计局"
API_CLIENT = "demo-client"
# The year's stories are told from its beginning on, by those who held their roles then.
SINCE = date(2026, 1, 4)
MAIL = "{username}@yunling.example"


class People:
    """Each step is safe twice: what a run that was killed had done already is left as it is."""

    def __init__(self, sign_ins: SignIns, on: date) -> None:
        self.sign_ins, self.on = sign_ins, on

    def open_office(self) -> User:
        """What there must be before a workbook can be handed in; returns who hands them in."""
        officers = {role: self._officer(role) for role in THREE_OFFICERS}
        admin = officers[Role.SYSTEM_ADMIN]
        unit = Unit.objects.filter(short_name=OFFICE).first() or services.create_unit(
            actor=admin, name=settings.OFFICE_NAME, short_name=OFFICE
        )
        return self._user(officers, Role.SUPERVISOR, "ducha", self._person(admin, "杜明察", unit), None)

    def open_others(self) -> None:
        """One user for each role whose people came with the roster."""
        officers = {role: User.objects.get(username=_username(role)) for role in THREE_OFFICERS}
        admin = officers[Role.SYSTEM_ADMIN]
        shown, figures = (Unit.objects.get(short_name=name) for name in (SHOWN_UNIT, FIGURES_UNIT))
        office = Unit.objects.get(short_name=OFFICE)
        self._user(officers, Role.OFFICE_HEAD, "zhuren", _head(office, self.on), None)
        for post in Post.objects.filter(name__in=CHIEFS, is_chief=False):
            services.revise_post(
                actor=admin,
                post_id=post.pk,
                name=post.name,
                is_county_leader=True,
                is_chief=True,
                order=post.order,
            )
        leader = _holder(Post.objects.get(name=LEADING_POST), self.on)
        self._user(officers, Role.LEADER, "xianzhang", leader, None)
        clerk = User.objects.with_role(Role.UNIT_CLERK, on=self.on).filter(unit=shown).order_by("pk")[0]
        self._password(officers, Role.UNIT_CLERK, clerk)
        self._user(officers, Role.UNIT_HEAD, "juzhang", _head(shown, self.on), shown)
        data_clerk = self._person(admin, "舒统计", figures)
        self._user(officers, Role.DATA_CLERK, "tongji", data_clerk, figures)
        self._api_client(admin)

    def give_addresses(self) -> None:
        """The roster has telephones only; the letters of the demo go into a folder, not to anybody."""
        admin = User.objects.get(username=_username(Role.SYSTEM_ADMIN))
        for user in User.objects.filter(person__isnull=False, person__email="").select_related("person"):
            address = MAIL.format(username=user.username)
            services.revise_person(actor=admin, person_id=user.person.pk, email=address)

    def _officer(self, role: str) -> User:
        username = _username(role)
        if self._is_lost(role) and User.objects.filter(username=username).exists():
            raise CommandError("演示账号的密码文件不在了，请运行 make demo-reset 后重来。")

        def create() -> tuple[User, str]:
            return services.create_administrator(username=username, role=role, on=self.on)

        return self._account(role, username, create)

    def _user(
        self, officers: Mapping[Role, User], role: str, username: str, person: Person, unit: Unit | None
    ) -> User:
        def create() -> tuple[User, str]:
            return services.create_user(
                actor=officers[Role.SYSTEM_ADMIN], username=username, person=person, on=self.on
            )

        user = self._account(role, username, create)
        if self._is_lost(role):
            self._password(officers, role, user)
        if not user.grants.filter(role=role).exists():
            services.grant_role(
                actor=officers[Role.SECURITY_ADMIN], user_id=user.pk, role=role, unit=unit, on=SINCE
            )
        return User.objects.get(pk=user.pk)  # rights are remembered by the object that was asked

    def _account(self, role: str, username: str, create: Callable[[], tuple[User, str]]) -> User:
        user = User.objects.filter(username=username).first()
        if user is None:
            with transaction.atomic():  # no account without its sign-in, wherever the run is killed
                user, handed_out = create()
                self._make_own(role, user, handed_out)
        return user

    def _is_lost(self, role: str) -> bool:
        return self.sign_ins.file is not None and self.sign_ins.of(role) is None

    @transaction.atomic
    def _password(self, officers: Mapping[Role, User], role: str, user: User) -> None:
        if self.sign_ins.of(role) is None:
            keeper = Role.SECURITY_ADMIN if user.roles & GUARDED_ROLES else Role.SYSTEM_ADMIN
            handed_out = services.set_password(actor=officers[keeper], user_id=user.pk, on=self.on)
            self._make_own(role, user, handed_out)

    def _make_own(self, role: str, user: User, handed_out: str) -> None:
        """As the user would at the first sign-in, so that the demo opens on its first page."""
        own = generate_password()
        services.change_own_password(actor=user, old=handed_out, new=own, on=self.on)
        person = user.person.name if user.person else ""
        self.sign_ins.keep(SignIn(role, user.username, own, person))

    def _api_client(self, admin: User) -> None:
        if not User.objects.filter(username=API_CLIENT).exists():
            _user, client_id, secret = services.create_api_client(
                actor=admin, name=API_CLIENT, unit=None, scopes=["read"], on=self.on
            )
            self.sign_ins.keep(SignIn(Role.API_CLIENT, client_id, secret, API_CLIENT))

    def _person(self, admin: User, name: str, unit: Unit) -> Person:
        known = Person.objects.filter(name=name, unit=unit).first()
        return known or services.create_person(actor=admin, name=name, unit=unit)


def _username(role: str) -> str:
    return {Role.SYSTEM_ADMIN: "xitong", Role.SECURITY_ADMIN: "anquan", Role.AUDITOR: "shenji"}[Role(role)]


def _head(unit: Unit, on: date) -> Person:
    """Who heads the unit by its roster."""
    return Tenure.objects.in_force(on).filter(post__unit=unit).order_by("post__order", "pk")[0].person


def _holder(post: Post, on: date) -> Person:
    return Tenure.objects.in_force(on).get(post=post).person
