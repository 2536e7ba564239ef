"""The block that the CRM writes into the content of a ticket."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portalkit.imports.domain.text import read_synced

WORDS = st.text("故障地点时间用户abc", min_size=1, max_size=6)


def test_a_block_becomes_fields_and_leaves_the_text() -> None:
    found = read_synced("用户反映无信号。#同步要素# 故障地点:西湖区文三路 故障时间:2019-09-23 20:50:25 网络标识:4G #同步要素# 请处理")
    assert found.elements == {"故障地点": "西湖区文三路", "故障时间": "2019-09-23 20:50:25", "网络标识": "4G"}
    assert found.rest == "用户反映无信号。 请处理"


@pytest.mark.parametrize(
    "block",
    [
        "#同步要素#地点：家里；次数：3#同步要素#",
        "# 同步要素 #\n地点 : 家里\r\n次数 : 3\n# 同步要素 #",
        "＃同步要素＃地点:家里,次数:3＃同步要素＃",
        "#同步要素#地点:家里 次数:3",
        "#同步要素#地点:家里|次数:3#同步要素#",
    ],
)
def test_spellings_of_a_block_do_not_matter(block: str) -> None:
    assert read_synced(block).elements == {"地点": "家里", "次数": "3"}


def test_values_may_be_empty_or_hold_spaces_and_colons() -> None:
    found = read_synced("#同步要素# 地点: 时间:20:50 网址:http://10.0.0.1:80/x 说明:三 楼 东 #同步要素#")
    assert found.elements == {"地点": "", "时间": "20:50", "网址": "http://10.0.0.1:80/x", "说明": "三 楼 东"}


def test_the_first_of_equal_keys_counts_also_over_two_blocks() -> None:
    found = read_synced("#同步要素#a:1 a:2#同步要素#中#同步要素#a:3 b:4#同步要素#")
    assert (found.elements, found.rest) == ({"a": "1", "b": "4"}, "中")


@pytest.mark.parametrize("text", ["", "没有要素", "提到同步要素但没有标记"])
def test_text_without_a_block_stays_as_it_is(text: str) -> None:
    assert (read_synced(text).elements, read_synced(text).rest) == ({}, text)


@given(pairs=st.dictionaries(WORDS, WORDS, max_size=5), before=WORDS, after=WORDS)
def test_what_was_written_is_read_back(pairs: dict[str, str], before: str, after: str) -> None:
    body = "\n".join(f"{key}:{value}" for key, value in pairs.items())
    found = read_synced(f"{before}#同步要素#\n{body}\n#同步要素#{after}")
    assert (found.elements, found.rest) == (pairs, before + after)


@given(st.text("#＃同步要素:： \n;a1", max_size=60))
def test_no_text_breaks_it(text: str) -> None:
    assert isinstance(read_synced(text).rest, str)
