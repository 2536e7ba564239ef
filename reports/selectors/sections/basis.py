"""What the figures stand on: the data's date and version, how things are counted, which events lie in the period."""

from django.utils.translation import gettext as _

from complaints.selectors import data_version

from ...domain.document import Paragraph, Section
from ..scope import Scope


def build(scope: Scope) -> Section | None:
    said = [
        _("Data until {day}; version {number} of the data.").format(day=_day(scope), number=data_version()),
        _("Counted are the complaints of CRM and EOMS, each matter once, by the day of the complaint, of the region and all below it."),
    ]
    if scope.is_monthly:
        said.append(_("The rate is complaints ÷ subscribers of the month × 10,000; without subscribers there is no rate."))
        said.append(_("A published rate stands beside the computed one as somebody printed it, never in its place."))
    else:
        said.append(_("Days and weeks show numbers of complaints, not rates: subscribers are counted by month."))
    said.append(_("A period marked * is not complete; it is compared with nothing. A dash is unknown, never nought."))
    said.append(
        _(
            "Within control: network fault, engineering cutover, hardware or software defect. "
            "Beyond control: weak coverage, too few resources, long planning, the customer's terminal."
        )
    )
    if scope.is_monthly:
        said += [
            _("Event on {day}: {label}").format(day=event.day.isoformat(), label=event.label_here) for event in scope.month.annotations
        ]
    return Section(
        key="basis", title=_("Data and definitions"), finding=_("What the figures stand on"), blocks=tuple(Paragraph(text) for text in said)
    )


def _day(scope: Scope) -> str:
    return scope.newest_day.isoformat() if scope.newest_day else "—"
