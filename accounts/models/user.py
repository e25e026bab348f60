"""用户与角色. Roles decide verbs, responsibilities decide rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property, partial
from typing import Any, Final, Self

from django.contrib.auth import get_backends
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.contrib.postgres.fields import ArrayField
from django.db import connection, models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from accounts.clock import today

from .dated import Dated, DatedQuerySet, ends_not_before_start, no_overlap
from .history import keep_history
from .people import Person
from .unit import Unit


class Role(models.TextChoices):
    SUPERVISOR = "supervisor", _("督查员")
    OFFICE_HEAD = "office_head", _("督查办主任")
    LEADER = "leader", _("县领导")
    UNIT_CLERK = "unit_clerk", _("单位联络员")
    UNIT_HEAD = "unit_head", _("单位负责人")
    DATA_CLERK = "data_clerk", _("统计数据员")
    AUDITOR = "auditor", _("审计员")
    SYSTEM_ADMIN = "system_admin", _("系统管理员")
    SECURITY_ADMIN = "security_admin", _("安全管理员")
    API_CLIENT = "api_client", _("接口调用方")


SEES_EVERYTHING: Final = frozenset({Role.SUPERVISOR, Role.OFFICE_HEAD, Role.LEADER, Role.AUDITOR})
# A grant of one of these reaches over the granted unit and every unit below it.
REACHES_UNITS: Final = frozenset({Role.UNIT_CLERK, Role.UNIT_HEAD, Role.DATA_CLERK, Role.API_CLIENT})
# Who reports for a unit; a data clerk enters indicator values and does not.
REPORTERS: Final = (Role.UNIT_CLERK, Role.UNIT_HEAD, Role.API_CLIENT)
# 三员分立: who runs the system, who grants rights and who checks both are three people.
THREE_OFFICERS: Final = (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDITOR)
KEEPS_PEOPLE: Final = frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN})
USES_ADMIN_SITE: Final = frozenset({Role.AUDITOR, Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.OFFICE_HEAD})

# Asked once for every request of every person: the grants in force, the units that they reach with all below
# them, and the posts held. One statement, because three through the ORM cost more than most pages' own.
RIGHTS: Final = """
    WITH RECURSIVE given AS (
        SELECT role, unit_id FROM accounts_rolegrant
         WHERE user_id = %(user)s AND valid_from <= %(on)s AND (valid_to IS NULL OR valid_to > %(on)s)
    ), reached (role, id) AS (
        SELECT role, unit_id FROM given WHERE role = ANY(%(reaching)s) AND unit_id IS NOT NULL
         UNION
        SELECT reached.role, unit.id FROM accounts_unit unit JOIN reached ON unit.parent_id = reached.id
    )
    SELECT 'grant', role, unit_id FROM given
     UNION ALL
    SELECT 'unit', role, id FROM reached
     UNION ALL
    SELECT 'post', '', post_id FROM accounts_tenure
     WHERE person_id = %(person)s AND valid_from <= %(on)s AND (valid_to IS NULL OR valid_to > %(on)s)
