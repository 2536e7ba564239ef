"""Makers for the rows of the contest and the benefit estimates."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from typing import TYPE_CHECKING

from complaints.models import BenefitEstimate, ContestChampion, FaultEntry
from portalkit.files.services import store

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from django.db.models import Model

    from tests.architecture.world import Place

NOW = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
NUMBER = "13912348765"


def _fault(place: Place, number: int) -> FaultEntry:
    text = f"{number} {place.marker}"
    photo = store(stream=BytesIO(f"photo {text}".encode()), now=NOW)
    return FaultEntry.objects.create(
        region=place.county, finder=f"Finder {text}", finder_department=place.marker, entered_by=place.person, entered_at=NOW,
        found_on=NOW.date() - timedelta(days=number), place=f"Place {text}", place_key=text, category="coverage", severity="minor",
        description=f"{text} {NUMBER}", photo=photo, ticket=place.rows["complaints.Ticket"],
    )  # fmt: skip


def _champion(place: Place, number: int) -> ContestChampion:
    return ContestChampion.objects.create(
        month=_months_before(number), region=place.region, place=1, finder=f"Winner {place.marker}", finder_department=place.marker,
        found=3, solved=2, points="9.00", announced_by=place.marker, announced_at=NOW,
    )  # fmt: skip


def _estimate(place: Place, number: int) -> BenefitEstimate:
    sources = dict.fromkeys(("subscribers_source", "arpu_source", "share_source", "note"), f"{number} {place.marker}")
    return BenefitEstimate.objects.create(
        region=place.region, month=_months_before(number), subscribers=1000, arpu="50", share="0.2", made_by=place.marker, made_at=NOW,
        **sources,
    )  # fmt: skip


def _months_before(number: int) -> date:
    years, month = divmod(2026 * 12 + 10 - number, 12)
    return date(years, month + 1, 1)


ROWS: Mapping[str, Callable[[Place, int], Model]] = {
    "complaints.FaultEntry": _fault,
    "complaints.ContestChampion": _champion,
    "complaints.BenefitEstimate": _estimate,
}
