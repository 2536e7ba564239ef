import math
import re

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints.domain.topics.phrases import inverse_frequency, joined, key_phrases, runs
from complaints.domain.topics.terms import terms_of, terms_text
from complaints.domain.topics.texts import without_names

A, B, C, D = "热点", "连接", "掉话", "信号"
TOKENS = st.lists(st.sampled_from([A, B, C, D, "慢", "，", " ", "的", "138", "****", "wifi", "spot"]), max_size=12)


def text(*words: str) -> list[tuple[str, ...]]:
    return [tuple(words)]


def test_scores_are_those_of_a_term_frequency_table() -> None:
    """Ten texts against twenty: counted by pandas from the very same words."""
    topic = [text(A, D), text(A), text(A), text(D), text(D), text(C), text(C), text(C), text(A), text(C)]
    background = [*topic, *([text(D)] * 4), *([text(B)] * 6)]
    found = {one.text: one.score for one in key_phrases(topic, background)}
    words = pd.Series([word for one in topic for run in one for word in run])
    frequency = words.value_counts() / len(words)
    holding = pd.Series([word for one in background for run in one for word in set(run)]).value_counts()
    expected = {word: frequency[word] * (math.log((1 + 20) / (1 + holding[word])) + 1) for word in (A, C)}
    assert found == {word: pytest.approx(score) for word, score in expected.items()}


def test_the_inverse_frequency_is_that_of_scikit_learn_for_its_documented_example() -> None:
    """The smoothed idf of scikit-learn's guide: 6 texts, terms in 6, 1 and 2 of them."""
    assert [round(inverse_frequency(texts=6, holding=count), 4) for count in (6, 1, 2)] == [1.0, 2.2528, 1.8473]


def test_words_that_stand_together_are_one_phrase_and_its_parts_are_left_out() -> None:
    topic = [text(A, B, "慢"), text(A, B, "慢"), text(A, B, "慢"), text(C), text(C), text(C)]
    found = [one.text for one in key_phrases(topic, [*topic, *([text(D)] * 30)])]
    assert sorted(found) == [C, "热点连接慢"]


def test_words_that_only_happen_to_meet_are_no_phrase() -> None:
    topic = [text(A, B), text(B, A), text(A, C), text(C, A), text(A, D), text(D, A), text(B, C), text(C, B)] * 3
    assert not [one for one in key_phrases(topic, [*topic, *([text("短信")] * 60)]) if len(one.words) > 1]


def test_what_is_said_as_often_everywhere_and_what_was_said_twice_are_no_key_phrases() -> None:
    topic = [text(A)] * 10 + [text(C)] * 2
    found = [one.text for one in key_phrases(topic, topic + [text(A)] * 12)]
    assert found == []


def test_names_inside_what_is_left_out_are_left_out_too() -> None:
    topic = [text(A), text(A), text(A)]
    assert key_phrases(topic, [*topic, *([text(D)] * 9)], leave_out=["营业厅热点"]) == ()


def test_numbers_masked_numbers_stop_words_and_punctuation_part_the_runs() -> None:
    assert runs(["用户", "热点", "，", "连接", "138", "*", "*", "1234", "慢", "的", "信号"]) == [(A,), (B,), ("慢",), (D,)]


def test_a_blank_parts_chinese_words_but_not_latin_ones() -> None:
    assert runs(["WiFi", " ", "spot", " ", "热点", " ", "连接"]) == [("wifi", "spot"), (A,), (B,)]
    assert joined(("wifi", "spot", "热点")) == "wifi spot热点"


@given(tokens=st.lists(TOKENS, max_size=12))
def test_every_key_phrase_stands_in_three_texts_and_holds_no_digit(tokens: list[list[str]]) -> None:
    texts = [runs(one) for one in tokens]
    for phrase in key_phrases(texts, [*texts, *([text("短信")] * 20)]):
        holding = [one for one in texts if any(_holds(run, phrase.words) for run in one)]
        assert len(holding) >= 3
        assert not re.search(r"\d|\*", phrase.text)
        assert phrase.score > 0


def _holds(run: tuple[str, ...], words: tuple[str, ...]) -> bool:
    return any(run[start : start + len(words)] == words for start in range(len(run)))


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("诸葛孔明反映热点慢", "诸葛孔明"),
        ("张先生来电称热点慢", "张"),
        ("联系人：欧阳娜 热点慢", "欧阳娜"),
        ("客户姓名为李丽，热点慢", "李丽"),
        ("Mr Smith says the hot spot is slow", "Smith"),
    ],
)
def test_names_leave_a_gap(said: str, name: str) -> None:
    left = without_names(said, name="诸葛孔明")
    assert name not in left
    assert "慢" in left or "slow" in left


@given(terms=st.lists(st.text(st.characters(categories=("L", "N")), min_size=1), max_size=10))
def test_terms_are_read_back_as_they_are_written(terms: list[str]) -> None:
    once = terms_of(terms_text(terms))
    assert terms_of(terms_text(once)) == once
    assert len(set(once)) == len(once)


def test_terms_are_parted_by_commas_of_both_widths_and_lines() -> None:
    assert terms_of("WLAN，热点, 热点；认证 页面\n 掉话、") == ("WLAN", "热点", "认证 页面", "掉话")
