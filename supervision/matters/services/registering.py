"""立项: a matter is drafted, revised, approved and numbered; its duties, stages and instructions with it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import Final

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.permissions import is_office
from rulebook.services import next_number

from ..models import Duty, Instruction, Matter, Stage
from ..permissions import require
from ..rules.due import refuse_odd_days
from ..rules.entries import DutyWords, InstructionWords, MatterWords
from ..rules.secrecy import refuse_secrets
from ..rules.states import Thing
from ..rules.words import BASES, ENDED, DutyRole, DutyStatus, MatterStatus, Rhythm
from .entering import columns_of, refusals_of
from .issuing import carrying_unit
from .writing import because, change, insert, lock_matter, move, of_field, ready, require_standing, told

SERIES: Final = "matter"
REVISABLE: Final = (MatterStatus.DRAFT, MatterStatus.SUBMITTED, MatterStatus.REGISTERED)
Stages = Sequence[tuple[str, date]]
Entry = tuple[MatterWords, Sequence[DutyWords]]


@transaction.atomic
def create_matter(
    *,
    actor: User,
    words: MatterWords,
    duties: Sequence[DutyWords],
    stages: Stages = (),
    instructions: Sequence[InstructionWords] = (),
    parent_id: int | None = None,
    batch_id: int | None = None,
    now: datetime,
) -> Matter:
    """A draft of the office, seen by nobody else. Raises ValidationError by field, PermissionDenied."""
    require(actor, "matter.create")
    if parent_id is not None:
        require_standing(lock_matter(parent_id), not_ended(), "matter.split")
    matter = draft(actor, words, now, parent_id=parent_id, batch_id=batch_id)
    with because(actor, _("登记")):
        insert(matter)
        plan_duties(matter, duties)
        _set_stages(matter, stages)
    for one in instructions:
        keep_instruction(actor, matter, one, now)
    return matter


@transaction.atomic
def create_matters(*, actor: User, entries: Sequence[Entry], now: datetime) -> list[Matter]:
    """All the matters of one meeting, or none of them.

    Raises ValidationError with every refusal; each has the place of its entry, from 0, in
    ``params["entry"]`` and its field, or "", in ``params["field"]``.
    """
    matters, refused = [], []
    for place, (words, duties) in enumerate(entries):
        try:
            matters.append(create_matter(actor=actor, words=words, duties=duties, now=now))
        except ValidationError as error:
            refused += refusals_of(place, error)
    if refused:
        raise ValidationError(refused)
    return matters


@transaction.atomic
def revise_matter(
    *,
    actor: User,
    matter_id: int,
    words: MatterWords,
    duties: Sequence[DutyWords] | None = None,
    stages: Stages | None = None,
    now: datetime,
) -> Matter:
    """Change what was entered, until it is handed out; None leaves the duties or stages as they are.

    From the first step on, the story tells which fields were changed; the history has their values.
    """
    matter = lock_matter(matter_id)
    require(actor, "matter.revise", matter)
    require_standing(matter, REVISABLE, "matter.revise")
    columns = columns_of(words, timezone.localdate(now), former=matter)
    changed = [name for name, value in columns.items() if getattr(matter, name) != value]
    with because(actor, _("修改登记内容")):
        change(matter, **columns)
        if duties is not None and plan_duties(matter, duties):
            changed.append("duties")
        if stages is not None and _set_stages(matter, stages):
            changed.append("stages")
    _require_stages_fit(matter)
    if changed and matter.steps.exists():
        told(matter, "matter.revise", actor, now, note="、".join(_titles(changed)))
    return matter


@transaction.atomic
def discard_matter(*, actor: User, matter_id: int) -> None:
    """Throw away a draft of which nothing is told yet. Raises ValidationError (``has_a_story``)."""
    matter = lock_matter(matter_id)
    require(actor, "matter.create", matter)
    if matter.status != MatterStatus.DRAFT:
        raise ValidationError(_("只有草稿可以删除。"), code="wrong_step")
    if matter.steps.exists():
        raise ValidationError(_("这份草稿已报请过立项，办理记录须保留，不能删除。"), code="has_a_story")
    with because(actor, _("删除草稿")):
        try:
            matter.delete()
        except ProtectedError as error:
            raise ValidationError(_("它已有子事项，不能删除。"), code="has_children") from error


@transaction.atomic
def submit_matter(*, actor: User, matter_id: int, now: datetime) -> Matter:
    return move(actor, Thing.MATTER, lock_matter(matter_id), "submit", now)


@transaction.atomic
def send_back_matter(*, actor: User, matter_id: int, reason: str, now: datetime) -> Matter:
    return move(actor, Thing.MATTER, lock_matter(matter_id), "send_back", now, reason)


@transaction.atomic
def reject_matter(*, actor: User, matter_id: int, reason: str, now: datetime) -> Matter:
    """不予立项: the draft is locked with the reason."""
    on = timezone.localdate(now)
    values = {"ended_on": on, "end_reason": reason.strip()}
    return move(actor, Thing.MATTER, lock_matter(matter_id), "reject", now, reason, **values)


@transaction.atomic
def register_matter(*, actor: User, matter_id: int, now: datetime) -> Matter:
    """批准立项 under the year's next number. Raises ValidationError by field: no authority."""
    matter = lock_matter(matter_id)
    ready(actor, Thing.MATTER, matter, "register")
    on = timezone.localdate(now)
    require_authority(matter, on)
    return move(actor, Thing.MATTER, matter, "register", now, number=new_number(on))


