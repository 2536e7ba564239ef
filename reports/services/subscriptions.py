"""Who gets which reports."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from portalkit.access.models import User
from portalkit.access.selectors import access_of_user
from portalkit.audit.domain.actors import Actor
from portalkit.audit.services import record
from portalkit.periods.domain.calendar import local_day
from portalkit.regions.models import Region

from ..models import Subscription
from ..selectors.rights import may_read


class RegionOutOfReach(LookupError):
    """The subscriber may not read reports of this kind and region."""


@transaction.atomic
def subscribe(*, user: User, kind: str, region: Region, language: str, formats: Collection[str], by: Actor, now: datetime) -> Subscription:
    """Sends the user every report of this kind and region from the next publication on; again with other formats replaces them.

    Raises RegionOutOfReach.
    """
    if not may_read(access_of_user(user, on=local_day(now)), kind=kind, region=region):
        raise RegionOutOfReach(region.code)
    wanted = {name: name in formats for name in ("pdf", "xlsx", "pptx")}
    subscription, _ = Subscription.objects.update_or_create(
        user=user,
        kind=kind,
        region=region,
        language=language,
        defaults=wanted,
        create_defaults={**wanted, "created_at": now, "created_by": by.name},
    )
    detail = {"user": str(user), "kind": kind, "formats": sorted(formats)}
    record(by=by, action="reports.subscribe", on=subscription, region_code=region.code, detail=detail, at=now)
    return subscription


@transaction.atomic
def unsubscribe(*, subscription: Subscription, by: Actor, now: datetime) -> None:
    """Ends the subscription."""
    detail = {"user": str(subscription.user), "kind": subscription.kind}
    record(by=by, action="reports.unsubscribe", on=subscription, region_code=subscription.region.code, detail=detail, at=now)
    subscription.delete()
