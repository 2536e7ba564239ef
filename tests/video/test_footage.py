"""The footage that the other tests stand on is what the recorder writes."""

from hashlib import sha256
from pathlib import Path

import av
import pytest

from tests.video.builders import NOON, a_camera, a_node, a_volume
from tests.video.footage import recorded
from video.domain.fragments import unpack

pytestmark = pytest.mark.django_db


def test_a_segment_of_footage_plays_and_its_row_tells_the_truth(tmp_path: Path) -> None:
    node = a_node()
    segment = recorded(a_camera(node=node), a_volume(node, path=tmp_path), start=NOON, seconds=3)
    data = (tmp_path / segment.path).read_bytes()
    assert sha256(data).hexdigest() == segment.sha256
    assert (segment.end - segment.start).total_seconds() == 3
    table = unpack(segment.fragments)
    assert [fragment.at_ms for fragment in table] == [0, 1000, 2000]
    assert table[0].offset == segment.init_bytes
    assert table[-1].end == len(data)
    with av.open(str(tmp_path / segment.path)) as played:
        assert sum(1 for _ in played.decode(video=0)) == 75
