"""Frozen items of revisions as players play them: documents page by page, with the files that they need."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from ..domain.days import milliseconds
from ..domain.kinds import MediaType, Transition
from ..models import ContentVersion, MediaFile, ScheduleRevision

USUAL_DURATION_MS = 10_000
NOTICE_DURATION_MS = 15_000
BUNDLE_ENTRY = "index.html"
_TYPES = {
    MediaType.IMAGE: "image", MediaType.VIDEO: "video", MediaType.DOCUMENT: "page", MediaType.BUNDLE: "bundle", MediaType.NOTICE: "notice"
}  # fmt: skip


class Unrolled:
    """The versions and files that some revisions name. Two queries."""

    def __init__(self, revisions: Iterable[ScheduleRevision]) -> None:
        wanted = {item["version"] for revision in revisions for item in revision.items}
        rows = ContentVersion.objects.filter(pk__in=wanted).select_related("content")
        self._versions = {version.pk: version for version in rows}
        self._files: dict[int, list[MediaFile]] = {}
        for file in MediaFile.objects.filter(version__in=wanted).select_related("file").order_by("version", "page"):
            self._files.setdefault(file.version_id, []).append(file)
        self.used: dict[str, MediaFile] = {}
        self.urgent: set[str] = set()

    def items(self, revision: ScheduleRevision, *, is_urgent: bool = False) -> list[dict[str, Any]]:
        """What of the revision there is, in order; its own text first. Notes the files as used."""
        said = [_own_text(revision)] if revision.text else []
        found = said + [one for item in revision.items for one in self._unrolled(item)]
        if is_urgent:
            self.urgent.update(one["media"] for one in found if one["media"])
        return found

    def _unrolled(self, item: Mapping[str, Any]) -> Iterable[dict[str, Any]]:
        version = self._versions.get(item["version"])
        if version is None:
            return
        common = {
            "id": str(version.pk),
            "type": _TYPES[MediaType(version.content.media)],
            "media": None,
            "duration": item.get("duration_ms") or version.duration_ms or USUAL_DURATION_MS,
            "transition": item.get("transition") or Transition.FADE.value,
            "from": _ms(item.get("valid_from")),
            "to": _ms(item.get("valid_to")),
            "title": version.content.title,
            "text": version.text or None if version.content.media == MediaType.NOTICE else None,
        }
        if version.content.media == MediaType.NOTICE:
            yield common
            return
        for file in self._files.get(version.pk, []):
            self.used[file.file.sha256] = file
            yield common | {"media": file.file.sha256} | _particulars(version, file)


def _particulars(version: ContentVersion, file: MediaFile) -> dict[str, Any]:
    if version.content.media == MediaType.DOCUMENT:
        return {"id": f"{version.pk}/{file.page}"}
    return {"entry": BUNDLE_ENTRY} if version.content.media == MediaType.BUNDLE else {}


def _own_text(revision: ScheduleRevision) -> dict[str, Any]:
    return {
        "id": f"s{revision.schedule_id}",
        "type": "notice",
        "media": None,
        "duration": NOTICE_DURATION_MS,
        "transition": Transition.CUT.value,
        "from": None,
        "to": None,
        "title": revision.schedule.title,
        "text": revision.text,
    }


def _ms(text: str | None) -> int | None:
    return milliseconds(datetime.fromisoformat(text)) if text else None
