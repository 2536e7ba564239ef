"""The page around every page: navigation, pickers, menus. Built from the request and the addresses that exist."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.module_loading import import_string
from django.utils.translation import get_language

from portalkit.ui.domain.navigation import Link, Section, VisibleSection, permissions_of, visible_sections
from portalkit.ui.domain.shell import Pickers

THEME_COOKIE = "noc_theme"
NAVIGATION_COOKIE = "noc_navigation"
THEMES = ("light", "dark", "auto")
PERIOD_PARAMETERS = ("region", "month", "page")


@dataclass(frozen=True)
class Shell:
    """Everything page.html shows around the content. An address is empty while no such page exists."""

    sections: tuple[VisibleSection, ...]
    section: VisibleSection | None
    link: Link | None
    pickers: Pickers | None
    is_rail: bool
    folded: frozenset[str]
    person: str
    next_url: str
    language: str
    home_url: str
    search_url: str
    alarms_url: str
    jobs_url: str
    bell_url: str
    preference_url: str
    language_url: str
    account_url: str
    sessions_url: str
    logout_url: str
    theme_url: str


def shell_of(request: HttpRequest) -> Shell:
    sections = sections_for(request)
    section = next((one for one in sections if one.is_current), None)
    kept = request.COOKIES.get(NAVIGATION_COOKIE, "").split(".")
    return Shell(
        sections=sections,
        section=section,
        link=next((link for link in section.links if link.is_current), None) if section else None,
        pickers=_pickers(request),
        is_rail="rail" in kept,
        folded=frozenset(kept) - {"rail", ""},
        person=str(getattr(request, "user", "")),
        next_url=next_url(request),
        language=get_language() or "",
        home_url=address("home") or "/",
        search_url=address("search"),
        alarms_url=address("alarms:header"),
        jobs_url=address("jobs:header"),
        bell_url=address("notify:bell"),
        preference_url=address("access:preference"),
        language_url=address("access:language"),
        account_url=address("access:account"),
        sessions_url=address("access:sessions"),
        logout_url=address("access:logout"),
        theme_url=address("ui:theme"),
    )


def sections_for(request: HttpRequest) -> tuple[VisibleSection, ...]:
    """The navigation that this caller sees."""
    sections = navigation()
    access = getattr(request, "access", None)
    allowed = frozenset(name for name in permissions_of(sections) if access is not None and access.can(name))
    names = {item.url_name for section in sections for item in section.items}
    urls = {name: url for name in names if (url := address(name))}
    return visible_sections(sections, urls=urls, allowed=allowed, path=request.path)


def theme_of(request: HttpRequest | None) -> str:
    """`light`, `dark` or `auto` by the cookie, so that the first paint is the right one."""
    theme = request.COOKIES.get(THEME_COOKIE, "") if request is not None else ""
    return theme if theme in THEMES else "auto"


def address(name: str) -> str:
    """The address of a URL name without arguments, empty where there is none."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def next_url(request: HttpRequest) -> str:
    """This page without the parameters that a picker replaces, so that what is picked takes effect."""
    parameters = request.GET.copy()
    for name in PERIOD_PARAMETERS:
        parameters.pop(name, None)
    return f"{request.path}?{parameters.urlencode()}" if parameters else request.path


@cache
def navigation() -> tuple[Section, ...]:
    found: tuple[Section, ...] = import_string(settings.NOC_NAVIGATION)
    return found


def _pickers(request: HttpRequest) -> Pickers | None:
    provider: Callable[[Any], Pickers | None] | None = _picker_provider()
    return provider(request) if provider and address("access:preference") else None


@cache
def _picker_provider() -> Callable[[Any], Pickers | None] | None:
    name = getattr(settings, "NOC_PICKERS", "")
    found: Callable[[Any], Pickers | None] | None = import_string(name) if name else None
    return found
