"""Official papers as Word files in the layout of GB/T 9704-2012, and as PDF of the same."""

from __future__ import annotations

from supervision.alerts.exports.official.office import office_style
from supervision.alerts.exports.official.pdf import to_pdf
from supervision.alerts.exports.official.style import Font, PaperStyle
from supervision.alerts.exports.official.writer import write_paper

__all__ = ["Font", "PaperStyle", "office_style", "to_pdf", "write_paper"]
