"""How figures, dates and lights look on a page. Every template may use these without loading them.

Money comes in 万元, rates in percent, gaps in percentage points; what is unknown shows as —.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Final, Protocol

from django import template
from django.forms import BoundField, CheckboxInput, FileInput, RadioSelect, Select
from django.forms.widgets import CheckboxSelectMultiple
from django.template.loader import render_to_string
from django.template.loader_tags import BLOCK_CONTEXT_KEY
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.context_processors import buttons_for, panels_for
from accounts.rules import day_words

register = template.Library()

UNKNOWN = "—"
_NUMBER = format_html('<span class="number unknown">{}</span>', UNKNOWN)
SHIPPED: Final = date(2000, 1, 1)  # from when the rules are in force that migrations fill in
_WAN_PER_YI = 10_000
_SPRITE = "vendor/tabler-icons/icons.svg"

# In the order of the light's number; each has a shape of its own, so that colour never speaks alone.
_LIGHTS = {
    "unknown": ("circle-dashed", gettext_lazy("未知")),
    "green": ("circle-check-filled", gettext_lazy("绿灯")),
    "exempt": ("circle-minus", gettext_lazy("豁免")),
    "watch": ("square-filled", gettext_lazy("关注")),
    "yellow": ("alert-triangle-filled", gettext_lazy("黄灯")),
    "red": ("octagon-filled", gettext_lazy("红灯")),
}


class YearMonth(Protocol):
    """A date or a reporting month."""

    @property
    def year(self) -> int: ...
    @property
    def month(self) -> int: ...


# --- figures --------------------------------------------------------------------------------------
def _rounded(value: Decimal | int | str, places: int) -> Decimal:
    rounded = Decimal(value).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    return rounded if rounded else abs(rounded)  # no "-0.0"


def _grouped(value: Decimal) -> str:
    """With thousands marks and a real minus sign, which screen readers do not skip."""
    return f"{value:,f}".replace("-", "−")


def _short(value: Decimal | int | str, places: int) -> str:
    """Rounded half up to `places`, without trailing zeros."""
    text = _grouped(_rounded(value, places))
    return text.rstrip("0").rstrip(".") if "." in text else text


def _absent(value: object) -> bool:
    return value is None or value == ""


@register.filter
def money(value: Decimal | int | None) -> SafeString:
    """`12345.6` → 1.23 亿元 and `1234.5` → 1,234.5 万元, the exact 万元 on hover."""
    if value is None or _absent(value):
        return _NUMBER
    exact = _("%(amount)s 万元") % {"amount": _short(value, 4)}
    shown = _("%(amount)s 万元") % {"amount": _short(value, 2)}
    if abs(_rounded(value, 2)) >= _WAN_PER_YI:
        shown = _("%(amount)s 亿元") % {"amount": _grouped(_rounded(Decimal(value) / _WAN_PER_YI, 2))}
    return format_html('<span class="number" title="{}">{}</span>', exact, shown)


@register.filter
def amount(value: Decimal | int | None, places: int | None = None) -> SafeString:
    """万元 without the unit, for a column whose head names it; `places` fixes the decimals."""
    if value is None or _absent(value):
        return _NUMBER
    shown = _short(value, 2) if places is None else _grouped(_rounded(value, places))
    exact = _("%(amount)s 万元") % {"amount": _short(value, 4)}
    return format_html('<span class="number" title="{}">{}</span>', exact, shown)


@register.filter
def percent(value: Decimal | int | None, places: int = 1) -> SafeString:
    """`65.43` → 65.4%. The value is in percent already."""
    if value is None or _absent(value):
        return _NUMBER
    return format_html(
        '<span class="number" title="{}%">{}%</span>', _short(value, 4), _grouped(_rounded(value, places))
    )


@register.filter
def signed(value: Decimal | int | None, places: int = 1) -> SafeString:
    """`-12.34` → −12.3, for a column whose head names the unit."""
    if value is None or _absent(value):
        return _NUMBER
    rounded = _rounded(value, places)
    sign = "+" if rounded > 0 else ""
    return format_html('<span class="number">{}{}</span>', sign, _grouped(rounded))


@register.filter
def points(value: Decimal | int | None, places: int = 1) -> SafeString:
    """A difference of rates, signed: `-12.34` → −12.3 个百分点."""
    number = signed(value, places)
    return number if value is None or _absent(value) else format_html(_("{} 个百分点"), number)


@register.filter
def dash(value: Any) -> Any:
    """— for what is unknown or empty; 0 stays 0."""
    return UNKNOWN if _absent(value) else value


# --- days -----------------------------------------------------------------------------------------
@register.filter
def cn_date(value: date | datetime | None) -> str:
    """2026年11月22日, in the county's time zone."""
    if not value:
        return UNKNOWN
    day = timezone.localtime(value) if isinstance(value, datetime) and timezone.is_aware(value) else value
    return day_words(day)


