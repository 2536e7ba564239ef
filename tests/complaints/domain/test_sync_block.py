from hypothesis import example, given
from hypothesis import strategies as st

from complaints.domain.sync_block import MARK, read_block, without_block


def test_the_block_is_read_into_keys_and_values() -> None:
    text = f"用户反映无法上网。{MARK} 故障地点:阳光花园 3栋 网络标识：4G 故障时间:2019-09-23 20:50:25 {MARK}请尽快处理"
    assert read_block(text) == {"故障地点": "阳光花园 3栋", "网络标识": "4G", "故障时间": "2019-09-23 20:50:25"}
    assert without_block(text) == "用户反映无法上网。\n请尽快处理"


def test_lines_and_separators_divide_keys_as_well() -> None:
    assert read_block(f"{MARK}\n经度:108.32；纬度:22.82\n备注:无;{MARK}") == {"经度": "108.32", "纬度": "22.82", "备注": "无"}


def test_a_block_without_an_end_reaches_to_the_end_of_the_text() -> None:
    assert read_block(f"前文 {MARK}投诉地点:中心市场") == {"投诉地点": "中心市场"}


def test_an_address_is_no_key_and_an_empty_key_is_left_out() -> None:
    assert read_block(f"{MARK}链接:http://example.invalid/a 空键: {MARK}") == {"链接": "http://example.invalid/a"}


def test_a_text_without_a_block_stays_as_it_is() -> None:
    assert read_block("信号弱: 室内") == {}
    assert without_block("信号弱: 室内") == "信号弱: 室内"


@given(text=st.text(max_size=200), before=st.text(max_size=20))
@example(text="A:\x1f", before="")
def test_no_text_breaks_the_reader(text: str, before: str) -> None:
    for key, value in read_block(before + MARK + text).items():
        assert key
        assert value == value.strip()
