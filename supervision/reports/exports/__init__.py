"""Reports as Word documents in the official layout (GB/T 9704-2012)."""

from __future__ import annotations

from supervision.reports.exports.style import DocumentStyle, Font
from supervision.reports.exports.writer import write_document

__all__ = ["DocumentStyle", "Font", "write_document"]
