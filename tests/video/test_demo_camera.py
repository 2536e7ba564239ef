"""The generated camera keeps the time of the wall, as a recorder reads it."""

import time
from itertools import islice, pairwise

from video.adapters.demo_camera import RATE, DemoSource


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
