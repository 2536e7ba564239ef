"""What left the portal, or did not."""

from django.utils.translation import gettext_lazy as _

from portalkit.tables import Column, Table

from .models import Message, MessageState

TONES = {MessageState.WAITING: "info", MessageState.SENT: "good", MessageState.DEAD: "bad"}


def tone_of(message: Message) -> str:
    return TONES[MessageState(message.state)]


OUTBOX = Table(
    key="notify.outbox",
    title=_("Outgoing messages"),
    default_order="-created",
    columns=(
        Column("subject", _("Message subject")),
        Column("channel", _("Sent by"), value="get_channel_display", order_by="channel"),
        Column("address", _("Recipient"), order_by="address"),
        Column("state", _("State"), value="get_state_display", kind="badge", tone=tone_of, order_by="state"),
        Column("created", _("Written"), value="created_at", kind="datetime", order_by="pk"),
        Column("sent", _("Sent"), value="sent_at", kind="datetime", order_by="sent_at"),
        Column("attempts", _("Attempts"), kind="number", order_by="attempts"),
        Column("error", _("Reason"), is_long=True),
        Column("next_try", _("Next attempt"), kind="datetime", order_by="next_try", shown=False),
    ),
)
