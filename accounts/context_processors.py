"""What every page's frame shows; each room adds its own entries to the navigation."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from accounts.clock import today
from accounts.models import User


@dataclass(frozen=True)
class Entry:
    """A line of the navigation. ``count`` is asked on every page, so it must be one cheap query."""

    label: Any
    url_name: str
    icon: str
    order: int
    visible: Callable[[User], bool] = lambda user: True
    count: Callable[[User], int] | None = None


_ENTRIES: dict[str, Entry] = {}


def register_entry(entry: Entry) -> None:
    """Called from a room's ``AppConfig.ready``; accounts knows no room to its right."""
    _ENTRIES[entry.url_name] = entry


@dataclass(frozen=True)
class Button:
    """What a room to the right does about a row of a room to the left: it posts to its address with the key.

    ``address`` takes the row's key; ``visible`` is asked of a row that the page has already read.
    """

    label: Any
    icon: str
    address: Callable[[Any], str]
    visible: Callable[[User, Any], bool]


_BUTTONS: dict[str, list[Button]] = {}


def register_button(subject: str, button: Button) -> None:
    """Called from a room's ``AppConfig.ready``; ``subject`` names the kind of row, such as ``project``."""
    _BUTTONS.setdefault(subject, []).append(button)


def buttons_for(user: User, subject: str, row: Any) -> list[tuple[Button, str]]:
    """Those that this person is shown beside the row, each with its address."""
    known = _BUTTONS.get(subject, ())
    return [(button, button.address(row)) for button in known if button.visible(user, row)]


@dataclass(frozen=True)
class Panel:
    """What a room to the right shows within the page of a row of a room to the left.

    ``content`` is given to ``template``; empty, nothing is shown.
    """

    template: str
    content: Callable[[User, Any], Mapping[str, Any]]


_PANELS: dict[str, list[Panel]] = {}


def register_panel(subject: str, panel: Panel) -> None:
    """Called from a room's ``AppConfig.ready``; ``subject`` as of a button."""
    _PANELS.setdefault(subject, []).append(panel)


def panels_for(user: User, subject: str, row: Any) -> list[tuple[str, Mapping[str, Any]]]:
    """Template and content of those that have something to show this person."""
    shown = [(panel.template, panel.content(user, row)) for panel in _PANELS.get(subject, ())]
    return [(template, content) for template, content in shown if content]


def site(request: HttpRequest) -> dict[str, Any]:
    return {
        "office_name": settings.OFFICE_NAME,
        "county_name": settings.COUNTY_NAME,
        "fixed_today": settings.FIXED_TODAY,
        "navigation": SimpleLazyObject(lambda: _navigation(request)),
    }


def _navigation(request: HttpRequest) -> list[dict[str, Any]]:
    """Entries as the frame shows them; the one whose address is the longest beginning is active."""
    user = getattr(request, "user", None)
    if (
        user is None
        or not user.is_authenticated
        or user.must_change_password(today(), settings.PASSWORD_DAYS)
    ):
        return []
    shown = [(reverse(entry.url_name), entry) for entry in _ENTRIES.values() if entry.visible(user)]
    shown.sort(key=lambda pair: pair[1].order)
    here = max((url for url, _entry in shown if request.path.startswith(url)), key=len, default="")
    return [
        {
            "label": entry.label,
            "url": url,
            "icon": entry.icon,
            "active": url == here and (url != "/" or request.path == "/"),
            "count": entry.count(user) if entry.count else 0,
        }
        for url, entry in shown
    ]
