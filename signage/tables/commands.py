"""Commands: those of a screen, those of a batch, and the batches."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portalkit.tables import Column, Table

from ..panels.commands import STATE_LABELS, STATE_TONES, kind_text, told_text
from ..panels.screens import screen_url
from ..selectors.commands import Batch, CommandLine


def batch_url(batch: Batch) -> str:
    return reverse("signage:command", args=[batch.key])


_OUTCOME = (
    Column("state", _("State"), value=lambda line: STATE_LABELS[line.state], kind="badge", tone=lambda line: STATE_TONES[line.state]),
    Column("done_at", _("Answered at"), value="command.done_at", kind="datetime"),
    Column("error", _("Reason"), value="command.error", is_long=True),
)


def _told(line: CommandLine) -> str:
    return told_text(line.command.kind, line.command.params)


COMMANDS_OF_SCREEN = Table(
    key="signage.commands_of_screen",
    title=_("Commands"),
    default_order="",
    columns=(
        Column("kind", _("Command"), value=_told, is_long=True),
        Column("asked_at", _("Asked at"), value="command.asked_at", kind="datetime"),
        Column("by", _("By"), value="command.asked_by_name"),
        *_OUTCOME,
    ),
)


def _screen_url(line: CommandLine) -> str:
    return screen_url(line.command.screen)


COMMANDS_OF_BATCH = Table(
    key="signage.commands_of_batch",
    title=_("Screens told"),
    default_order="",
    row_link=_screen_url,
    columns=(
        Column("screen", _("Screen"), value="command.screen.name"),
        Column("hall", _("Hall"), value="command.screen.hall.region.display_name"),
        *_OUTCOME,
    ),
)


def _figure(name: str, label: Any) -> Column:
    return Column(name, label, kind="number", order_by=name)


BATCHES = Table(
    key="signage.commands",
    title=_("Commands"),
    default_order="-asked_at",
    row_link=batch_url,
    columns=(
        Column("kind", _("Command"), value=lambda batch: kind_text(batch.kind), order_by="kind"),
        Column("asked_at", _("Asked at"), kind="datetime", order_by="asked_at"),
        Column("asked_by", _("By"), order_by="asked_by"),
        _figure("total", _("Screens")),
        _figure("done", _("Done")),
        _figure("failed", _("Failed")),
        _figure("expired", _("Expired")),
        _figure("waiting", _("Waiting")),
    ),
)
