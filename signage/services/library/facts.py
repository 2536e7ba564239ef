"""What a person says of content, apart from what is in the file."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ...models import Content, Tag


@dataclass(frozen=True)
class ContentFacts:
    """Validity is half-open; None leaves an end open."""

    title: str
    kind: str
    tags: tuple[str, ...] = ()
    advertiser: str = ""
    licence_note: str = ""
    valid_from: datetime | None = None
    valid_to: datetime | None = None

    def to_json(self) -> dict[str, Any]:
        return {
            "title": self.title,
            "kind": self.kind,
            "tags": list(self.tags),
            "advertiser": self.advertiser,
            "licence_note": self.licence_note,
            "valid_from": self.valid_from.isoformat() if self.valid_from else None,
            "valid_to": self.valid_to.isoformat() if self.valid_to else None,
        }


def facts_of_json(values: Mapping[str, Any]) -> ContentFacts:
    """The facts that `to_json` made."""
    return ContentFacts(
        title=values["title"],
        kind=values["kind"],
        tags=tuple(values["tags"]),
        advertiser=values["advertiser"],
        licence_note=values["licence_note"],
        valid_from=_moment(values["valid_from"]),
        valid_to=_moment(values["valid_to"]),
    )


def facts_of(content: Content) -> ContentFacts:
    """As they stand. Reads the tags."""
    return ContentFacts(
        title=content.title,
        kind=content.kind,
        tags=tuple(tag.name for tag in content.tags.all()),
        advertiser=content.advertiser,
        licence_note=content.licence_note,
        valid_from=content.valid_from,
        valid_to=content.valid_to,
    )


def give_facts(content: Content, facts: ContentFacts) -> None:
    """Saves the content with these facts. Tags that are new are made."""
    for name in ("title", "kind", "advertiser", "licence_note", "valid_from", "valid_to"):
        setattr(content, name, getattr(facts, name))
    content.save()
    content.tags.set([Tag.objects.get_or_create(name=name)[0] for name in facts.tags])


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
