"""Whose token it is, and which manifest its screen is to have."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from ..domain.days import horizon_of, zone_named
from ..domain.etags import etag_of
from ..domain.tokens import bearer_of, digest_of

# Written out: making it anew with the ORM would cost twice what the database takes, and players ask all day.
_BY_DIGEST = """
SELECT screen.id, hall_id, revision, screen.is_enabled, time_zone, path
FROM signage_screen screen JOIN storefronts_hall hall ON hall.id = hall_id JOIN regions_region region ON region.id = hall.region_id
WHERE token_digest = %s
"""


class UnknownDevice(Exception):
    """No token, a made-up one, or one that was revoked."""


@dataclass(frozen=True, slots=True)
class Device:
    """The screen whose player asks, as far as every request needs it. `path` is that of its hall in the tree of regions."""

    pk: int
    hall: int
    revision: int
    is_enabled: bool
    time_zone: str
    path: str
    digest: str

    def etag(self, now: datetime) -> str:
        """Names the manifest that the screen is to have now."""
        number = horizon_of(now, zone=zone_named(self.time_zone)).number
        return etag_of(revision=self.revision, day=number, path=self.path, is_enabled=self.is_enabled)


def device_of(authorization: str) -> Device:
    """The screen of the token in an Authorization header. One query. Raises UnknownDevice."""
    secret = bearer_of(authorization)
    if not secret:
        raise UnknownDevice
    digest = digest_of(secret)
    with connection.cursor() as cursor:
        cursor.execute(_BY_DIGEST, [digest])
        row = cursor.fetchone()
    if row is None:
        raise UnknownDevice
    pk, hall, revision, is_enabled, time_zone, path = row
    return Device(pk=pk, hall=hall, revision=revision, is_enabled=bool(is_enabled), time_zone=time_zone, path=path, digest=digest)
