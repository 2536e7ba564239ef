"""Exports as rows, and the short way to run them through the import engine.

batch = imported("eoms_tickets", [an_eoms_row("E1", crm="C1", at="2026-10-05 09:00:00")])
"""

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta, timezone
from typing import Any

from complaints.permissions import ComplaintsPermission
from portalkit.access.selectors import system_access
from portalkit.audit.domain.actors import SYSTEM
from portalkit.imports.domain.registry import spec_of
from portalkit.imports.domain.spec import ImportSpec, Problem
from portalkit.imports.models import ImportBatch
from portalkit.imports.permissions import ImportsPermission
from portalkit.imports.services.inline import import_now, undo_now
from portalkit.imports.services.mapping import Choice, choice_of
from portalkit.imports.services.receiving import receive

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=timezone(timedelta(hours=8)))
TODAY = date(2026, 11, 23)
EVERYWHERE = system_access(SYSTEM, list(ComplaintsPermission))
Row = dict[str, str]


def a_crm_row(
    number: str, *, at: str = "2026-10-05 08:30:00", region: str = "Yunzhou", category: str = "质量→话音→信号弱", **more: str
) -> Row:
    return {"工单流水号": number, "受理时间": at, "用户归属地": region, "服务请求类别": category, **more}


def an_eoms_row(
    number: str,
    *,
    crm: str = "",
    at: str = "2026-10-05 08:30:00",
    region: str = "Yunzhou",
    category: str = "手机上网",
    cause: str = "",
    **more: str,
) -> Row:
    row = {"工单流水号": number, "CRM工单号": crm, "投诉时间": at, "申告地": region, "投诉分类一级类别": category, "问题原因一级": cause}
    return {**row, **more}


def a_count_row(month: str, region: str, subscribers: int, *, service_class: str = "") -> Row:
    return {"月份": month, "地市": region, "业务类别": service_class, "用户数": str(subscribers)}


def imported(
    kind: str, rows: Sequence[Row], *, mapping: Mapping[str, Any] | None = None, commit: bool = True, **options: Any
) -> ImportBatch:
    """The rows as a file, received, mapped by guess unless told otherwise, checked and, unless told otherwise, imported."""
    access = system_access(SYSTEM, [ImportsPermission.UPLOAD, spec_of(kind).permission])
    batch = receive(stream=io.BytesIO(as_csv(rows)), name="export.csv", kind=kind, access=access, now=NOW)
    choice = Choice(mapping=batch.mapping, options=options) if mapping is None else choice_of(mapping, options=options)
    return import_now(batch=batch, choice=choice, commit=commit, explain=plainly, by=SYSTEM, now=NOW)


def undone(batch: ImportBatch) -> ImportBatch:
    return undo_now(batch=batch, by=SYSTEM, now=NOW)


def counts(batch: ImportBatch) -> tuple[int, int, int, int]:
    """New, changed, unchanged, rejected."""
    return batch.new, batch.changed, batch.unchanged, batch.rejected


def as_csv(rows: Sequence[Row]) -> bytes:
    """Columns in order of first appearance; a header may end in `#2` to be written twice."""
    headers = list(dict.fromkeys(header for row in rows for header in row))
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([header.partition("#")[0] for header in headers])
    writer.writerows([row.get(header, "") for header in headers] for row in rows)
    return text.getvalue().encode()


def plainly(problem: Problem, spec: ImportSpec) -> str:
    return f"{problem.field} {problem.code}".strip()
