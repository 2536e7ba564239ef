from collections.abc import Sequence
from ipaddress import IPv4Address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from video.domain.addresses import (
    AddressFault,
    AddressRefused,
    Rule,
    RuleUnreadable,
    dialled,
    network_of,
    ports_of,
    rule,
    service_target,
    stream_target,
)

RULES = (rule(network="10.20.0.0/16", ports="554 8554"), rule(network="fd00::/8", ports="554"))
ports = st.integers(1, 65535)


def the_fault(url: str) -> AddressFault:
    with pytest.raises(AddressRefused) as refused:
        stream_target(url)
    return refused.value.reason


def dial(url: str, *found: str, rules: Sequence[Rule] = RULES, is_loopback_allowed: bool = False) -> str:
    target = stream_target(url)
    return target.at(dialled(target, rules=rules, resolve=lambda host, port: found, is_loopback_allowed=is_loopback_allowed))


@pytest.mark.parametrize(
    ("url", "fault"),
    [
        ("http://10.20.1.5/", AddressFault.SCHEME),
        ("file:///etc/passwd", AddressFault.SCHEME),
        ("concat:rtsp://10.20.1.5/", AddressFault.SCHEME),
        ("10.20.1.5", AddressFault.SCHEME),
        ("", AddressFault.SCHEME),
        ("rtsp://admin:secret@10.20.1.5/ch1", AddressFault.CREDENTIALS),
        ("rtsp://admin@10.20.1.5/ch1", AddressFault.CREDENTIALS),
        ("rtsp:///ch1", AddressFault.HOST),
        ("rtsp://127.1/ch1", AddressFault.HOST),
        ("rtsp://2130706433/ch1", AddressFault.HOST),
        ("rtsp://0x7f000001/ch1", AddressFault.HOST),
        ("rtsp://-camera/ch1", AddressFault.HOST),
        ("rtsp://10.20.1.5:0/ch1", AddressFault.PORT),
        ("rtsp://10.20.1.5:/ch1", AddressFault.PORT),
        ("rtsp://10.20.1.5:99999/ch1", AddressFault.PORT),
        ("rtsp://10.20.1.5:abc/ch1", AddressFault.PORT),
        ("rtsp://10.20.1.5/a b", AddressFault.UNREADABLE),
        ("rtsp://10.20.1.5/a\r\nX: y", AddressFault.UNREADABLE),
        ("rtsp://10.20.1.5/ch1#part", AddressFault.UNREADABLE),
        ("rtsp://[fd00::1/ch1", AddressFault.UNREADABLE),
        ("rtsp://摄像机/ch1", AddressFault.UNREADABLE),
        ("rtsp://10.20.1.5/" + "a" * 300, AddressFault.LENGTH),
    ],
)
def test_an_address_that_is_not_one_of_a_stream_says_why(url: str, fault: AddressFault) -> None:
    assert the_fault(url) is fault


def test_a_refusal_never_repeats_the_password() -> None:
    with pytest.raises(AddressRefused) as refused:
        stream_target("rtsp://admin:topsecret@10.20.1.5/ch1")
    assert "topsecret" not in str(refused.value) + refused.value.value


@given(ports, st.ip_addresses(), st.text("abc/?&=._-", max_size=20))
def test_an_address_is_written_again_as_it_was_read(port: int, host: object, path: str) -> None:
    shown = f"[{host}]" if ":" in str(host) else str(host)
    target = stream_target(f"rtsp://{shown}:{port}/{path}")
    assert (target.host, target.port) == (str(host), port)
    again = stream_target(target.url)
    assert again == target


@given(st.text(max_size=60))
def test_no_text_breaks_the_reading(text: str) -> None:
    try:
        target = stream_target(text)
    except AddressRefused:
        return
    assert stream_target(target.url) == target


def test_a_name_is_replaced_by_the_address_that_was_found_good() -> None:
    assert dial("rtsp://cam-1.hall.example:8554/ch1?sub=1", "10.20.1.5") == "rtsp://10.20.1.5:8554/ch1?sub=1"
    assert dial("rtsp://cam-1/ch1", "fd00::5") == "rtsp://[fd00::5]/ch1"
    assert dial("rtsp://cam-1/ch1", "::ffff:10.20.1.5") == "rtsp://10.20.1.5/ch1"


@pytest.mark.parametrize(
    ("found", "fault"),
    [
        ((), AddressFault.UNKNOWN_HOST),
        (("127.0.0.1",), AddressFault.LOOPBACK),
        (("::1",), AddressFault.LOOPBACK),
        (("::ffff:127.0.0.1",), AddressFault.LOOPBACK),
        (("169.254.169.254",), AddressFault.NO_HOST),
        (("fe80::1%eth0",), AddressFault.NO_HOST),
        (("0.0.0.0",), AddressFault.NO_HOST),
        (("239.255.255.250",), AddressFault.NO_HOST),
        (("10.21.1.5",), AddressFault.OUTSIDE),
        (("10.20.1.5", "10.21.1.5"), AddressFault.OUTSIDE),
        (("10.21.1.5", "10.20.1.5"), AddressFault.OUTSIDE),
        (("10.20.1.5", "127.0.0.1"), AddressFault.LOOPBACK),
    ],
)
def test_what_no_rule_allows_is_not_dialled(found: tuple[str, ...], fault: AddressFault) -> None:
    with pytest.raises(AddressRefused) as refused:
        dial("rtsp://cam-1/ch1", *found)
    assert refused.value.reason is fault


def test_a_rule_opens_its_ports_only_and_loopback_only_by_the_setting() -> None:
    with pytest.raises(AddressRefused) as refused:
        dial("rtsp://10.20.1.5:22/ch1", "10.20.1.5")
    assert (refused.value.reason, refused.value.value) == (AddressFault.PORT_CLOSED, "22")
    assert dial("rtsp://localhost:5000/ch1", "127.0.0.1", is_loopback_allowed=True) == "rtsp://127.0.0.1:5000/ch1"


@given(st.ip_addresses(v=4), ports, st.integers(8, 30), st.sets(ports, min_size=1, max_size=4))
def test_nothing_outside_the_rules_is_ever_dialled(address: IPv4Address, port: int, prefix: int, open_ports: set[int]) -> None:
    known = rule(network=f"10.64.0.0/{max(prefix, 10)}", ports=" ".join(map(str, open_ports)))
    try:
        dial(f"rtsp://cam:{port}/", str(address), rules=[known])
    except AddressRefused:
        return
    assert address in known.network
    assert port in known.ports


def test_rules_are_read_from_what_people_write() -> None:
    assert rule(network="10.20.1.5", ports="554,80、8000").ports == {554, 80, 8000}
    for network in ("10.20.1.5/16", "hall", "", "10.20.0.0/33"):
        with pytest.raises(RuleUnreadable):
            network_of(network)
    for text in ("", "0", "70000", "80-90", "http", " ".join(map(str, range(1, 30)))):
        with pytest.raises(RuleUnreadable):
            ports_of(text)


def test_a_service_is_reached_by_http_with_its_usual_port() -> None:
    assert service_target("http://10.20.1.5/onvif/device_service").port == 80
    assert service_target("https://10.20.1.5/onvif/device_service").port == 443
    with pytest.raises(AddressRefused):
        service_target("rtsp://10.20.1.5/")
