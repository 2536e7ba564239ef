"""The finding-faults contest of the month."""

from django.utils.translation import gettext as _

from complaints.selectors.contest import Announced, ContestSummary, contest_summary
from portalkit.sheets.domain.columns import Kind

from ...domain.document import Column, Exhibit, Paragraph, Row, Section, Stat, Stats, Tone
from ..scope import Scope
from ..wording import count, department, share

MOST_PEOPLE = 10


def build(scope: Scope) -> Section | None:
    if not scope.is_monthly:
        return None
    found = contest_summary(scope.access, period=scope.period, region=scope.region)
    if not found.found + found.refused:
        return None
    return Section(
        key="contest",
        title=_("Finding-faults contest"),
        finding=_("{count} faults found, {solved} of them solved").format(count=count(found.found), solved=share(found.share)),
        blocks=(_stats(found), *map(_champions, found.champions), *_people(found)),
    )


def _stats(found: ContestSummary) -> Stats:
    return Stats(
        "contest",
        (
            Stat("found", _("Faults found"), found.found),
            Stat("accepted", _("Faults accepted"), found.accepted),
            Stat("solved", _("Faults solved"), found.solved),
            Stat("refused", _("Faults refused"), found.refused),
            Stat("share", _("Share solved of those found"), found.share, Kind.PERCENT),
        ),
    )


def _champions(announced: Announced) -> Paragraph:
    named = _("; ").join(f"{one.place}. {one.finder} ({one.finder_department})" for one in announced.champions)
    return Paragraph(_("Champions of {month}: {names}").format(month=announced.month, names=named), Tone.FINDING)


def _people(found: ContestSummary) -> tuple[Exhibit, ...]:
    if not found.people:
        return ()
    return (
        Exhibit(
            key="people",
            title=_("Ranking of finders"),
            columns=(
                Column("name", _("Finder")),
                Column("department", _("Department")),
                Column("place", _("Rank"), Kind.NUMBER),
                Column("found", _("Found"), Kind.NUMBER),
                Column("accepted", _("Accepted"), Kind.NUMBER),
                Column("solved", _("Faults solved"), Kind.NUMBER),
                Column("points", _("Points"), Kind.NUMBER, digits=1),
            ),
            rows=tuple(
                Row(
                    f"{one.name}|{one.department}",
                    (
                        one.name,
                        department(one.department),
                        one.place,
                        one.tally.found,
                        one.tally.accepted,
                        one.tally.solved,
                        float(one.tally.points),
                    ),
                )
                for one in found.people[:MOST_PEOPLE]
            ),
            note=_("Points as they stand now; equal points share a rank."),
        ),
    )
