"""Items of a playlist as its page shows and plays them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ..domain.kinds import MediaType
from ..models import Content, PlaylistItem
from ..selectors.playlists import lasts_ms, piece_of
from .library import form_icon, thumbnail_url

_TROUBLES = {
    "no_version": _("is being checked, or was refused"),
    "retired": _("is retired"),
    "over": _("is no longer valid"),
    "never": _("is never valid: item and content name different times"),
    "early": _("is not valid yet"),
}


@dataclass(frozen=True)
class PreviewItem:
    """`pages` are addresses of what is shown, one for each page; none for a notice, whose words stand in `text`."""

    title: str
    media: str
    media_label: Any
    pages: Sequence[str]
    milliseconds: int
    transition: str
    text: Mapping[str, str]
    trouble: Any
    content_url: str


@dataclass(frozen=True)
class Choice:
    """Content as it is chosen and put in order. `icon` stands where there is no thumbnail."""

    pk: int
    label: str
    thumbnail: str | None
    icon: str


def choice_of(content: Content) -> Choice:
    label = f"{content.title} · {content.get_media_display()}"
    return Choice(pk=content.pk, label=label, thumbnail=thumbnail_url(content), icon=form_icon(content))


def preview_items(items: Sequence[PlaylistItem], pages: Mapping[int, int], *, now: datetime) -> list[PreviewItem]:
    return [_preview(item, pages.get(item.content.current_id or 0, 0), now) for item in items]


def _preview(item: PlaylistItem, pages: int, now: datetime) -> PreviewItem:
    content = item.content
    version = content.current
    is_shown_by_file = version is not None and content.media not in (MediaType.NOTICE, MediaType.BUNDLE)
    addresses = (
        [reverse("signage:library_media", args=[version.pk, page]) for page in range(1, pages + 1)] if version and is_shown_by_file else []
    )
    return PreviewItem(
        title=content.title,
        media=content.media,
        media_label=content.get_media_display(),
        pages=addresses,
        milliseconds=lasts_ms(item),
        transition=item.transition,
        text=version.text if version else {},
        trouble=_TROUBLES.get(_trouble(item, now), ""),
        content_url=reverse("signage:content", args=[content.pk]),
    )


def _trouble(item: PlaylistItem, now: datetime) -> str:
    piece = piece_of(item)
    return piece.why_never(now) or ("early" if piece.valid_from and piece.valid_from > now else "")
