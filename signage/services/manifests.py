"""Manifests kept ready: built once for a revision and day, then sent again as they are."""

import json
from dataclasses import dataclass
from datetime import datetime

from ..models import Screen, ScreenManifest
from ..selectors.manifests import build_manifest


@dataclass(frozen=True)
class KeptManifest:
    """`body` is JSON text without `events`."""

    etag: str
    body: str

    def for_player(self, *, events: str) -> str:
        """With the address of the event stream, which depends on how the player came here."""
        return f'{self.body[:-1]},"events":{json.dumps(events)}}}'


def manifest_for(screen: Screen, now: datetime, *, etag: str = "") -> KeptManifest:
    """The screen's manifest of its revision and day; from the row where that has the etag, else built and kept."""
    kept = ScreenManifest.objects.filter(screen=screen, etag=etag).only("etag", "body").first() if etag else None
    if kept is not None:
        return KeptManifest(etag=kept.etag, body=kept.body)
    built = build_manifest(screen, now)
    body = json.dumps(built, ensure_ascii=False, separators=(",", ":"))
    ScreenManifest.objects.update_or_create(screen=screen, defaults={"etag": built["etag"], "body": body, "built_at": now})
    return KeptManifest(etag=built["etag"], body=body)
