"""From the outcome of a matter back to the step that failed."""

from django.utils.translation import gettext as _

from complaints.selectors.reverse import ReverseSummary, Tally, reverse_summary
from portalkit.sheets.domain.columns import Kind

from ...domain.document import Chart, ChartKind, Column, Exhibit, Row, Section
from ..scope import Scope
from ..wording import count, share

NONE = "none"


def build(scope: Scope) -> Section | None:
    found = reverse_summary(scope.access, period=scope.period, region=scope.region)
    if not found.tickets:
        return None
    return Section(
        key="reverse", title=_("Reverse analysis"), finding=_finding(found), blocks=(_steps(found), *_reasons(found.reasons))
    )  # fmt: skip


def _finding(found: ReverseSummary) -> str:
    failed = [step for step in found.steps if step.key != NONE and step.tickets]
    if not failed:
        return _("No failed step found in {count} matters").format(count=count(found.tickets))
    most = max(failed, key=lambda step: step.tickets)
    text = _("A step failed in {share} of {count} matters; most often: {step} ({failed})")
    return text.format(share=share(found.failed / found.tickets), count=count(found.tickets), step=most.label, failed=count(most.tickets))


def _steps(found: ReverseSummary) -> Exhibit:
    """Start groups by failed step."""
    counted = {(path.source, path.target): path.tickets for path in found.paths}
    keys = tuple(step.key for step in found.steps)
    starts = [start for start in found.starts if start.tickets]
    rows = [
        Row(one.key, (str(one.label), *(counted.get((one.key, key), 0) for key in keys), one.tickets, one.before)) for one in starts
    ]  # fmt: skip
    before = found.tickets_before if any(one.before is not None for one in found.starts) else None
    rows.append(Row("total", (_("Total"), *(step.tickets for step in found.steps), found.tickets, before), is_total=True))
    title = _("Failed step by starting point")
    return Exhibit(
        key="steps",
        title=title,
        columns=(
            Column("start", _("Starting point")),
            *(Column(step.key, str(step.label), Kind.NUMBER) for step in found.steps),
            Column("total", _("Total"), Kind.NUMBER),
            Column("before", _("Period before"), Kind.NUMBER),
        ),
        rows=tuple(rows),
        charts=(Chart(key="steps", title=title, kind=ChartKind.HEATMAP, series=keys),),
        note=_("A matter counts once, under the gravest of its outcomes and the first step that failed."),
    )


def _reasons(found: tuple[Tally, ...]) -> tuple[Exhibit, ...]:
    if not found:
        return ()
    title = _("Why the step failed")
    return (
        Exhibit(
            key="reasons",
            title=title,
            columns=(
                Column("reason", _("Reason")),
                Column("matters", _("Matters"), Kind.NUMBER),
                Column("share", _("Share"), Kind.PERCENT),
                Column("before", _("Period before"), Kind.NUMBER),
            ),
            rows=tuple(Row(one.key, (str(one.label), one.tickets, one.share, one.before)) for one in found),
            charts=(Chart(key="reasons", title=title, kind=ChartKind.RANKING, series=("matters",)),),
        ),
    )
