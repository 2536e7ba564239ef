import pytest
from hypothesis import given
from hypothesis import strategies as st

from portalkit.access.domain.addresses import client_address
from portalkit.access.domain.one_time import code_at, enrolment_uri, matching_step, recovery_code
from portalkit.access.domain.preferences import BadPreference, checked
from portalkit.access.domain.roles import reach

# RFC 6238, appendix B (SHA-1), the last six of its eight digits.
RFC_SECRET = b"12345678901234567890"
RFC_CODES = [(59, "287082"), (1111111109, "081804"), (1111111111, "050471"), (1234567890, "005924"), (2000000000, "279037")]


@pytest.mark.parametrize(("now", "code"), RFC_CODES)
def test_codes_are_those_of_the_standard(now: int, code: str) -> None:
    assert code_at(RFC_SECRET, now // 30) == code


@given(st.binary(min_size=20, max_size=20), st.integers(30, 4_000_000_000), st.integers(-1, 1))
def test_a_code_of_the_neighbouring_steps_is_taken_and_only_once(secret: bytes, now: int, drift: int) -> None:
    code = code_at(secret, now // 30 + drift)
    step = matching_step(secret, code, now=now)
    assert step is not None
    assert code_at(secret, step) == code
    assert matching_step(secret, code, now=now, after=now // 30 + 1) is None


@given(st.binary(min_size=20, max_size=20), st.text(max_size=8))
def test_no_text_but_a_code_is_taken(secret: bytes, text: str) -> None:
    codes = {code_at(secret, 100 + drift) for drift in (-1, 0, 1)}
    assert (matching_step(secret, text, now=3000) is not None) is (text in codes)


def test_the_address_of_the_picture_names_account_and_issuer() -> None:
    uri = enrolment_uri(b"12345678901234567890", account="chen li", issuer="网管")
    assert uri.startswith("otpauth://totp/%E7%BD%91%E7%AE%A1%3Achen%20li?secret=GEZDGNBVGY3TQOJQ")


@given(st.binary(min_size=10, max_size=10))
def test_recovery_codes_hold_no_letters_that_look_alike(randomness: bytes) -> None:
    code = recovery_code(randomness)
    assert len(code) == 11
    assert not set(code) & set("01ilo")


@pytest.mark.parametrize(
    ("forwarded", "proxies", "address"),
    [
        ("", 0, "10.0.0.9"),
        ("1.2.3.4", 0, "10.0.0.9"),
        ("1.2.3.4", 1, "1.2.3.4"),
        ("6.6.6.6, 1.2.3.4", 1, "1.2.3.4"),
        ("6.6.6.6, 1.2.3.4, 10.0.0.1", 2, "1.2.3.4"),
        ("nonsense", 1, "10.0.0.9"),
        ("[2001:db8::1]:443", 1, "2001:db8::1"),
        ("1.2.3.4:5555", 1, "1.2.3.4"),
    ],
)
def test_the_client_cannot_write_its_own_address(forwarded: str, proxies: int, address: str) -> None:
    assert client_address(remote="10.0.0.9", forwarded_for=forwarded, trusted_proxies=proxies) == address


@given(st.text(max_size=40), st.text(max_size=40), st.integers(0, 3))
def test_an_address_is_a_real_one_or_none(remote: str, forwarded: str, proxies: int) -> None:
    from ipaddress import ip_address

    found = client_address(remote=remote, forwarded_for=forwarded, trusted_proxies=proxies)
    assert found == "" or ip_address(found)


@pytest.mark.parametrize(
    ("key", "value"),
    [("theme", "dark"), ("picked_region", "NJ01"), ("picked_region", ""), ("picked_period", "2011-09"), ("picked_period", "2020-W53"),
     ("picked_period", "2011-09-05"), ("table.complaints.tickets", {"columns": ["a"], "size": 50, "views": {"mine": "a=1"}})],
)  # fmt: skip
def test_known_preferences_are_kept(key: str, value: object) -> None:
    assert checked(key, value) == value


@pytest.mark.parametrize(
    ("key", "value"),
    [("theme", "pink"), ("unknown", "x"), ("picked_period", "2011-13"), ("picked_period", "2021-W53"), ("picked_period", "2011-02-30"),
     ("picked_region", "a b"), ("picked_region", ["NJ"]), ("table.x", "text"), ("table.x", {"other": 1}), ("table.", {}),
     ("table.x", {"views": {"v": "q" * 70_000}})],
)  # fmt: skip
def test_other_preferences_are_refused(key: str, value: object) -> None:
    with pytest.raises(BadPreference):
        checked(key, value)


def test_a_permission_on_the_only_province_holds_everywhere() -> None:
    assert reach([("read", "/P/"), ("read", "/P/A/")], root_count=1) == {"read": frozenset({"/"})}


def test_beside_a_second_province_a_grant_on_one_ends_at_it() -> None:
    assert reach([("read", "/P/"), ("read", "/P/A/"), ("write", "/P/A/")], root_count=2) == {
        "read": frozenset({"/P/"}),
        "write": frozenset({"/P/A/"}),
    }
