"""Cells that are filled only to say that there is nothing."""

NOTHING = frozenset({"?", "？", "NULL", "Null", "null", "N/A", "n/a", "#N/A", "-", "--", "—", "——", "无"})


def is_nothing(word: str) -> bool:
    """Is this, white space aside, one of the marks that databases, spreadsheets and people put where a value is missing?"""
    return word.strip() in NOTHING
