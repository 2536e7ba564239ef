"""The roles of this installation. A role is added here and nowhere else."""

from django.utils.translation import gettext_lazy as _

from complaints.permissions import ComplaintsPermission
from portalkit.access.domain.roles import Role
from portalkit.access.permissions import AccessPermission
from portalkit.alarms.permissions import AlarmsPermission
from portalkit.calendars.permissions import CalendarsPermission
from portalkit.imports.permissions import ImportsPermission
from portalkit.jobs.permissions import JobsPermission
from portalkit.notify.permissions import NotifyPermission
from reports.permissions import ReportsPermission
from scheduling.permissions import SchedulingPermission
from signage.permissions import SignagePermission
from storefronts.permissions import StorefrontsPermission
from video.permissions import VideoPermission

_READ = frozenset(
    {
        ComplaintsPermission.VIEW,
        ComplaintsPermission.EXPORT,
        SchedulingPermission.VIEW,
        SchedulingPermission.EXPORT,
        StorefrontsPermission.VIEW,
        StorefrontsPermission.EXPORT,
        SignagePermission.VIEW,
        SignagePermission.EXPORT,
        AccessPermission.VIEW_REGIONS,
        AlarmsPermission.VIEW,
        ReportsPermission.VIEW,
        ReportsPermission.SUBSCRIBE,
    }
)

ROLES = (
    Role(
        code="noc_staff",
        name=_("NOC staff"),
        description=_("Browses dashboards, works alarms and overdue tickets."),
        permissions=_READ
        | {
            ComplaintsPermission.REVEAL,
            ComplaintsPermission.SORT_REPEATS,
            ComplaintsPermission.ANSWER_NOTICES,
            ComplaintsPermission.ANALYSE,
            ComplaintsPermission.ENTER_FAULTS,
            VideoPermission.VIEW,
            VideoPermission.EXPORT,
            SignagePermission.AUTHOR,
            SignagePermission.OPERATE,
            AlarmsPermission.ACKNOWLEDGE,
            ReportsPermission.COMMENT,
            AccessPermission.VIEW_STYLEGUIDE,
        },
    ),
    Role(
        code="supervisor",
        name=_("Supervisor"),
        description=_("Inspects ticket quality and supervises what is overdue."),
        permissions=_READ
        | {
            ComplaintsPermission.REVEAL,
            ComplaintsPermission.ANNOTATE,
            ComplaintsPermission.INSPECT,
            ComplaintsPermission.MANAGE_RULES,
            ComplaintsPermission.SORT_REPEATS,
            ComplaintsPermission.SUPERVISE,
            ComplaintsPermission.ANSWER_NOTICES,
            ComplaintsPermission.ANALYSE,
            ComplaintsPermission.ENTER_FAULTS,
            ComplaintsPermission.JUDGE_FAULTS,
            ComplaintsPermission.ESTIMATE_BENEFIT,
            AlarmsPermission.ACKNOWLEDGE,
            AlarmsPermission.CLEAR,
            ReportsPermission.GENERATE,
            ReportsPermission.COMMENT,
            ReportsPermission.APPROVE,
            ReportsPermission.PUBLISH,
            SchedulingPermission.APPROVE,
            VideoPermission.VIEW,
            VideoPermission.EXPORT,
            VideoPermission.EXPORT_EVIDENCE,
            VideoPermission.HOLD,
            VideoPermission.OPERATE,
            SignagePermission.AUTHOR,
            SignagePermission.APPROVE,
            SignagePermission.EMERGENCY,
            SignagePermission.OPERATE,
            SignagePermission.MANAGE,
            AccessPermission.VIEW_STYLEGUIDE,
        },
    ),
    Role(
        code="data_steward",
        name=_("Data steward"),
        description=_("Uploads exports and subscriber counts, repairs rejected rows."),
        permissions=_READ
        | {
            ComplaintsPermission.IMPORT,
            SchedulingPermission.IMPORT,
            StorefrontsPermission.IMPORT,
            StorefrontsPermission.MANAGE,
            VideoPermission.IMPORT,
            ComplaintsPermission.MANAGE_MAPPINGS,
            ComplaintsPermission.MANAGE_PUBLISHED,
            ComplaintsPermission.ANNOTATE,
            ImportsPermission.UPLOAD,
            ImportsPermission.VIEW,
            ImportsPermission.UNDO,
            ReportsPermission.GENERATE,
            AccessPermission.MANAGE_REGIONS,
            CalendarsPermission.MANAGE,
            JobsPermission.VIEW_ALL,
        },
    ),
    Role(
        code="planner",
        name=_("Hotline planner"),
        description=_("Forecasts calls, plans staff, builds rosters and submits them."),
        permissions=_READ
        | {
            SchedulingPermission.IMPORT,
            SchedulingPermission.PLAN,
            SchedulingPermission.MANAGE_RULES,
            ImportsPermission.UPLOAD,
            ImportsPermission.VIEW,
            ImportsPermission.UNDO,
            AccessPermission.VIEW_STYLEGUIDE,
        },
    ),
    Role(
        code="agent",
        name=_("Hotline agent"),
        description=_("Sees the own shifts, asks for leave and swaps."),
        permissions=frozenset({SchedulingPermission.OWN_SHIFTS}),
    ),
    Role(
        code="hall_manager",
        name=_("Hall manager"),
        description=_("Sees the own hall, its cameras and screens, and drafts what they play."),
        permissions=frozenset({StorefrontsPermission.VIEW, VideoPermission.VIEW, SignagePermission.VIEW, SignagePermission.AUTHOR}),
    ),
    Role(
        code="manager",
        name=_("Manager"),
        description=_("Reads the month on one page and downloads what is shown."),
        permissions=_READ | {ComplaintsPermission.ESTIMATE_BENEFIT, ReportsPermission.APPROVE, ReportsPermission.PUBLISH},
    ),
    Role(
        code="administrator",
        name=_("Administrator"),
        description=_("Manages users, roles, devices, rules, keys and retention; is audited too."),
        permissions=frozenset(
            {
                *ComplaintsPermission,
                *SchedulingPermission,
                *StorefrontsPermission,
                *VideoPermission,
                *SignagePermission,
                *ReportsPermission,
                *AccessPermission,
                *AlarmsPermission,
                *CalendarsPermission,
                *ImportsPermission,
                *JobsPermission,
                *NotifyPermission,
            },
        ),
        needs_second_factor=False,
    ),
)
