"""After any sequence of imports, corrections and undos the table says what the files that stand say."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from complaints.models import Ticket
from portalkit.imports.models import BatchState, ImportBatch, RowChange
from tests.builders import a_prefecture, a_province
from tests.portalkit.imports.engine_builders import a_ticket, counts, csv_text, imported, undone

NUMBERS = ("T1", "T2", "T3", "T4")
TEXTS = ("slow", "gone", "back again")
Rows = dict[str, str]

files = st.dictionaries(st.sampled_from(NUMBERS), st.sampled_from(TEXTS), min_size=1)
steps = st.lists(st.one_of(files, st.integers(0, 5)), max_size=7)


@pytest.mark.django_db
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(steps=steps)
def test_the_table_is_what_the_standing_imports_say(steps: list[Any]) -> None:
    Ticket.objects.all().delete()
    RowChange.objects.all().delete()
    ImportBatch.objects.all().delete()
    _regions()
    model = Model()
    batches: list[ImportBatch] = []
    for step in steps:
        if isinstance(step, dict):
            batch = imported(csv_text([a_ticket(number, text=text) for number, text in step.items()]))
            assert counts(batch) == model.add(batch.pk, step)
            batches.append(batch)
        elif batches:
            chosen = batches[step % len(batches)]
            chosen.refresh_from_db()
            if chosen.state == BatchState.COMMITTED:
                assert (undone(chosen).state == BatchState.UNDONE) is model.undo(chosen.pk)
        assert dict(Ticket.objects.values_list("ticket_id", "content")) == model.rows
        assert dict(Ticket.objects.values_list("ticket_id", "batch_id")) == model.writers


class Model:
    """Rows, who wrote each last, and what every standing import overwrote."""

    def __init__(self) -> None:
        self.rows: Rows = {}
        self.writers: dict[str, int] = {}
        self._before: dict[int, dict[str, tuple[str, int] | None]] = {}

    def add(self, batch: int, given: Rows) -> dict[str, int]:
        changed = [number for number, text in given.items() if number in self.rows and self.rows[number] != text]
        new = [number for number in given if number not in self.rows]
        self._before[batch] = {number: (self.rows[number], self.writers[number]) for number in changed} | dict.fromkeys(new)
        for number in (*changed, *new):
            self.rows[number], self.writers[number] = given[number], batch
        same = len(given) - len(changed) - len(new)
        return {"read": len(given), "new": len(new), "changed": len(changed), "unchanged": same, "rejected": 0}

    def undo(self, batch: int) -> bool:
        before = self._before[batch]
        if any(self.writers.get(number) != batch for number in before):
            return False
        for number, old in before.items():
            if old is None:
                del self.rows[number], self.writers[number]
            else:
                self.rows[number], self.writers[number] = old
        del self._before[batch]
        return True


def _regions() -> None:
    from portalkit.regions.models import Region

    if not Region.objects.exists():
        a_prefecture("Yunzhou", under=a_province("Nanjiang"))
