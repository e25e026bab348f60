"""Hold an issued document against today's rows."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.models import User
from supervision.reports.exports.documents import document_bytes
from supervision.reports.models import Document
from supervision.reports.rules.verdicts import FactCheck, RevisedRow
from supervision.reports.services import verify_document


class Command(BaseCommand):
    help = "核对一份公文：文件、数据和依据的每一行是否与成文时相同。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("document", type=int, help="公文编号（网址里的数字）")
        parser.add_argument("--user", help="以谁的身份读数据，默认起草人")

    def handle(self, *_args: Any, **options: Any) -> None:
        document = Document.objects.filter(pk=options["document"]).select_related("created_by").first()
        if document is None:
            raise CommandError(f"没有编号为{options['document']}的公文。")
        actor = document.created_by
        if options["user"]:
            actor = User.objects.get(username=options["user"])
        found = verify_document(actor=actor, document_id=document.pk, write=document_bytes)
        self.stdout.write(f"《{document}》{document.number_text}　{len(found.facts)}项数据")
        self.stdout.write(f"文件　　{'与数据一致' if found.file_same else '与数据不一致'}")
        for fact in found.facts:
            if not fact.same or fact.revised:
                self.stdout.write(_line(fact))
        for row in found.revised:
            self.stdout.write(f"　　{_told(row)}")
        if not found.ok:
            raise CommandError("有数据在成文后改变。")
        self.stdout.write("全部数据和依据与成文时相同。")


def _line(fact: FactCheck) -> str:
    if not fact.intact:
        return f"{fact.key}　记录被改动：{fact.definition}"
    if fact.same:
        return f"{fact.key}　数值未变，依据有修改：{fact.definition}"
    return f"{fact.key}　{fact.then}{fact.unit} → {fact.now or '无'}{fact.unit}　{fact.definition}"


def _told(row: RevisedRow) -> str:
    when = f"{row.at:%Y-%m-%d %H:%M}" if row.at else ""
    return f"{row.what}　{row.name}　{row.who}　{when}".rstrip()
