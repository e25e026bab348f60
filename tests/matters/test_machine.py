"""Random people do random things on random days; whatever they do, the invariants of domain.md §11 hold.

Every door is tried by every persona in every state: what is refused must leave no trace, and what is done
must be a step of the table. What the rows then say is reckoned again in plain Python.
"""

from __future__ import annotations

import random
from collections import Counter
from datetime import date, timedelta
from typing import Any, Final

import chinese_calendar
import pytest
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied, ValidationError
from django.db import connection, transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from accounts.models import Role, User
from supervision.matters.models import Duty, Extension, Feedback, Matter, Review
from supervision.matters.rules.states import MOVES
from supervision.matters.rules.words import ENDED, HANDED_OUT
from supervision.matters.selectors.ledger import matter_ledger
from tests.matters.acting import helping_head
from tests.matters.build import at_noon, lead_of, make_feedback, make_matter
from tests.matters.random_acts import ACTS, ORDINARY, RARE, USUAL, Scene
from tests.town import Town, make_user

TABLES: Final = {"matter": Matter, "duty": Duty, "feedback": Feedback, "extension": Extension}
STEPS: Final = {(move.thing.value, source, move.target) for move in MOVES for source in move.sources}
STATUSES: Final = " UNION ALL ".join(
    f"SELECT '{thing}', id, status FROM {model._meta.db_table}"  # noqa: S608 (our own names)
    for thing, model in TABLES.items()
)
# Every status, every date, and how many steps and suspensions there are.
TRACE: Final = f"""
    {STATUSES} UNION ALL SELECT 'due', id, COALESCE(due_on::text, '') FROM matters_matter
    UNION ALL SELECT 'steps', count(*), '' FROM matters_step
    UNION ALL SELECT 'stops', count(*), '' FROM matters_suspension
"""  # noqa: S608 (our own names)
# A head who proposes agrees at once, a head's one click signs at once.
BORN: Final = {
    "matter": {"draft", "issued", "registered"},
    "duty": {"planned", "to_sign"},
    "feedback": {"draft", "handed_up", "sent"},
    "extension": {"proposed", "asked"},
}
EXAMPLES, LENGTH, AT_A_TIME, TRIES = 6, 12, 6, 3
ENDINGS: Final = {"read", "lapse", "withdraw", "merge", "long_term"}


