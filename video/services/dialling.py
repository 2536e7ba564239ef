"""Where a camera of a region is dialled."""

from portalkit.regions.models import Region

from ..adapters.dialling import dialled_stream
from ..selectors.addresses import rules_of


def allowed_address(*, url: str, region: Region) -> str:
    """The stream's address with its resolved, literal host, when the rules of the region allow it.

    Raises `video.domain.addresses.AddressRefused` with the reason; its text holds no credentials.
    """
    return dialled_stream(url=url, rules=rules_of(region))
