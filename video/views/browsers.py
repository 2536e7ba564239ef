"""What a page with pictures needs of the browser: leave to load from the nodes, and a script that plays HLS where the browser does not."""

from collections.abc import Iterable, Sequence

from csp.constants import SELF
from django.contrib.staticfiles import finders
from django.http import HttpResponse

from ..domain.origins import origin_of

HLS = "vendor/hls.light.min.js"


def let_nodes(response: HttpResponse, services: Iterable[str], *, kinds: Sequence[str]) -> HttpResponse:
    """Lets this page alone load from the media services of nodes. `kinds` are directives: media-src, connect-src, img-src."""
    origins = sorted({origin for service in services if (origin := origin_of(service))})
    if origins:
        response._csp_update = {kind: [SELF, *origins] for kind in kinds}  # type: ignore[attr-defined]
    return response


def hls_script() -> str:
    """Empty until `make assets` fetched it."""
    return HLS if finders.find(HLS) else ""
