import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portalkit.vault.domain.masking import mask_name, mask_number, mask_text, masked_place
from portalkit.vault.domain.numbers import normalised_number

WIDE = {ord(str(digit)): chr(0xFF10 + digit) for digit in range(10)}
mobiles = st.from_regex(r"\A1[3-9][0-9]{9}\Z")
PREFIXES = ("", "+86", "+86 ", "86-", "(+86)", "0086 ", "0", "17951")
separators = st.sampled_from(("", "", "", " ", "-", " - ", "\u3000", "\u2014", "\uff0d", ") ", "\t", "\u00a0", "_"))
surroundings = st.text(alphabet=st.characters(exclude_categories=("Cf", "Cs")), max_size=20) | st.text(
    alphabet="0123456789 -+.:", max_size=15
)
sentences = st.text(alphabet="用户反映信号差,。地址路号室 abcXYZ", max_size=12)


@pytest.mark.parametrize(
    ("number", "masked"),
    [
        ("13812345678", "138****5678"),
        ("+86 138-1234-5678", "138****5678"),
        ("13812345678".translate(WIDE), "138****5678"),
        ("0771-5551234", "077****1234"),
        ("5551234", "55***34"),
        ("10086", "***86"),
        ("123", "***"),
        ("", ""),
    ],
)
def test_a_number_keeps_fewer_digits_the_shorter_it_is(number: str, masked: str) -> None:
    assert mask_number(number) == masked


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("用户13812345678信号差", "用户138****5678信号差"),
        ("138-1234-5678", "138-****-5678"),
        ("全角13812345678".translate(WIDE), "全角138****5678".translate(WIDE)),
        ("座机0771-5551234", "座机077*-***1234"),
        ("联系电话:5551234", "联系电话:55***34"),
        ("身份证45010319900101123X号", "身份证450***********123X号"),
        ("身份证45010319900101123\uff38号", "身份证450***********123\uff38号"),
        ("\uff080771\uff095551234", "\uff08077*\uff09***1234"),
        ("138\u200b12345678", "138****5678"),
        ("联系 138 1234 5678", "联系 138 **** 5678"),
        ("电话:138 123 45678", "电话:138 *** *5678"),
        ("手机13 81 23 45 67 8", "手机13 8* ** *5 67 8"),
        ("+8613812345678", "+86138****5678"),
        ("(+86) 1381-2345-678", "(+86) 138*-***5-678"),
        ("0086-138-1234-5678", "0086-138-****-5678"),
        ("138.1234.5678", "138.****.5678"),
        ("１３８　１２３４－５６７８", "１３８　****－５６７８"),
        ("138 １２３４-5678", "138 ****-5678"),
        ("欠费1500 138 1234 5678", "欠费150* *** **** 5678"),
        ("13812345678 13987654321", "138****5678 139****4321"),
        ("450101 19900101 1234", "450*** ******** 1234"),
    ],
)
def test_numbers_in_free_text_are_masked_in_place(text: str, masked: str) -> None:
    assert mask_text(text) == masked


@pytest.mark.parametrize(
    "text",
    [
        "时间20190923205025",
        "日期2011-09-23 12:30",
        "2019-09-23 20:50:25至2019-09-24 08:00",
        "2013-09-23 2013-09-24 18",
        "20190923 205025",
        "2019年9月23日 13800元",
        "地址192.168.100.101",
        "192.168.10.100",
        "经纬度132.123456 45.123456",
        "100万元",
        "工单20110923",
        "",
    ],
)
def test_times_dates_and_addresses_stay_readable(text: str) -> None:
    assert mask_text(text) == text


@given(sentences, mobiles, sentences)
def test_no_mobile_number_survives_in_any_sentence(before: str, mobile: str, after: str) -> None:
    assert mask_text(before + mobile + after) == f"{before}{mobile[:3]}****{mobile[7:]}{after}"


@given(surroundings, st.sampled_from(PREFIXES), mobiles, st.lists(separators, min_size=10, max_size=10), st.booleans(), surroundings)
def test_however_a_mobile_number_is_written_no_more_than_seven_of_its_digits_remain(
    before: str, prefix: str, mobile: str, gaps: list[str], is_wide: bool, after: str
) -> None:
    spelled = "".join(digit + gap for digit, gap in zip(mobile, [*gaps, ""], strict=True))
    head = f"{before} {prefix}"
    masked = mask_text(head + (spelled.translate(WIDE) if is_wide else spelled) + f" {after}")
    there = masked[len(head) : len(head) + len(spelled)]
    assert sum(char.isdecimal() for char in there) <= 7


@given(st.text(max_size=60))
def test_masking_twice_changes_nothing_more(text: str) -> None:
    once = mask_text(text)
    assert mask_text(once) == once


@given(st.text(alphabet="0123456789 01- ab中", max_size=40))
def test_no_run_of_eleven_digits_is_left_but_a_time_stamp(text: str) -> None:
    runs = re.findall(r"\d{11,}", unicodedata.normalize("NFKC", mask_text(text)))
    assert all(re.fullmatch(r"20\d{10}(?:\d\d)?", run) for run in runs)


@given(st.text(min_size=1, max_size=30))
def test_a_mask_never_shows_more_than_seven_characters_of_a_number(number: str) -> None:
    assert len(mask_number(number).replace("*", "")) <= 7


def test_names_keep_the_first_character_of_every_word() -> None:
    assert mask_name("张三") == "张*"
    assert mask_name("欧阳娜娜") == "欧***"
    assert mask_name("John Smith") == "J*** S****"
    assert mask_name("") == ""


@given(mobiles)
def test_every_spelling_of_a_number_is_normalised_to_one(mobile: str) -> None:
    wide = mobile.translate(WIDE)
    spellings = [f"+86{mobile}", f"86 {mobile}", f"0{mobile}", f"{mobile[:3]}-{mobile[3:7]}-{mobile[7:]}", wide, f" {mobile}\u200b"]
    assert {normalised_number(spelling) for spelling in spellings} == {mobile}


@given(sentences, mobiles, sentences, st.sampled_from(["", "\u200b", "\u200b\ufeff"]))
def test_words_stand_in_the_masked_text_where_their_place_was_moved_to(before: str, number: str, after: str, invisible: str) -> None:
    text = f"{before}{invisible}{number}{invisible}近期{after}"
    start = text.index("近期")
    masked = mask_text(text)
    assert masked[masked_place(text, start) : masked_place(text, start + 2)] == "近期"
    assert masked_place(text, len(text)) == len(masked)
