"""Why rows of the hotline's files are turned away, in words, and the field that names an agent."""

from django.utils.translation import gettext_lazy as _

from portalkit.imports.domain.spec import Field, FieldKind

QUEUE_TEXTS = {
    "queue_unknown": _("There is no queue “{value}”; add it under Hotline, Queues, or correct the name"),
    "queue_ambiguous": _("Several queues are called “{value}”; use the code"),
}
AGENT_TEXTS = {
    "agent_unknown": _("There is no agent “{value}”; import the agents first"),
    "agent_ambiguous": _("Several agents are called “{value}”; use the agent number"),
}
DAY_TEXTS = {"last_before_first": _("The last day {value} lies before the first")}

AGENT_FIELD = Field(
    "agent",
    _("Agent"),
    FieldKind.ID,
    ("工号", "坐席工号", "员工编号", "坐席", "姓名", "agent id", "agent number", "employee id"),
    required=True,
)
