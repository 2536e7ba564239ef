import pytest

from complaints.domain.words import is_satisfied, is_solved, names_number, names_person, status_code


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("已归档", "closed"),
        ("处理中", "in_progress"),
        ("In-Progress", "in_progress"),
        ("AWAITING USER INFO", "pending"),
        ("Resolved", "resolved"),
        ("pending", "pending"),
        ("", "unstated"),
        ("-100", "unmapped"),
    ],
)
def test_states_of_both_languages_are_understood_and_unknown_ones_stay_unmapped(word: str, code: str) -> None:
    assert status_code(word) == code


def test_what_says_neither_yes_nor_no_stays_open() -> None:
    assert is_solved("已解决") is True
    assert is_solved("未解决") is False
    assert is_satisfied("一般") is None
    assert is_satisfied("非常不满意") is False
    assert is_satisfied("") is None


def test_headers_of_personal_columns_are_known() -> None:
    assert names_person("联系人姓名")
    assert names_number("备用联系电话")
    assert not names_person("处理部门")
    assert not names_number("处理部门")
