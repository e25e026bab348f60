"""导入: which file, and what this office's words mean here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Post, Unit, User

from ..imports.kinds import KINDS
from ..imports.planning.kinds import NAMES
from ..models import NameMapping, Sector
from ..selectors.imports import Unnamed
from .pieces import choices_with_none
from .responsibilities import post_with_holder

IGNORE: Final = "-"
SUBJECTS: Mapping[str, Any] = dict(NameMapping._meta.get_field("subject").flatchoices)


class UploadForm(forms.Form):
    file = forms.FileField(
        label=_("Excel 文件"),
        help_text=_("您平时用的表就可以（.xlsx、.xls）：标题、单位、合并单元格、小计都能识别。"),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls"}),
    )
    kind = forms.ChoiceField(
        label=_("表的内容"),
        required=False,
        choices=lambda: choices_with_none(
            [(kind.name, kind.label) for kind in KINDS.values()], _("按表头自动识别")
        ),
    )
    year = forms.IntegerField(
        label=_("年度"), required=False, min_value=2000, max_value=2100, help_text=_("表上没有写年度时才填。")
    )
    month = forms.TypedChoiceField(
        label=_("月份"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=choices_with_none([(m, _("%(month)s月") % {"month": m}) for m in range(1, 13)]),
        help_text=_("表上没有写月份时才选。"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "label_suffix": ""})

    @property
    def options(self) -> dict[str, int]:
        chosen = {name: self.cleaned_data.get(name) for name in ("year", "month")}
        return {name: value for name, value in chosen.items() if value}


@dataclass(frozen=True)
class Question:
    """“What is X here?”, asked once for all the cells that say X."""

    unnamed: Unnamed
    choices: tuple[tuple[str, str], ...]

    @property
    def subject_label(self) -> str:
        return str(SUBJECTS.get(self.unnamed.subject, self.unnamed.subject))


def known_names(actor: User, on: date) -> Mapping[str, list[tuple[str, str]]]:
    """What a name may be mapped to, as (name, what a person is shown), where the list is short."""
    units = Unit.objects.visible_to(actor).active().order_by("pinyin")
    posts = Post.objects.visible_to(actor).filter(is_county_leader=True).with_holder(on)
    sectors = Sector.objects.visible_to(actor)
    return {
        "unit": [(unit.name, f"{unit.short_name}（{unit.name}）") for unit in units],
        "post": [(post.name, post_with_holder(post)) for post in posts],
        "sector": [(sector.name, sector.name) for sector in sectors],
        **{subject: names(actor, on) for subject, names in NAMES.items()},
    }


def questions(
    unnamed: Iterable[Unnamed], kinds: Mapping[str, str], known: Mapping[str, list[tuple[str, str]]]
) -> list[Question]:
    """``kinds``: sheet → kind; ``known``: of ``known_names``."""
    return [Question(one, tuple(_choices(one, kinds, known.get(one.subject, [])))) for one in unnamed]


def _choices(
    unnamed: Unnamed, kinds: Mapping[str, str], known: list[tuple[str, str]]
) -> Iterable[tuple[str, str]]:
    """The nearest first, then all the others where these are few."""
    near = unnamed.candidates
    if unnamed.subject != "column":
        found = [pair for name in near for pair in known if name in pair]
        return dict.fromkeys([*(found or [(name, name) for name in near]), *known])
    sheet = unnamed.cells[0].rpartition(" ")[0]
    kind = KINDS.get(kinds.get(sheet, ""))
    fields = {field.name: str(field.label) for field in kind.fields} if kind else {}
    return {name: fields.get(name, name) for name in (*near, *fields)}.items()


class MappingForm(forms.Form):
    """Each question with its candidates, nearest first; a name that is not among them can be written out."""

    def __init__(self, asked: Sequence[Question], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "label_suffix": ""})
        self.asked = asked
        for number, question in enumerate(asked):
            choices = choices_with_none(question.choices, _("暂不处理"))
            self.fields[f"choice{number}"] = forms.ChoiceField(
                label=question.unnamed.name,
                required=False,
                choices=[*choices, (IGNORE, _("不导入，以后也忽略"))],
            )
            if question.unnamed.subject != "column":
                self.fields[f"other{number}"] = forms.CharField(
                    label=_("或写系统中的名称"), required=False, max_length=200
                )

    @property
    def rows(self) -> list[dict[str, Any]]:
        return [
            {
                "question": question,
                "choice": self[f"choice{number}"],
                "other": self[f"other{number}"] if f"other{number}" in self.fields else None,
            }
            for number, question in enumerate(self.asked)
        ]

    @property
    def answers(self) -> list[tuple[str, str, str]]:
        """(subject, source, target) of what was answered; an empty target leaves it out."""
        found = []
        for number, question in enumerate(self.asked):
            choice = self.cleaned_data.get(f"choice{number}", "")
            other = self.cleaned_data.get(f"other{number}", "")
            if other or choice:
                target = other or ("" if choice == IGNORE else choice)
                found.append((question.unnamed.subject, question.unnamed.name, target))
        return found
