"""The sections of the hotline's monthly report, a module each, in the order in which they are read.

Each has `build(scope) -> Section` and its line in HOTLINE_SECTIONS. All stand on one evaluation, that of /hotline/evaluation/.
"""

from collections.abc import Callable

from ....domain.document import Section
from ...hotline_scope import HotlineScope
from . import basis, days, forecasts, intervals, people, summary

HOTLINE_SECTIONS: tuple[Callable[[HotlineScope], Section], ...] = (
    summary.build,
    days.build,
    intervals.build,
    forecasts.build,
    people.build,
    basis.build,
)
