"""How the date columns of a file are written: declared by the steward, else proposed from the whole column."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from typing import Any

from ..domain.body import Block
from ..domain.layouts import LayoutFinder, LayoutProposal, declared, disagreement
from ..domain.refusals import Caution, Fault, Notice, Refusal, Refused
from ..domain.spec import Field, FieldKind, Problem

DATE_KINDS = frozenset({FieldKind.DATETIME, FieldKind.DATE})
Layouts = dict[str, tuple[str, ...]]


class DateLayouts:
    """`layouts` for the converters: what was declared, and after `settle` what the whole file says of the rest.

    Without either, converters take every layout that cannot be misread; the first value that can be makes `settle` necessary.
    """

    def __init__(self, fields: Iterable[Field], chosen: Mapping[str, Any]) -> None:
        self._declared = {name: _declared(name, layouts) for name, layouts in chosen.items() if layouts}
        self._undeclared = [field.name for field in fields if field.kind in DATE_KINDS and field.name not in self._declared]
        self._proposals: dict[str, LayoutProposal] = {}

    @property
    def layouts(self) -> Layouts:
        return {**{name: found.layouts for name, found in self._proposals.items() if found.layouts}, **self._declared}

    def is_unsettled(self, problem: Problem) -> bool:
        """Does this problem call for a look at the whole column?"""
        return problem.code == Fault.DATE_AMBIGUOUS and problem.field in self._undeclared and problem.field not in self._proposals

    def settle(self, blocks: Iterable[Block], columns: Mapping[str, int]) -> None:
        """Proposes from the whole file. Raises Refused where day and month stay ambiguous or contradict themselves."""
        finders = {name: LayoutFinder() for name in self._undeclared if name in columns}
        for block in blocks:
            for name, finder in finders.items():
                finder.feed(block.columns[columns[name]])
        self._proposals = {name: finder.proposal() for name, finder in finders.items()}
        for name, found in self._proposals.items():
            if found.conflict:
                raise Refused(Refusal.DATE_CONFLICT, field=name, example=found.example)
            if found.ambiguous:
                raise Refused(Refusal.DATE_AMBIGUOUS, field=name, example=found.example)

    def notices(self, met: Mapping[str, LayoutProposal]) -> list[Notice]:
        """Which layouts were met, where a column mixes them and where two columns disagree."""
        met = {name: proposal for name, proposal in met.items() if name in self._undeclared}
        met = {**met, **self._proposals}
        found = []
        for name, proposal in met.items():
            if proposal.layouts:
                code = Caution.LAYOUTS_MIXED if proposal.mixed else Caution.LAYOUTS_FOUND
                found.append(Notice(code, {"field": name, "layouts": ", ".join(proposal.layouts)}))
        for left, right in combinations(met, 2):
            orders = disagreement(met[left], met[right])
            if orders:
                found.append(
                    Notice(Caution.LAYOUTS_DISAGREE, {"field": left, "other": right, "order": orders[0], "other_order": orders[1]})
                )
        return found


def _declared(name: str, layouts: str | Sequence[str]) -> tuple[str, ...]:
    try:
        return declared([layouts] if isinstance(layouts, str) else layouts)
    except ValueError as error:
        raise Refused(Refusal.LAYOUT_UNKNOWN, field=name, layout=str(error)) from error
