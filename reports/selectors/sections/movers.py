"""What moved beyond chance against the period before, whatever it is divided by, and what is still open."""

from urllib.parse import urlencode

from django.utils.translation import gettext as _

from complaints.selectors import By
from complaints.selectors.regular import Mover, RegularSummary, regular_summary
from portalkit.sheets.domain.columns import Kind

from ...domain.document import Block, Column, Exhibit, Row, Section, Stat, Stats
from ..scope import Scope
from ..wording import count

PARAMETERS = {By.CLASS: "class", By.TYPE: "type", By.CHANNEL: "channel", By.CAUSE: "cause", By.SIDE: "side"}


def build(scope: Scope) -> Section | None:
    found = regular_summary(scope.access, period=scope.period, today=scope.today, region=scope.region)
    if not found.has_data:
        return None
    blocks: list[Block] = [_open(scope, found), *_movers(scope, found.movers)]
    return Section(key="movers", title=_("What moved most"), finding=_finding(found), blocks=tuple(blocks))


def _finding(found: RegularSummary) -> str:
    if not found.movers:
        return _("Nothing moved beyond chance; {count} tickets open at the end").format(count=count(found.open_at_end))
    text = _("{name} moved most: {now} complaints after {before}; {count} tickets open at the end")
    line = found.movers[0].line
    return text.format(name=line.label, now=count(line.complaints), before=count(line.before), count=count(found.open_at_end))


def _open(scope: Scope, found: RegularSummary) -> Stats:
    query = urlencode({"open_on": found.period.last_day.isoformat(), "region": scope.region.code, "counted": "yes"})
    stat = Stat(
        "open",
        _("Open at the end of the period"),
        found.open_at_end,
        query=query,
        before=found.open_before,
        before_label=_("Period before"),
    )
    return Stats("open", (stat,))  # fmt: skip


def _movers(scope: Scope, movers: tuple[Mover, ...]) -> tuple[Exhibit, ...]:
    if not movers:
        return ()
    kinds = {
        By.CLASS: _("Class"),
        By.TYPE: _("Type"),
        By.CHANNEL: _("Channel"),
        By.CAUSE: _("Cause"),
        By.SIDE: _("Control"),
        By.REGION: _("Region"),
    }
    return (
        Exhibit(
            key="movers",
            title=_("Moved beyond chance against the period before"),
            columns=(
                Column("what", _("What")),
                Column("divided", _("Divided by")),
                Column("now", _("Complaints"), Kind.NUMBER),
                Column("before", _("Period before"), Kind.NUMBER),
                Column("change", _("Change"), Kind.PERCENT, is_signed=True),
                Column("deviations", _("σ of chance"), Kind.NUMBER, digits=1),
            ),
            rows=tuple(
                Row(
                    f"{one.line.by}.{one.line.key}",
                    (str(one.line.label), kinds[one.line.by], one.line.complaints, one.line.before, one.line.change, one.deviations),
                    _tickets(scope, one),
                )
                for one in movers
            ),
            note=_("Shown from 2.58 σ on: less than that chance makes once in a hundred lines."),
        ),
    )


def _tickets(scope: Scope, mover: Mover) -> str:
    line = mover.line
    if line.by is By.REGION:
        return scope.tickets(region=line.key)
    return f"{scope.tickets()}&{urlencode({PARAMETERS[line.by]: line.key})}"
