"""What the API tells of scores, and what a unit may say against a point."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from projects.serializers import shown
from supervision.inspections.serializers.requests import WithFilesIn
from supervision.matters.serializers.answers import NameOut
from supervision.matters.serializers.requests import Choices, KeyIn

from ..rules.scoring.words import (
    ADJUSTMENT_STATUSES,
    APPEAL_STATUSES,
    COLOURS,
    FORMULAS,
    LIST_STATUSES,
    NO_TASKS,
    ROUND_STATUSES,
    SCHEME_STATUSES,
    TREATMENTS,
    plain,
)

APPEALS: Choices = [*plain(APPEAL_STATUSES).items()]
SCHEME_WORDS: Choices = [*plain(SCHEME_STATUSES).items()]
ROUND_WORDS: Choices = [*plain(ROUND_STATUSES).items()]
ADJUSTMENT_WORDS: Choices = [*plain(ADJUSTMENT_STATUSES).items()]
LIST_COLOURS: Choices = [*plain(COLOURS).items()]
LIST_WORDS: Choices = [*plain(LIST_STATUSES).items()]
POINTS: dict[str, Any] = {"max_digits": 9, "decimal_places": 2}
APPEAL_WORDS = {"event_id": 88, "reason": "8月补报的60万元没有计入，见附件。", "files": []}


class PointsOut(serializers.DecimalField):
    """分, with two places, as a text."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**POINTS, **kwargs)


class MeasureOut(serializers.DecimalField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_digits=18, decimal_places=4, **kwargs)


class ScoreRuleOut(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    order = serializers.IntegerField()
    name = serializers.CharField()
    metric = serializers.CharField(help_text=_("计量指标的代号；人工评定的为空。"))
    formula = serializers.ChoiceField([*plain(FORMULAS).items()])
    weight = PointsOut()
    cap_up = PointsOut(allow_null=True)
    cap_down = PointsOut(allow_null=True)
    floor = PointsOut(allow_null=True)
    no_tasks = serializers.ChoiceField([*plain(NO_TASKS).items()])


class ScoreSchemeOut(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    name = serializers.CharField()
    year = serializers.IntegerField()
    version = serializers.IntegerField()
    status = serializers.ChoiceField(SCHEME_WORDS)
    base = PointsOut(help_text=_("每个单位的基础分。"))
    target = PointsOut(help_text=_("达标分：上红榜须达到，达到的不上黑榜。"))
    document = serializers.CharField()


class ScoreSchemeDetailOut(ScoreSchemeOut):
    about = serializers.CharField()
    rules = ScoreRuleOut(many=True)


class ScoreRoundOut(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    scheme_id = serializers.IntegerField()
    year = serializers.IntegerField()
    first_month = serializers.IntegerField()
    last_month = serializers.IntegerField()
    status = serializers.ChoiceField(ROUND_WORDS)
    as_of = serializers.DateField(allow_null=True)
    approved_at = serializers.DateTimeField(allow_null=True)
    document = serializers.CharField()


class ScoreSheetOut(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    round_id = serializers.IntegerField()
    unit_id = serializers.IntegerField()
    unit = serializers.CharField(source="unit__short_name")
    group = serializers.CharField(help_text=_("考核分组；只在组内排名。"))
    base = PointsOut()
    conversion = PointsOut()
    score = PointsOut(help_text=_("核算的得分，审定后不变。"))
    adjusted = PointsOut(help_text=_("以后批准的调整合计。"))
    total = PointsOut()
    takes_part = serializers.BooleanField(help_text=_("没有任何考核任务的单位不参与排名。"))


class ScoreEvidenceOut(serializers.Serializer[Any]):
    project_id = serializers.IntegerField(allow_null=True)
    matter_id = serializers.IntegerField(allow_null=True)
    rectification_id = serializers.IntegerField(allow_null=True)
    indicator_id = serializers.IntegerField(allow_null=True)
    slip_id = serializers.IntegerField(allow_null=True)
    manual_id = serializers.IntegerField(allow_null=True)
    part = MeasureOut()
    whole = MeasureOut()
    words = serializers.CharField()


class ScoreEventOut(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    rule_id = serializers.IntegerField()
    rule = serializers.CharField(source="rule__name")
    points = PointsOut()
    treatment = serializers.ChoiceField([*plain(TREATMENTS).items()])
    value = MeasureOut(allow_null=True)
    evidence = ScoreEvidenceOut(many=True, help_text=_("分数所依据的每一行数据。"))


class ScoreAdjustmentOut(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    points = PointsOut()
    reason = serializers.CharField()
    document = serializers.CharField()
    status = serializers.ChoiceField(ADJUSTMENT_WORDS)


class ScoreSheetDetailOut(ScoreSheetOut):
    events = ScoreEventOut(many=True)
    adjustments = ScoreAdjustmentOut(many=True)


class ScoreAppealOut(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    event_id = serializers.IntegerField()
    sheet_id = serializers.IntegerField(source="event__sheet_id")
    unit_id = serializers.IntegerField(source="event__sheet__unit_id")
    reason = serializers.CharField()
    status = serializers.ChoiceField(APPEALS)
    filed_at = serializers.DateTimeField()
    decided_at = serializers.DateTimeField(allow_null=True)
    decision = serializers.CharField()


class ScoreAppealDetailOut(ScoreAppealOut):
    filed_by = NameOut()
    decided_by = NameOut()


class ScoreListEntryOut(serializers.Serializer[Any]):
    unit_id = serializers.IntegerField(source="sheet__unit_id")
    unit = serializers.CharField(source="sheet__unit__short_name")
    group = serializers.CharField(source="sheet__group")
    colour = serializers.ChoiceField(LIST_COLOURS)
    place = serializers.IntegerField()
    of = serializers.IntegerField()
    score = PointsOut()


class ScoreListOut(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    round_id = serializers.IntegerField()
    status = serializers.ChoiceField(LIST_WORDS)
    published_from = serializers.DateField(allow_null=True)
    published_until = serializers.DateField(allow_null=True)
    published_in = serializers.CharField()
    entries = ScoreListEntryOut(many=True)


@shown(APPEAL_WORDS)
class AppealIn(WithFilesIn):
    event_id = KeyIn(help_text=_("得分项，见评分表的 events。"))
    reason = serializers.CharField(max_length=2000)


class UpholdIn(serializers.Serializer[Any]):
    decision = serializers.CharField(max_length=1000)
    points = serializers.DecimalField(max_digits=9, decimal_places=2, help_text=_("调整分值，不能为0。"))


class RefuseIn(serializers.Serializer[Any]):
    decision = serializers.CharField(max_length=1000)
