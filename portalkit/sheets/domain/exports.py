"""What left the portal in a file."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Export:
    """`source`: key of the table, or `chart.` and the chart's key; `query`: the query string, which holds the filters."""

    source: str
    rows: int
    file_format: str
    query: str
