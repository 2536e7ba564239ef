"""Files that players fetch by their SHA-256, and where they find the event stream."""

from datetime import datetime
from urllib.parse import urlsplit, urlunsplit

from django.conf import settings

from ..domain.media_links import LinkState, checked, is_digest
from ..models import MediaFile
from .manifests import media_secret

EVENTS_PATH = "/player/events"


class WrongLink(Exception):
    """The signature is not ours, or belongs to another file."""


class LinkExpired(Exception):
    """The signature was right once."""


class NoSuchMedia(Exception):
    """Nothing of this SHA-256 is shown on screens any more."""


def media_file(*, digest: str, expires: int, signed: str, now: datetime) -> MediaFile:
    """The file that a signed address names. One query. Raises WrongLink, LinkExpired, NoSuchMedia."""
    state = checked(media_secret(), digest=digest, expires=expires, signed=signed, now=int(now.timestamp()))
    if state is LinkState.WRONG or not is_digest(digest):
        raise WrongLink
    if state is LinkState.GONE:
        raise LinkExpired
    found = MediaFile.objects.filter(file__sha256=digest).select_related("file", "version__content").first()
    if found is None:
        raise NoSuchMedia
    return found


def events_address(address: str) -> str:
    """Where a player finds the event stream that came to this address of the portal."""
    if settings.NOC_EVENTS_URL:
        return settings.NOC_EVENTS_URL + EVENTS_PATH
    came = urlsplit(address)
    host = came.netloc
    if settings.NOC_EVENTS_PORT:
        name = f"[{came.hostname}]" if ":" in (came.hostname or "") else came.hostname
        host = f"{name}:{settings.NOC_EVENTS_PORT}"
    return urlunsplit((came.scheme, host, EVENTS_PATH, "", ""))
