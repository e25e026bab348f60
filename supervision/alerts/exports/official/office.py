"""The office's own style as it is in force."""

from __future__ import annotations

from datetime import date

from rulebook.models import DocumentStyle
from supervision.alerts.exports.official.style import Font, PaperStyle


def office_style(on: date) -> PaperStyle:
    """By the rule book; without a row there by the standard."""
    row = DocumentStyle.objects.in_force(on).first()
    standard = PaperStyle()
    if row is None:
        return standard
    body, table = float(row.body_size), float(row.table_size)
    return PaperStyle(
        top_mm=float(row.top_mm),
        bottom_mm=float(row.bottom_mm),
        left_mm=float(row.left_mm),
        right_mm=float(row.right_mm),
        title=Font(row.title_font, float(row.title_size)),
        body=Font(row.body_font, body),
        heading_1=Font(row.heading_1_font, body),
        heading_2=Font(row.heading_2_font, body),
        heading_3=Font(row.body_font, body, bold=True),
        head=Font(row.head_font, float(row.head_size)),
        signer=Font(row.heading_2_font, body),
        imprint=Font(row.body_font, standard.imprint.size),
        page_number=Font(row.page_number_font, standard.page_number.size),
        table_head=Font(row.heading_1_font, table),
        table=Font(row.table_font, table),
        line_pt=float(row.line_pt),
        fill_page=row.fill_page,
    )
