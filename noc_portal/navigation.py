"""What stands in the left navigation, in order, and what the page of a hall leads to. Shown to whom the permission allows."""

from django.utils.translation import gettext_lazy as _

from complaints.permissions import ComplaintsPermission
from portalkit.access.permissions import AccessPermission
from portalkit.alarms.permissions import AlarmsPermission
from portalkit.imports.permissions import ImportsPermission
from portalkit.ui.domain.navigation import Item, Section
from reports.permissions import ReportsPermission
from scheduling.permissions import SchedulingPermission
from signage.permissions import SignagePermission
from storefronts.permissions import StorefrontsPermission
from video.permissions import VideoPermission

SECTIONS = (
    Section("home", _("Start"), "home", (Item("home", _("Start"), "home", None, "home"),), is_single=True),
    Section("alarms", _("Alarms"), "alert", (Item("alarms", _("Alarms"), "alarms:list", AlarmsPermission.VIEW, "alert"),), is_single=True),
    Section(
        "complaints",
        _("Complaint analysis"),
        "chart",
        (
            Item("overview", _("Overview"), "complaints:overview", ComplaintsPermission.VIEW, "chart"),
            Item("trend", _("Trend"), "complaints:trend", ComplaintsPermission.VIEW, "trend"),
            Item("regions", _("Region comparison"), "complaints:regions", ComplaintsPermission.VIEW, "map"),
            Item("matrix", _("Class and cause"), "complaints:matrix", ComplaintsPermission.VIEW, "grid"),
            Item("warning", _("Early warning"), "complaints:warning", ComplaintsPermission.VIEW, "bell"),
            Item("regular", _("Regular analysis"), "complaints:regular", ComplaintsPermission.VIEW, "calendar"),
            Item("topics", _("Special topics"), "complaints:topics", ComplaintsPermission.VIEW, "search"),
            Item("reverse", _("Reverse analysis"), "complaints:reverse", ComplaintsPermission.VIEW, "undo"),
            Item("published", _("Published figures"), "complaints:published", ComplaintsPermission.VIEW, "published"),
            Item("annotations", _("Targets and events"), "complaints:annotations", ComplaintsPermission.VIEW, "pin"),
            Item("mappings", _("Category mapping"), "complaints:mappings", ComplaintsPermission.MANAGE_MAPPINGS, "mapping"),
        ),
    ),
    Section(
        "tickets",
        _("Tickets and quality"),
        "ticket",
        (
            Item("tickets", _("Tickets"), "complaints:tickets", ComplaintsPermission.VIEW, "ticket"),
            Item("inspection", _("Quality inspection"), "complaints:inspection", ComplaintsPermission.INSPECT, "check"),
            Item("quality", _("Quality analysis"), "complaints:quality", ComplaintsPermission.VIEW, "target"),
            Item("returned", _("Returned tickets"), "complaints:returned", ComplaintsPermission.VIEW, "undo"),
            Item("repeats", _("Repeats, invalid"), "complaints:repeats", ComplaintsPermission.VIEW, "copy"),
        ),
    ),
    Section(
        "supervision",
        _("Supervision and improvement"),
        "clock",
        (
            Item("supervision", _("Supervision"), "complaints:supervision", ComplaintsPermission.VIEW, "clock"),
            Item("contest", _("Contest"), "complaints:contest", ComplaintsPermission.VIEW, "trophy"),
            Item("benefit", _("Benefit estimate"), "complaints:benefit", ComplaintsPermission.VIEW, "coins"),
        ),
    ),
    Section(
        "hotline",
        _("Hotline"),
        "headset",
        (
            Item("mine", _("My shifts"), "scheduling:mine", SchedulingPermission.OWN_SHIFTS, "user"),
            Item("demand", _("Demand analysis"), "scheduling:demand", SchedulingPermission.VIEW, "trend"),
            Item("campaigns", _("Campaigns"), "scheduling:campaigns", SchedulingPermission.VIEW, "target"),
            Item("forecasts", _("Forecasts"), "scheduling:forecasts", SchedulingPermission.VIEW, "chart"),
            Item("staffing", _("Staffing"), "scheduling:staffing_plans", SchedulingPermission.VIEW, "users"),
            Item("rosters", _("Rosters"), "scheduling:rosters", SchedulingPermission.VIEW, "grid"),
            Item("intraday", _("Intraday"), "scheduling:intraday", SchedulingPermission.VIEW, "refresh"),
            Item("requests", _("Requests of agents"), "scheduling:requests", SchedulingPermission.APPROVE, "check"),
            Item("evaluation", _("Fit of rosters"), "scheduling:evaluation", SchedulingPermission.VIEW, "chart"),
            Item("hours-pool", _("Hours pool"), "scheduling:hours_pool", SchedulingPermission.VIEW, "coins"),
            Item("offers", _("Offers"), "scheduling:offers", SchedulingPermission.VIEW, "plus"),
            Item("shifts", _("Shifts"), "scheduling:shifts", SchedulingPermission.VIEW, "clock"),
            Item("rotations", _("Rotations"), "scheduling:rotations", SchedulingPermission.VIEW, "refresh"),
            Item("labour-rules", _("Labour rules"), "scheduling:labour_rules", SchedulingPermission.VIEW, "shield"),
            Item("agents", _("Agents"), "scheduling:agents", SchedulingPermission.VIEW, "user"),
            Item("absences", _("Absences"), "scheduling:absences", SchedulingPermission.VIEW, "calendar"),
            Item("queues", _("Queues"), "scheduling:queues", SchedulingPermission.VIEW, "phone"),
        ),
    ),
    Section(
        "halls",
        _("Halls and video"),
        "store",
        (
            Item("video", _("Cameras now"), "video:overview", VideoPermission.VIEW, "camera"),
            Item("walls", _("Camera walls"), "video:walls", VideoPermission.VIEW, "grid"),
            Item("playback", _("Playback"), "video:playback", VideoPermission.VIEW, "play"),
            Item("video-halls", _("Halls by state"), "video:halls", VideoPermission.VIEW, "map"),
            Item("halls", _("Business halls"), "storefronts:halls", StorefrontsPermission.VIEW, "store"),
            Item("cameras", _("Cameras"), "video:cameras", VideoPermission.VIEW, "camera"),
            Item("nodes", _("Storage nodes"), "video:nodes", VideoPermission.VIEW, "server"),
            Item("retention", _("Retention"), "video:retention", VideoPermission.VIEW, "clock"),
            Item("holds", _("Legal holds"), "video:holds", VideoPermission.VIEW, "lock"),
            Item("exports", _("Evidence exports"), "video:exports", VideoPermission.EXPORT_EVIDENCE, "download"),
            Item("addresses", _("Allowed addresses"), "video:rules", VideoPermission.MANAGE, "shield"),
        ),
    ),
    Section(
        "signage",
        _("Hall signage"),
        "monitor",
        (
            Item("screen-wall", _("Screens now"), "signage:wall", SignagePermission.VIEW, "grid"),
            Item("emergency", _("Emergency"), "signage:emergency", SignagePermission.VIEW, "alert"),
            Item("on-screen", _("What is on, and why"), "signage:on_screen", SignagePermission.VIEW, "eye"),
            Item("library", _("Library"), "signage:library", SignagePermission.VIEW, "folder"),
            Item("playlists", _("Playlists"), "signage:playlists", SignagePermission.VIEW, "list"),
            Item("layouts", _("Layouts"), "signage:layouts", SignagePermission.VIEW, "columns"),
            Item("schedules", _("Schedules"), "signage:schedules", SignagePermission.VIEW, "calendar"),
            Item("screen-calendar", _("Calendar of screens"), "signage:calendar", SignagePermission.VIEW, "calendar"),
            Item("approvals", _("Approvals"), "signage:approvals", SignagePermission.VIEW, "check"),
            Item("screens", _("Screens"), "signage:screens", SignagePermission.VIEW, "monitor"),
            Item("commands", _("Commands"), "signage:commands", SignagePermission.VIEW, "play"),
            Item("proof-of-play", _("Proof of play"), "signage:proof_of_play", SignagePermission.VIEW, "chart"),
        ),
    ),
    Section(
        "reports",
        _("Reports"),
        "file",
        (
            Item("reports", _("Reports"), "reports:list", ReportsPermission.VIEW, "file"),
            Item("subscriptions", _("Subscriptions"), "reports:subscriptions", ReportsPermission.SUBSCRIBE, "bell"),
            Item("report-schedule", _("Schedule of reports"), "reports:schedule", ReportsPermission.MANAGE, "clock"),
        ),
    ),
    Section(
        "data",
        _("Data import"),
        "upload",
        (Item("imports", _("Imports"), "imports:list", ImportsPermission.VIEW, "upload"),),
    ),
    Section(
        "system",
        _("System"),
        "settings",
        (
            Item("jobs", _("Jobs"), "jobs:list", None, "jobs"),
            Item("calendar", _("Working calendar"), "calendars:year", None, "calendar"),
            Item("regions", _("Regions"), "regions:regions", AccessPermission.VIEW_REGIONS, "pin"),
            Item("users", _("Users and roles"), "access:users", AccessPermission.MANAGE_USERS, "users"),
            Item("tokens", _("Machine tokens"), "access:tokens", AccessPermission.MANAGE_TOKENS, "key"),
            Item("api", _("API"), "api:docs", None, "link"),
            Item("audit", _("Audit trail"), "access:events", AccessPermission.READ_AUDIT, "shield"),
            Item("demo", _("Demo data"), "demo", AccessPermission.MANAGE_DEMO, "flask"),
            Item("styleguide", _("Style guide"), "ui:styleguide", AccessPermission.VIEW_STYLEGUIDE, "palette"),
        ),
    ),
)

HALL_LINKS = (
    Item("cameras", _("Cameras"), "video:hall", VideoPermission.VIEW, "camera"),
    Item("screens", _("Screens"), "signage:hall_screens", SignagePermission.VIEW, "monitor"),
)