class People(RuleBasedStateMachine):
    """``town`` is set by the test; every run happens in a savepoint of its transaction."""

    town: Town
    users: dict[str, User]
    done: Counter[str] = Counter()

    def __init__(self) -> None:
        super().__init__()
        self.savepoint = transaction.savepoint()
        self.day = date(2026, 9, 1)
        self.changed = False
        self.acts = 0
        self.statuses: dict[tuple[str, int], str] = {}
        self.originals: dict[int, date] = {}
        self.ended: dict[int, Any] = {}

    def teardown(self) -> None:
        transaction.savepoint_rollback(self.savepoint)

    @initialize(count=st.sampled_from([3, 2, 1]))
    def begin(self, count: int) -> None:
        """By a rule that moves on over holidays; to be issued, dated by the signature; shown already."""
        dates: list[dict[str, Any]] = [
            {"due_on": date(2026, 10, 20), "due_rule": "matter_instruction"},
            {"due_on": None, "due_basis": "", "due_rule": "matter_from_signature"},
        ]
        for number, values in enumerate(dates[:count]):
            status = ("issued", "registered")[number]
            make_matter(self.town, f"第{number}件", helping=[self.town.helping], status=status, **values)
        if count == len(dates) + 1:
            self._show_one()
        self.statuses = self._statuses()

    def _show_one(self) -> None:
        """What its leader may read, instruct again or let lapse without a long way before it."""
        dates: dict[str, Any] = {
            "shown_on": self.day,
            "shown_until": self.day + timedelta(5),
            "due_rule": "matter_instruction",
        }
        shown = make_matter(self.town, "呈阅的一件", helping=[self.town.helping], status="shown", **dates)
        final = make_feedback(self.town, lead_of(shown), kind="final", percent=100)
        passed = dict.fromkeys(("facts_clear", "problem_solved", "form_right"), True)
        office = {"reviewed_by": self.town.supervisor, "reviewed_at": at_noon(self.day)}
        Review.objects.create(matter=shown, feedback=final, **passed, **office)

    @rule(seed=st.integers(0, 2**32 - 1))
    def people_act(self, seed: int) -> None:
        """Mostly who may, at a row where it stands, in the ordinary course; now and then just anybody."""
        for _n in range(AT_A_TIME):
            self.acts += 1
            chance = random.Random(f"{seed} {self.acts}")  # noqa: S311
            if chance.random() < 0.2:
                self._anybody_tries_anything(chance)
            else:
                self._somebody_does_what_is_to_be_done(chance)
            self.all_is_well()
        self.counts_equal_rows()

    def _somebody_does_what_is_to_be_done(self, chance: random.Random) -> None:
        kind = chance.random()
        names = ORDINARY if kind < 0.55 else USUAL if kind < 0.9 else sorted(RARE)
        chances: dict[str, list[int]] = {}
        for (thing, pk), status in sorted(self.statuses.items()):
            for name in names:
                if ACTS[name].table == thing and status in ACTS[name].statuses:
                    chances.setdefault(name, []).append(pk)
        self.day += timedelta(chance.choice([0, 0, 0, 1]))
        for name in chance.sample(sorted(chances), min(len(chances), TRIES)):
            pk = chance.choice(chances[name])
            more, flag = chance.randint(-3, 40), chance.random() < 0.5
            for person in ACTS[name].people:
                if self._try(name, self.users[person], pk, more, flag):
                    return

    def _anybody_tries_anything(self, chance: random.Random) -> None:
        name = chance.choice(sorted(ACTS))
        rows = sorted(pk for thing, pk in self.statuses if thing == ACTS[name].table)
        self.day += timedelta(chance.choice([0, 0, 1, 6]))
        if rows:
            user = chance.choice(list(self.users.values()))
            self._try(name, user, chance.choice(rows), chance.randint(-3, 40), chance.random() < 0.5)

    def _try(self, name: str, user: User, pk: int, more: int, flag: bool) -> bool:
        before = self._trace()
        try:
            with transaction.atomic():
                ACTS[name].run(Scene(self.town, user, pk, self.day, more, flag))
        except (ValidationError, PermissionDenied) as refusal:
            assert str(refusal)
            assert self._trace() == before, f"{name} was refused and left a trace"
            return False
        except ObjectDoesNotExist as error:
            raise AssertionError(f"{name} was not refused in words") from error
        self.done[name] += 1
        self.changed = True
        return True

    # --- what always holds ------------------------------------------------------------------------
    @invariant()
    def all_is_well(self) -> None:
        """After every act that was done; what was refused left no trace."""
        if not self.changed:
            return
        self.changed = False
        self.every_change_of_status_is_a_step_of_the_table()
        self.what_was_handed_out_has_one_standing_lead()
        for matter in Matter.objects.order_by("pk"):
            self.time_was_asked_for_in_time_and_the_original_date_is_kept(matter)
            self.nothing_is_closed_without_a_passed_review_and_a_showing(matter)
            self.what_has_ended_stays_as_it_was(matter)

    def every_change_of_status_is_a_step_of_the_table(self) -> None:
        now = self._statuses()
        for (thing, pk), status in now.items():
            before = self.statuses.get((thing, pk))
            if before is None:
                assert status in BORN[thing], (thing, status)
            elif before != status:
                assert (thing, before, status) in STEPS
        self.statuses = now

    def what_was_handed_out_has_one_standing_lead(self) -> None:
        connection.check_constraints()
        leads = Duty.objects.standing().filter(role="lead", matter__status__in=HANDED_OUT)
        handed_out = Matter.objects.filter(status__in=HANDED_OUT).values_list("pk", flat=True)
        assert sorted(leads.values_list("matter", flat=True)) == sorted(handed_out)

    def time_was_asked_for_in_time_and_the_original_date_is_kept(self, matter: Matter) -> None:
        if matter.original_due_on is None:
            return
        if matter.status in HANDED_OUT:
            assert self.originals.setdefault(matter.pk, matter.original_due_on) == matter.original_due_on
        for row in matter.extensions.exclude(asked_on=None):
            assert row.asked_on <= row.former_due_on < row.new_due_on
        assert matter.due_on == _due_by_the_story(matter), matter

    def nothing_is_closed_without_a_passed_review_and_a_showing(self, matter: Matter) -> None:
        if matter.status in ("closed", "continued", "shown"):
            assert matter.shown_on is not None
            assert [review.has_passed for review in matter.reviews.order_by("pk")][-1:] == [True]

    def what_has_ended_stays_as_it_was(self, matter: Matter) -> None:
        if matter.status in ENDED:
            now = _everything_of(matter)
            assert self.ended.setdefault(matter.pk, now) == now

    def counts_equal_rows(self) -> None:
        """Asked after some acts together: nothing ever takes a step away, so a wrong count stays wrong."""
        for row in matter_ledger(self.users["supervisor"], self.day):
            approved = list(row.extensions.approved().order_by("ordinal").values_list("ordinal", flat=True))
            assert approved == list(range(1, row.extension_count + 1))
            redone = list(row.steps.filter(verb="duty.redo").values_list("duty__role", flat=True))
            assert row.return_count == len(redone)
            failed = sum(not review.has_passed for review in row.reviews.all())
            assert redone.count("lead") == failed

    def _statuses(self) -> dict[tuple[str, int], str]:
        with connection.cursor() as cursor:
            cursor.execute(STATUSES)
            return {(thing, pk): status for thing, pk, status in cursor.fetchall()}

    def _trace(self) -> Any:
        with connection.cursor() as cursor:
            cursor.execute(TRACE)
            return sorted(cursor.fetchall())


