"""What the authorisation matrix expects of each route beyond its guard.

A route without parameters needs no line. One with parameters names the row that fills them:

    "jobs:job": of("jobs.Job", pk="pk"),                     # /jobs/<pk>/ is filled with the row's pk; a foreign one answers 404
    "imports:upload": fixed(kind="crm_tickets"),             # the same for everybody
    "complaints:mapping": of("complaints.Mapping", pk="pk", shared=True),   # a row without a region: nobody's is foreign
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from complaints.permissions import ComplaintsPermission
from portalkit.jobs.permissions import JobsPermission
from reports.permissions import ReportsPermission
from tests.architecture.world import Place
from video.permissions import VideoPermission


@dataclass(frozen=True)
class Expected:
    """`row` is a label of `rows.ROWS`, `attributes` say which of its attributes fills which parameter.

    `shared`: the row belongs to no region. `everywhere`: only a grant on the whole province opens the page.
    `yours`: the row belongs to a person, not to a region; only that person's own opens. `unless`: or whoever has this permission
    where the row is.
    """

    row: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)
    constants: Mapping[str, object] = field(default_factory=dict)
    shared: bool = False
    everywhere: bool = False
    yours: bool = False
    unless: str = ""

    def parameters(self, place: Place) -> dict[str, object]:
        filled = dict(self.constants)
        for name, attribute in self.attributes.items():
            value: object = place.rows[self.row]
            for step in attribute.split("."):
                value = getattr(value, step)
            filled[name] = value
        return filled


def of(row: str, *, shared: bool = False, everywhere: bool = False, yours: bool = False, **attributes: str) -> Expected:
    return Expected(row=row, attributes=attributes, shared=shared, everywhere=everywhere, yours=yours)


def own_or(permission: str, expected: Expected) -> Expected:
    """The owner's row, or anybody's for whoever has the permission where the row is."""
    return replace(expected, unless=str(permission))


def with_constants(expected: Expected, **constants: object) -> Expected:
    """The same row, and parameters that are the same for everybody."""
    return replace(expected, constants=constants)


def fixed(**constants: object) -> Expected:
    return Expected(constants=constants, shared=True)


PROVINCE_ONLY = Expected(everywhere=True)
# Opened by the token of a screen's player alone: every person is a stranger there.
SCREENS_OWN = frozenset(f"signage:player_{name}" for name in ("manifest", "report", "proof", "screenshot"))

USER = of("access.User", pk="pk")
TOKEN = of("access.MachineToken", pk="pk")
REGION = of("regions.Region", code="code")

CONTENT = of("signage.Content", pk="pk")
BATCH = of("imports.ImportBatch", pk="pk")
FORECAST = of("scheduling.Forecast", pk="pk")
ROWS_OF_BATCH = own_or(ComplaintsPermission.IMPORT, BATCH)
ROSTER = of("scheduling.Roster", pk="pk")
JOB = own_or(JobsPermission.VIEW_ALL, of("jobs.Job", pk="pk"))
TOPIC = of("complaints.Topic", pk="pk")
HALL = of("storefronts.Hall", code="code")
CAMERA = of("video.Camera", gb_id="gb_id")
NODE = of("video.StorageNode", name="name")
FAULT = of("complaints.FaultEntry", pk="pk")
ESTIMATE = of("complaints.BenefitEstimate", pk="pk")
ALARM = of("alarms.Alarm", pk="pk")
TICKET = of("complaints.Ticket", system="system", ticket_id="ticket_id")
NOTICE = of("complaints.SupervisionNotice", pk="pk")
VERSION = of("reports.ReportVersion", pk="report_id", number="number")
WALL = of("video.WallLayout", pk="pk")
COMMENTARY = of("reports.Commentary", pk="version.report_id", number="version.number", section="section")

EXPECTED: Mapping[str, Expected] = {
    **dict.fromkeys(("scheduling:staffing_plan", "scheduling:work_out_staffing"), FORECAST),
    "access:set_password": fixed(uid="MQ", token="worn-out"),
    "access:end_session": of("access.UserSession", pk="pk", yours=True),
    "access:user": USER,
    "access:change_user": USER,
    "access:deactivate_user": USER,
    "access:activate_user": USER,
    "access:password_link": USER,
    "access:remove_user_second_factor": USER,
    "access:end_user_sessions": USER,
    "access:end_user_session": of("access.UserSession", pk="user_id", session_pk="pk"),
    "access:give_grant": USER,
    "access:withdraw_grant": of("access.Grant", pk="user_id", grant_pk="pk"),
    "access:token": TOKEN,
    "access:revoke_token": TOKEN,
    "access:event": of("audit.AuditEvent", pk="pk"),
    "regions:region": REGION,
    "regions:change_region": REGION,
    "regions:move_region": REGION,
    "regions:close_region": REGION,
    "regions:reopen_region": REGION,
    "api:region": REGION,
    **dict.fromkeys(("jobs:job", "jobs:progress", "jobs:cancel", "api:job", "api:job_cancel"), JOB),
    **dict.fromkeys(("imports:detail", "imports:progress", "api:import"), BATCH),
    **{f"imports:{name}": ROWS_OF_BATCH for name in ("map", "table", "check", "commit", "cancel", "undo", "original", "errors")},
    **{f"api:{name}": ROWS_OF_BATCH for name in ("import-commit", "import-undo", "import-errors")},
    **dict.fromkeys(("alarms:alarm", "alarms:acknowledge", "alarms:unacknowledge", "alarms:clear", "api:alarm"), ALARM),
    "alarms:unsubscribe": of("alarms.Subscription", pk="pk", yours=True),
    "notify:outbox": PROVINCE_ONLY,
    "notify:try_again": PROVINCE_ONLY,
    **dict.fromkeys(
        (
            "signage:screen",
            "signage:screen_state",
            "signage:change_screen",
            "signage:move_screen",
            "signage:tag_screen",
            "signage:switch_screen",
            "signage:pair_screen",
            "signage:open_player",
            "signage:revoke_screen",
            "signage:screen_plays",
            "api:screen",
        ),
        of("signage.Screen", pk="pk"),
    ),
    **{f"signage:{name}": CONTENT for name in ("content", "change_content", "replace_content", "retire_content", "bring_back_content")},
    "signage:library_media": with_constants(of("signage.ContentVersion", version="pk"), page=1),
    "signage:library_thumbnail": of("signage.ContentVersion", version="pk"),
    **{
        f"signage:{name}": of("signage.Upload", key="pk", yours=True)
        for name in ("upload_piece", "upload_done", "upload_progress", "check_upload_again", "discard_upload")
    },
    "signage:hall_screens": HALL,
    **dict.fromkeys(("signage:playlist", "signage:remove_playlist"), of("signage.Playlist", pk="pk")),
    **dict.fromkeys(("signage:layout", "signage:remove_layout"), of("signage.Layout", pk="pk")),
    **dict.fromkeys(
        (
            "signage:schedule",
            "signage:change_schedule",
            "signage:hand_in",
            "signage:take_back",
            "signage:renew",
            "signage:remove_draft",
            "signage:approve",
            "signage:send_back",
            "signage:withdraw",
            "signage:end_emergency",
        ),
        of("signage.Schedule", pk="pk"),
    ),
    "signage:publication": of("signage.Publication", pk="pk"),
    "signage:playing_picture": of("signage.PlayCount", pk="screen_id", version="version_id"),
    "signage:screenshot": of("signage.Screenshot", pk="screen_id", number="pk"),
    **dict.fromkeys(("signage:command", "signage:command_state"), of("signage.ScreenCommand", key="batch")),
    "signage:proof": fixed(by="contents"),
    "signage:player_pairing": fixed(key="00000000-0000-4000-8000-000000000000"),
    "signage:player_media": fixed(sha256="0" * 64),
    "signage:player_media_check": fixed(sha256="0" * 64),
    "signage:player_bundle": fixed(expires="then", signed="no", sha256="0" * 64, path="index.html"),
    **dict.fromkeys(("video:hall", "video:hall_state"), of("storefronts.Hall", code="code")),
    **dict.fromkeys(("video:node_health", "video:node_state"), of("video.StorageNode", name="name")),
    **dict.fromkeys(("video:wall", "video:wall_state"), WALL),
    **dict.fromkeys(("video:change_wall", "video:remove_wall"), own_or(VideoPermission.OPERATE, WALL)),
    "scheduling:forecast": FORECAST,
    "scheduling:forecast_day": with_constants(FORECAST, day="2026-12-01"),
    "scheduling:override_forecast": FORECAST,
    "scheduling:undo_override": of("scheduling.ForecastOverride", pk="pk"),
    "scheduling:newest_forecast": of("scheduling.Queue", pk="pk"),
    **dict.fromkeys(
        ("scheduling:roster", "scheduling:roster_cells", "scheduling:approver_cells", "scheduling:comment_cell", "scheduling:roster_step"),
        ROSTER,
    ),
    "scheduling:decide_roster": ROSTER,
    **dict.fromkeys(("scheduling:request", "scheduling:decide_request"), of("scheduling.ShiftRequest", pk="pk")),
    "scheduling:own_request": of("scheduling.ShiftRequest", pk="pk", yours=True),
    **dict.fromkeys(("scheduling:change_rotation", "scheduling:apply_rotation"), of("scheduling.RotationPattern", pk="pk")),
    **dict.fromkeys(("scheduling:absence", "scheduling:end_absence", "scheduling:remove_absence"), of("scheduling.Absence", pk="pk")),
    **dict.fromkeys(("scheduling:offer", "scheduling:withdraw_offer"), of("scheduling.ShiftOffer", pk="pk")),
    "scheduling:answer_offer": of("scheduling.OfferReply", pk="pk", yours=True),
    "scheduling:shift_feed": of("scheduling.CalendarFeed", shared=True, secret="secret"),
    "scheduling:change_shift": of("scheduling.ShiftTemplate", pk="pk"),
    "scheduling:stop_build": JOB,
    "reports:report": of("reports.Report", pk="pk"),
    "reports:compare": of("reports.Report", pk="pk"),
    "reports:version": VERSION,
    "reports:publish": VERSION,
    "reports:download": with_constants(VERSION, file_format="pdf"),
    **dict.fromkeys(("reports:commentary", "reports:commentary_step", "reports:decide"), COMMENTARY),
    "reports:unsubscribe": own_or(ReportsPermission.MANAGE, of("reports.Subscription", pk="pk", yours=True)),
    "reports:schedule": PROVINCE_ONLY,
    "complaints:ticket": TICKET,
    "api:complaint-ticket": TICKET,
    "complaints:reveal": TICKET,
    **dict.fromkeys(
        ("complaints:repeat_group", "complaints:confirm_repeats", "complaints:merge_repeats"), of("complaints.RepeatGroup", number="pk")
    ),
    "complaints:separate_repeat": of("complaints.RepeatMember", number="group_id", ticket="ticket_id"),
    "complaints:undo_repeats": of("complaints.RepeatDecision", act="act"),
    "complaints:judge_validity": TICKET,
    **dict.fromkeys(("complaints:inspect", "complaints:add_finding", "complaints:conclude", "complaints:finish_look"), TICKET),
    **dict.fromkeys(("complaints:judge_finding", "complaints:take_back_finding"), of("complaints.Finding", pk="pk")),
    "complaints:sample": of("complaints.Sample", pk="pk"),
    **{
        f"complaints:{name}": of("complaints.InspectionResult", pk="pk")
        for name in ("returned_ticket", "answer_return", "accept_answer", "send_again")
    },
    "complaints:inspection_rule": fixed(code="vague_time"),
    "complaints:restore_rule": fixed(code="vague_time", number=0),
    "complaints:remove_published": of("complaints.PublishedRate", pk="pk"),
    "complaints:remove_annotation": of("complaints.Annotation", pk="pk"),
    **{f"complaints:{name}": TOPIC for name in ("topic", "topic_progress", "change_topic", "remove_topic", "compute_topic", "add_measure")},
    "complaints:remove_measure": of("complaints.TopicMeasure", pk="pk"),
    "calendars:change_day": of("calendars.SpecialDay", shared=True, pk="pk"),
    "calendars:remove_day": of("calendars.SpecialDay", shared=True, pk="pk"),
    "calendars:change_hours": of("calendars.WorkingCalendar", shared=True, code="code"),
    **dict.fromkeys(("complaints:pause_ticket", "complaints:resume_ticket", "complaints:propose_legacy"), TICKET),
    **{f"complaints:{name}": NOTICE for name in ("notice", "answer_notice", "close_notice", "reopen_notice", "escalate_notice")},
    "complaints:legacy_case": of("complaints.LegacyCase", pk="pk"),
    "complaints:decide_legacy": of("complaints.LegacyCase", pk="pk"),
    "complaints:end_deadline": of("complaints.DeadlineRule", pk="pk"),
    "complaints:remove_contact": of("complaints.EscalationContact", pk="pk"),
    "complaints:set_level": fixed(level=1),
    "complaints:set_automatic": fixed(watch="reply"),
    "complaints:rules": fixed(table="category"),
    "complaints:new_rule": fixed(table="category"),
    "complaints:contest_entry": FAULT,
    "complaints:contest_photo": FAULT,
    "complaints:contest_step": with_constants(FAULT, step="accept"),
    "complaints:benefit_estimate": ESTIMATE,
    "complaints:benefit_revise": ESTIMATE,
    "scheduling:change_queue": of("scheduling.Queue", code="code"),
    "scheduling:mark_day": of("scheduling.Queue", code="code"),
    "scheduling:unmark_day": of("scheduling.DayMark", pk="pk"),
    "scheduling:change_campaign": of("scheduling.Campaign", pk="pk"),
    "scheduling:remove_campaign": of("scheduling.Campaign", pk="pk"),
    "scheduling:agent": of("scheduling.Agent", pk="pk"),
    "scheduling:set_account": of("scheduling.Agent", pk="pk"),
    **dict.fromkeys(("storefronts:hall", "storefronts:change_hall", "api:hall"), HALL),
    **dict.fromkeys(("video:camera", "video:change_camera", "video:switch_camera", "video:move_camera", "api:camera"), CAMERA),
    **dict.fromkeys(("video:device", "video:read_device", "video:take_over_reading"), CAMERA),
    **dict.fromkeys(("video:node", "video:change_node", "video:new_volume", "video:search_result", "video:search_devices"), NODE),
    "video:change_volume": of("video.Volume", pk="pk"),
    **dict.fromkeys(("video:change_rule", "video:remove_rule"), of("video.AddressRule", pk="pk")),
    **dict.fromkeys(("video:kept_camera", "video:ask_export"), of("video.Camera", gb_id="gb_id")),
    "video:hold": of("video.LegalHold", pk="pk"),
    "video:evidence": of("video.EvidenceExport", pk="pk"),
    "video:evidence_file": with_constants(of("video.EvidenceExport", pk="pk"), what="manifest"),
    "complaints:end_rule": with_constants(of("complaints.CategoryMapping", shared=True, pk="pk"), table="category"),
    **dict.fromkeys(("video:play", "video:playlist"), of("video.Camera", gb_id="gb_id")),
    **dict.fromkeys(("video:live", "video:live_address", "video:snapshot"), of("video.Camera", gb_id="gb_id")),
    "video:media": of("video.Segment", pk="pk"),
}
