"""Makes the file of an export and the manifest that vouches for it. Runs on the node that has the footage; for what the archive
alone has, at the centre."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from portalkit.audit.domain.actors import Actor
from portalkit.audit.services import record
from portalkit.files.models import StoredFile
from portalkit.files.services import store
from portalkit.periods.domain.calendar import SHANGHAI
from video.adapters.cutting import Part, Written, write_export
from video.adapters.signing import ALGORITHM, SigningKey
from video.domain.evidence import FORMAT, Cut, cause_of, chained, holes, signed_part
from video.domain.segments import microseconds, moment
from video.models import EvidenceExport, Segment
from video.selectors.evidence import outages_in

from ..footage import FootageDamaged, open_segment, work_folder
from .asking import choose
from .keys import evidence_key

_PIECE = 1 << 20
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Made:
    """Both files, stored and not yet named by the export's row."""

    footage: StoredFile
    manifest: StoredFile
    pictures: int


def make_export(*, export: EvidenceExport, now: datetime, progress: Progress = lambda _done, _total: None) -> Made:
    """Checks every source against its digest before it is used, copies the span, signs the manifest. `progress` in bytes of the sources.

    Raises NoFootage, FootageGone and FootageDamaged (which name the segment), FormatChanges, CannotRead, ArchiveAway, KeyUnusable and
    OSError.
    """
    key = evidence_key()
    chosen = choose(camera=export.camera, start=export.start, end=export.end)
    entries: list[dict[str, Any]] = []
    with work_folder() as folder:
        target = folder / "evidence.mp4"
        written = write_export(target, _parts(chosen.segments, chosen.cuts, entries, progress), made_at=now)
        with target.open("rb") as file:
            footage = store(stream=file, now=now)
    manifest = _manifest(export, entries=entries, cuts=chosen.cuts, written=written, footage=footage, now=now)
    signed = {**manifest, "signature": _signature(manifest, key)}
    body = json.dumps(signed, indent=2, ensure_ascii=False).encode()
    return Made(footage=footage, manifest=store(stream=BytesIO(body), now=now), pictures=written.pictures)


@transaction.atomic
def keep_export(*, export: EvidenceExport, made: Made, by: Actor, now: datetime) -> EvidenceExport:
    """From here on the export can be downloaded."""
    export.footage, export.manifest, export.finished_at = made.footage, made.manifest, now
    export.save(update_fields=["footage", "manifest", "finished_at"])
    detail = {"sha256": made.footage.sha256, "bytes": made.footage.size, "pictures": made.pictures}
    record(by=by, action="video.make_export", on=export, region_code=export.camera.hall.region.code, detail=detail, at=now)
    return export


@transaction.atomic
def note_download(*, export: EvidenceExport, what: str, by: Actor, now: datetime) -> None:
    """Evidence that leaves the portal is named in the audit trail: `footage`, `manifest` or `package`."""
    detail = {"what": what, "camera": export.camera.gb_id}
    record(by=by, action="video.download_export", on=export, region_code=export.camera.hall.region.code, detail=detail, at=now)


def file_stem(export: EvidenceExport) -> str:
    """What the files of an export are called: device id and begin, in the time of the halls."""
    return f"{export.camera.gb_id}_{export.start.astimezone(SHANGHAI):%Y%m%dT%H%M%S}_{export.pk}"


def _parts(segments: Sequence[Segment], cuts: Sequence[Cut], entries: list[dict[str, Any]], progress: Progress) -> Iterator[Part]:
    done, total = 0, sum(segment.size for segment in segments)
    for segment, cut in zip(segments, cuts, strict=True):
        with open_segment(segment) as path:
            digest = _checked(segment, path)
            entries.append(_entry(segment, cut, digest))
            yield Part(key=segment.pk, path=path, init_bytes=segment.init_bytes, offset=cut.offset, end=cut.end)
        done += segment.size
        progress(done, total)


def _checked(segment: Segment, path: Path) -> str:
    """The digest of what the row calls the segment: all of a closed file, what was durable of a growing one. Raises FootageDamaged."""
    digest, left = sha256(), segment.size
    with path.open("rb") as file:
        while left and (data := file.read(min(left, _PIECE))):
            digest.update(data)
            left -= len(data)
        is_longer = segment.state != Segment.State.OPEN and bool(file.read(1))
    found = digest.hexdigest()
    if left or is_longer or (segment.sha256 and segment.sha256 != found):
        raise FootageDamaged(segment)
    return found


def _entry(segment: Segment, cut: Cut, digest: str) -> dict[str, Any]:
    return {
        "path": segment.path,
        "node": segment.volume.node.name,
        "volume": str(segment.volume.marker),
        "start": _written(segment.start),
        "end": _written(segment.end),
        "size": segment.size,
        "sha256": digest,
        "is_growing": segment.state == Segment.State.OPEN,
        "used_bytes": [cut.offset, cut.end],
        "used_from": _written(moment(cut.start_us)),
        "used_to": _written(moment(cut.end_us)),
    }


def _manifest(
    export: EvidenceExport, *, entries: list[dict[str, Any]], cuts: Sequence[Cut], written: Written, footage: StoredFile, now: datetime
) -> dict[str, Any]:
    camera, look = export.camera, Segment.objects.only("codec", "width", "height").get(pk=cuts[0].key)
    return {
        "format": FORMAT,
        "software": f"NOC portal {settings.SPECTACULAR_SETTINGS['VERSION']}",
        "export": {
            "number": export.pk,
            "reason": export.reason,
            "exporter": {"user": export.requested_by.username, "name": export.requested_by.full_name},
            "requested_at": _written(export.requested_at),
            "made_at": _written(now),
        },
        "camera": {
            "gb_id": camera.gb_id,
            "name": camera.name,
            "hall": {"code": camera.hall.code, "name": camera.hall.region.name, "address": camera.hall.address},
        },
        "asked": {"from": _written(export.start), "to": _written(export.end)},
        "real": {"from": _written(moment(written.start_us)), "to": _written(moment(written.end_us))},
        "gaps": _gaps(export, cuts),
        "sources": chained(entries),
        "footage": {
            "name": f"{file_stem(export)}.mp4",
            "size": footage.size,
            "sha256": footage.sha256,
            "pictures": written.pictures,
            "codec": look.codec,
            "width": look.width,
            "height": look.height,
        },
    }


def _gaps(export: EvidenceExport, cuts: Sequence[Cut]) -> list[Mapping[str, str]]:
    start_us, end_us = microseconds(export.start), microseconds(export.end)
    outages = outages_in(export.camera, start=export.start, end=export.end)
    missing = holes([(cut.start_us, cut.end_us) for cut in cuts], start_us=start_us, end_us=end_us)
    return [
        {"from": _written(moment(hole[0])), "to": _written(moment(hole[1])), "cause": cause_of(hole, outages) or "unknown"}
        for hole in missing
    ]


def _signature(manifest: Mapping[str, Any], key: SigningKey) -> dict[str, str]:
    return {"algorithm": ALGORITHM, "key": key.public.text, "fingerprint": key.public.fingerprint, "value": key.sign(signed_part(manifest))}


def _written(at: datetime) -> str:
    return at.astimezone(SHANGHAI).isoformat(timespec="milliseconds")
