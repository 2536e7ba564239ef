"""Short ways to run files through the import engine in tests: files as text, batches in one call."""

import io
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta, timezone
from typing import Any

from portalkit.access.selectors import Access, system_access
from portalkit.audit.domain.actors import SYSTEM
from portalkit.imports.domain.registry import spec_of
from portalkit.imports.domain.spec import ImportSpec, Problem
from portalkit.imports.models import ImportBatch
from portalkit.imports.permissions import ImportsPermission
from portalkit.imports.services.inline import import_now, undo_now
from portalkit.imports.services.mapping import Choice, choice_of
from portalkit.imports.services.receiving import receive

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=timezone(timedelta(hours=8)))
TICKET_HEADERS = ("工单流水号", "受理时间", "用户归属地", "受理渠道", "业务内容")


def csv_text(rows: Sequence[Sequence[object]], *, headers: Sequence[str] = TICKET_HEADERS) -> str:
    lines = [headers, *rows]
    return "\r\n".join(",".join('"{}"'.format(str(cell).replace('"', '""')) for cell in line) for line in lines) + "\r\n"


def a_ticket(
    number: object, *, at: str = "2026-10-05 08:30:00", region: str = "Yunzhou", channel: str = "10086", text: str = "slow"
) -> tuple[str, ...]:
    return (str(number), at, region, channel, text)


def everywhere(kind: str) -> Access:
    return system_access(SYSTEM, [ImportsPermission.UPLOAD, ImportsPermission.VIEW, ImportsPermission.UNDO, spec_of(kind).permission])


def received(content: str | bytes, *, kind: str = "crm_tickets", name: str = "tickets.csv", access: Access | None = None) -> ImportBatch:
    data = content.encode() if isinstance(content, str) else content
    return receive(stream=io.BytesIO(data), name=name, kind=kind, access=access or everywhere(kind), now=NOW)


def imported(
    content: str | bytes,
    *,
    kind: str = "crm_tickets",
    name: str = "tickets.csv",
    mapping: Mapping[str, Any] | None = None,
    commit: bool = True,
    access: Access | None = None,
    **options: Any,
) -> ImportBatch:
    """The file received, mapped (by guess unless told otherwise), checked and, unless told otherwise, imported."""
    batch = received(content, kind=kind, name=name, access=access)
    choice = Choice(mapping=batch.mapping, options=options) if mapping is None else choice_of(mapping, options=options)
    return import_now(batch=batch, choice=choice, commit=commit, explain=plainly, by=SYSTEM, now=NOW)


def undone(batch: ImportBatch) -> ImportBatch:
    return undo_now(batch=batch, by=SYSTEM, now=NOW)


def counts(batch: ImportBatch) -> dict[str, int]:
    return {name: getattr(batch, name) for name in ("read", "new", "changed", "unchanged", "rejected")}


def plainly(problem: Problem, spec: ImportSpec) -> str:
    return f"{problem.field} {problem.code}".strip()
