"""One pass over a batch's file: what is good goes to the staging table, what is not to the error workbook.

Of rows with one key the first counts: a later row that says the same is only counted (`duplicate_row`), one that says
something else is rejected (`duplicate_key`), because nobody can tell which is right. With `repeats` "last" the last good row
counts; the earlier ones are only counted, as `duplicate_row` or, where they say something else, as `superseded_row`.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from ..adapters.error_book import ErrorBook
from ..adapters.staging import Stage, new_name
from ..domain.body import Block
from ..domain.cells import as_text
from ..domain.error_columns import is_added
from ..domain.headers import resolve_mapping
from ..domain.layouts import LayoutProposal
from ..domain.refusals import BadLine, Notice, Refusal, Refused
from ..domain.runs import Explain, Run
from ..domain.spec import Chunk, Comparison, FieldKind, Prepared, Problem, Repeats, Target
from ..domain.tally import Tally
from ..models import ImportBatch
from .conversion import BlockConverter, Problems, columns_without, without
from .dates import DateLayouts
from .opening import open_batch
from .previewing import Preview
from .regions import RegionResolver

DUPLICATE_KEY = "duplicate_key"
DUPLICATE_ROW = "duplicate_row"
SUPERSEDED_ROW = "superseded_row"
MISSING_KEY = "missing_key"
REGION_MISSING = "region_missing"


class _LayoutsOpen(Exception):
    """A date can be read in two ways: the whole column must be looked at."""


@dataclass
class Findings:
    """What an inspection knows when it is through. `repeated` rows are passed over for another row of the file with their key."""

    preview: Preview
    layouts: dict[str, LayoutProposal] = field(default_factory=dict)
    tally: Tally = field(default_factory=Tally)
    warnings: Counter[str] = field(default_factory=Counter)
    read: int = 0
    staged: int = 0
    repeated: int = 0
    comparison: Comparison = field(default_factory=lambda: Comparison(0, 0, 0))


class Inspection(ExitStack):
    """Use as a context manager: `perform`, then take `found`, `stage` and `book`; call `keep_stage` or the stage is dropped."""

    def __init__(self, *, batch: ImportBatch, run: Run, explain: Explain) -> None:
        super().__init__()
        self._batch = batch
        self._run = run
        self._explain = explain
        self._table = open_batch(batch)
        self._spec = self._table.spec
        self._headers = self._table.headers
        self._columns = self._mapped()
        self._target: Target = self._spec.target()
        self._dates = DateLayouts([f for f in self._spec.fields if f.name in self._columns], batch.options.get("layouts") or {})
        self._own_columns = [place for place, header in enumerate(self._headers) if not is_added(header)]
        self.stage = Stage(name=new_name(batch.pk), fields=self._target.stage_fields())
        self._begin()

    def perform(self) -> None:
        """Raises Refused when the file as a whole cannot be used."""
        self.stage.create()
        self._dropping = self.enter_context(ExitStack())
        self._dropping.callback(self.stage.drop)
        try:
            self._read_through()
        except _LayoutsOpen:
            self._dates.settle(self._blocks(), self._columns)
            self._start_again()
            self._read_through()
        if not self.found.read:
            raise Refused(Refusal.HEADER_ONLY)
        self.stage.finish(self._target.key)
        self._judge_whole()
        self._run.progress(self.found.read, self.found.read, _("comparing with what is there"))
        with connection.cursor() as cursor:
            self.found.comparison = self._target.compare(cursor=cursor, stage=self.stage.name)

    def keep_stage(self) -> None:
        """Leaves the staging table for the commit."""
        self._dropping.pop_all()

    def notices(self) -> list[Notice]:
        """What the steward should know of the file, its dates and what was put right on the way."""
        counted = [Notice(code, {"count": count}) for code, count in sorted(self.found.warnings.items())]
        return [*self._table.notices(), *self._dates.notices(self.found.layouts), *counted]

    @property
    def pending_regions(self) -> list[dict[str, Any]]:
        return self._regions.pending

    def _mapped(self) -> dict[str, int]:
        guess = resolve_mapping(self._batch.mapping, self._headers, self._spec)
        for problem in guess.problems:
            raise Refused(problem.code, field=problem.field, value=problem.value)
        return guess.columns

    def _begin(self) -> None:
        self.found = Findings(preview=Preview(self._spec, self._columns))
        fields = [f for f in self._spec.fields if f.name in self._spec.regions]
        self._regions = RegionResolver(
            names=[f.name for f in fields],
            is_required=any(f.required for f in fields if f.kind is FieldKind.REGION),
            creates=bool(self._batch.options.get("create_regions")),
            scope=self._batch.scope,
        )
        headers = [self._headers[place].partition("#")[0] for place in self._own_columns]
        self.book = self.enter_context(ErrorBook(headers=headers, added=(_("Reason for rejection"), _("Line in the original file"))))

    def _start_again(self) -> None:
        self.stage.empty()
        self._table = open_batch(self._batch)
        self._begin()

    def _blocks(self) -> Iterator[Block]:
        return open_batch(self._batch).table.blocks()

    def _read_through(self) -> None:
        converter = BlockConverter(self._spec, self._columns, self._headers, self._batch.options, self._dates.layouts)
        for block in self._table.table.blocks():
            self._take_bad(block.bad)
            if block.lines:
                self._take(block, converter)
            self._run.progress(self.found.read, None, _("rows checked"))
        self.found.warnings.update(converter.warnings)
        self.found.layouts = converter.proposals()

    def _take_bad(self, bad: Sequence[BadLine]) -> None:
        self.found.read += len(bad)
        for line in bad:
            self._reject(line.line, [line.problem], None)

    def _take(self, block: Block, converter: BlockConverter) -> None:
        chunk, problems = converter.convert(block)
        if any(self._dates.is_unsettled(problem) for found in problems.values() for problem in found):
            raise _LayoutsOpen
        self.found.read += len(block.lines)
        self._resolve_regions(chunk, problems)
        clean = without(chunk, problems)
        prepared = self._target.prepare(clean)
        late = self._late_problems(clean, prepared)
        for row in sorted(problems):
            self._reject(chunk.lines[row], problems[row], [column[row] for column in block.columns])
        if late:
            places = {line: row for row, line in enumerate(block.lines)}
            for row in sorted(late):
                self._reject(clean.lines[row], late[row], [column[places[clean.lines[row]]] for column in block.columns])
        self.found.warnings.update(prepared.warnings)
        self._stage(clean, prepared, late)

    def _resolve_regions(self, chunk: Chunk, problems: Problems) -> None:
        names = [chunk.columns[name] for name in self._spec.regions]
        for row, region in enumerate(self._regions.resolve(names, len(chunk.lines))):
            if isinstance(region, Problem):
                if region.code == REGION_MISSING and row in problems:
                    continue
                problems.setdefault(row, []).append(region)
            else:
                chunk.regions[row] = region

    def _late_problems(self, clean: Chunk, prepared: Prepared) -> Problems:
        """What the target refuses, and rows without a key."""
        late = {row: list(found) for row, found in prepared.problems.items()}
        for name in self._target.key:
            column = prepared.columns[name]
            if None in column or "" in column:
                for row in (row for row, value in enumerate(column) if value is None or value == ""):
                    late.setdefault(row, []).append(Problem(MISSING_KEY, name))
        self.found.preview.add_rows(without(clean, late) if late else clean)
        return late

    def _stage(self, clean: Chunk, prepared: Prepared, late: Problems) -> None:
        lines, columns = clean.lines, prepared.columns
        if late:
            keep = [row not in late for row in range(len(lines))]
            lines = [line for line, kept in zip(lines, keep, strict=True) if kept]
            columns = columns_without(columns, keep)
        self.stage.add(lines=lines, columns=columns, hash_columns=self._target.hash_columns, codes=self._regions.codes)
        self.found.staged += len(lines)

    def _reject(self, line: int, problems: Sequence[Problem], cells: Sequence[Any] | None) -> None:
        self.found.tally.add(line, problems)
        for problem in problems:
            self.found.preview.add_problem(problem)
        texts = [as_text(cells[place]) for place in self._own_columns] if cells else []
        reason = "; ".join(dict.fromkeys(self._explain(problem, self._spec) for problem in problems))
        self.book.add(cells=texts, reason=reason, line=line)

    def _judge_whole(self) -> None:
        """Repeated keys, and what only the whole file shows. The rows rejected here are read once more for the error workbook."""
        late = self._judge_repeated()
        with connection.cursor() as cursor:
            refused = self._target.check(cursor=cursor, stage=self.stage.name)
        self.stage.remove(list(refused))
        late |= {line: list(problems) for line, problems in refused.items()}
        self.found.staged -= self.found.repeated + len(late)
        for line, cells in self._rows_at(late.keys()):
            self._reject(line, late[line], cells)

    def _judge_repeated(self) -> Problems:
        """One row of each key stays in the stage. Returns the problems of those rejected, by line."""
        if self._batch.options.get("repeats") == Repeats.LAST:
            identical, superseded = self.stage.supersede(self._target.key)
            self._pass_over({DUPLICATE_ROW: identical, SUPERSEDED_ROW: superseded})
            return {}
        repeated = self.stage.duplicates(self._target.key)
        same = [duplicate.line for duplicate in repeated if duplicate.identical]
        late = {duplicate.line: [Problem(DUPLICATE_KEY, self._target.key[-1])] for duplicate in repeated if not duplicate.identical}
        self.stage.remove([*same, *late])
        self._pass_over({DUPLICATE_ROW: len(same)})
        return late

    def _pass_over(self, counts: Mapping[str, int]) -> None:
        self.found.repeated = sum(counts.values())
        self.found.warnings.update({code: count for code, count in counts.items() if count})

    def _rows_at(self, lines: Collection[int]) -> Iterator[tuple[int, list[Any]]]:
        for block in self._blocks() if lines else ():
            for row, line in enumerate(block.lines):
                if line in lines:
                    yield line, [column[row] for column in block.columns]
