"""What does not work at screens, and what did not."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from ..models import Screen, ScreenFault


def open_faults(screens: Iterable[int]) -> Mapping[int, list[ScreenFault]]:
    """By screen, newest first; screens without faults are missing. One query."""
    found: dict[int, list[ScreenFault]] = defaultdict(list)
    for fault in ScreenFault.objects.filter(screen__in=list(screens), cleared_at=None).order_by("-first_at", "-pk"):
        found[fault.screen_id].append(fault)
    return found


def faults_of(screen: Screen, *, limit: int) -> list[ScreenFault]:
    """Open ones first, then the newest past ones."""
    rows = ScreenFault.objects.filter(screen=screen)
    now = list(rows.filter(cleared_at=None).order_by("-first_at"))
    return [*now, *rows.filter(cleared_at__isnull=False).order_by("-cleared_at", "-pk")[: max(limit - len(now), 0)]]
