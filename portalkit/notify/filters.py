"""How the list of outgoing messages is narrowed."""

from django.utils.translation import gettext_lazy as _

from portalkit.filters import ChoiceFilter, FilterSet, TextFilter

from .models import Channel, MessageState

OUTBOX_FILTERS = FilterSet(
    (
        ChoiceFilter("state", _("State"), choices=MessageState.choices, multiple=True),
        ChoiceFilter("channel", _("Sent by"), choices=[(str(one.value), one.label) for one in (Channel.EMAIL, Channel.HOOK)]),
        TextFilter("q", _("Search"), fields=("subject", "address", "error")),
    )
)
