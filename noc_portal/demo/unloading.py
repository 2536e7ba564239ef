"""Takes the demo province away: everything that hangs on its regions, the demo users, the demo's imports."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import ForeignObjectRel, Model, ProtectedError, Q, QuerySet

from complaints.domain.history import EVERY_COMPLAINT_RECORDED
from complaints.models import Annotation
from complaints.services.months import recount_months
from complaints.services.versions import bump
from portalkit.access.models import User
from portalkit.audit.domain.actors import Actor
from portalkit.audit.services import record
from portalkit.imports.domain.naming import signature
from portalkit.imports.models import ImportBatch, ImportFile, RememberedMapping
from portalkit.regions.models import Region
from scheduling.models import CallVolume, Campaign, Forecast, HoursEntry
from signage.models import Content, Nudge, PlayCount, Publication, Schedule, Screen, Tag
from video.models import Camera, EvidenceExport, Gap, LegalHold, RecordingLease, Segment, Volume

from .parts.halls import remove_footage
from .province import PROVINCE_CODE


class NotLoaded(Exception):
    """There is no demo province."""


@dataclass(frozen=True)
class Unloaded:
    """Rows taken away, by model label."""

    rows: dict[str, int]


def counts() -> dict[str, int]:
    """What `unload` would take away, by model label; without the empty ones."""
    found = {rows.model._meta.label: rows.count() for rows in _hanging()} | {Region._meta.label: _regions().count()}
    return {label: count for label, count in found.items() if count}


@transaction.atomic
def unload(*, by: Actor, now: datetime) -> Unloaded:
    """Removes the demo in one transaction, then its footage. Audit events and stored files stay; the file clean-up takes the latter.

    Raises NotLoaded.
    """
    if not _regions().exists():
        raise NotLoaded
    taken: dict[str, int] = {}
    _let_go_of_versions()
    pending = [*_hanging(), *_regions_bottom_up(), User.objects.filter(is_demo=True)]
    while pending:
        blocked = [rows for rows in pending if not _deleted(rows, taken)]
        if len(blocked) == len(pending):
            raise ProtectedError("the demo is held by other rows", set())
        pending = blocked
    recount_months()
    bump()
    record(by=by, action="demo.unload", detail={"rows": taken}, at=now)
    transaction.on_commit(remove_footage)
    return Unloaded(rows=taken)


def _let_go_of_versions() -> None:
    """Content and its current version, a schedule and its revision on air hold each other."""
    inside = {"region__path__startswith": f"/{PROVINCE_CODE}/"}
    Content.objects.filter(**inside).update(current=None)
    Schedule.objects.filter(**inside).update(on_air=None)


def _signage() -> list[QuerySet[Any]]:
    """Screens and what hangs on them; without the demo nothing of signage is left that these could belong to."""
    screens = Screen.objects.filter(hall__region__path__startswith=f"/{PROVINCE_CODE}/")
    settings = Publication.objects.filter(schedule=None)
    return [PlayCount.objects.filter(screen__in=screens.values("pk")), screens, settings, Nudge.objects.all(), Tag.objects.all()]


def _regions() -> QuerySet[Region]:
    return Region.objects.filter(path__startswith=f"/{PROVINCE_CODE}/")


def _regions_bottom_up() -> list[QuerySet[Region]]:
    return [_regions().filter(level=level) for level in ("hall", "county", "prefecture", "province")]


def _hanging() -> list[QuerySet[Any]]:
    """Rows of every installed app that point at a demo region, and the imports that brought them."""
    relations = [field for field in Region._meta.get_fields(include_hidden=True) if isinstance(field, ForeignObjectRel)]
    pointing = [_rows_at(relation) for relation in relations if relation.related_model is not Region]
    event = Annotation.objects.filter(day=EVERY_COMPLAINT_RECORDED.day, label=EVERY_COMPLAINT_RECORDED.label)
    return [*pointing, *_hotline(), *_video(), *_signage(), event, _batches(), _files(), _mappings()]


def _hotline() -> list[QuerySet[Any]]:
    """What hangs on the demo's queues and agents and holds them."""
    of_queues = [model.objects.filter(queue__region__in=_regions()) for model in (CallVolume, Campaign, Forecast)]
    return [*of_queues, HoursEntry.objects.filter(agent__region__in=_regions())]


def _video() -> list[QuerySet[Any]]:
    """Cameras and volumes of the demo's halls and nodes, and what holds them."""
    cameras = Camera.objects.filter(hall__region__in=_regions())
    of_cameras = [model.objects.filter(camera__in=cameras) for model in (Segment, Gap, RecordingLease, EvidenceExport, LegalHold)]
    return [*of_cameras, cameras, Volume.objects.filter(node__region__in=_regions())]


def _batches() -> QuerySet[ImportBatch]:
    return ImportBatch.objects.filter(Q(options__demo=True) | Q(owner__is_demo=True) | Q(region__in=_regions()))


def _files() -> QuerySet[ImportFile]:
    """What the demo's batches were read from; looked up at once, since the batches go first."""
    demo = set(_batches().values_list("file", flat=True))
    others = ImportBatch.objects.exclude(pk__in=_batches().values("pk")).filter(file__in=demo).values_list("file", flat=True)
    return ImportFile.objects.filter(pk__in=demo - set(others))


def _mappings() -> QuerySet[RememberedMapping]:
    """What the portal remembered of the demo's headers, unless somebody gave it a name."""
    seen = {signature(source["headers"]) for source in _batches().values_list("source", flat=True) if "headers" in source}
    return RememberedMapping.objects.filter(name="", signature__in=seen)


def _rows_at(relation: ForeignObjectRel) -> QuerySet[Any]:
    model: type[Model] = relation.related_model
    return model._default_manager.filter(**{f"{relation.field.name}__in": _regions()})


def _deleted(rows: QuerySet[Any], taken: dict[str, int]) -> bool:
    try:
        with transaction.atomic():
            _, by_label = rows.delete()
    except ProtectedError:
        return False
    for label, count in by_label.items():
        taken[label] = taken.get(label, 0) + count
    return True
