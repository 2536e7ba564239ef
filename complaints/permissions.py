from django.utils.translation import gettext_lazy as _

from portalkit.guards.permissions import Permission


class ComplaintsPermission(Permission):
    VIEW = "complaints.view", _("See complaint figures and tickets")
    REVEAL = "complaints.reveal", _("Show a full subscriber number, with a reason")
    IMPORT = "complaints.import", _("Import tickets and subscriber counts")
    MANAGE_MAPPINGS = "complaints.manage_mappings", _("Map categories and causes")
    MANAGE_PUBLISHED = "complaints.manage_published", _("Enter published rates")
    ANNOTATE = "complaints.annotate", _("Set targets and note events")
    EXPORT = "complaints.export", _("Download complaint lists and charts")
    INSPECT = "complaints.inspect", _("Inspect tickets, judge findings, send tickets back")
    MANAGE_RULES = "complaints.manage_rules", _("Set rules and thresholds of inspection, repeats, deadlines and warnings")
    SORT_REPEATS = "complaints.sort_repeats", _("Merge and separate repeated dispatches")
    SUPERVISE = "complaints.supervise", _("Supervise what is overdue")
    ANSWER_NOTICES = "complaints.answer_notices", _("Answer supervision notices and returned tickets")
    ANALYSE = "complaints.analyse", _("Save special topics and their measures")
    ENTER_FAULTS = "complaints.enter_faults", _("Enter faults in the finding-faults contest")
    JUDGE_FAULTS = "complaints.judge_faults", _("Decide on entries of the finding-faults contest")
    ESTIMATE_BENEFIT = "complaints.estimate_benefit", _("Estimate benefits")
