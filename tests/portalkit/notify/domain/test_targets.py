"""Where a hook may go, and how its message is signed."""

from ipaddress import ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portalkit.notify.domain.signing import is_genuine, signature
from portalkit.notify.domain.targets import Target, TargetRefused, allowed, check_url
from portalkit.notify.domain.texts import LONGEST_SUBJECT, one_line


@pytest.mark.parametrize(
    "url",
    [
        "ftp://duty.example/in",
        "file:///etc/passwd",
        "https:///in",
        "duty.example/in",
        "https://user:word@duty.example/in",
        "https://duty.example:port/in",
    ],
)
def test_only_plain_http_addresses_are_dialled(url: str) -> None:
    with pytest.raises(TargetRefused):
        check_url(Target(name="duty", url=url))


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "127.8.8.8", "::1", "::ffff:127.0.0.1", "169.254.169.254", "fe80::1", "0.0.0.0", "::", "224.0.0.1", "240.0.0.1"],
)
def test_the_own_machine_and_addresses_of_no_host_are_refused(address: str) -> None:
    with pytest.raises(TargetRefused):
        allowed([address], networks=[], is_loopback_allowed=False)


def test_loopback_is_dialled_only_where_the_setting_allows_it() -> None:
    assert str(allowed(["127.0.0.1"], networks=[], is_loopback_allowed=True)) == "127.0.0.1"
    with pytest.raises(TargetRefused):
        allowed(["169.254.169.254"], networks=[], is_loopback_allowed=True)


def test_a_name_with_one_bad_address_is_refused_whatever_the_order() -> None:
    for addresses in (["10.1.1.1", "127.0.0.1"], ["127.0.0.1", "10.1.1.1"]):
        with pytest.raises(TargetRefused):
            allowed(addresses, networks=[], is_loopback_allowed=False)


def test_only_the_allowed_networks_are_reached() -> None:
    networks = [ip_network("10.20.0.0/16"), ip_network("fd00::/8")]
    assert str(allowed(["10.20.3.4"], networks=networks, is_loopback_allowed=False)) == "10.20.3.4"
    assert str(allowed(["fd00::5"], networks=networks, is_loopback_allowed=False)) == "fd00::5"
    assert str(allowed(["::ffff:10.20.3.4"], networks=networks, is_loopback_allowed=False)) == "10.20.3.4"
    for address in ("10.21.0.1", "8.8.8.8", "2001:db8::1"):
        with pytest.raises(TargetRefused):
            allowed([address], networks=networks, is_loopback_allowed=False)


def test_a_host_without_address_is_refused() -> None:
    with pytest.raises(TargetRefused):
        allowed([], networks=[], is_loopback_allowed=True)


@given(st.binary(), st.text(min_size=1), st.integers(10**9, 2 * 10**9))
def test_a_signature_holds_for_its_body_secret_and_time(body: bytes, secret: str, at: int) -> None:
    header = signature(body, secret=secret, at=at)
    assert is_genuine(header, body, secret=secret, now=at + 300)
    assert not is_genuine(header, body + b"x", secret=secret, now=at)
    assert not is_genuine(header, body, secret=secret + "x", now=at)
    assert not is_genuine(header, body, secret=secret, now=at + 301)
    assert not is_genuine(header.replace(f"t={at}", f"t={at + 1}"), body, secret=secret, now=at)


@pytest.mark.parametrize("header", ["", "t=1", "v1=ab", "t=x,v1=ab", "nonsense"])
def test_nonsense_is_no_signature(header: str) -> None:
    assert not is_genuine(header, b"", secret="s", now=1)


@given(st.text())
def test_a_subject_is_one_short_line(text: str) -> None:
    line = one_line(text)
    assert len(line) <= LONGEST_SUBJECT
    assert not set(line) & set("\r\n\x00\u2028")