def _due_by_the_story(matter: Matter) -> date:
    """The original date, and then every extension and suspension in the order in which they came."""
    extensions = iter(matter.extensions.approved().order_by("ordinal"))
    suspensions = iter(matter.suspensions.order_by("pk"))
    due = matter.original_due_on
    assert due is not None
    for verb in matter.steps.order_by("pk").values_list("verb", flat=True):
        if verb == "extension.approve":
            due = next(extensions).new_due_on
        elif verb == "suspension.begin":
            stop = next(suspensions)
            assert stop.valid_to is not None
            days = (stop.valid_to - stop.valid_from).days
            due += timedelta(days)
            if days and matter.due_rule == "matter_instruction":
                while not _worked(due):
                    due += timedelta(1)
    return due


def _worked(day: date) -> bool:
    return chinese_calendar.is_workday(day) if day.year < 2027 else day.weekday() < 5


def _everything_of(matter: Matter) -> Any:
    return (
        Matter.objects.filter(pk=matter.pk).values().get(),
        list(matter.duties.order_by("pk").values()),
        list(Feedback.objects.filter(duty__matter=matter).order_by("pk").values()),
        list(matter.extensions.order_by("pk").values()),
        list(matter.suspensions.order_by("pk").values()),
        list(matter.instructions.order_by("pk").values()),
    )


@pytest.mark.slow
@pytest.mark.usefixtures("workdays")
def test_whatever_people_do_the_invariants_hold(town: Town) -> None:
    People.town = town
    People.done = Counter()
    People.users = town.personas() | {
        "helping_head": helping_head(town),
        "strange_head": make_user("strange_head", "文局长", town.strange, Role.UNIT_HEAD),
    }
    for user in People.users.values():
        assert user.reach is not None and user.granted is not None  # asked once, as for a request
    run_state_machine_as_test(
        People,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=LENGTH,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    # The machine would prove nothing by acts that are always refused.
    missed = {"review", "approve", "suspend", "instruct_again", "reassign"} - set(People.done)
    assert ENDINGS & set(People.done), People.done
    assert not missed and len(People.done) > 12, People.done
