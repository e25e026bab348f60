"""数据来源: the annex that says of every figure of the text how it is counted and which rows it came from.

An issued document is written again from what is kept of it: words here that change would change old files.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from supervision.alerts.rules.official import Align, Annex, Column, RowKind, Table, TableRow
from supervision.alerts.rules.official.figures import number_text
from supervision.alerts.rules.official.words import date_text
from supervision.reports.rules.kept import KeptDocument, KeptFact, KeptSection
from supervision.reports.rules.kinds import SourcesAnnex
from supervision.reports.rules.tokens import Token, said, tokens_in

PLAIN_TITLE: Final = "数据来源说明"
MARKED_TITLE: Final = "数据来源表"
OPENING: Final = "开头"
BLOCKS: Final = "附表和图"
BY_HAND: Final = "起草时填写，不取自系统数据"
_QUOTED: Final = "各单位原话中的数字以其报送为准"
_NAMED: Final = 3  # of several things of one sort
_PLAIN: Final = (
    Column("序号", 10, Align.CENTRE),
    Column("口径和文中数据", 90),
    Column("取数范围和依据", 56),
)
_MARKED: Final = (
    Column("序号", 12, Align.CENTRE),
    Column("文中数据", 34),
    Column("口径", 44),
    Column("范围", 66),
)
# What rows are called and counted in, by model label.
_ROWS: Final = {
    "accounts.unit": "单位{}个",
    "projects.project": "项目{}个",
    "projects.annualplan": "年度计划{}份",
    "projects.monthlyprogress": "月度进展{}份",
    "projects.milestone": "关键节点{}个",
    "projects.receipt": "到位资金{}笔",
    "projects.stabilityassessment": "稳评{}份",
    "indicators.observation": "指标值{}个",
    "indicators.target": "指标目标{}个",
    "indicators.seasoncurve": "季节曲线{}条",
    "matters.matter": "督办事项{}件",
    "matters.duty": "承办任务{}件",
    "inspections.rectification": "整改问题{}个",
    "alerts.slip": "督查单和通知{}份",
    "alerts.slipanswer": "督查单反馈{}份",
}
_ANY_ROWS: Final = "记录{}条"
_INNER: Final = str.maketrans("“”", "‘’")
_THING = re.compile("“(.*)”")  # a name may hold quotation marks itself


def sources_annexes(document: KeptDocument) -> list[Annex]:
    """None, or the one that the document asks for."""
    if document.sources_annex == SourcesAnnex.PLAIN:
        return _plain_annex(document)
    return _marked_annex(document) if document.sources_annex == SourcesAnnex.MARKED else []


@dataclass(slots=True)
class _Source:
    """Figures of a section that were chosen alike: of one thing, or of several of a sort.

    ``told``: by definition what stands in the text, each once, in its order, as key, words and thing.
    """

    scope: str
    told: dict[str, dict[tuple[str, str, str], None]] = field(default_factory=dict)
    things: dict[str, None] = field(default_factory=dict)
    digests: dict[str, None] = field(default_factory=dict)

    def add(self, fact: KeptFact, words: str) -> None:
        thing = _thing(fact.filters)
        meaning = (fact.definition.replace(thing, "").lstrip("，") if thing else "") or fact.definition
        self.told.setdefault(meaning, {})[fact.key, words, thing] = None
        self.digests[fact.digest] = None
        if thing:
            self.things[thing] = None

    @property
    def keys(self) -> str:
        return " ".join(dict.fromkeys(key for values in self.told.values() for key, *_words in values))

    @property
    def figures(self) -> str:
        return "；".join(f"{meaning}：{self._values(list(values))}" for meaning, values in self.told.items())

    def _values(self, values: list[tuple[str, str, str]]) -> str:
        """In the order of the text; with the thing's name where not every thing has its value."""
        named = len(values) != len(self.things) > 1
        return "、".join(f"{words}（{thing}）" if named else words for _key, words, thing in values)

    @property
    def range(self) -> str:
        named = list(self.things)[:_NAMED]
        names = "".join(f"“{name.translate(_INNER)}”" for name in named)
        if len(self.things) > _NAMED:
            names += f"等{len(self.things)}项"
        return self.scope.replace("“”", names)


def _plain_annex(document: KeptDocument) -> list[Annex]:
    """Section by section, what shares its choice and its day in one row; then tables and pictures."""
    lines: list[TableRow] = []
    for heading, sections in _headed(document):
        rows = [*_figure_rows(sections, document), *_hand_rows(sections)]
        lines += _numbered(heading, rows, lines)
    lines += _numbered(BLOCKS, _block_rows(document), lines)
    if not lines:
        return []
    table = Table(PLAIN_TITLE, _note(document), _PLAIN, tuple(lines), breaks=True)
    return [Annex(PLAIN_TITLE, (table,))]


