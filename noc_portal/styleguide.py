"""The living gallery of the components, and the tokens with their contrast."""

from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from django import forms
from django.contrib.staticfiles import finders
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from portalkit.access.permissions import AccessPermission
from portalkit.access.selectors import PortalRequest
from portalkit.guards.permissions import requires
from portalkit.ui.domain.contrast import measured, tokens_by_theme
from portalkit.ui.domain.tones import Tone

RATES = (13.67, 13.25, 7.01, 6.81, 5.90, 5.74)
MOMENT = datetime(2026, 11, 23, 9, 30, tzinfo=ZoneInfo("Asia/Shanghai"))


class SampleForm(forms.Form):
    name = forms.CharField(label=_("Name"), help_text=_("As it stands in the roster."), max_length=40)
    month = forms.CharField(label=_("Month"), widget=forms.TextInput(attrs={"type": "month"}), required=False)
    region = forms.ChoiceField(label=_("Region"), choices=[("45", _("Whole province")), ("4501", _("One prefecture"))])
    share = forms.DecimalField(label=_("Share credited"), min_value=0, max_value=1)
    unit = forms.ChoiceField(
        label=_("Unit"), choices=[("10000", _("per 10,000")), ("1000000", _("per million"))], widget=forms.RadioSelect, initial="10000"
    )
    note = forms.CharField(label=_("Note"), widget=forms.Textarea(attrs={"rows": 3}), required=False)
    is_sent = forms.BooleanField(label=_("Send a message when it is done"), required=False)


@requires(AccessPermission.VIEW_STYLEGUIDE)
def styleguide(request: PortalRequest) -> HttpResponse:
    themes = tokens_by_theme(_tokens())
    context = {
        "tones": list(Tone),
        "rates": RATES,
        "gap": (6.1, 5.9, None, 5.2, 5.6, 5.0),
        "moment": MOMENT,
        "later": MOMENT + timedelta(minutes=4),
        "rows": [(month, rate, RATES[number - 1] if number else None) for number, (month, rate) in enumerate(_months())],
        "icons": _icons(),
        "swatches": [(name, value, themes["dark"][name]) for name, value in themes["light"].items()],
        "pairs": list(zip(measured(themes["light"]), measured(themes["dark"]), strict=True)),
        "form": SampleForm(),
        "bad_form": SampleForm({"name": "", "region": "45", "share": "2", "unit": "10000"}, auto_id="bad_%s"),
        "page_of_rows": Paginator(range(1, 1235), 50).page(3),
        "steps": (_("Upload"), _("Columns"), _("Check"), _("Import")),
        "tabs": ((_("Regular"), "#tabs", True, 1234), (_("Quality"), "#tabs", False, 56), (_("Special topic"), "#tabs", False)),
    }
    return render(request, "noc_portal/styleguide.html", context)


def _months() -> list[tuple[str, float]]:
    return [(f"2011-{number + 4:02d}", rate) for number, rate in enumerate(RATES)]


def _tokens() -> str:
    return _static_text("ui/css/tokens.css")


def _icons() -> list[str]:
    return sorted(part.split('"', 1)[0] for part in _static_text("ui/icons.svg").split('<symbol id="')[1:])


def _static_text(name: str) -> str:
    return Path(str(finders.find(name))).read_text(encoding="utf-8")
