"""Volumes as the files of their node see them."""

from pathlib import Path

from video.adapters.volumes import Place
from video.models import Volume


def place_of(volume: Volume) -> Place:
    return Place(number=volume.pk, path=Path(volume.path), marker=str(volume.marker))
