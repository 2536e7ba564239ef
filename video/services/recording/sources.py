"""Opens what a wish names: an allowed address, or the generated picture of the demo."""

import base64

from portalkit.vault.services.sealing import CannotOpen, open_sealed
from video.adapters.dialling import dialled_stream
from video.adapters.streams import RtspSource, Source, StreamLost
from video.domain.addresses import AddressFault, AddressRefused, rule
from video.domain.causes import Cause

from .wishes import Wish

TIMEOUT_SECONDS = 5.0


def open_source(wish: Wish) -> Source:
    """Raises StreamLost."""
    if wish.source == "demo":
        from video.adapters.demo_camera import DemoSource  # OpenCV and NumPy stay out of a recorder that has real cameras

        return DemoSource(name=wish.gb_id)
    try:
        password = open_sealed(base64.b64decode(wish.password))
    except CannotOpen:
        raise StreamLost(Cause.WRONG_PASSWORD) from None
    try:
        url = dialled_stream(url=wish.url, rules=[rule(network=network, ports=ports) for network, ports in wish.rules])
    except AddressRefused as refused:
        is_unknown = refused.reason is AddressFault.UNKNOWN_HOST
        raise StreamLost(Cause.UNREACHABLE if is_unknown else Cause.ADDRESS_REFUSED) from None
    return RtspSource(url=url, username=wish.username, password=password, timeout=TIMEOUT_SECONDS, keeps_audio=wish.keeps_audio)
