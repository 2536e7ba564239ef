"""How to make one row of each scoped model in a place. A new model with a region gets its line in `ROWS`.

A maker takes the place and a number: rows of the same place differ by it. Every free text carries the place's marker.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from io import BytesIO
from typing import TYPE_CHECKING

from django.db.models import Model

from complaints.models import (
    Annotation,
    CategoryMapping,
    CauseMapping,
    DailyRollup,
    MonthlyCauseRollup,
    MonthlyClassRollup,
    MonthlyRollup,
    PublishedRate,
    RateTarget,
    ResolutionHistogram,
    SubscriberCount,
    Ticket,
)
from portalkit.access.models import Grant, MachineToken, Preference, User, UserSession
from portalkit.audit.models import AuditEvent
from portalkit.files.models import StoredFile
from portalkit.files.services import store
from portalkit.imports.models import ImportBatch, ImportFile, RowChange
from portalkit.jobs.models import Job
from portalkit.notify.models import Message
from portalkit.regions.models import Region
from portalkit.vault.services import fingerprint, seal
from tests.architecture import (
    rows_analyses,
    rows_contest,
    rows_inspection,
    rows_repeats,
    rows_reports,
    rows_scheduling,
    rows_signage,
    rows_supervision,
    rows_video,
    rows_warning,
)
from tests.builders import a_county, a_grant, a_token, a_user

if TYPE_CHECKING:
    from tests.architecture.world import Place

NOW = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
DAY = date(2026, 11, 20)
MONTH = date(2026, 11, 1)
# A subscriber's number and name as no page may ever print them.
NUMBER = "13912348765"
NAME = "诸葛孔明"
Maker = Callable[["Place", int], Model]


def _region(place: Place, number: int) -> Region:
    if number == 0:
        return place.county
    return a_county(f"County {number} {place.marker}", under=place.region, code=f"{place.region.code}-{number + 1}")


def _user(place: Place, number: int) -> User:
    if number == 0:
        return place.person
    return a_user("manager", at=place.region, username=f"person-{number}-{place.marker}", full_name=f"Person {place.marker}")


def _grant(place: Place, number: int) -> Grant:
    return a_grant("manager", user=_user(place, number), at=place.county)


def _token(place: Place, number: int) -> MachineToken:
    secret = f"key {place.region.code} {number}"
    return a_token("complaints.view", at=place.region, by=place.person, name=f"Machine {number} {place.marker}", secret=secret)[0]


def _session(place: Place, number: int) -> UserSession:
    key = sha256(f"{place.region.code}{number}".encode()).hexdigest()[:32]
    return UserSession.objects.create(user=place.person, session_key=key, browser=place.marker, seen_at=NOW)


def _preference(place: Place, number: int) -> Preference:
    return Preference.objects.create(user=place.person, key=f"note {number}", value={"text": place.marker})


def _event(place: Place, number: int) -> AuditEvent:
    return AuditEvent.objects.create(
        at=NOW + timedelta(minutes=number), actor_kind="user", actor_id=str(place.person.pk), actor_name=place.marker,
        action="regions.rename", object_type="regions.region", object_id=str(place.region.pk), object_label=place.marker,
        region_code=place.region.code, detail={"name": place.marker},
    )  # fmt: skip


def _message(place: Place, number: int) -> Message:
    return Message.objects.create(
        channel="email", user=place.person, address=f"{number}@{place.marker}.example", subject=f"Mail {number} {place.marker}",
        body=place.marker, key=f"{place.marker} {number}", state="dead", error=place.marker,
    )  # fmt: skip


def _stored_file(place: Place, number: int) -> StoredFile:
    return store(stream=BytesIO(f"{number} {place.marker}".encode()), now=NOW)


def _job(place: Place, number: int) -> Job:
    return Job.objects.create(
        kind="demo", key=f"{place.marker} {number}", title=f"Job {number} {place.marker}", queue="default", run_after=NOW, created_at=NOW,
        progress_note=place.marker, owner=place.person, region=place.region,
    )  # fmt: skip


def _batch(place: Place, number: int) -> ImportBatch:
    stored = place.rows["files.StoredFile"] if number == 0 else _stored_file(place, number)
    file = ImportFile.objects.create(stored=stored, name=f"{number} {place.marker}.csv", uploaded_at=NOW, uploaded_by=place.marker)
    return ImportBatch.objects.create(
        kind="crm_tickets", file=file, state="committed", owner=place.person, by_name=place.marker, region=place.region,
        scope=[place.region.path], created_at=NOW, committed_at=NOW, read=1, new=1,
        error_file=stored,
    )  # fmt: skip


def _row_change(place: Place, number: int) -> RowChange:
    batch = place.rows["imports.ImportBatch"]
    return RowChange.objects.create(batch=batch, model="regions.Region", target_id=number + 1, before={"name": place.marker})


def _ticket(place: Place, number: int) -> Ticket:
    name = f"{place.region.code}-{number}"
    text = f"{number} {place.marker}"
    texts = dict.fromkeys(("subject", "content", "explanation", "measures", "prehandling", "fault_location"), f"{text} {NUMBER}")
    numbers = {"phone_sealed": seal(NUMBER), "phone_print": fingerprint(NUMBER), "fault_number_sealed": seal(NUMBER)}
    return Ticket.objects.create(
        system="eoms", ticket_id=f"E-{name}", crm_no=f"C-{name}", region=place.county, accepted_at=NOW, accepted_on=DAY,
        category_path=place.marker, status="closed", service_class="voice", complaint_type="coverage", channel=place.marker,
        department=place.marker, customer_name_sealed=seal(NAME), fault_number_print=fingerprint(NUMBER), extra={"备注": text},
        batch=place.rows["imports.ImportBatch"], **texts, **numbers,
    )  # fmt: skip


def _subscribers(place: Place, number: int) -> SubscriberCount:
    month = _months_before(number)
    return SubscriberCount.objects.create(month=month, region=place.region, service_class="total", subscribers=120_000)


def _published(place: Place, number: int) -> PublishedRate:
    return PublishedRate.objects.create(
        month=_months_before(number), region=place.region, service_class="total", value="6.680000", source=place.marker,
        entered_by=place.marker,
    )  # fmt: skip


def _target(place: Place, number: int) -> RateTarget:
    return RateTarget.objects.create(region=place.region, service_class="total", first_month=_months_before(number), value="5")


def _annotation(place: Place, number: int) -> Annotation:
    label = f"Event {number} {place.marker}"
    return Annotation.objects.create(day=DAY, label=label, label_en=label, kind="network", region=place.region)


def _category_mapping(place: Place, number: int) -> CategoryMapping:
    return CategoryMapping.objects.create(
        match="word", text=f"word {number} {place.region.code}", service_class="voice", complaint_type="coverage"
    )


def _cause_mapping(place: Place, number: int) -> CauseMapping:
    return CauseMapping.objects.create(
        match="word", text=f"cause {number} {place.region.code}", cause="network_fault", side="within_control"
    )


def _daily(place: Place, number: int) -> DailyRollup:
    return DailyRollup.objects.create(day=DAY - timedelta(days=number), complaints=7, **_dimensions(place))


def _monthly(place: Place, number: int) -> MonthlyRollup:
    return MonthlyRollup.objects.create(month=_months_before(number), complaints=7, **_dimensions(place))


def _monthly_class(place: Place, number: int) -> MonthlyClassRollup:
    month = _months_before(number)
    return MonthlyClassRollup.objects.create(
        month=month, region=place.county, service_class="voice", complaints=7, first_on=month, last_on=month
    )


def _monthly_cause(place: Place, number: int) -> MonthlyCauseRollup:
    return MonthlyCauseRollup.objects.create(
        month=_months_before(number), region=place.county, cause="network_fault", cause_side="within_control", complaints=7
    )


def _histogram(place: Place, number: int) -> ResolutionHistogram:
    month = _months_before(number)
    return ResolutionHistogram.objects.create(month=month, region=place.county, service_class="voice", bucket=5, tickets=7)


def _dimensions(place: Place) -> dict[str, object]:
    return {
        "region": place.county, "service_class": "voice", "complaint_type": "coverage", "cause": "network_fault",
        "cause_side": "within_control", "system": "eoms", "channel": place.marker,
    }  # fmt: skip


def _months_before(number: int) -> date:
    years, month = divmod(MONTH.year * 12 + MONTH.month - 1 - number, 12)
    return date(years, month + 1, 1)


ROWS: Mapping[str, Maker] = {
    "regions.Region": _region,
    "access.User": _user,
    "access.Grant": _grant,
    "access.MachineToken": _token,
    "access.UserSession": _session,
    "access.Preference": _preference,
    "audit.AuditEvent": _event,
    "files.StoredFile": _stored_file,
    "jobs.Job": _job,
    "notify.Message": _message,
    "imports.ImportBatch": _batch,
    "imports.RowChange": _row_change,
    "complaints.Ticket": _ticket,
    "complaints.SubscriberCount": _subscribers,
    "complaints.PublishedRate": _published,
    "complaints.RateTarget": _target,
    "complaints.Annotation": _annotation,
    "complaints.CategoryMapping": _category_mapping,
    "complaints.CauseMapping": _cause_mapping,
    "complaints.DailyRollup": _daily,
    "complaints.MonthlyRollup": _monthly,
    "complaints.MonthlyClassRollup": _monthly_class,
    "complaints.MonthlyCauseRollup": _monthly_cause,
    "complaints.ResolutionHistogram": _histogram,
    **rows_repeats.ROWS,
    **rows_analyses.ROWS,
    **rows_contest.ROWS,
    **rows_supervision.ROWS,
    **rows_inspection.ROWS,
    **rows_warning.ROWS,
    **rows_reports.ROWS,
    **rows_video.ROWS,
    **rows_scheduling.ROWS,
    **rows_video.ROWS,
    **rows_signage.ROWS,
}
