import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from video.domain.device_ids import CAMERA_TYPES, PROVINCES, DeviceIdWrong, IdFault, Industry, camera_id, faults_of

GOOD = "45010200491320000001"
digits = st.text("0123456789", min_size=20, max_size=20)


@st.composite
def camera_ids(draw: st.DrawFn) -> str:
    province = draw(st.sampled_from(sorted(PROVINCES)))
    city = draw(st.integers(1, 99))
    rest = draw(st.integers(0, 99_999_999 % 10_000))
    industry = draw(st.integers(0, 99))
    kind = draw(st.sampled_from(CAMERA_TYPES))
    network = draw(st.sampled_from("012345678"))
    return f"{province}{city:02}{rest:04}{industry:02}{kind}{network}{draw(st.integers(1, 999_999)):06}"


def test_the_fields_of_an_id_stand_where_the_standard_puts_them() -> None:
    found = camera_id(GOOD)
    assert (found.centre, found.industry, found.kind, found.network, found.serial) == ("45010200", "49", "132", "0", "000001")
    assert found.province == "45"
    assert found.industry_group is Industry.ENTERPRISE


@given(camera_ids())
def test_every_well_made_id_is_read_and_joins_to_itself(text: str) -> None:
    assert faults_of(text) == ()
    assert str(camera_id(text)) == text


@given(digits)
def test_an_id_is_good_or_says_what_stands_at_the_faulty_places(text: str) -> None:
    for fault in faults_of(text):
        assert text[fault.first - 1 : fault.last] == fault.value


@given(st.text(max_size=30))
def test_no_text_breaks_the_check_and_only_twenty_ascii_digits_pass(text: str) -> None:
    if not faults_of(text):
        assert re.fullmatch(r"[0-9]{20}", text)


@pytest.mark.parametrize(
    ("text", "code", "first", "last"),
    [
        (GOOD[:-1], IdFault.LENGTH, 1, 19),
        (GOOD + "1", IdFault.LENGTH, 1, 21),
        ("", IdFault.LENGTH, 1, 0),
        ("4501020049132000000A", IdFault.DIGITS, 20, 20),
        ("\uff14" + GOOD[1:], IdFault.DIGITS, 1, 1),
        ("99010200491320000001", IdFault.PROVINCE, 1, 2),
        ("45000200491320000001", IdFault.DIVISION, 3, 6),
        ("45010200491180000001", IdFault.NOT_A_CAMERA, 11, 13),
        ("45010200495550000001", IdFault.TYPE, 11, 13),
        ("45010200491329000001", IdFault.NETWORK, 14, 14),
        ("45010200491320000000", IdFault.SERIAL, 15, 20),
    ],
)
def test_each_wrong_field_has_its_own_fault_and_place(text: str, code: IdFault, first: int, last: int) -> None:
    [fault] = faults_of(text)
    assert (fault.code, fault.first, fault.last) == (code, first, last)
    with pytest.raises(DeviceIdWrong) as refused:
        camera_id(text)
    assert refused.value.faults == (fault,)


def test_all_wrong_fields_are_told_at_once() -> None:
    assert [fault.code for fault in faults_of("99010200495559000000")] == [
        IdFault.PROVINCE,
        IdFault.TYPE,
        IdFault.NETWORK,
        IdFault.SERIAL,
    ]
