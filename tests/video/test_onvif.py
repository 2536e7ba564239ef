"""Reading devices over ONVIF and looking for them, against a device of our own."""

import logging
from datetime import timedelta

import pytest

from tests.video.onvif_device import Device, answering_probes, matches_to, serving
from video.adapters.discovery import probe, read_matches
from video.adapters.onvif import read_device
from video.domain.devices import DeviceFault, DeviceReading, DeviceSilent, FoundDevice, Profile


def read(device: Device, *, username: str = "admin", password: str = "right", seconds: float = 20) -> DeviceReading:
    return read_device(url=device.url, username=username, password=password, seconds=seconds)


def the_reason(device: Device, **options: str) -> DeviceFault:
    with pytest.raises(DeviceSilent) as refused:
        read(device, **options)  # type: ignore[arg-type]
    assert "right" not in str(refused.value)
    assert "wrong" not in str(refused.value).replace("wrong_password", "")
    return refused.value.reason


@pytest.mark.parametrize("skew", [timedelta(0), timedelta(hours=-5), timedelta(days=400)])
def test_a_device_is_read_whatever_its_clock_says(skew: timedelta, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG), serving(Device(skew=skew)) as device:
        found = read(device)
    assert (found.manufacturer, found.model, found.firmware, found.serial) == ("Test Works", "TW-2M", "1.2.3", "0001")
    assert abs(found.skew_seconds - skew.total_seconds()) < 5
    assert found.main == Profile("main", "main stream", "rtsp://10.20.1.5:554/main", "H264", 1920, 1080, 25.0, 4096)
    assert found.sub is not None
    assert found.sub.url == "rtsp://10.20.1.5:554/sub"
    assert device.seen[0] == "GetSystemDateAndTime"
    assert DeviceReading.from_json(found.as_json()) == found
    assert "right" not in caplog.text


def test_what_keeps_a_device_from_being_read_is_told_apart() -> None:
    with serving(Device()) as device:
        assert the_reason(device, password="wrong") is DeviceFault.WRONG_PASSWORD
        assert the_reason(device, username="nobody") is DeviceFault.WRONG_PASSWORD
        assert the_reason(device, username="", password="") is DeviceFault.WRONG_PASSWORD
    assert the_reason(device) is DeviceFault.UNREACHABLE
    with serving(Device(answers_html=True)) as device:
        assert the_reason(device) is DeviceFault.NOT_ONVIF
    with serving(Device(streams=False)) as device:
        assert the_reason(device) is DeviceFault.NO_STREAM


def test_a_redirect_is_not_followed() -> None:
    with serving(Device()) as other, serving(Device(redirects_to=other.url)) as device:
        assert the_reason(device) is DeviceFault.NOT_ONVIF
        assert other.seen == []


def test_a_search_finds_each_device_once_and_passes_over_what_is_no_answer() -> None:
    addresses = (
        "http://10.20.1.5/onvif/device_service",
        "http://[fe80::1]/x http://10.20.1.6:8000/onvif/device_service",
        "ftp://10.20.1.7/",
    )
    with answering_probes(*addresses) as place:
        found = probe(seconds=0.3, to=place)
    assert found == [
        FoundDevice("http://10.20.1.5/onvif/device_service", "Hall 1", "TW-2M"),
        FoundDevice("http://10.20.1.6:8000/onvif/device_service", "Hall 1", "TW-2M"),
    ]


def test_an_answer_with_entities_is_no_answer() -> None:
    packet = matches_to("uuid:1", "http://10.20.1.5/")
    assert len(read_matches(packet, message="uuid:1")) == 1
    evil = packet.replace(b"?>", b'?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>', 1).replace(b"Hall%201", b"&a;")
    assert read_matches(evil, message="uuid:1") == []
