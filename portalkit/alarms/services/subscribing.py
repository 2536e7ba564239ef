"""Who wants to be told of what."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import get_language

from portalkit.access.models import User
from portalkit.audit.domain.actors import Actor
from portalkit.audit.services import record
from portalkit.regions.models import Region

from ..domain.identity import Severity
from ..models import Subscription


@transaction.atomic
def subscribe(*, user: User, region: Region, severity: Severity, by: Actor, now: datetime, kinds: Sequence[str] = ()) -> Subscription:
    """Tells the user of alarms in the region's subtree from this severity on; the same region again changes the rest."""
    wishes = {"severity": severity, "kinds": list(kinds), "language": (get_language() or "")[:10]}
    found, _ = Subscription.objects.update_or_create(user=user, region=region, defaults=wishes)
    detail = {"severity": str(severity), "kinds": list(kinds), "user": user.username}
    record(by=by, action="alarms.subscribe", on=found, region_code=region.code, detail=detail, at=now)
    return found


@transaction.atomic
def unsubscribe(*, subscription: Subscription, by: Actor, now: datetime) -> None:
    record(by=by, action="alarms.unsubscribe", on=subscription, region_code=subscription.region.code, at=now)
    subscription.delete()
