"""The sections of a report, a module each, in the order in which they are read.

A section is added by a module with `build(scope) -> Section | None` and its line in SECTIONS. None: this report has no such section.
Every section reads selectors of the business apps and nothing else.
"""

from collections.abc import Callable

from ...domain.document import Section
from ..scope import Scope
from . import (
    basis,
    benefit,
    causes,
    contest,
    counts,
    counts_summary,
    judgement,
    matrix,
    movers,
    quality,
    rates,
    regions,
    repeats,
    resolution,
    reverse,
    summary,
    supervision,
    topics,
)

Build = Callable[[Scope], Section | None]

SECTIONS: tuple[Build, ...] = (
    summary.build,
    counts_summary.build,
    rates.build,
    counts.build,
    movers.build,
    judgement.build,
    regions.build,
    causes.build,
    matrix.build,
    quality.build,
    repeats.build,
    supervision.build,
    reverse.build,
    resolution.build,
    topics.build,
    contest.build,
    benefit.build,
    basis.build,
)
