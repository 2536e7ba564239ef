"""The generated camera keeps the time of the wall, as a recorder reads it."""

import time
from itertools import islice, pairwise

import pytest

from video.adapters.demo_camera import RATE, SECONDS, DemoSource, Scene


def test_stamps_are_the_time_at_which_pictures_come_in_the_time_base_of_the_stream() -> None:
    source = DemoSource(name="34020000001320000001")
    try:
        times = []
        for packet in islice(source.packets(), 2 * RATE):
            times.append(float(packet.dts * source.stream.time_base))
            assert abs(time.time() - times[-1]) < 1
        assert all(0 < late - early < 2 / RATE for early, late in pairwise(times))
    finally:
        source.close()


@pytest.mark.parametrize("name", ["000001", "000006", "000009"])
def test_people_come_and_go_and_nobody_is_there_where_the_minute_begins_again(name: str) -> None:
    scene = Scene(name)
    empty = scene.picture(SECONDS * RATE - 1)[60:]
    busy = [bool((scene.picture(second * RATE)[60:] != empty).any()) for second in range(SECONDS)]
    assert 10 <= sum(busy) <= 40
    assert not busy[0]
