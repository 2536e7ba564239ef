"""The list of signals."""

from django.utils.translation import gettext_lazy as _

from portalkit.tables import Column, Table

from ..domain.signals import Method, SignalState
from ..models import WarningSignal
from ..panels.warning import signal_tone
from ..services.warning import chart_url

_STATE_TONES = {SignalState.OPEN: "warn", SignalState.ENDED: "neutral", SignalState.WITHDRAWN: "neutral"}


def signal_url(signal: WarningSignal) -> str:
    return chart_url(Method(signal.method), region=signal.region, service_class=signal.service_class, on=signal.on)


def _excess(signal: WarningSignal) -> float:
    return signal.ratio - 1


def _severity(signal: WarningSignal) -> str:
    return signal.get_severity_display() or str(_("better"))


SIGNALS = Table(
    key="complaints.warning_signals",
    title=_("Signals of early warning"),
    default_order="-on",
    row_link=signal_url,
    columns=(
        Column("on", _("Found for"), kind="date", order_by="on"),
        Column("region", _("Region"), value="region.long_name", order_by="region__path"),
        Column("service_class", _("Class"), value="get_service_class_display", order_by="service_class"),
        Column("method", _("Found by"), value="get_method_display", order_by="method"),
        Column("severity", _("Severity"), value=_severity, kind="badge", tone=signal_tone, order_by="ratio"),
        Column("complaints", _("Complaints"), kind="number", order_by="complaints"),
        Column("excess", _("Above the usual"), value=_excess, kind="percent", order_by="ratio"),
        Column(
            "state", _("State"), value="get_state_display", kind="badge", order_by="state",
            tone=lambda signal: _STATE_TONES[SignalState(signal.state)],
        ),
        Column("since", _("Since"), kind="date", order_by="since"),
        Column("ended_on", _("Ended on"), kind="date", order_by="ended_on"),
        Column("found_at", _("Noticed at"), kind="datetime", order_by="found_at", shown=False),
    ),
)  # fmt: skip
