"""What screens were told to do, and what became of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, Max, Min, OuterRef, Q, QuerySet

from portalkit.access.selectors import Access

from ..domain.commands import CommandState, command_state
from ..models import Screen, ScreenCommand, Screenshot
from ..permissions import SignagePermission


@dataclass(frozen=True)
class CommandLine:
    """A command with what became of it."""

    command: ScreenCommand
    state: CommandState


@dataclass(frozen=True)
class Batch:
    """A command to several screens. Counts are of the screens that the caller may see."""

    key: UUID
    kind: str
    asked_by: str
    asked_at: datetime
    total: int
    done: int
    failed: int
    expired: int

    @property
    def waiting(self) -> int:
        return self.total - self.done - self.failed - self.expired

    @property
    def settled(self) -> int:
        return self.total - self.waiting


def visible_commands(access: Access, permission: SignagePermission = SignagePermission.VIEW) -> QuerySet[ScreenCommand]:
    """Commands to the screens in reach."""
    rows = ScreenCommand.objects.select_related("screen__hall__region")
    return access.scope(permission, rows, region="screen__hall__region")


def commands_of(screen: Screen, *, limit: int, now: datetime) -> list[CommandLine]:
    """Newest first. One query."""
    return lines_of(screen.commands.order_by("-asked_at", "-pk")[:limit], now=now)


def lines_of(commands: Iterable[ScreenCommand], *, now: datetime) -> list[CommandLine]:
    """Each with its state."""
    return [CommandLine(one, state_of_command(one, now=now)) for one in commands]


def pictures_of(commands: QuerySet[ScreenCommand], *, limit: int) -> list[Screenshot]:
    """Those taken by the commands and still kept, by hall and screen. A picture is taken at the moment at which its command is done."""
    asked = commands.filter(screen=OuterRef("screen"), done_at=OuterRef("taken_at"), kind=ScreenCommand.Kind.SCREENSHOT)
    rows = Screenshot.objects.filter(Exists(asked)).select_related("screen__hall__region")
    return list(rows.order_by("screen__hall__region__path", "screen__name", "pk")[:limit])


def state_of_command(command: ScreenCommand, *, now: datetime) -> CommandState:
    return command_state(is_done=command.done_at is not None, error=command.error, expires_at=command.expires_at, now=now)


def batches(rows: QuerySet[ScreenCommand], *, now: datetime, limit: int | None = None) -> list[Batch]:
    """Newest first. One query."""
    is_open = Q(done_at=None)
    found: Iterable[Any] = (
        rows.filter(batch__isnull=False)
        .order_by()
        .values("batch")
        .annotate(
            kind=Min("kind"),
            by=Min("asked_by_name"),
            at=Min("asked_at"),
            newest=Max("pk"),
            total=Count("pk"),
            done=Count("pk", filter=~is_open & Q(error="")),
            failed=Count("pk", filter=~is_open & ~Q(error="")),
            expired=Count("pk", filter=is_open & Q(expires_at__lte=now)),
        )
        .order_by("-newest")[:limit]
    )
    return [
        Batch(
            key=row["batch"], kind=row["kind"], asked_by=row["by"], asked_at=row["at"], total=row["total"], done=row["done"],
            failed=row["failed"], expired=row["expired"],
        )
        for row in found
    ]  # fmt: skip
