"""Why rows of the hotline's files are turned away, in words."""

from django.utils.translation import gettext_lazy as _

QUEUE_TEXTS = {
    "queue_unknown": _("There is no queue “{value}”; add it under Hotline, Queues, or correct the name"),
    "queue_ambiguous": _("Several queues are called “{value}”; use the code"),
}
AGENT_TEXTS = {
    "agent_unknown": _("There is no agent “{value}”; import the agents first"),
    "agent_ambiguous": _("Several agents are called “{value}”; use the agent number"),
}
DAY_TEXTS = {"last_before_first": _("The last day {value} lies before the first")}