@transaction.atomic
def add_instruction(*, actor: User, matter_id: int, words: InstructionWords, now: datetime) -> Instruction:
    """登记批示. A leader writes as the holder of the post; the office records what was written on paper.

    What is said about the result of a matter that is shown opens a new round: ``use_instruct_again``.
    """
    matter = lock_matter(matter_id)
    require(actor, "matter.add_instruction", matter)
    if not is_office(actor) and words.post_id not in actor.posts:
        raise PermissionDenied(_("只能以本人现任岗位批示。"))
    require_standing(matter, not_ended(), "instruction.add")
    if matter.shown_on is not None and words.given_on >= matter.shown_on:
        raise ValidationError(
            _("事项已呈阅，此后的批示请用“再批示”办理，生成新的一轮。"), code="use_instruct_again"
        )
    instruction = keep_instruction(actor, matter, words, now)
    told(matter, "instruction.add", actor, now, note=str(instruction))
    return instruction


def draft(
    actor: User,
    words: MatterWords,
    now: datetime,
    *,
    parent_id: int | None = None,
    batch_id: int | None = None,
    on: date | None = None,
) -> Matter:
    """The row, not yet written. ``on``: the day on which its dates were set, if not now."""
    columns = columns_of(words, on or timezone.localdate(now))
    return Matter(**columns, parent_id=parent_id, batch_id=batch_id, created_by=actor, created_at=now)


def keep_instruction(actor: User, matter: Matter, words: InstructionWords, now: datetime) -> Instruction:
    """The row of a 批示, written; nothing is told."""
    with because(actor, _("登记批示")):
        return insert(instruction_of(actor, matter, words, now))


def instruction_of(actor: User, matter: Matter, words: InstructionWords, now: datetime) -> Instruction:
    """The row, not yet written, held to its day and to secrecy. Raises ValidationError by field."""
    refuse_odd_days(given_on=words.given_on)
    if words.given_on > timezone.localdate(now):
        raise of_field("given_on", _("批示日期不能晚于今天。"), "in_the_future")
    refuse_secrets(text=words.text, reference=words.reference)
    return Instruction(
        matter=matter,
        post_id=words.post_id,
        given_on=words.given_on,
        text=words.text.strip(),
        registered_only=words.registered_only,
        reference=words.reference.strip(),
        recorded_by=actor,
        recorded_at=now,
    )


def new_number(on: date) -> str:
    """云督〔2026〕7号. Others who number wait for our transaction, so it comes last."""
    return f"{settings.OFFICE_CODE}〔{on.year}〕{next_number(key=SERIES, year=on.year)}号"


