"""Vague words of replies, against a file that was labelled by hand."""

import csv
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as some

from complaints.domain.quality.lists import VAGUE
from complaints.domain.quality.moments import MOMENT
from complaints.domain.quality.rules import RULES, RuleCode
from complaints.domain.quality.vague import VagueTime
from tests.complaints import vague_replies

from .quality_builders import a_record, at

RULE = VagueTime(**RULES[RuleCode.VAGUE_TIME].defaults)


def labelled(parts: str) -> Iterator[tuple[bool, str]]:
    with vague_replies.FILE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["part"] in parts:
                yield row["vague"] == "1", row["reply"]


@pytest.mark.parametrize("parts", ["a", "bc"], ids=["looked at", "held out"])
def test_precision_and_recall_hold_on_replies_looked_at_and_held_out(parts: str) -> None:
    pairs = [(is_vague, bool(RULE.find(a_record(explanation=reply)))) for is_vague, reply in labelled(parts)]
    assert len(pairs) >= 200
    found = sum(is_found for _, is_found in pairs)
    right = sum(is_vague and is_found for is_vague, is_found in pairs)
    assert right / found >= 0.9
    assert right / sum(is_vague for is_vague, _ in pairs) >= 0.95


def test_the_labelled_file_is_what_its_maker_makes() -> None:
    made = [(part, str(label), text) for part, label, text in vague_replies.rows()]
    with vague_replies.FILE.open(encoding="utf-8", newline="") as file:
        assert made == [(row["part"], row["vague"], row["reply"]) for row in csv.DictReader(file)]


def test_a_planned_solution_that_is_filled_in_excuses_every_word() -> None:
    reply = "后续将逐步改善。"
    assert RULE.find(a_record(explanation=reply))
    assert not RULE.find(a_record(explanation=reply, planned_at=at(9)))


def test_neighbouring_words_are_one_place_and_each_place_holds_its_words() -> None:
    reply = "弱覆盖属实，近期计划整改，后续回复。"
    found = RULE.find(a_record(explanation=reply))
    assert [one.words for one in found] == ["近期计划", "后续"]
    assert all(reply[one.start : one.end] == one.words for one in found)


def test_a_day_excuses_only_within_the_sentence_and_the_distance_that_is_set() -> None:
    near = {"words": VAGUE, "harmless": (), "near": 8}
    assert not VagueTime(**near).find(a_record(explanation="近期扩容，12月5日前完成。"))
    assert VagueTime(**near).find(a_record(explanation="近期扩容。12月5日前完成割接。"))
    assert VagueTime(**near).find(a_record(explanation="近期扩容并同步调整周边各小区参数配置，12月5日前完成。"))


@given(some.text(alphabet="近期计划待，。已完成前12月日于将暂时a ", max_size=60))
def test_every_place_lies_in_the_text_and_shows_the_words(reply: str) -> None:
    for one in RULE.find(a_record(explanation=reply)):
        assert 0 <= one.start < one.end <= len(reply)
        assert reply[one.start : one.end] == one.words


@given(some.text(max_size=40))
def test_a_reply_without_any_word_of_the_list_is_never_vague(reply: str) -> None:
    if not any(word in reply for word in VAGUE):
        assert not RULE.find(a_record(explanation=reply))


@pytest.mark.parametrize(
    "text",
    [
        "2026年11月30日",
        "11月底",
        "12月份",
        "3个工作日内",
        "本周五",
        "第四季度",
        "2027Q1",
        "2026-12-05",
        "年底前",
        "48小时内",
        "下周三",
        "月底前",
        "两周内",
    ],
)
def test_days_and_spans_are_read_however_they_are_written(text: str) -> None:
    match = MOMENT.search(f"预计{text}完成")
    assert match
    assert text.startswith(match.group().strip()) or match.group().strip() == text
