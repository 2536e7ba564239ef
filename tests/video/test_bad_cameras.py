"""Cameras that cannot be recorded say why, and nothing of their password gets out."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import av
import pytest

from tests.video.cameras import Cameras, cameras, write_units
from tests.video.clips import clip
from video.adapters.streams import RtspSource, StreamError, StreamLost, cause_on_the_way, with_credentials
from video.domain.causes import Cause

pytestmark = pytest.mark.rtsp
PASSWORD = "p@ss:w/rd%?#"
VP8 = (
    "( videotestsrc is-live=true ! video/x-raw,width=160,height=120,framerate=10/1 ! vp8enc deadline=1 keyframe-max-dist=10 "
    "! rtpvp8pay name=pay0 pt=96 )"
)


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cameras]:
    units = write_units(clip(seconds=2), tmp_path_factory.mktemp("units") / "main.bin")
    mounts = {
        "/main": {"units": str(units), "rate": 25, "frames": 30},
        "/endless": {"units": str(units), "rate": 25},
        "/vp8": {"launch": VP8},
    }
    with cameras(mounts, user="管理员 a", password=PASSWORD) as there:
        yield there


def refused(url: str, *, username: str = "管理员 a", password: str = PASSWORD) -> Cause:
    with pytest.raises(StreamLost) as caught:
        RtspSource(url=url, username=username, password=password, timeout=1.0)
    seen = f"{caught.value!r} {caught.value.__cause__!r} {caught.value.__context__ if not caught.value.__suppress_context__ else ''}"
    assert PASSWORD not in seen
    return caught.value.cause


@contextmanager
def answering(text: bytes) -> Iterator[str]:
    """Something that listens and says this to whoever comes."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            while True:
                try:
                    client, _address = server.accept()
                except OSError:
                    return
                with client:
                    client.recv(4096)
                    client.sendall(text)

        threading.Thread(target=serve, daemon=True).start()
        yield f"rtsp://127.0.0.1:{server.getsockname()[1]}/main"
        server.shutdown(socket.SHUT_RDWR)


def test_a_good_camera_opens_and_its_end_is_a_loss(running: Cameras) -> None:
    source = RtspSource(url=running.url("/main"), username="管理员 a", password=PASSWORD, timeout=2.0)
    assert sum(1 for packet in source.packets() if packet.size) == 30
    source.close()


def test_a_camera_whose_power_goes_ends_or_stalls(running: Cameras, tmp_path: Path) -> None:
    units = write_units(clip(seconds=2), tmp_path / "main.bin")
    with cameras({"/main": {"units": str(units), "rate": 25}}) as alone:
        source = RtspSource(url=alone.url("/main"), timeout=1.0)
        packets = source.packets()
        next(packets)
        alone.kill()
        assert _ending(packets) in (Cause.STREAM_ENDED, Cause.STREAM_STALLED)
        source.close()


def _ending(packets: Iterator[object]) -> Cause:
    try:
        for _ in packets:
            pass
    except StreamError as error:
        return cause_on_the_way(error)
    return Cause.STREAM_ENDED


@pytest.mark.parametrize(("username", "password"), [("管理员 a", "wrong"), ("admin", PASSWORD), ("", "")])
def test_who_may_not_look_is_told_so(running: Cameras, username: str, password: str) -> None:
    assert refused(running.url("/endless"), username=username, password=password) is Cause.WRONG_PASSWORD


def test_what_does_not_exist_there_is_no_stream(running: Cameras) -> None:
    assert refused(running.url("/nothing")) is Cause.NOT_A_STREAM


def test_a_codec_that_mp4_cannot_hold_is_named(running: Cameras) -> None:
    assert refused(running.url("/vp8")) is Cause.UNSUPPORTED_CODEC


@pytest.mark.parametrize(
    "text", [b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html>", b"<!DOCTYPE html><html></html>", b"\x00" * 100]
)
def test_a_web_page_is_no_stream(text: bytes) -> None:
    with answering(text) as url:
        assert refused(url) is Cause.NOT_A_STREAM


def test_nobody_there_is_unreachable() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    assert refused(f"rtsp://127.0.0.1:{port}/main") is Cause.UNREACHABLE


def test_a_camera_that_never_answers_is_given_up_after_twice_the_timeout() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        assert refused(f"rtsp://127.0.0.1:{server.getsockname()[1]}/main") is Cause.UNREACHABLE


def test_credentials_are_quoted_into_the_address() -> None:
    assert with_credentials("rtsp://10.0.0.1:554/a?b=1", "u@x", "p:/#") == "rtsp://u%40x:p%3A%2F%23@10.0.0.1:554/a?b=1"
    assert with_credentials("rtsp://10.0.0.1/a", "", "secret") == "rtsp://10.0.0.1/a"


def test_ffmpeg_itself_logs_nothing() -> None:
    assert av.logging.get_level() is None
