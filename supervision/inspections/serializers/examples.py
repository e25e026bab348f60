"""What the description of the API shows: one finding at 交通局 and how it is put right."""

from __future__ import annotations

from typing import Any

PLAN_WORDS: dict[str, Any] = {
    "title": "农村公路养护专项督查",
    "kind": "special",
    "content_category": "government_work",
    "content": "2026年农村公路养护任务落实情况。",
    "scope": "县乡道日常养护、危桥处置。",
    "starts_on": "2026-09-14",
    "ends_on": "2026-09-18",
    "methods": ["checks", "records"],
    "checkpoints": "养护资金到位\n危桥限行标志",
    "unit_ids": [12],
    "team": [{"user_id": 4, "role": "leader"}],
}
FINDING_WORDS: dict[str, Any] = {
    "inspection_id": 3,
    "unit_id": 12,
    "category_id": 3,
    "title": "云台桥限行标志缺失",
    "description": "桥头两侧未设限重标志，重车仍在通行。",
    "severity": "serious",
    "place": "县道K12+300",
    "found_at": "2026-09-15T10:20:00+08:00",
}
RECTIFICATION_WORDS: dict[str, Any] = {
    "title": "养护资金滞留",
    "problem": "2026年养护资金120万元滞留三个月。",
    "category_id": 5,
    "unit_id": 12,
    "amount": "120.0000",
    "time_class": "short",
    "leader_id": 3,
}
MEASURE_WORDS: dict[str, Any] = {
    "problem": "资金滞留",
    "measure": "9月底前拨付到施工单位",
    "unit_id": 12,
    "person": "路局长",
    "due_on": "2026-09-30",
}
FILE_WORDS: dict[str, Any] = {"name": "拨款凭证.pdf", "content": "JVBERi0xLjQK"}
