"""A new key in front, every registered column re-sealed under it, and keys that nothing uses any more taken away."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import Model

from portalkit.vault.adapters.keyring import create_ring, with_new_key, without, write_ring

from .sealing import current_ring, forget_ring, open_sealed, seal

_BATCH = 2000


class KeyFileExists(Exception):
    """There is a key file already; making another one would lose every sealed value."""


@dataclass(frozen=True)
class SealedColumn:
    """A binary column whose values `seal` made."""

    model: type[Model]
    field: str

    def __str__(self) -> str:
        return f"{self.model._meta.label_lower}.{self.field}"


@dataclass(frozen=True)
class Rotation:
    """The ids in the key file, newest first; how many values of each column were re-sealed; the ids taken away."""

    keys: tuple[int, ...]
    resealed: dict[str, int]
    retired: tuple[int, ...]


_columns: list[SealedColumn] = []


def register_sealed(model: type[Model], field: str) -> None:
    """Says that a column holds sealed values. Called from `AppConfig.ready` of the app that owns the model."""
    column = SealedColumn(model=model, field=field)
    if column not in _columns:
        _columns.append(column)


def registered_columns() -> tuple[SealedColumn, ...]:
    return tuple(_columns)


def create_key_file(path: Path) -> None:
    """Makes a key file with a first key. Raises `KeyFileExists`."""
    if path.exists():
        raise KeyFileExists(str(path))
    create_ring(path)
    forget_ring()


def rotate_keys(*, retire: bool = False) -> Rotation:
    """Adds a key and re-seals every registered column, batch by batch, so that readers and writers go on meanwhile.

    Running processes seal under the new key within seconds and open values of both. With `retire`, keys that no value names are
    taken out of the file; give the processes those seconds first, that is: rotate now, retire with the next rotation.
    """
    path = Path(settings.VAULT_KEY_FILE)
    before = current_ring()
    unused = frozenset(before.keys) - _ids_in_use() if retire else frozenset()
    ring = with_new_key(without(before, unused))
    write_ring(path, ring)
    forget_ring()
    resealed = {str(column): _reseal(column, newest=ring.newest_id) for column in _columns}
    return Rotation(keys=tuple(ring.keys), resealed=resealed, retired=tuple(sorted(set(before.keys) - set(ring.keys))))


def _ids_in_use() -> frozenset[int]:
    return frozenset(bytes(value)[0] for column in _columns for _, value in _values(column))


def _reseal(column: SealedColumn, *, newest: int) -> int:
    count = 0
    batch: list[int] = []
    for identifier, value in _values(column):
        if bytes(value)[0] != newest:
            batch.append(identifier)
        if len(batch) == _BATCH:
            count += _reseal_rows(column, batch, newest)
            batch = []
    return count + _reseal_rows(column, batch, newest)


def _reseal_rows(column: SealedColumn, identifiers: list[int], newest: int) -> int:
    manager = column.model._base_manager
    with transaction.atomic():
        rows = list(manager.select_for_update().filter(pk__in=identifiers).only("pk", column.field))
        stale = [row for row in rows if (value := getattr(row, column.field)) and bytes(value)[0] != newest]
        for row in stale:
            setattr(row, column.field, seal(open_sealed(getattr(row, column.field))))
        manager.bulk_update(stale, [column.field], batch_size=500)
    return len(stale)


def _values(column: SealedColumn) -> Iterator[tuple[int, bytes]]:
    """Pages by primary key: a long-open cursor would not survive the transactions of the re-sealing."""
    last: int | None = None
    while True:
        rows = column.model._base_manager.exclude(**{column.field: None}).exclude(**{column.field: b""}).order_by("pk")
        page = list((rows if last is None else rows.filter(pk__gt=last)).values_list("pk", column.field)[:_BATCH])
        yield from page
        if len(page) < _BATCH:
            return
        last = page[-1][0]
