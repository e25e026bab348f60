"""Random people do random things on random days; whatever they do, the invariants of domain.md §11 hold.

Every service is tried by every persona at every status: what is refused must leave no trace, what is done
must be a step of the table. What the rows then say is reckoned again in plain Python.
"""

from __future__ import annotations

import random
from collections import Counter
from datetime import date, timedelta
from typing import Any, Final

import pytest
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied, ValidationError
from django.db import connection, transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from accounts.models import User
from supervision.inspections.models import (
    Conclusion,
    Finding,
    Inspection,
    Rectification,
    RectificationExtension,
    Review,
    Verification,
)
from supervision.inspections.rules.states import MOVES
from supervision.inspections.rules.words import ENDED, REVIEW_DECIDED
from tests.inspections.build import make_conclusion, make_finding, make_inspection
from tests.inspections.build_rectifications import make_rectification
from tests.inspections.random_acts import ACTS, ORDINARY, RARE, USUAL
from tests.matters.random_acts import Scene
from tests.town import Town

TABLES: Final = {
    "inspection": Inspection,
    "finding": Finding,
    "conclusion": Conclusion,
    "review": Review,
    "rectification": Rectification,
    "verification": Verification,
    "rectification_extension": RectificationExtension,
}
STEPS: Final = {(move.thing.value, source, move.target) for move in MOVES for source in move.sources}
# Two steps that one act takes: approved and, without a notice, closed.
AT_ONCE: Final = {("rectification", "verified", "closed")}
BORN: Final = {
    "finding": {"draft"},
    "conclusion": {"draft", "issued"},
    "review": {"filed"},
    "rectification": {"draft"},
    "verification": {"assigned"},
    "rectification_extension": {"proposed", "asked"},
}
STATUSES: Final = " UNION ALL ".join(
    f"SELECT '{thing}', id, status FROM {model._meta.db_table}"  # noqa: S608 (our own names)
    for thing, model in TABLES.items()
)
TRACE: Final = f"""
    {STATUSES} UNION ALL SELECT 'due', id, COALESCE(due_on::text, '') FROM inspections_rectification
    UNION ALL SELECT 'steps', count(*), '' FROM inspections_step
    UNION ALL SELECT 'evidence', count(*), '' FROM inspections_evidence
    UNION ALL SELECT 'look_backs', count(*), '' FROM inspections_lookback
    UNION ALL SELECT 'signed', id, COALESCE(signed_at::text, '') FROM inspections_verifier
    UNION ALL SELECT 'reviewer', id, '' FROM inspections_reviewer
"""  # noqa: S608 (our own names)
PROVED: Final = ("verified", "approved", "published", "closed")
EXAMPLES, LENGTH, AT_A_TIME, TRIES = 4, 12, 6, 3


