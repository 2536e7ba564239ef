"""What the header's pickers show. The assembly fills it (setting NOC_PICKERS), since only it knows regions and data."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Choice:
    """`value` is what is kept and sent, `label` what is read, `depth` the level in the tree."""

    value: str
    label: str
    depth: int = 0
    is_chosen: bool = False


@dataclass(frozen=True)
class MonthRow:
    """Twelve months of a year for the period picker."""

    year: int
    months: tuple[Choice, ...]


@dataclass(frozen=True)
class Pickers:
    """`region_label` and `month_label` stand on the buttons. `regions_url` answers the list of regions as a fragment."""

    region_label: str
    month_label: str
    regions_url: str
    month: str = ""
    months: tuple[MonthRow, ...] = ()


def month_rows(*, first_year: int, last: tuple[int, int], chosen: str) -> tuple[MonthRow, ...]:
    """The years from `last` = (year, month) back to `first_year`, newest first; months after `last` are left out."""
    last_year, last_month = last
    return tuple(
        MonthRow(
            year=year,
            months=tuple(
                Choice(value=(value := f"{year:04d}-{month:02d}"), label=str(month), is_chosen=value == chosen)
                for month in range(1, (last_month if year == last_year else 12) + 1)
            ),
        )
        for year in range(last_year, first_year - 1, -1)
    )