@register.filter
def since(day: date) -> str:
    """自2026年9月1日起; of what came with the system just that, for its date is no day of any office."""
    return _("系统自带") if day == SHIPPED else _("自%(day)s起") % {"day": cn_date(day)}


@register.filter
def cn_time(value: datetime | None) -> str:
    """2026年11月22日 14:05, in the county's time zone."""
    if not value:
        return UNKNOWN
    moment = timezone.localtime(value) if timezone.is_aware(value) else value
    return f"{cn_date(moment)} {moment:%H:%M}"


@register.filter
def cn_month(value: YearMonth | None) -> str:
    """2026年8月, of a date or a reporting month."""
    if not value:
        return UNKNOWN
    return _("%(year)s年%(month)s月") % {"year": value.year, "month": value.month}


# --- pieces ---------------------------------------------------------------------------------------
@register.simple_tag
def icon(name: str) -> SafeString:
    """`{% icon "search" %}`: decoration only, hidden from screen readers; the words stand beside it."""
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        static(_SPRITE),
        name,
    )


def _light_code(value: Any) -> str:
    """The code of a light given as an enumeration member, its number, its code or None."""
    if isinstance(value, int) and 0 <= value < len(_LIGHTS):
        return list(_LIGHTS)[value]
    return value if value in _LIGHTS else "unknown"


@register.inclusion_tag("components/light.html")
def light(value: Any, note: str = "") -> dict[str, Any]:
    """`{% light project.light note=project.light_reason %}`; the note shows on hover."""
    code = _light_code(value)
    shape, label = _LIGHTS[code]
    return {"code": code, "shape": shape, "label": label, "note": note}


@register.inclusion_tag("components/progress.html")
def progress_bar(rate: Decimal | None, schedule: Decimal | None = None, value: Any = "") -> dict[str, Any]:
    """Completion rate in percent as a bar, a tick where the schedule stands; `value` is the light."""

    def place(number: Decimal | None) -> str | None:
        return None if number is None else f"{min(max(_rounded(number, 1), Decimal(0)), Decimal(100)):f}"

    return {
        "rate": rate,
        "schedule": schedule,
        "width": place(rate),
        "tick": place(schedule),
        "code": "" if value == "" else _light_code(value),
    }


@register.simple_tag(takes_context=True)
def repeat_block(context: template.Context, name: str) -> str:
    """The block once more, so that a page says its title once for the window and for the heading."""
    block = context.render_context[BLOCK_CONTEXT_KEY].get_block(name)
    return block.render(context)


@register.inclusion_tag("components/sort_head.html", takes_context=True)
def sort_head(context: template.Context, key: str, label: str, number: bool = False) -> dict[str, Any]:
    """A sortable column head; reads and writes `?sort=key` or `?sort=-key` and drops the page marks."""
    request = context["request"]
    query, now = request.GET.copy(), request.GET.get("sort", "")
    for mark in ("after", "before", "page"):
        query.pop(mark, None)
    query["sort"] = f"-{key}" if now == key else key
    order = {key: "ascending", f"-{key}": "descending"}.get(now, "none")
    return {"label": label, "number": number, "order": order, "address": f"?{query.urlencode()}"}


@register.inclusion_tag("components/buttons.html", takes_context=True)
def buttons(context: template.Context, subject: str, row: Any) -> dict[str, Any]:
    """`{% buttons "project" project %}`: what rooms to the right do about the row, for whoever may."""
    request = context["request"]
    return {"buttons": buttons_for(request.user, subject, row), "csrf_token": context.get("csrf_token")}


@register.simple_tag(takes_context=True)
def panels(context: template.Context, subject: str, row: Any) -> SafeString:
    """`{% panels "project" project %}`: what rooms to the right know of the row, each as a panel."""
    shown = panels_for(context["request"].user, subject, row)
    pieces = [(render_to_string(name, dict(content)),) for name, content in shown]
    return format_html_join("", "{}", pieces)


# --- forms ----------------------------------------------------------------------------------------
@register.filter
def control(field: BoundField) -> SafeString:
    """The field's widget in the site's look, marked where it is wrong."""
    widget = field.field.widget
    if isinstance(widget, (RadioSelect, CheckboxSelectMultiple)):
        return field.as_widget()
    style = "form-control"
    if isinstance(widget, CheckboxInput):
        style = "form-check-input"
    elif isinstance(widget, Select):
        style = "form-select"
    classes: Iterable[str] = filter(
        None, (widget.attrs.get("class"), style, "is-invalid" if field.errors else "")
    )
    return field.as_widget(attrs={**widget.attrs, "class": " ".join(classes)})


@register.filter
def choice_kind(field: BoundField) -> str:
    """`check`, `group`, `file` or empty: how the field's label and widget stand to each other."""
    widget = field.field.widget
    if isinstance(widget, (RadioSelect, CheckboxSelectMultiple)):
        return "group"
    if isinstance(widget, CheckboxInput):
        return "check"
    return "file" if isinstance(widget, FileInput) else ""
