from django.utils.translation import gettext_lazy as _

from portalkit.guards.permissions import Permission


class SchedulingPermission(Permission):
    VIEW = "scheduling.view", _("See calls, forecasts, staffing and published rosters of the hotline")
    EXPORT = "scheduling.export", _("Download hotline lists and charts")
    IMPORT = "scheduling.import", _("Import call history, agents, absences and campaigns")
    PLAN = "scheduling.plan", _("Forecast calls, plan staff, build and submit rosters")
    APPROVE = "scheduling.approve", _("Approve and publish rosters, decide on leave and swaps")
    MANAGE_RULES = "scheduling.manage_rules", _("Set shifts, labour rules and service levels")
    OWN_SHIFTS = "scheduling.own_shifts", _("See the own shifts, ask for leave and swaps")