def serial_of(number: str) -> tuple[int, int] | None:
    """The year and the place of a number of our own series, or None."""
    found = re.fullmatch(rf"{re.escape(settings.OFFICE_CODE)}〔([0-9]{{4}})〕([0-9]{{1,6}})号", number)
    return (int(found[1]), int(found[2])) if found else None


def require_authority(matter: Matter, on: date) -> None:
    """政府督查工作条例第十一条. Raises ValidationError by field (``no_authority``)."""
    missing = {
        "basis": matter.basis not in BASES and _("请选择立项依据。"),
        "approver": matter.approver_id is None and _("请填写批准人。"),
        "approved_on": matter.approved_on is None and _("请填写批准日期。"),
    }
    errors = {field: ValidationError(text, code="no_authority") for field, text in missing.items() if text}
    if matter.approved_on is not None and matter.approved_on > on:
        errors["approved_on"] = ValidationError(_("批准日期不能晚于今天。"), code="in_the_future")
    if errors:
        raise ValidationError(errors)


def plan_duties(matter: Matter, duties: Sequence[DutyWords]) -> bool:
    """Make the planned duties these, and say whether any changed."""
    wanted = {words.unit_id: words for words in duties}
    if len(wanted) < len(duties):
        raise ValidationError(_("同一单位只能承担一次。"), code="unit_twice")
    if sum(words.role == DutyRole.LEAD for words in duties) > 1:
        raise ValidationError(_("一个事项只能有一个牵头单位。"), code="one_lead")
    planned = {duty.unit_id: duty for duty in matter.duties.filter(status=DutyStatus.PLANNED)}
    changed = False
    for unit_id, duty in planned.items():
        if unit_id not in wanted:
            duty.delete()
            changed = True
    # Helping units first: the former lead steps down before another takes the lead.
    for words in sorted(wanted.values(), key=lambda words: words.role == DutyRole.LEAD):
        changed |= _plan_duty(matter, planned.get(words.unit_id), words)
    return changed


def _plan_duty(matter: Matter, duty: Duty | None, words: DutyWords) -> bool:
    values = {"role": words.role, "task": words.task.strip(), "contact": words.contact.strip()}
    if duty is None:
        insert(Duty(matter=matter, unit=carrying_unit(words.unit_id), **values))
        return True
    if all(getattr(duty, name) == value for name, value in values.items()):
        return False
    change(duty, **values)
    return True


def _set_stages(matter: Matter, stages: Stages) -> bool:
    """Make the stages these, and say whether any changed. Only what is reported by stage has them."""
    present = list(matter.stages.order_by("due_on").values_list("name", "due_on"))
    wanted = sorted(((name.strip(), due_on) for name, due_on in stages), key=lambda stage: stage[1])
    if wanted and matter.rhythm != Rhythm.BY_STAGE:
        raise ValidationError(_("反馈频次不是“按阶段”的，不填阶段节点。"), code="stages_not_wanted")
    if present == wanted:
        return False
    for _name, due_on in wanted:
        refuse_odd_days(stages=due_on)
    matter.stages.all().delete()
    for name, due_on in wanted:
        insert(Stage(matter=matter, name=name, due_on=due_on))
    return True


def _require_stages_fit(matter: Matter) -> None:
    if matter.rhythm != Rhythm.BY_STAGE and matter.stages.exists():
        raise ValidationError(_("反馈频次不是“按阶段”的，不填阶段节点。"), code="stages_not_wanted")


def not_ended() -> list[MatterStatus]:
    """The statuses at which something can still be added."""
    return [status for status in MatterStatus if status not in ENDED]


def _titles(names: Sequence[str]) -> list[str]:
    """The fields as the page calls them, in its order, each once."""
    extra = {"duties": _("承办单位"), "stages": _("阶段节点")}
    quiet = {"pinyin", "original_due_on"}
    fields = {field.attname: field for field in Matter._meta.concrete_fields}
    return [extra.get(name) or str(fields[name].verbose_name) for name in names if name not in quiet]
