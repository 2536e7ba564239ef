"""The list of screens, and what a screen's page lists."""

from collections.abc import Callable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portalkit.tables import Column, Table

from ..domain.screen_states import ScreenState
from ..models import Publication, PublicationScreen, Screen
from ..panels.screens import STATE_LABELS, STATE_TONES, fault_text, screen_url, titles_playing


def _status(name: str) -> Callable[[Screen], Any]:
    """A value of the status row, which a screen has only once its player has spoken."""

    def value(screen: Screen) -> Any:
        status = getattr(screen, "status", None)
        return getattr(status, name) if status else None

    return value


def _tags(screen: Screen) -> str:
    return ", ".join(tag.name for tag in screen.tags.all())


def _state_text(screen: Any) -> str:
    return str(STATE_LABELS[ScreenState(screen.state)])


def _state_tone(screen: Any) -> str:
    return STATE_TONES[ScreenState(screen.state)]


def _megabytes(value: int | None) -> float | None:
    return None if value is None else value / 1_000_000


def _publication_url(row: PublicationScreen) -> str:
    return reverse("signage:publication", args=[row.publication_id])


def _publication_title(row: PublicationScreen) -> str:
    publication = row.publication
    return publication.schedule.title if publication.schedule else publication.get_action_display()


SCREENS = Table(
    key="signage.screens",
    title=_("Screens"),
    default_order="hall",
    row_link=screen_url,
    columns=(
        Column("name", _("Name"), order_by="name"),
        Column("hall", _("Hall"), value="hall.region.display_name", order_by=("hall__region__path", "name")),
        Column("region", _("Region"), value="hall.region.parent.display_name", order_by="hall__region__path"),
        Column("place", _("Place"), order_by="place"),
        Column("state", _("State"), value=_state_text, kind="badge", tone=_state_tone, order_by="state"),
        Column("seen_at", _("Last contact"), value=_status("seen_at"), kind="datetime", order_by="status__seen_at"),
        Column("playing", _("Plays now"), value=titles_playing),
        Column("tags", _("Tags"), value=_tags),
        Column("layout", _("Layout"), value="layout.name", order_by="layout__name"),
        Column("orientation", _("Orientation"), value="get_orientation_display", order_by="orientation", shown=False),
        Column("volume", _("Volume, %"), kind="number", order_by="volume", shown=False),
        Column("player", pgettext_lazy("screen", "Player"), value=_status("version"), order_by="status__version", shown=False),
        Column(
            "free", _("Free space, MB"), value=lambda row: _megabytes(_status("free_bytes")(row)), kind="number",
            order_by="status__free_bytes", shown=False,
        ),
        Column("revision", _("Publication to have"), kind="number", order_by="revision", shown=False),
        Column(
            "complete", _("Publication it has"), value=_status("complete_revision"), kind="number",
            order_by="status__complete_revision", shown=False,
        ),
        Column("paired_at", _("Paired at"), kind="datetime", order_by="paired_at", shown=False),
    ),
)  # fmt: skip
FAULTS = Table(
    key="signage.faults_of_screen",
    title=_("Faults"),
    default_order="-first_at",
    columns=(
        Column(
            "code", _("Fault"), value=lambda fault: fault_text(fault.code), kind="badge",
            tone=lambda fault: "good" if fault.cleared_at else "warn",
        ),
        Column("subject", _("About"), value="subject"),
        Column("detail", _("Detail"), is_long=True),
        Column("first_at", _("Since"), kind="datetime", order_by="first_at"),
        Column("last_at", _("Last seen"), kind="datetime"),
        Column("cleared_at", _("Cleared at"), kind="datetime"),
    ),
)  # fmt: skip
LACKED = Table(
    key="signage.lacked_by_screen",
    title=_("Missing publications"),
    default_order="-publication",
    row_link=_publication_url,
    columns=(
        Column("publication", _("Publication"), value="publication_id", kind="number", order_by="publication_id"),
        Column("title", _("Schedule"), value=_publication_title),
        Column(
            "action", _("What"), value=lambda row: row.publication.get_action_display(), kind="badge",
            tone=lambda row: "bad" if row.publication.action == Publication.Action.EMERGENCY else "info",
        ),
        Column("at", _("At"), value="publication.at", kind="datetime"),
        Column("by", _("By"), value="publication.by_name"),
    ),
)  # fmt: skip
HELD = Table(
    key="signage.held_by_screen",
    title=_("Media held"),
    default_order="title",
    columns=(
        Column("title", _("Content"), value="version.content.title", order_by="version__content__title"),
        Column("version", _("Version"), value="version.number", kind="number"),
        Column("page", _("Page"), kind="number"),
        Column("kind", pgettext_lazy("file", "Format"), value="content_type"),
        Column("size", _("Size"), value="file.size", kind="bytes"),
    ),
)
