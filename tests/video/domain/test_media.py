"""Signatures for media, and what a Range header asks for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portalkit.files.domain.byte_ranges import ByteRange, Unsatisfiable, asked_range
from video.domain.media_tokens import check, sign

SECRET = b"a secret of the tests"


def test_a_signature_holds_for_its_subject_purpose_and_time_only() -> None:
    token = sign(SECRET, "segment 7", expires=1000, purpose="play")
    assert check(SECRET, token, "segment 7", now=999, purpose="play")
    assert not check(SECRET, token, "segment 7", now=1000, purpose="play")
    assert not check(SECRET, token, "segment 8", now=0, purpose="play")
    assert not check(SECRET, token, "segment 7", now=0, purpose="live")
    assert not check(b"another", token, "segment 7", now=0, purpose="play")


@given(st.text(max_size=80))
def test_what_nobody_signed_is_refused(token: str) -> None:
    assert not check(SECRET, token, "segment 7", now=0, purpose="play")


@given(st.integers(0, 10**11), st.integers(0, 127), st.text("0123456789abcdef", min_size=1, max_size=1))
def test_a_signature_with_another_letter_is_refused(expires: int, place: int, letter: str) -> None:
    token = sign(SECRET, "segment 7", expires=expires + 1, purpose="play")
    place %= len(token)
    forged = token[:place] + letter + token[place + 1 :]
    assert check(SECRET, forged, "segment 7", now=expires, purpose="play") == (forged == token)


@pytest.mark.parametrize(
    ("header", "sent"),
    [
        ("bytes=0-0", (0, 0)),
        ("bytes=10-", (10, 99)),
        ("bytes=10-1000000", (10, 99)),
        ("bytes=-5", (95, 99)),
        ("bytes=-500", (0, 99)),
        ("Bytes= 3-4 ", (3, 4)),
        ("", None),
        ("bytes=-", None),
        ("bytes=5-3", None),
        ("bytes=0-1,5-6", None),
        ("items=0-1", None),
        ("bytes=a-b", None),
        ("bytes=٣-٤", None),
    ],
)
def test_a_range_header_is_read_as_the_standard_says(header: str, sent: tuple[int, int] | None) -> None:
    assert asked_range(header, size=100) == (ByteRange(*sent) if sent else None)


@pytest.mark.parametrize(
    ("header", "size"), [("bytes=100-", 100), ("bytes=200-300", 100), ("bytes=-0", 100), ("bytes=0-", 0), ("bytes=-5", 0)]
)
def test_a_range_behind_the_end_cannot_be_met(header: str, size: int) -> None:
    with pytest.raises(Unsatisfiable):
        asked_range(header, size=size)


@given(st.integers(0, 300), st.integers(0, 300), st.integers(1, 200))
def test_a_met_range_lies_inside_the_file(first: int, last: int, size: int) -> None:
    try:
        found = asked_range(f"bytes={first}-{last}", size=size)
    except Unsatisfiable:
        assert first >= size
        return
    assert found is None or (found.first == first and first <= found.last < size and found.length > 0)