"""


@dataclass(frozen=True)
class Reach:
    """What rows a user may see on a day: all of them, or those of these units and posts.

    ``everybody``: all units, posts, people and users, but not the county's business.
    """

    on: date
    everything: bool
    unit_ids: tuple[int, ...]
    post_ids: tuple[int, ...]
    everybody: bool = False


class UserQuerySet(models.QuerySet["User"]):
    def visible_to(self, user: User) -> Self:
        reach = user.reach
        if reach.everybody:
            return self
        return self.filter(Q(unit_id__in=reach.unit_ids) | Q(pk=user.pk))

    def with_role(self, *roles: str, on: date) -> Self:
        grants = RoleGrant.objects.in_force(on).filter(role__in=roles)
        return self.filter(pk__in=grants.values("user"), is_active=True)


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]
    pass


@partial(keep_history, exclude=["password", "last_login"])
class User(AbstractBaseUser):
    """One person, one account, one home unit; a machine client is a user without a person."""

    username = models.CharField(
        _("用户名"), max_length=60, unique=True, validators=[UnicodeUsernameValidator()]
    )
    person = models.OneToOneField(
        Person,
        verbose_name=_("人员"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="user",
    )
    unit = models.ForeignKey(
        Unit,
        verbose_name=_("所在单位"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="users",
    )
    language = models.CharField(
        _("界面语言"), max_length=8, choices=[("zh-hans", "简体中文"), ("en", "English")], default="zh-hans"
    )
    is_active = models.BooleanField(_("启用"), default=True)
    password_is_own = models.BooleanField(
        _("已自设密码"), default=False, help_text=_("首次登录须修改初始密码。")
    )

    password_set_on = models.DateField(_("密码设置日期"), null=True, blank=True)

    USERNAME_FIELD = "username"
    objects = UserManager()

    class Meta:
        verbose_name = verbose_name_plural = _("用户")
        ordering = ["username"]
        constraints = [
            models.CheckConstraint(
                name="user_language_is_offered",
                condition=Q(language__in=["zh-hans", "en"]),
                violation_error_message=_("界面语言只能是简体中文或英文。"),
            ),
        ]

    def __str__(self) -> str:
        return self.display_name

    @property
    def display_name(self) -> str:
        return self.person.name if self.person else self.username

    def must_change_password(self, on: date, days: int) -> bool:
        """It was handed out by somebody else, or is more than ``days`` old (0: never grows old)."""
        if not self.password_is_own:
            return True
        return bool(days and self.password_set_on and (on - self.password_set_on).days > days)

    @cached_property
    def _rights(self) -> tuple[tuple[str, str, int | None], ...]:
        """What RIGHTS says of today; a signed-in user's rights are always of today."""
        asked = {"user": self.pk, "person": self.person_id, "on": today(), "reaching": [*REACHES_UNITS]}
        with connection.cursor() as cursor:
            cursor.execute(RIGHTS, asked)
            return tuple(cursor.fetchall())

    @property
    def granted(self) -> tuple[tuple[str, int | None], ...]:
        """The (role, unit id) pairs in force today."""
        return tuple((role, unit) for kind, role, unit in self._rights if kind == "grant")

    @cached_property
    def roles(self) -> frozenset[str]:
        return frozenset(role for role, _unit in self.granted)

    @cached_property
    def reach(self) -> Reach:
        on = today()
        if any(r in SEES_EVERYTHING or (r == Role.API_CLIENT and u is None) for r, u in self.granted):
            return Reach(on, True, (), (), True)
        units, posts = (self._keys_of(kind) for kind in ("unit", "post"))
        return Reach(on, False, units, posts, bool(self.roles & KEEPS_PEOPLE))

    def _keys_of(self, kind: str) -> tuple[int, ...]:
        return tuple(sorted({key for found, _role, key in self._rights if found == kind and key is not None}))

    @property
    def posts(self) -> tuple[int, ...]:
        """The ids of the posts held today, whatever else is seen."""
        return self._keys_of("post")

    def units_as(self, *roles: str) -> tuple[int, ...]:
        """The units that one of these roles reaches: what one does for a unit, one does in a role for it."""
        return tuple({key for found, role, key in self._rights if found == "unit" and role in roles and key})

    # What Django's own templates call a user.
    def get_full_name(self) -> str:
        return self.display_name

    get_short_name = get_full_name

    # What django.contrib.admin asks of a user; the answers come from the roles.
    @property
    def is_staff(self) -> bool:
        return self.is_active and bool(self.roles & USES_ADMIN_SITE)

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        return self.is_active and any(
            backend.has_perm(self, perm, obj) for backend in get_backends() if hasattr(backend, "has_perm")
        )

    def has_perms(self, perms: list[str], obj: Any = None) -> bool:
        return all(self.has_perm(perm, obj) for perm in perms)

    def has_module_perms(self, app_label: str) -> bool:
        return self.is_staff


class RoleGrantQuerySet(DatedQuerySet):
    def visible_to(self, user: User) -> Self:
        reach = user.reach
        return self if reach.everybody else self.filter(user=user)


@keep_history
class RoleGrant(Dated):
    """授权: a role, given to a user by someone, for a unit where the role has one, for a time."""

    user = models.ForeignKey(User, verbose_name=_("用户"), on_delete=models.PROTECT, related_name="grants")
    role = models.CharField(_("角色"), max_length=20, choices=Role)
    unit = models.ForeignKey(
        Unit, verbose_name=_("适用单位"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    scopes = ArrayField(
        models.CharField(max_length=20),
        verbose_name=_("接口权限范围"),
        default=list,
        blank=True,
        help_text=_("仅用于接口调用方。"),
    )
    granted_by = models.ForeignKey(
        User, verbose_name=_("授权人"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reason = models.CharField(_("事由"), max_length=200, blank=True)

    objects = RoleGrantQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("授权")
        ordering = ["user", "role"]
        constraints = [
            ends_not_before_start("role_grant_ends_after_start"),
            no_overlap(
                "role_grant_once_at_a_time",
                "user",
                "role",
                Coalesce("unit", 0),  # NULL, the whole county, collides with itself
                message=_("该用户在这段时间已有同一角色和单位的授权。"),
            ),
            no_overlap(
                "role_grant_three_officers_apart",
                "user",
                condition=Q(role__in=THREE_OFFICERS),
                message=_("系统管理员、安全管理员、审计员应由不同的人担任（三员分立）。"),
            ),
            models.CheckConstraint(
                name="role_grant_role_is_known",
                condition=Q(role__in=Role.values),
                violation_error_message=_("没有这个角色。"),
            ),
            models.CheckConstraint(
                name="role_grant_scopes_are_for_clients",
                condition=Q(scopes=[]) | Q(role=Role.API_CLIENT),
                violation_error_message=_("只有接口调用方的授权才有接口权限范围。"),
            ),
            models.CheckConstraint(
                name="role_grant_not_to_oneself",
                condition=~Q(user=F("granted_by")),
                violation_error_message=_("不能给自己授权。"),
            ),
            models.CheckConstraint(
                name="role_grant_names_its_unit",
                condition=~Q(role__in=[Role.UNIT_CLERK, Role.UNIT_HEAD]) | Q(unit__isnull=False),
                violation_error_message=_("单位联络员、单位负责人的授权须指明单位。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.get_role_display()}"
