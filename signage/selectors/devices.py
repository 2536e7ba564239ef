"""Whose token it is, and which manifest its screen is to have."""

from dataclasses import dataclass
from datetime import datetime

from ..domain.days import horizon_of, zone_named
from ..domain.tokens import bearer_of, digest_of
from ..models import Screen


class UnknownDevice(Exception):
    """No token, a made-up one, or one that was revoked."""


@dataclass(frozen=True, slots=True)
class Device:
    """The screen whose player asks, as far as every request needs it."""

    pk: int
    revision: int
    is_enabled: bool
    time_zone: str
    digest: str

    def etag(self, now: datetime) -> str:
        """Names the manifest that the screen is to have now: by revision and day, and apart while it is out of service."""
        number = horizon_of(now, zone=zone_named(self.time_zone)).number
        return f"{self.revision}-{number}" if self.is_enabled else f"{self.revision}-{number}-out"


def device_of(authorization: str) -> Device:
    """The screen of the token in an Authorization header. One query. Raises UnknownDevice."""
    secret = bearer_of(authorization)
    if not secret:
        raise UnknownDevice
    digest = digest_of(secret)
    row = Screen.objects.filter(token_digest=digest).values_list("pk", "revision", "is_enabled", "time_zone").order_by().first()
    if row is None:
        raise UnknownDevice
    return Device(*row, digest)