class People(RuleBasedStateMachine):
    """``town`` is set by the test; every run happens in a savepoint of its transaction."""

    town: Town
    users: dict[str, User]
    done: Counter[str] = Counter()
    longest = 0

    def __init__(self) -> None:
        super().__init__()
        self.savepoint = transaction.savepoint()
        self.day = date(2026, 9, 14)
        self.changed = False
        self.acts = 0
        self.statuses: dict[tuple[str, int], str] = {}
        self.originals: dict[int, date] = {}
        self.renewed: set[int] = set()
        self.ended: dict[int, Any] = {}

    def teardown(self) -> None:
        transaction.savepoint_rollback(self.savepoint)

    @initialize(late=st.booleans())
    def begin(self, late: bool) -> None:
        """A team on site, or a conclusion that was delivered; and work that is under way or to be seen."""
        inspection = make_inspection(self.town, status="finished" if late else "on_site")
        finding = make_finding(self.town, inspection)
        if late:
            make_conclusion(self.town, inspection, findings=[finding])
        status = "checked" if late else "under_way"
        values: dict[str, Any] = {"applied_on": self.day} if late else {}
        make_rectification(self.town, "先办的一件", status=status, needs_notice=late, **values)
        self.statuses = self._statuses()

    @rule(seed=st.integers(0, 2**32 - 1))
    def people_act(self, seed: int) -> None:
        """Mostly who may, at a row where it stands; now and then just anybody anything."""
        for _n in range(AT_A_TIME):
            self.acts += 1
            chance = random.Random(f"{seed} {self.acts}")  # noqa: S311
            if chance.random() < 0.2:
                self._anybody_tries_anything(chance)
            else:
                self._somebody_does_what_is_to_be_done(chance)
            self.all_is_well()

    def _somebody_does_what_is_to_be_done(self, chance: random.Random) -> None:
        kind = chance.random()
        names = ORDINARY if kind < 0.6 else USUAL if kind < 0.94 else sorted(RARE)
        chances: dict[str, list[int]] = {}
        for (thing, pk), status in sorted(self.statuses.items()):
            for name in names:
                if ACTS[name].table == thing and status in ACTS[name].statuses:
                    chances.setdefault(name, []).append(pk)
        self.day += timedelta(chance.choice([0, 0, 0, 1]))
        for name in chance.sample(sorted(chances), min(len(chances), TRIES)):
            pk = chance.choice(chances[name])
            more, flag = chance.randint(-3, 40), chance.random() < 0.6
            people = chance.sample(ACTS[name].people, len(ACTS[name].people))
            if any(self._try(name, self.users[person], pk, more, flag) for person in people):
                return

    def _anybody_tries_anything(self, chance: random.Random) -> None:
        name = chance.choice(sorted(ACTS))
        rows = sorted(pk for thing, pk in self.statuses if thing == ACTS[name].table)
        self.day += timedelta(chance.choice([0, 0, 1, 7]))
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
        if not self.changed:
            return
        self.changed = False
        self.every_change_of_status_is_a_step_of_the_table()
        connection.check_constraints()
        for row in Rectification.objects.select_related("follows").order_by("pk"):
            self.nothing_is_verified_or_closed_without_proof(row)
            self.the_original_date_is_kept(row)
            self.what_was_sent_back_is_counted(row)
            self.a_relapse_is_counted(row)
            self.what_has_ended_stays_as_it_was(row)
        for review in Review.objects.select_related("conclusion__inspection").order_by("pk"):
            self.a_review_is_in_time_and_by_the_uninvolved(review)

    def every_change_of_status_is_a_step_of_the_table(self) -> None:
        now = self._statuses()
        for (thing, pk), status in now.items():
            before = self.statuses.get((thing, pk))
            if before is None:
                assert status in BORN[thing], (thing, status)
            elif before != status:
                assert (thing, before, status) in STEPS | AT_ONCE
                if thing == "rectification" and status == "long_term":
                    self.renewed.add(pk)
        self.statuses = now

    def nothing_is_verified_or_closed_without_proof(self, row: Rectification) -> None:
        if row.status not in PROVED:
            return
        assert row.evidence.exists()
        assert row.applied_on is not None
        inside = {row.unit_id, *row.helping.values_list("unit_id", flat=True)}
        signed = {
            verifier.user_id
            for verification in row.verifications.filter(status="passed", visited_on__gte=row.applied_on)
            for verifier in verification.verifiers.exclude(signed_at=None)
            if verifier.unit_id not in inside and verifier.user_id != row.applied_by_id
        }
        assert len(signed) >= 2
        if row.status != "verified":
            assert row.approved_by_id not in (None, row.applied_by_id)
        if row.status == "closed" and row.needs_notice:
            assert row.published_until is not None
            assert row.ended_on is not None
            assert row.published_until < row.ended_on

    def the_original_date_is_kept(self, row: Rectification) -> None:
        for extension in row.extensions.exclude(asked_on=None):
            assert extension.asked_on is not None
            assert extension.asked_on <= extension.former_due_on < extension.new_due_on
        if row.original_due_on is None:
            return
        assert self.originals.setdefault(row.pk, row.original_due_on) == row.original_due_on
        if row.pk not in self.renewed:  # what was long-term is dated anew when it goes back
            last = row.extensions.approved().order_by("-ordinal").first()
            assert row.due_on == (last.new_due_on if last else row.original_due_on)

    def what_was_sent_back_is_counted(self, row: Rectification) -> None:
        assert row.times_sent_back == row.steps.filter(verb="rectification.send_back").count()

    def a_relapse_is_counted(self, row: Rectification) -> None:
        """A chain of rounds is one longer than its relapses; what was withdrawn is no round of it."""
        chain = [row]
        while (former := chain[-1].follows) is not None:
            chain.append(former)
        assert row.position == len(chain)
        type(self).longest = max(self.longest, len(chain))
        relapses = row.look_backs.filter(holds=False, is_yearly=False).count()
        assert relapses == row.followers.count()
        assert row.followers.exclude(status="withdrawn").count() <= 1
        if row.followers.exists():
            assert row.status == "closed"

    def what_has_ended_stays_as_it_was(self, row: Rectification) -> None:
        if row.status in ENDED:
            now = _everything_of(row)
            assert self.ended.setdefault(row.pk, now) == now

    def a_review_is_in_time_and_by_the_uninvolved(self, review: Review) -> None:
        conclusion = review.conclusion
        assert conclusion.delivered_on is not None
        # Thirty days, and over holidays to the first workday, which no holiday keeps for two weeks.
        assert conclusion.delivered_on <= review.filed_on <= conclusion.delivered_on + timedelta(44)
        assert timedelta(30) <= review.decide_by - review.filed_on <= timedelta(44)
        found = Finding.objects.filter(inspection=conclusion.inspection_id, unit=conclusion.unit_id)
        involved = {
            conclusion.drafted_by_id,
            conclusion.issued_by_id,
            review.filed_by_id,
            *conclusion.inspection.team.exclude(user=None).values_list("user_id", flat=True),
            *found.values_list("found_by_id", flat=True),
            *found.exclude(resolved_by=None).values_list("resolved_by_id", flat=True),
        }
        reviewers = set(review.reviewers.values_list("user_id", flat=True))
        assert not reviewers & involved
        assert not User.objects.filter(pk__in=reviewers, unit=conclusion.unit_id).exists()
        if review.status in REVIEW_DECIDED:
            assert review.decided_by_id in reviewers

    def _statuses(self) -> dict[tuple[str, int], str]:
        with connection.cursor() as cursor:
            cursor.execute(STATUSES)
            return {(thing, pk): status for thing, pk, status in cursor.fetchall()}

    def _trace(self) -> Any:
        with connection.cursor() as cursor:
            cursor.execute(TRACE)
            return sorted(cursor.fetchall())


def _everything_of(row: Rectification) -> Any:
    parts = (row.measures, row.progress, row.verifications, row.evidence, row.extensions)
    return (
        Rectification.objects.filter(pk=row.pk).values().get(),
        *(list(part.order_by("pk").values()) for part in parts),
    )


@pytest.mark.slow
@pytest.mark.usefixtures("workdays")
def test_whatever_people_do_the_invariants_hold(town: Town) -> None:
    People.town = town
    People.done = Counter()
    People.longest = 0
    People.users = town.personas()
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
    missed = {"approve_closing", "look_back", "send_back", "appoint", "apply", "approve"} - set(People.done)
    assert {"uphold_review", "change", "revoke"} & set(People.done), People.done
    assert not missed, People.done
    assert People.longest > 1, People.done
