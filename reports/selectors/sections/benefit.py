"""What better service is worth, with the formula and every input of it."""

from django.utils.translation import gettext as _

from complaints.selectors.benefit import BenefitSummary, benefit_summary
from portalkit.sheets.domain.columns import Kind

from ...domain.document import Block, Column, Exhibit, Paragraph, Row, Section, Stat, Stats, Tone, text_of
from ..scope import Scope

CENTS = 2


def build(scope: Scope) -> Section | None:
    if not scope.is_monthly:
        return None
    found = benefit_summary(scope.access, period=scope.period, region=scope.region)
    if found.total is None:
        return None
    total = float(found.total)
    blocks: list[Block] = [Stats("benefit", (Stat("benefit", _("Benefit estimate"), total, digits=CENTS, unit=_("yuan")),))]
    blocks += [Paragraph(_("Benefit = new subscribers × revenue a subscriber × share credited."), Tone.BODY), _inputs(found)]
    blocks += [Paragraph(text, Tone.NOTE) for text in _sources(found)]
    finding = _("Estimated benefit of the month: {benefit} yuan").format(benefit=_cents(total))
    return Section(key="benefit", title=_("Benefit estimate"), finding=finding, blocks=tuple(blocks))


def _inputs(found: BenefitSummary) -> Exhibit:
    arpu = max(one.inputs.arpu_digits for one in found.estimates)
    percent = max(one.inputs.percent_digits for one in found.estimates)
    return Exhibit(
        key="inputs",
        title=_("Inputs of the estimate"),
        columns=(
            Column("region", _("Region")),
            Column("new", _("New subscribers"), Kind.NUMBER),
            Column("arpu", _("Revenue a subscriber, yuan"), Kind.NUMBER, digits=arpu),
            Column("share", _("Share credited"), Kind.PERCENT, digits=percent),
            Column("benefit", _("Benefit, yuan"), Kind.NUMBER, digits=CENTS),
        ),
        rows=tuple(
            Row(one.region.code, (one.region.display_name, one.subscribers, float(one.arpu), float(one.share), float(one.benefit)))
            for one in found.estimates
        ),
    )


def _sources(found: BenefitSummary) -> list[str]:
    text = _(
        "{region}, version {number} by {name}. New subscribers: {count_source}; revenue a subscriber: {arpu_source}; "
        "share credited: {reason}"
    )
    return [
        text.format(
            region=one.region.display_name,
            number=one.version,
            name=one.made_by,
            count_source=one.subscribers_source,
            arpu_source=one.arpu_source,
            reason=one.share_source,
        )
        for one in found.estimates
    ]


def _cents(value: float) -> str:
    return text_of(value, kind=Kind.NUMBER, digits=CENTS)
