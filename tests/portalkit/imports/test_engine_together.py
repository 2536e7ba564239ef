"""Several at once, and killed in the middle: imported once, all or nothing."""

import shutil
import threading
from pathlib import Path

import pytest
from django.db import connection

from benchmarks.import_kill import survive
from complaints.models import Ticket
from portalkit.imports.models import BatchState, ImportBatch
from tests import migrated
from tests.builders import a_prefecture, a_province
from tests.portalkit.imports.engine_builders import a_ticket, csv_text, imported


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_four_at_once_import_a_file_once() -> None:
    a_prefecture("Yunzhou", under=a_province("Nanjiang"))
    text = csv_text([a_ticket(number) for number in range(50)])
    start = threading.Barrier(4)
    ended: list[ImportBatch] = []

    def run() -> None:
        start.wait()
        try:
            ended.append(imported(text))
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [batch.state for batch in ended] == [BatchState.COMMITTED] * 4
    assert sorted((batch.new, batch.unchanged) for batch in ended) == [(0, 50), (0, 50), (0, 50), (50, 0)]
    assert Ticket.objects.count() == 50


def test_an_import_that_is_killed_leaves_all_or_nothing(tmp_path: Path) -> None:
    (tmp_path / "var").mkdir()
    shutil.copyfile(migrated.sqlite(), tmp_path / "var" / "portal.sqlite3")
    outcome = survive(folder=tmp_path, rows=3000, kills=3, seed=7)

    assert outcome.kills == 3
    assert outcome.halves == 0
    assert outcome.rows_at_last == 3000
