"""Sentence rules: templates that an office reads and changes, rendered so that every figure stays a figure.

Beside Jinja's own {% if %} and {% for %} there are two brackets:
[[…]] is left out as a whole when a figure inside it is unknown; 〖…〗 at the head of a paragraph is its
opening phrase, set off from the rest and counted (一是…). It begins a paragraph, as an empty line does,
while a single line break says nothing. Commas and semicolons that would stand before a full stop are
dropped, so that a loop may end each clause alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import islice
from typing import Any, Final

from django.utils.translation import gettext as _
from jinja2 import StrictUndefined, TemplateError, TemplateSyntaxError, pass_context
from jinja2.meta import find_undeclared_variables
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment

from supervision.alerts.rules.official.text import digits_outside_dates
from supervision.alerts.rules.official.words import chinese_numeral, date_text, excerpt, ordinal
from supervision.reports.rules.faults import said_plainly
from supervision.reports.rules.figures import Figure, Words
from supervision.reports.rules.forms import FORMS, said_as
from supervision.reports.rules.tokens import KeptParagraph, Token

LONGEST_TEMPLATE: Final = 8000
LONGEST_TEXT: Final = 200_000
NAME: Final = "<sentence rule>"
_ENDS: Final = ("opening", "closing")
_OPEN, _SHUT = "\ue000", "\ue001"
_MARK = re.compile(f"{_OPEN}(\\d+){_SHUT}")
_GROUP = re.compile(r"\[\[((?:(?!\[\[|\]\]).)*)\]\]", re.DOTALL)
_LEAD = re.compile(r"^〖([^〖〗]*)〗")
_IDLE = re.compile(
    r"[，；、：]+(?=[。；]|$)|(?<=[。；])[，；、]+|(?<=，)，+|(?:^|(?<=〗))[，；、。]+", re.MULTILINE
)
_BREAK = "\ue002"
_FULL_STOPS = re.compile(r"。{2,}")


class RuleError(Exception):
    """A rule that cannot be said; ``line`` counts from 1 within its text."""

    def __init__(self, message: str, line: int) -> None:
        super().__init__(message)
        self.message, self.line = message, line


@dataclass(frozen=True, slots=True)
class Said:
    """A figure with the words chosen for it."""

    figure: Figure
    form: str = ""
    asked: str | int | None = None

    def __str__(self) -> str:
        raise TypeError(_("数据项只能直接写在 {{ }} 里，不能拼接"))


class _Sandbox(ImmutableSandboxedEnvironment):
    """Compares and says; reckoning and repeating are not for rules."""

    intercepted_binops = frozenset(["+", "-", "*", "/", "//", "**", "%"])

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        raise TypeError(_("句式里不能做“%(sign)s”运算；需要计算的数据应由数据项给出") % {"sign": operator})


@pass_context
def _finalized(context: Context, value: Any) -> str:
    """Figures and words of rows become marks; a bare number has no source and is refused."""
    ledger: list[Any] = context["_ledger"]
    if isinstance(value, Figure):
        value = Said(value)
    if isinstance(value, Said | Words):
        ledger.append(value)
        return f"{_OPEN}{len(ledger) - 1}{_SHUT}"
    if value is None or isinstance(value, str):
        return value or ""
    raise TypeError(_("“%(value)s”不是数据项，不能直接写出") % {"value": value})


@pass_context
def _listed(context: Context, items: Iterable[Any], limit: int = 5, name: str = "", mark: str = "、") -> str:
    """甲、乙、丙等; ``name``: what of each item is told."""
    known = [item[name] if name else item for item in islice(items, limit + 1)]
    told = mark.join(_finalized(context, item) for item in known[:limit])
    return f"{told}等" if len(known) > limit else told


def _formed(form: str) -> Any:
    def say(figure: Any, asked: str | int | None = None) -> Said:
        if not isinstance(figure, Figure):
            raise TypeError(_("“|%(form)s”只能用于数据项") % {"form": form})
        return Said(figure, form, asked)

    return say


@pass_context
def _day(context: Context, day: date) -> str:
    """9月30日 within the document's own year, else 2027年9月30日."""
    return date_text(day, within=context.get("_year"))


def _excerpted(words: Words, limit: int = 60) -> Words:
    return Words(excerpt(words.text, limit), words.source)


def _says(words: Words, *phrases: str) -> bool:
    """Whether a unit's own words have one of the phrases, so that a rule need not say the same again."""
    return any(phrase in words.text for phrase in phrases)


@lru_cache(maxsize=1)
def _environment() -> _Sandbox:
    sandbox = _Sandbox(undefined=StrictUndefined, finalize=_finalized, autoescape=False)
    kept = {name: sandbox.filters[name] for name in ("first", "last", "length", "selectattr", "rejectattr")}
    sandbox.filters = kept | {
        **{form: _formed(form) for form in FORMS},
        "listed": _listed,
        "excerpt": _excerpted,
        "says": _says,
        "ordinal": ordinal,
        "numeral": chinese_numeral,
        "day": _day,
        "top": lambda items, limit: list(islice(items, limit)),
        "beyond": lambda items, limit: list(islice(items, limit, None)),
    }
    sandbox.globals = {}
    return sandbox


