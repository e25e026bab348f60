"""A town in which anything may be vacant, away, moved, paused or done, as Hypothesis pleases."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from hypothesis import strategies as st

from accounts.models import Deputy, Post, Role, RoleGrant, Tenure, User
from projects.models import Milestone, Project
from projects.models.responsibility import ResponsibilityRole
from rulebook.models import LADDERS, LadderRung
from rulebook.rules import DayUnit
from rulebook.rules.ladder import Addressee, Channel, Colour, Rung
from supervision.matters.models import Duty, Suspension
from tests.alerts.oracle import SUBJECTS
from tests.matters.build import at_noon, fill_years, make_matter
from tests.town import SINCE, Town, carry, make_project, make_user

ON = date(2026, 9, 12)
ISSUED = date(2026, 1, 5)
PEOPLE = (
    "lead_clerk",
    "lead_head",
    "below_clerk",
    "helping_clerk",
    "stranger",
    "leader",
    "chief",
    "office_head",
)
ADDRESSEES = st.sets(st.sampled_from(list(Addressee)), min_size=1, max_size=3).map(sorted)
LEVELS = st.sets(st.tuples(st.sampled_from(list(Colour)), st.integers(1, 2)), min_size=1, max_size=5)
MILESTONES, PROJECTS, MATTERS = 10, 3, 3


@st.composite
def ladders(draw: st.DrawFn) -> list[Rung]:
    levels = sorted(draw(LEVELS), key=lambda level: (level[0].rank, level[1]))
    offsets = sorted(draw(st.sets(st.integers(-6, 20), min_size=len(levels), max_size=len(levels))))
    return [
        Rung(
            colour,
            step,
            offset,
            draw(st.sampled_from(list(DayUnit))),
            tuple(draw(ADDRESSEES)),
            (Channel.EMAIL,),
            patience=draw(st.integers(0, 6)),
        )
        for (colour, step), offset in zip(levels, offsets, strict=True)
    ]


@dataclass(frozen=True)
class Start:
    """How the town stands before the first round: who has gone, who is away, when each thing is due."""

    gone: frozenset[str]
    deputies: dict[str, str]
    days: list[int]  # before ON, one a thing


STARTS = st.builds(
    Start,
    gone=st.frozensets(st.sampled_from(PEOPLE), max_size=4),
    deputies=st.dictionaries(st.sampled_from(PEOPLE), st.sampled_from(PEOPLE), max_size=3).map(
        lambda pairs: {user: deputy for user, deputy in pairs.items() if user != deputy}
    ),
    days=st.lists(
        st.integers(-8, 25),
        min_size=MILESTONES + PROJECTS + MATTERS,
        max_size=MILESTONES + PROJECTS + MATTERS,
    ),
)


def build(town: Town) -> Town:
    """Once; each example then moves it and is rolled back."""
    fill_years()
    chief = make_user("chief", "甄县长", town.county, Role.LEADER)
    assert chief.person is not None
    post = Post.objects.create(name="县长", unit=town.county, is_county_leader=True, is_chief=True, order=0)
    Tenure.objects.create(post=post, person=chief.person, valid_from=SINCE)
    second = make_project("水库除险加固", town.sector, planned_start=ON)
    carry(second, ResponsibilityRole.RESPONSIBLE, town.helping)
    carry(second, ResponsibilityRole.LEAD, town.strange)
    carry(second, ResponsibilityRole.LEADER, post)
    make_project("无人承办的项目", town.sector, planned_start=ON)
    Project.objects.filter(pk=town.project.pk).update(planned_start=ON)
    units = [None, town.lead, town.below_lead, town.strange, town.office]
    for number in range(MILESTONES):
        project = (town.project, second)[number % 2]
        Milestone.objects.create(project=project, name=f"节点{number}", due_on=ON, unit=units[number % 5])
    for number, unit in enumerate((town.lead, town.helping, town.below_lead)):
        make_matter(town, f"事项{number}", lead=unit, issued_on=ISSUED, due_on=date(2026, 12, 31))
    # The other kinds climb ladders of their own, so that a round by the general one is about three.
    others = [name for name in LADDERS if name not in (*SUBJECTS, "general", "matter", "rectification")]
    LadderRung.objects.bulk_create(
        LadderRung(ladder=name, colour="red", offset=90, addressees=["clerk"], valid_from=SINCE)
        for name in others
    )
    return town


def begin(start: Start) -> None:
    """As the example says."""
    users = {user.username: user for user in User.objects.filter(username__in=PEOPLE)}
    RoleGrant.objects.filter(user__username__in=start.gone).update(valid_to=ON)
    Deputy.objects.bulk_create(
        Deputy(user=users[user], deputy=users[deputy], valid_from=SINCE)
        for user, deputy in start.deputies.items()
    )
    due = iter(ON - timedelta(days=days) for days in start.days)
    for model, column in ((Milestone, "due_on"), (Project, "planned_start"), (Duty, "sign_by")):
        rows = list(model.objects.order_by("pk"))
        for row in rows:
            setattr(row, column, next(due))
        model.objects.bulk_update(rows, [column])


def switch_on(ladder: str, rungs: Sequence[Rung], on: date) -> None:
    """As ``change_ladder`` does, which is slower because it checks each rung; the dry run asks it."""
    LadderRung.objects.filter(ladder=ladder).delete()
    LadderRung.objects.bulk_create(
        LadderRung(
            ladder=ladder,
            colour=rung.colour.value,
            step=rung.step,
            offset=rung.offset,
            unit=rung.unit.value,
            addressees=[who.value for who in rung.addressees],
            channels=[channel.value for channel in rung.channels],
            patience=rung.patience,
            valid_from=on,
        )
        for rung in rungs
    )


# --- what happens between two rounds ------------------------------------------------------------------
def _extend(town: Town, on: date) -> None:
    Milestone.objects.filter(pk__gt=Milestone.objects.latest("pk").pk - 4).update(due_on=on)


def _complete(town: Town, on: date) -> None:
    Milestone.objects.filter(name__in=["节点1", "节点4"]).update(completed_on=on, completion="已完工")
    Project.objects.filter(pk=town.project.pk).update(actual_start=on)


def _sign(town: Town, on: date) -> None:
    Duty.objects.filter(unit=town.lead).update(
        status="signed", signed_at=at_noon(on), signed_by=town.lead_clerk.pk
    )


def _suspend(town: Town, on: date) -> None:
    Suspension.objects.bulk_create(
        Suspension(
            matter_id=duty.matter_id,
            reason="待上级批复",
            former_due_on=duty.matter.due_on,
            decided_by=town.office_head,
            decided_at=at_noon(on),
            valid_from=on,
            valid_to=on + timedelta(days=2),
        )
        for duty in Duty.objects.filter(unit=town.helping, matter__suspensions=None).select_related("matter")
    )


def _hand_over(town: Town, on: date) -> None:
    Milestone.objects.filter(unit=town.strange).update(unit=town.lead)


def _leave(town: Town, on: date) -> None:
    RoleGrant.objects.filter(user=town.lead_clerk, valid_to=None).update(valid_to=on)
    Tenure.objects.filter(post=town.leader_post, valid_to=None).update(valid_to=on)


def _appoint(town: Town, on: date) -> None:
    if not RoleGrant.objects.filter(user=town.nobody).exists():
        RoleGrant.objects.create(user=town.nobody, role=Role.UNIT_HEAD, unit=town.helping, valid_from=on)


def _go_away(town: Town, on: date) -> None:
    if not Deputy.objects.filter(user=town.lead_head).exists():
        Deputy.objects.create(user=town.lead_head, deputy=town.auditor, valid_from=on)


Event = Callable[[Town, date], None]
EVENTS: tuple[Event, ...] = (_extend, _complete, _sign, _suspend, _hand_over, _leave, _appoint, _go_away)
