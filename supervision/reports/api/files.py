"""A document's files by the API, each fetching noted in the access log, and its verification."""

from __future__ import annotations

import base64
import hashlib
from typing import Any

import orjson
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404
from django.urls import path
from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models.access import AccessKind
from accounts.rules.file_types import DOCX, PDF
from accounts.views import record
from supervision.rest.endpoints import Endpoint, etag_of
from supervision.rest.problems import NotPossibleNow
from supervision.rest.rows import Written

from .. import services
from ..exports.documents import document_bytes, printed, word_file
from ..models import Document
from ..rules.verdicts import RevisedRow
from ..serializers import documents as words


class OfOneDocument(Endpoint):
    def document(self, key: int) -> Document:
        rows = Document.objects.visible_to(self.actor).select_related("file", "approved_by__person")
        return get_object_or_404(rows, pk=key, as_of__isnull=False)


class DocumentFile(OfOneDocument):
    """A caller that has the file already fetches nothing, and nothing is noted."""

    title = _("公文的 Word 文件；草稿按现在的文字生成")
    out = words.DocumentFileOut

    def get(self, request: Request, pk: int) -> Response:
        document = self.document(pk)
        content, name = word_file(document)
        return self.unchanged(tag := etag_of(content)) or self.file(content, name, DOCX, tag)

    def file(self, content: bytes, name: str, content_type: str, tag: str) -> Response:
        record(self.request._request, AccessKind.DOWNLOAD, detail=name)
        told = {
            "name": name,
            "content_type": content_type,
            "sha256": hashlib.sha256(content).hexdigest(),
            "content": base64.b64encode(content).decode(),
        }
        return self.tagged(Written(orjson.dumps(told)), tag=tag)


class DocumentPdf(DocumentFile):
    """Tagged by the Word file that it is printed from: LibreOffice writes its own time into each PDF."""

    title = _("公文的 PDF 文件，由 Word 文件转换")
    refuses = {409: _("没有安装 LibreOffice，或转换不成（no_pdf）；可改取 Word 文件。")}

    def get(self, request: Request, pk: int) -> Response:
        document = self.document(pk)
        word, name = word_file(document)
        tag = etag_of(b"pdf of " + word)
        return self.unchanged(tag) or self.file(*print_of(word, name), PDF, tag)


def print_of(word: bytes, name: str) -> tuple[bytes, str]:
    """Raises NotPossibleNow with what to do about it."""
    try:
        return printed(word, name)
    except ValidationError as error:
        raise NotPossibleNow(" ".join(error.messages), "no_pdf") from error


class DocumentVerification(OfOneDocument):
    title = _("核对：数据和依据的每一行是否与成文时相同")
    out = words.VerificationOfDocumentOut

    def get(self, request: Request, pk: int) -> Response:
        document = self.document(pk)
        found = services.verify_document(actor=self.actor, document_id=document.pk, write=document_bytes)
        differing = [fact for fact in found.facts if not fact.same or fact.revised]
        told = {
            "ok": found.ok,
            "file_same": found.file_same,
            "facts": len(found.facts),
            "differing": [
                {
                    "key": fact.key,
                    "definition": fact.definition,
                    "unit": fact.unit,
                    "then": fact.then,
                    "now": fact.now,
                    "same": fact.same,
                    "intact": fact.intact,
                    "revised": [_revised(row) for row in fact.revised],
                }
                for fact in differing
            ],
            "tables": [_revised(row) for row in found.tables],
        }
        return self.tagged(Written(orjson.dumps(told)))


def _revised(row: RevisedRow) -> dict[str, Any]:
    at = row.at.isoformat() if row.at else None
    return {"model": row.label, "id": row.pk, "name": row.name, "what": row.what, "who": row.who, "at": at}


urlpatterns = [
    path("documents/<int:pk>/file/", DocumentFile.as_view()),
    path("documents/<int:pk>/pdf/", DocumentPdf.as_view()),
    path("documents/<int:pk>/verification/", DocumentVerification.as_view()),
]