def _numbered(heading: str, rows: list[TableRow], before: list[TableRow]) -> Iterator[TableRow]:
    """Under their heading, counted on from the rows before."""
    count = sum(row.kind is RowKind.ROW for row in before)
    if rows:
        yield TableRow((heading,), kind=RowKind.SECTION)
    for number, row in enumerate(rows, count + 1):
        yield TableRow((str(number), *row.cells), row.source)


def _headed(document: KeptDocument) -> list[tuple[str, list[KeptSection]]]:
    """Sections without a heading belong to the one before."""
    found: list[tuple[str, list[KeptSection]]] = [(OPENING, [])]
    for section in document.sections:
        if section.heading:
            found.append((section.heading, []))
        found[-1][1].append(section)
    return found


def _figure_rows(sections: Iterable[KeptSection], document: KeptDocument) -> list[TableRow]:
    sources: dict[tuple[str, date], _Source] = {}
    days, cut_off = _days(document), _cut_off(document)
    for token in _tokens(sections):
        if isinstance(token, dict) and "fact" in token and not token.get("hand"):
            fact = document.facts[token["fact"]]
            scope = _THING.sub("“”", fact.filters.removeprefix(f"{cut_off}，"))
            if len(days) > 1:
                scope += f"；数据截取{date_text(fact.as_of)}"
            sources.setdefault((scope, fact.as_of), _Source(scope)).add(fact, said(token))
    return [
        TableRow((source.figures, f"{source.range}{_counted(source.digests, document)}"), source.keys)
        for source in sources.values()
    ]


def _hand_rows(sections: Iterable[KeptSection]) -> list[TableRow]:
    hands = [said(token) for token in _tokens(sections) if isinstance(token, dict) and token.get("hand")]
    return [TableRow(("、".join(dict.fromkeys(hands)), BY_HAND))] if hands else []


def _block_rows(document: KeptDocument) -> list[TableRow]:
    blocks = [(section.table, section.picture) for section in document.sections]
    tables = [(table, "表中各行") for table, _picture in blocks if table]
    pictures = [(picture, "图中各数") for _table, picture in blocks if picture]
    return [
        TableRow((block["title"] or block.get("alt", ""), f"{scope}{_counted([block['basis']], document)}"))
        for block, scope in [*tables, *pictures]
    ]


def _counted(digests: Iterable[str], document: KeptDocument) -> str:
    """（项目77个、年度计划77份）: how many rows of each sort, one that several figures stand on once."""
    rows: dict[str, set[str]] = defaultdict(set)
    for digest in digests:
        for label, keys in document.rows.get(digest, {}).items():
            rows[label].update(keys)
    counted = [_ROWS.get(label, _ANY_ROWS).format(number_text(len(keys))) for label, keys in rows.items()]
    return f"（{'、'.join(counted)}）" if counted else "（没有符合的数据）"


def _note(document: KeptDocument) -> str:
    days, cut_off = _days(document), _cut_off(document)
    told = [f"未注明的数据{cut_off}"] if cut_off else []
    day = date_text(*days) if len(days) == 1 else ""
    told += [f"数据截取日{day}"] if day and not cut_off.endswith(day) else []
    tokens = _tokens(document.sections)
    quoted = any(
        isinstance(token, dict) and re.search(r"\d", str(token.get("quote", ""))) for token in tokens
    )
    return "；".join([*told, *([_QUOTED] if quoted else [])])


def _days(document: KeptDocument) -> set[date]:
    return {fact.as_of for fact in document.facts.values()}


def _cut_off(document: KeptDocument) -> str:
    """截至2026年8月底, of which most figures are: said once for them all."""
    found = Counter(fact.filters.partition("，")[0] for fact in document.facts.values())
    cut_offs = [(words, count) for words, count in found.most_common() if words.startswith("截至")]
    return cut_offs[0][0] if cut_offs and cut_offs[0][1] > 1 else ""


def _thing(filters: str) -> str:
    found = _THING.search(filters)
    return found[1] if found else ""


def _tokens(sections: Iterable[KeptSection]) -> list[Token]:
    return [token for section in sections for token in tokens_in(section.paragraphs)]


def _marked_annex(document: KeptDocument) -> list[Annex]:
    """Each marked figure: how it is counted, of which rows, as of which day, and their check sum."""
    pieces = [
        (token["fact"], said(token))
        for token in _tokens(document.sections)
        if isinstance(token, dict) and "fact" in token and not token.get("hand")
    ]
    rows = [
        TableRow((str(number), words, document.facts[key].definition, _origin(document.facts[key])), key)
        for number, (key, words) in enumerate(dict.fromkeys(pieces), 1)
    ]
    if not rows:
        return []
    table = Table(MARKED_TITLE, "序号与文中方括号内的数字对应", _MARKED, tuple(rows))
    return [Annex(MARKED_TITLE, (table,))]


def _origin(fact: KeptFact) -> str:
    return f"{fact.filters}；数据截取{date_text(fact.as_of)}，校验{fact.digest[:8]}"
