"""The volumes of a node, as the centre last told them."""

import logging
from collections.abc import Sequence
from pathlib import Path

from django.db import DatabaseError, close_old_connections

from video.adapters.volumes import Place, is_marked
from video.models import StorageNode, Volume

logger = logging.getLogger(__name__)


class UnknownNode(Exception):
    """No storage node of this name is in service."""


class Places:
    """`roots` are the folders that are there and bear their marker now. `refresh` asks the centre again and keeps what is known while it
    is away. Raises UnknownNode, and the database's errors where it was never told anything."""

    def __init__(self, *, node: str) -> None:
        self.node = node
        self._places = _read(node)
        self._roots = _marked(self._places)

    @property
    def roots(self) -> Sequence[Path]:
        return self._roots

    def refresh(self) -> None:
        try:
            close_old_connections()
            self._places = _read(self.node)
        except (DatabaseError, UnknownNode) as error:
            logger.warning("the volumes stay as they were told last (%s)", type(error).__name__)
        self._roots = _marked(self._places)


def _read(node: str) -> Sequence[Place]:
    if not StorageNode.objects.filter(name=node, is_enabled=True).exists():
        raise UnknownNode(node)
    volumes = Volume.objects.filter(node__name=node, is_enabled=True)
    return [Place(volume.pk, Path(volume.path), str(volume.marker)) for volume in volumes]


def _marked(places: Sequence[Place]) -> Sequence[Path]:
    return [place.path for place in places if is_marked(place)]
