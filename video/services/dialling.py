"""Where a camera of a region is dialled."""

from portalkit.regions.models import Region

from ..adapters.dialling import dialled_stream, refusal_of_literal
from ..domain.addresses import AddressRefused
from ..models import Camera
from ..selectors.addresses import rules_of


def allowed_address(*, url: str, region: Region) -> str:
    """The stream's address with its resolved, literal host, when the rules of the region allow it.

    Raises `video.domain.addresses.AddressRefused` with the reason; its text holds no credentials.
    """
    return dialled_stream(url=url, rules=rules_of(region))


def address_refusals(camera: Camera) -> dict[str, AddressRefused]:
    """Why the camera's streams will not be dialled, by the name of the column; what needs a look-up is found good. One query."""
    rules = rules_of(camera.hall.region)
    found = {name: refusal_of_literal(url=url, rules=rules) for name in ("main_url", "sub_url") if (url := getattr(camera, name))}
    return {name: refused for name, refused in found.items() if refused is not None}
