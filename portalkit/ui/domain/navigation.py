"""The left navigation as data, and which of its entries is the current one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol


class Text(Protocol):
    """A text, also one that is translated when it is read."""

    def __str__(self) -> str: ...


@dataclass(frozen=True)
class Item:
    """A page. `permission` is what its view asks for; None shows it to everybody who is signed in."""

    key: str
    label: Text
    url_name: str
    permission: str | None = None
    icon: str = "chevron-right"


@dataclass(frozen=True)
class Section:
    """An app's pages. A section with `is_single` is shown as one plain link, without a fold."""

    key: str
    label: Text
    icon: str
    items: tuple[Item, ...]
    is_single: bool = False


@dataclass(frozen=True)
class Link:
    """An item the caller may open, with its address."""

    item: Item
    url: str
    is_current: bool


@dataclass(frozen=True)
class VisibleSection:
    section: Section
    links: tuple[Link, ...]

    @property
    def is_current(self) -> bool:
        return any(link.is_current for link in self.links)


def visible_sections(
    sections: Iterable[Section], *, urls: Mapping[str, str], allowed: frozenset[str], path: str
) -> tuple[VisibleSection, ...]:
    """The sections with at least one page that exists (`urls`: URL name → address) and that the caller may open (`allowed`)."""
    shown = [(section, [item for item in section.items if item.url_name in urls and _may(item, allowed)]) for section in sections]
    current = current_url((urls[item.url_name] for _, items in shown for item in items), path=path)
    return tuple(
        VisibleSection(
            section=section,
            links=tuple(Link(item=item, url=urls[item.url_name], is_current=urls[item.url_name] == current) for item in items),
        )
        for section, items in shown
        if items
    )


def current_url(urls: Iterable[str], *, path: str) -> str | None:
    """The longest address that `path` equals or lies below. The root `/` is current only on itself."""
    found = [url for url in urls if path == url or (url != "/" and path.startswith(url.rstrip("/") + "/"))]
    return max(found, key=len, default=None)


def permissions_of(sections: Iterable[Section]) -> frozenset[str]:
    return frozenset(str(item.permission) for section in sections for item in section.items if item.permission is not None)


def _may(item: Item, allowed: frozenset[str]) -> bool:
    return item.permission is None or str(item.permission) in allowed
