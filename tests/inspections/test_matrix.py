"""Who may do what, as one table (``verbs.VERBS``): the service and the API hold the same one.

One town and one row of each standing serve all verbs: what is refused writes nothing, which is looked at
once for all who are refused, and what is done is taken back.
"""

from __future__ import annotations

from typing import Any, Final

import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import User
from supervision.inspections.rules.states import EVENTS, MOVES
from tests.api.caller import Caller, caller_as
from tests.inspections.acting import snapshot
from tests.inspections.verbs import INSPECTING, RECTIFYING, ROWS, VERBS, Verb
from tests.matters.acting import undone
from tests.town import Town

# Done by another verb, by everybody's own door, or told of a row that another verb made.
ALONG: Final = {
    *("conclusion.replace", "conclusion.revoke", "rectification.verify", "verification.pass"),
    *("verification.fail", "rectification.follow", "rectification.attach", "finding.attach"),
}
# One of each kind: the office's head, both of the unit's, and those who see or do something of their own.
CALLING: Final = ("office_head", "leader", "auditor", "lead_clerk", "lead_head", "nobody", "stranger")
CREATES: Final = {
    *("inspection.create", "finding.record", "conclusion.draft", "rectification.draft"),
    "rectification.receive",
}


class Rows:
    """Built when they are first asked for, and read anew each time."""

    def __init__(self, town: Town) -> None:
        self.town = town
        self.built: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        if name not in self.built:
            self.built[name] = ROWS[name](self.town)
        row = self.built[name]
        return type(row).objects.get(pk=row.pk)


@pytest.mark.usefixtures("workdays")
@pytest.mark.parametrize("verbs", [INSPECTING, RECTIFYING], ids=["inspecting", "rectifying"])
def test_the_service_lets_those_who_may_and_refuses_all_others(
    town: Town, verbs: tuple[Verb, ...], subtests: pytest.Subtests
) -> None:
    rows = Rows(town)
    needed = [(verb, rows[verb.row]) for verb in verbs]
    users = {name: User.objects.get(pk=user.pk) for name, user in town.personas().items()}
    before = snapshot()
    for verb, row in needed:
        with subtests.test(verb=verb.name):
            for name in users.keys() - verb.may:
                with pytest.raises(PermissionDenied):
                    verb.do(users[name], town, row)
                    pytest.fail(f"{name} was allowed")
            for name in verb.may:
                with undone():
                    verb.do(users[name], town, row)
    assert snapshot() == before


@pytest.mark.slow
@pytest.mark.usefixtures("workdays")
@pytest.mark.parametrize("verbs", [INSPECTING, RECTIFYING], ids=["inspecting", "rectifying"])
def test_the_api_does_it_for_those_refuses_insiders_and_knows_nothing_for_strangers(
    town: Town, verbs: tuple[Verb, ...], subtests: pytest.Subtests
) -> None:
    callers = {name: caller_as(getattr(town, name), "read rectifications") for name in CALLING}
    rows = Rows(town)
    needed = [(verb, rows[verb.row]) for verb in verbs if verb.path != "-"]
    before = snapshot()
    for verb, row in needed:
        with subtests.test(verb=verb.name):
            found = {}
            for name, caller in callers.items():
                with undone():
                    found[name] = asked(caller, verb, town, row)
            assert found == {name: expected(verb, name) for name in CALLING}
    assert snapshot() == before


def asked(caller: Caller, verb: Verb, town: Town, row: Any) -> int:
    method, path = verb.address(row)
    code = int(getattr(caller, method)(path, verb.words(town, row), If_Match="*").status_code)
    return 200 if code == 201 else code


def expected(verb: Verb, name: str) -> int:
    if name in verb.may:
        return 200
    return 403 if name in verb.sees or verb.name in CREATES else 404


def test_the_table_holds_every_step_and_every_event() -> None:
    names = {verb.name.partition(" ")[0] for verb in VERBS}
    told = {"inspection.draft": "inspection.create"}
    known = {told.get(name, name) for name in [*(move.name for move in MOVES), *EVENTS]}
    assert known - names == ALONG
    assert names - known == {"rectification.receive"}
