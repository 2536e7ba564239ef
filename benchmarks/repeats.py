"""The search for repeats over 200,000 tickets: seconds, peak memory, recall and precision; the same with the database around it.

    python -m benchmarks.repeats [--tickets 200000] [--json]

The labelled tickets come from the generator of the tests under another seed. "keys only" is the same search without likeness, as a
baseline; it asks nothing of the texts. The database pass reads, groups and writes the same tickets in SQLite, then once more unchanged.
Recall and precision count pairs of tickets.
"""

import argparse
import json
import os
import resource
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks import report  # noqa: E402
from complaints.domain.repeats import Decisions, Dispatch, RepeatRules, find_links, grouped  # noqa: E402
from tests.complaints.repeat_tickets import LabelledTicket, labelled  # noqa: E402

SEED = 2027
DAYS = 540
TICKETS_PER_MATTER = 2.1
PORTION = 2_000
SHANGHAI = timezone(timedelta(hours=8))
KEYS_ONLY = RepeatRules(number_likeness=0, cell_likeness=0, place_likeness=0)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tickets", type=int, default=200_000)
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    if not arguments.json:
        report.heading()
    days = max(30, DAYS * arguments.tickets // 200_000)
    matters = round(arguments.tickets / TICKETS_PER_MATTER)
    tickets = labelled(seed=SEED, matters=matters, days=days, counties=30)[: arguments.tickets]
    dispatches = _dispatches(tickets)
    base = _peak()
    found = {"with likeness": _measured(tickets, dispatches, RepeatRules()), "keys only": _measured(tickets, dispatches, KEYS_ONLY)}
    peak = _peak() - base
    if not arguments.json:
        print(f"{len(tickets):,} tickets of {days} days; {peak:.0f} MiB above the tickets themselves\n")
        report.table("search", found)
    del dispatches
    database = _database(tickets)
    if arguments.json:
        print(json.dumps({"tickets": len(tickets), "search": found, "peak MiB": peak, "database": database}, ensure_ascii=False))
        return
    report.table("with the database", database)


def _dispatches(tickets: Sequence[LabelledTicket]) -> list[Dispatch]:
    places: dict[str, int] = {}
    return [
        Dispatch(
            number, _moment(one.accepted_at), one.content, (one.number,), one.crm_no, one.cell, places.setdefault(one.county, len(places)),
            one.service_class, _moment(one.answered_at),
        )
        for number, one in enumerate(tickets)
    ]  # fmt: skip


def _measured(tickets: Sequence[LabelledTicket], dispatches: Sequence[Dispatch], rules: RepeatRules) -> dict[str, Any]:
    watch = _Watch()
    found = find_links(dispatches, rules)
    groups = grouped(dispatches, found, Decisions())
    taken = watch.stop()
    right = wrong = 0
    for group in groups:
        matters = [tickets[place].matter for place in group.places]
        size = len(matters)
        same = sum(count * (count - 1) // 2 for count in (matters.count(matter) for matter in set(matters)))
        right, wrong = right + same, wrong + size * (size - 1) // 2 - same
    sizes: dict[int, int] = {}
    for one in tickets:
        sizes[one.matter] = sizes.get(one.matter, 0) + 1
    true = sum(size * (size - 1) // 2 for size in sizes.values())
    return {
        **taken,
        "pairs compared": found.compared,
        "groups": len(groups),
        "recall": f"{right / true:.4f}",
        "precision": f"{right / max(right + wrong, 1):.4f}",
    }


def _database(tickets: Sequence[LabelledTicket]) -> dict[str, dict[str, Any]]:
    with tempfile.TemporaryDirectory(prefix="noc-bench-") as folder:
        os.environ |= {"NOC_DATA_DIR": folder}
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "noc_portal.settings.dev")
        import django
        from django.core.management import call_command
        from django.db import connection

        django.setup()
        call_command("migrate", verbosity=0)
        _fill(tickets)
        passes = {"first pass": _pass(), "again, unchanged": _pass(), "one day": _pass(first=_day(tickets[-1]))}
        connection.close()
    return passes


def _pass(*, first: date = date(2020, 1, 1)) -> dict[str, Any]:
    from complaints.services.repeats import find_repeats
    from portalkit.audit.domain.actors import SYSTEM

    watch = _Watch()
    found = find_repeats(first=first, last=date(2030, 1, 1), by=SYSTEM, now=datetime.now(SHANGHAI))
    return {**watch.stop(), "tickets": found.tickets, "changed": found.changed}


def _fill(tickets: Sequence[LabelledTicket]) -> None:
    from complaints.models import Ticket
    from portalkit.regions.models import Level, Region

    province = Region.objects.create(code="NJ", name="NJ", level=Level.PROVINCE, path="/NJ/")
    regions = {
        county: Region.objects.create(code=f"NJ{number}", name=county, level=Level.COUNTY, parent=province, path=f"/NJ/NJ{number}/")
        for number, county in enumerate(sorted({one.county for one in tickets}))
    }
    for start in range(0, len(tickets), PORTION):
        Ticket.objects.bulk_create(
            Ticket(
                system="eoms", ticket_id=one.ticket_id, crm_no=one.crm_no, region=regions[one.county], accepted_at=_moment(one.accepted_at),
                accepted_on=_day(one), closed_at=_moment(one.answered_at), content=one.content, cell=one.cell,
                service_class=one.service_class, phone_print=one.number, department=f"部门{one.matter % 20}",
            )
            for one in tickets[start : start + PORTION]
        )  # fmt: skip


class _Watch:
    """Seconds on the wall, and of one core: on a busy machine the latter tell what the work costs."""

    def __init__(self) -> None:
        self._wall, self._core = time.perf_counter(), time.process_time()

    def stop(self) -> dict[str, float]:
        return {"seconds": round(time.perf_counter() - self._wall, 1), "of one core": round(time.process_time() - self._core, 1)}


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def _day(one: LabelledTicket) -> date:
    return _moment(one.accepted_at).date()


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
