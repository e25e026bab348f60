"""What the API takes and tells of documents, their sections and their facts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from projects.serializers import shown
from supervision.inspections.serializers.answers import StepOfThingOut
from supervision.matters.serializers.answers import NameOut
from supervision.matters.serializers.requests import Choices, SaidIn, SomeKeyIn

from ..rules.kinds import KINDS, SOURCES_ANNEXES, STATUSES
from ..rules.tokens import LONGEST_HAND, token_id

DOCUMENT_KINDS: Choices = [(kind.value, label) for kind, label in KINDS.items()]
DOCUMENT_STATUSES: Choices = [(status.value, label) for status, label in STATUSES.items()]
SOURCES: Choices = [(choice.value, label) for choice, label in SOURCES_ANNEXES.items()]
MOST_TOKENS: Final = 500
TOKEN: Final[dict[str, Any]] = {
    "oneOf": [
        {"type": "string"},
        {
            "type": "object",
            "properties": {
                "fact": {"type": "string"},
                "form": {"type": "string"},
                "asked": {"type": ["string", "integer", "null"]},
                "text": {"type": "string"},
                "hand": {"type": "string", "maxLength": LONGEST_HAND},
                "quote": {"type": "string"},
                "source": {"type": "string"},
            },
        },
    ]
}
PARAGRAPH: Final[dict[str, Any]] = {
    "type": "object",
    "properties": {
        "rule": {"type": "string"},
        "hand": {"type": "boolean"},
        "lead": {"type": "array", "items": TOKEN},
        "body": {"type": "array", "items": TOKEN},
    },
}
ROWS: Final[dict[str, Any]] = {
    "type": "object",
    "additionalProperties": {"type": "object", "additionalProperties": {"type": "integer"}},
}


@extend_schema_field({"type": "array", "items": PARAGRAPH})
class ParagraphsOut(serializers.JSONField):
    """Plain words are strings, figures and quotations are objects."""


@extend_schema_field(ROWS)
class RowsOut(serializers.JSONField):
    """Model label → key of the row → number of its history entry."""


@extend_schema_field({"type": "array", "items": {"type": "string"}})
class WarningsOut(serializers.JSONField):
    """A list of sentences."""


class DocumentOut(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    kind = serializers.ChoiceField(DOCUMENT_KINDS)
    title = serializers.CharField()
    year = serializers.IntegerField()
    month = serializers.IntegerField(help_text=_("截至月份。"))
    sector_id = serializers.IntegerField(allow_null=True)
    as_of = serializers.DateField(allow_null=True, help_text=_("数据截取日；还没有成文时为 null。"))
    status = serializers.ChoiceField(DOCUMENT_STATUSES)
    number_word = serializers.CharField(help_text=_("发文代字。"))
    number_year = serializers.IntegerField(allow_null=True)
    number = serializers.IntegerField(allow_null=True, help_text=_("序号；印发以前为 null。"))
    issued_on = serializers.DateField(allow_null=True)
    corrects_id = serializers.IntegerField(allow_null=True, help_text=_("更正的是哪一份。"))
    revision = serializers.IntegerField()
    created_at = serializers.DateTimeField()


class DocumentSectionOut(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    document_id = serializers.IntegerField()
    order = serializers.IntegerField()
    level = serializers.IntegerField()
    heading = serializers.CharField()
    source: Any = serializers.CharField(help_text=_("数据项组。"))
    annex = serializers.BooleanField()
    paragraphs = ParagraphsOut()
    revision = serializers.IntegerField()
    edited_at = serializers.DateTimeField(allow_null=True)


class DocumentDetailOut(DocumentOut):
    addressee = serializers.CharField()
    opening = serializers.CharField()
    closing = serializers.CharField()
    copies_to = serializers.CharField()
    red_head = serializers.CharField()
    sources_annex = serializers.ChoiceField(SOURCES, help_text=_("数据来源附在文后的方式。"))
    issuer = serializers.CharField()
    warnings = WarningsOut()
    created_by = NameOut()
    approved_by = NameOut()
    issued_by = NameOut()
    sections = serializers.ListField(child=DocumentSectionOut())
    steps = serializers.ListField(child=StepOfThingOut())


class DocumentFactOut(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    document_id = serializers.IntegerField()
    key = serializers.CharField()
    value = serializers.CharField(help_text=_("准确值，文本；没有数据时为空。"))
    unit = serializers.CharField()
    definition = serializers.CharField(help_text=_("口径。"))
    as_of = serializers.DateField()
    filters = serializers.CharField(help_text=_("范围。"))
    rows = RowsOut(source="basis__rows", help_text=_("依据的每一行及其修订号。"))
    digest = serializers.CharField(source="basis__digest", help_text=_("各行及修订号的校验。"))
    hash = serializers.CharField(help_text=_("以上全部内容的校验。"))


class RevisedRowOut(serializers.Serializer[Any]):
    model = serializers.CharField()
    id = serializers.IntegerField()
    name = serializers.CharField()
    what = serializers.CharField()
    who = serializers.CharField(allow_blank=True)
    at = serializers.DateTimeField(allow_null=True)


class FactCheckOut(serializers.Serializer[Any]):
    key = serializers.CharField()
    definition = serializers.CharField()
    unit = serializers.CharField(allow_blank=True)
    then = serializers.CharField(allow_blank=True)
    now = serializers.CharField(allow_blank=True)
    same = serializers.BooleanField()
    intact = serializers.BooleanField(help_text=_("记录本身没有被改动。"))
    revised = RevisedRowOut(many=True)


class VerificationOfDocumentOut(serializers.Serializer[Any]):
    ok = serializers.BooleanField()
    file_same = serializers.BooleanField(help_text=_("由数据重新生成的文件与印发的逐字节相同。"))
    facts = serializers.IntegerField(help_text=_("核对了多少项数据。"))
    differing = FactCheckOut(many=True, help_text=_("数值或依据有变动的数据。"))
    tables = RevisedRowOut(many=True, help_text=_("表和图所依据的、此后修订的行。"))


class DocumentFileOut(serializers.Serializer[Any]):
    name = serializers.CharField()
    content_type = serializers.CharField()
    sha256 = serializers.CharField()
    content = serializers.CharField(help_text=_("文件内容，Base64。"))


@shown({"kind": "circular", "period": "2026-08", "subject": "重点工作"})
class DocumentIn(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(DOCUMENT_KINDS)
    period = serializers.RegexField(r"^\d{4}-(0[1-9]|1[0-2])\Z", help_text=_("截至月份，如 2026-08。"))
    subject = serializers.CharField(max_length=30, default="重点工作")
    opening = SaidIn(1000)
    sector_id = SomeKeyIn(help_text=_("督查专报写哪个板块。"))
    outline_id = SomeKeyIn(help_text=_("不填就用这个文种现行的提纲。"))
    corrects_id = SomeKeyIn(help_text=_("更正哪一份已印发的公文。"))


class DescribeIn(serializers.Serializer[Any]):
    title = serializers.ListField(child=serializers.CharField(max_length=120), max_length=10, default=list)
    addressee = SaidIn(200)
    closing = SaidIn(200)
    copies_to = SaidIn(300)
    red_head = SaidIn(40)
    sources_annex = serializers.ChoiceField(
        SOURCES, allow_blank=True, default="", help_text=_("数据来源附在文后的方式；不填就不变。")
    )


class DocumentNoteIn(serializers.Serializer[Any]):
    note = serializers.CharField(max_length=500, help_text=_("理由。"))


@extend_schema_field(TOKEN)
class TokenIn(serializers.Field[Any, Any, Any, Any]):
    """A string, or a figure or quotation as it was read, with {"hand": …} where it is overwritten."""

    default_error_messages = {"token": _("应为文字，或读到的数据项。")}
    _words = serializers.CharField(max_length=6000, allow_blank=True, trim_whitespace=False)
    _hand = serializers.CharField(max_length=LONGEST_HAND)

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, str):
            return self._words.run_validation(data)
        if not isinstance(data, Mapping) or ("source" if "quote" in data else "fact") not in data:
            self.fail("token")
        kept = {"hand": self._hand.run_validation(data["hand"])} if data.get("hand") else {}
        return {"id": self._words.run_validation(token_id(dict(data)))[:6000], **kept}

    def to_representation(self, value: Any) -> Any:
        return value


class ParagraphIn(serializers.Serializer[Any]):
    rule = SaidIn(40, help_text=_("读到的 rule；新写的一段留空。"))
    lead = serializers.ListField(child=TokenIn(), default=list, max_length=MOST_TOKENS)
    body = serializers.ListField(child=TokenIn(), default=list, max_length=MOST_TOKENS)


class EditSectionIn(serializers.Serializer[Any]):
    paragraphs = serializers.ListField(child=ParagraphIn(), max_length=200)
    heading = serializers.CharField(max_length=200, allow_null=True, allow_blank=True, default=None)