def check_rule(template: str) -> None:
    """Raises RuleError: what does not parse, and digits that are no date, for these have no source."""
    if len(template) > LONGEST_TEMPLATE:
        raise RuleError(_("句式超过%(limit)s字。") % {"limit": LONGEST_TEMPLATE}, 1)
    sandbox = _environment()
    try:
        sandbox.parse(template, NAME)
        for line, kind, text in sandbox.lex(template, NAME):
            for digits in digits_outside_dates(text) if kind == "data" else ():
                raise RuleError(
                    _("写死的数字“%(digits)s”没有来源，请换成数据项。") % {"digits": digits}, line
                )
    except TemplateSyntaxError as error:
        raise RuleError(said_plainly(error.message), error.lineno) from error
    _require_pairs(template)


def names_in(template: str) -> set[str]:
    """What a rule asks for by name. Raises RuleError where it does not parse."""
    try:
        return set(find_undeclared_variables(_environment().parse(template, NAME)))
    except TemplateSyntaxError as error:
        raise RuleError(said_plainly(error.message), error.lineno) from error


def _require_pairs(template: str) -> None:
    for pair in (("[[", "]]"), ("〖", "〗")):
        if template.count(pair[0]) != template.count(pair[1]):
            lines = enumerate(template.splitlines(), 1)
            line = next(number for number, text in lines if pair[0] in text or pair[1] in text)
            raise RuleError(
                _("“%(opening)s”与“%(closing)s”不成对，请补上或删去。") % dict(zip(_ENDS, pair, strict=True)),
                line,
            )


def render_rule(template: str, data: Mapping[str, Any], key: str) -> list[KeptParagraph]:
    """The paragraphs that a rule says of ``data``, none when it says nothing. Raises RuleError."""
    check_rule(template)
    ledger: list[Said | Words] = []
    try:
        text = _compiled(template).render(**data, _ledger=ledger)
    except TemplateSyntaxError as error:
        raise RuleError(said_plainly(error.message), error.lineno) from error
    except (TemplateError, TypeError, ValueError, AttributeError, LookupError, OverflowError) as error:
        raise RuleError(said_plainly(error), _line_of(error)) from error
    if len(text) > LONGEST_TEXT:
        raise RuleError(_("写出的文字过长，请检查循环。"), 1)
    told = _paragraphs(_chosen(text, ledger))
    return [_paragraph(line, ledger, f"{key}.{number}") for number, line in enumerate(told)]


@lru_cache(maxsize=512)
def _compiled(template: str) -> Any:
    code = _environment().compile(_with_breaks(template), NAME, NAME)
    return _environment().template_class.from_code(_environment(), code, {})


def _with_breaks(template: str) -> str:
    """A line is empty as it is written; one that says nothing today is no break."""
    return "\n".join(line if line.strip() else _BREAK for line in template.splitlines())


def _line_of(error: BaseException) -> int:
    """The line of the rule that was being said when it failed."""
    trace, line = error.__traceback__, 1
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == NAME:
            line = trace.tb_lineno
        trace = trace.tb_next
    return line


def _chosen(text: str, ledger: list[Said | Words]) -> str:
    """Without the groups in which a figure is unknown, the innermost first."""

    def keep(group: re.Match[str]) -> str:
        marks = (ledger[int(number)] for number in _MARK.findall(group[1]))
        return "" if any(isinstance(m, Said) and not m.figure.known for m in marks) else group[1]

    while _GROUP.search(text):
        text = _GROUP.sub(keep, text)
    return text


def _paragraphs(text: str) -> list[str]:
    parts = text.replace("〖", f"{_BREAK}〖").split(_BREAK)
    lines = (_tidied("".join(line.strip() for line in part.splitlines())) for part in parts)
    return [line for line in lines if line]


def _tidied(text: str) -> str:
    return _FULL_STOPS.sub("。", _IDLE.sub("", text))


def _paragraph(line: str, ledger: list[Said | Words], rule: str) -> KeptParagraph:
    lead = _LEAD.match(line)
    body = line[lead.end() :] if lead else line
    return {
        "rule": rule,
        "hand": False,
        "lead": _tokens(lead[1], ledger) if lead else [],
        "body": _tokens(body.replace("〖", "").replace("〗", ""), ledger),
    }


def _tokens(text: str, ledger: list[Said | Words]) -> list[Token]:
    tokens: list[Token] = []
    for number, part in enumerate(_MARK.split(text)):
        if number % 2 == 0:
            tokens += [part] if part else []
            continue
        tokens.append(_token(ledger[int(part)]))
    return tokens


def _token(mark: Said | Words) -> Token:
    if isinstance(mark, Words):
        return {"quote": mark.text, "source": mark.source}
    token: dict[str, Any] = {"fact": mark.figure.key, "text": said_as(mark.figure, mark.form, mark.asked)}
    if mark.form:
        token["form"] = mark.form
    if mark.asked is not None:
        token["asked"] = mark.asked
    return token
