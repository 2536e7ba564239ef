"""The months that the period picker offers."""

from portalkit.ui.domain.shell import month_rows


def test_years_run_back_from_the_newest_and_end_with_the_last_month() -> None:
    rows = month_rows(first_year=2024, last=(2026, 3), chosen="2025-02")
    assert [row.year for row in rows] == [2026, 2025, 2024]
    assert [month.value for month in rows[0].months] == ["2026-01", "2026-02", "2026-03"]
    assert [len(row.months) for row in rows] == [3, 12, 12]


def test_the_picked_month_is_marked() -> None:
    rows = month_rows(first_year=2025, last=(2025, 12), chosen="2025-02")
    assert [month.value for row in rows for month in row.months if month.is_chosen] == ["2025-02"]
