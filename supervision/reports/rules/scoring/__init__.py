"""考核评分 as pure arithmetic: words, steps, formulas, sheets, ranks and lists."""

from __future__ import annotations
