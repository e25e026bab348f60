"""The kinds of documents and where a document stands."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from django.utils.translation import gettext_lazy as _


class Kind(StrEnum):
    REPORT = "report"
    CIRCULAR = "circular"
    SPECIAL = "special"
    DISPATCH = "dispatch"
    RECTIFICATION = "rectification"
    BULLETIN = "bulletin"


KINDS: Final = {
    Kind.REPORT: _("督查汇报"),
    Kind.CIRCULAR: _("督查通报"),
    Kind.SPECIAL: _("督查专报"),
    Kind.DISPATCH: _("项目调度报告"),
    Kind.RECTIFICATION: _("整改情况报告"),
    Kind.BULLETIN: _("指标监测快报"),
}


class SourcesAnnex(StrEnum):
    """Whether an annex names the sources of the figures, and whether the text carries its numbers."""

    NONE = "none"
    PLAIN = "plain"
    MARKED = "marked"


SOURCES_ANNEXES: Final = {
    SourcesAnnex.NONE: _("不附"),
    SourcesAnnex.PLAIN: _("附数据来源说明，正文不加标注"),
    SourcesAnnex.MARKED: _("附数据来源表，正文逐数标注序号"),
}


class DocumentStatus(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    ISSUED = "issued"
    WITHDRAWN = "withdrawn"
    CORRECTED = "corrected"
    DISCARDED = "discarded"


STATUSES: Final = {
    DocumentStatus.DRAFT: _("起草中"),
    DocumentStatus.SUBMITTED: _("待审签"),
    DocumentStatus.APPROVED: _("已审签"),
    DocumentStatus.ISSUED: _("已印发"),
    DocumentStatus.WITHDRAWN: _("已撤回"),
    DocumentStatus.CORRECTED: _("已更正"),
    DocumentStatus.DISCARDED: _("已作废"),
}
# Issued once: text, figures and file stay as they were, whatever is decided of it later.
FROZEN: Final = (DocumentStatus.ISSUED, DocumentStatus.WITHDRAWN, DocumentStatus.CORRECTED)
