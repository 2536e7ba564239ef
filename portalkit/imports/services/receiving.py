"""Takes a file in: kept as it came, looked at, its columns guessed."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import get_language

from portalkit.access.selectors import Access
from portalkit.audit.services import record
from portalkit.files.adapters.disk import Readable
from portalkit.files.models import StoredFile
from portalkit.files.services import FileTooLarge, path_of, store

from ..domain.error_columns import is_added
from ..domain.headers import Guess, guess_mapping
from ..domain.naming import file_name, signature
from ..domain.plain import plain_params
from ..domain.refusals import Refused
from ..domain.registry import spec_of
from ..domain.spec import ImportSpec
from ..models import BatchState, ImportBatch, ImportFile, RememberedMapping
from .opening import head_of, inspect_file
from .scoping import EVERYWHERE, region_above, roots

__all__ = ["FileTooLarge", "UploadNotAllowed", "as_mapping", "look_at", "receive"]


class UploadNotAllowed(Exception):
    """The caller may not upload this kind anywhere."""


def receive(
    *,
    stream: Readable,
    name: str,
    kind: str,
    access: Access,
    now: datetime,
    sheet: str = "",
    options: Mapping[str, Any] | None = None,
    limit: int | None = None,
) -> ImportBatch:
    """Keeps the file and makes a batch of it, with the columns mapped as far as they can be guessed or were remembered.

    A file that cannot be read becomes a refused batch. Raises UploadNotAllowed, FileTooLarge (over `limit` bytes) and
    UnknownKind, which keep nothing.
    """
    spec = spec_of(kind)
    scope = roots(access, spec)
    if not scope or (spec.everywhere_only and EVERYWHERE not in scope):
        raise UploadNotAllowed(kind)
    stored = store(stream=stream, now=now, limit=limit)
    batch = ImportBatch(kind=kind, scope=scope, region=region_above(scope), owner=access.user, by_name=access.actor.name, created_at=now)
    batch.sheet = sheet
    batch.options = {"language": get_language() or "", **(options or {})}
    return _keep(batch, stored, file_name(name), access, spec, now)


@transaction.atomic
def _keep(batch: ImportBatch, stored: StoredFile, name: str, access: Access, spec: ImportSpec, now: datetime) -> ImportBatch:
    batch.file = ImportFile.objects.create(stored=stored, name=name, uploaded_at=now, uploaded_by=access.actor.name)
    try:
        look_at(batch, spec)
    except Refused as refusal:
        batch.state = BatchState.REFUSED
        batch.refusal = {"code": str(refusal.code), "params": plain_params(refusal.params)}
    batch.save()
    detail = {"kind": batch.kind, "sha256": stored.sha256, "state": str(batch.state)}
    record(
        by=access.actor, action="imports.receive", on=batch, region_code=batch.region.code if batch.region else "", detail=detail, at=now
    )
    return batch


def look_at(batch: ImportBatch, spec: ImportSpec) -> None:
    """Fills `source` and, where none was given yet, the mapping by guess. Raises Refused."""
    info = inspect_file(path=path_of(batch.file.stored), name=batch.file.name)
    batch.source = {"info": info.to_json()}
    head = head_of(batch)
    batch.source["headers"] = list(head.shape.headers)
    remembered = RememberedMapping.objects.filter(kind=batch.kind, signature=signature(head.shape.headers)).first()
    if remembered:
        batch.options = {**remembered.options, **batch.options}
    guess = guess_mapping(head.shape.headers, spec, remembered.mapping if remembered else None)
    batch.mapping = as_mapping(guess, head.shape.headers)


def as_mapping(guess: Guess, headers: tuple[str, ...]) -> dict[str, str | int]:
    """A guess as a mapping that outlives the order of columns: by header, by position only where the header is blank."""
    named = {name: (headers[place] or place, headers[place]) for name, place in guess.columns.items()}
    return {name: wanted for name, (wanted, header) in named.items() if not is_added(header)}
