"""The contest as its pages need it: key figures, the podium, the steps of an entry, where figures lead."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _

from portalkit.periods.domain.calendar import Month
from portalkit.regions.models import Region
from portalkit.ui.panels.figures import Stat, stat

from ..domain.contest import Standing, State, Step, steps_from
from ..models import ContestChampion, FaultEntry
from ..models.contest import STEP_LABELS
from ..selectors.contest import Board

NOT_REFUSED = tuple(str(state) for state in State if state is not State.REFUSED)
ACCEPTED = tuple(str(state) for state in State if state not in (State.ENTERED, State.REFUSED))
_LOOKS = {Step.ACCEPT: "primary", Step.ASSIGN: "primary", Step.SOLVE: "primary", Step.REFUSE: "danger", Step.GIVE_UP: "danger"}


@dataclass(frozen=True)
class ContestFrame:
    """Region and month that the page is about."""

    region: Region | None
    month: Month
    today: date

    def page(self, **changes: object) -> str:
        """The board of another month."""
        parameters = {"region": self.region.code if self.region else "", "month": self.month} | changes
        return f"{reverse('complaints:contest')}?{urlencode({name: str(value) for name, value in parameters.items() if value})}"

    def entries(self, **more: object) -> str:
        """The entries behind a figure of this region and month; `more` narrows or replaces."""
        parameters = {"region": self.region.code if self.region else "", "month": str(self.month)} | more
        return (
            f"{reverse('complaints:contest_entries')}?{urlencode({name: value for name, value in parameters.items() if value}, doseq=True)}"
        )

    @property
    def is_running(self) -> bool:
        return self.today <= self.month.last_day

    @property
    def previous_url(self) -> str:
        return self.page(month=self.month.previous())

    @property
    def next_url(self) -> str:
        """Empty where the next month has not begun."""
        return self.page(month=self.month.next()) if self.month.next().first_day <= self.today else ""


@dataclass(frozen=True)
class Winner:
    """Somebody on the podium."""

    place: int
    name: str
    department: str
    found: int
    solved: int
    points: float
    url: str

    @property
    def initial(self) -> str:
        return self.name[:1]


@dataclass(frozen=True)
class StepCard:
    """A step that is open to a judge, with its form and address."""

    step: str
    label: str
    look: str
    form: forms.Form
    url: str


def contest_stats(board: Board, frame: ContestFrame) -> tuple[Stat, ...]:
    """Found, accepted, solved and the solve share against the month before; a month that is not over is compared with none."""
    now, before = board.tally, board.trend[-2].tally
    figures: tuple[tuple[str, str, float | None, float | None, tuple[str, ...]], ...] = (
        (_("Faults found"), "number", now.found, before.found, NOT_REFUSED),
        (_("Accepted"), "number", now.accepted, before.accepted, ACCEPTED),
        (_("Faults solved"), "number", now.solved, before.solved, (str(State.SOLVED),)),
        (_("Solve share"), "percent", now.share, before.share, NOT_REFUSED),
    )
    departments = _("from {count} departments").format(count=len(board.departments))
    return (
        *(
            stat(
                label=label,
                value=value,
                before=None if frame.is_running else earlier,
                before_label="" if frame.is_running else _("Month before"),
                better="up",
                kind=kind,
                url=frame.entries(state=states),
                note=_("month not complete") if frame.is_running else "",
            )
            for label, kind, value, earlier, states in figures
        ),
        stat(label=_("People taking part"), value=len(board.people), note=departments),
    )


def winners(board: Board, frame: ContestFrame) -> tuple[Winner, ...]:
    """The first three as announced, or as it stands."""
    if board.announced:
        return tuple(_announced(one, frame) for one in board.announced.champions)
    return tuple(_standing(one, frame) for one in board.podium)


def step_cards(entry: FaultEntry, *, bound: Mapping[Step, forms.Form], fresh: Mapping[Step, type[forms.Form]]) -> tuple[StepCard, ...]:
    """The steps that an entry's state lets through. `bound` holds the form that was sent and refused."""
    initial = {"severity": entry.severity, "owner_department": entry.owner_department, "owner": entry.owner, "due_on": entry.due_on}
    return tuple(
        StepCard(
            step=str(step),
            label=str(STEP_LABELS[step]),
            look=_LOOKS.get(step, "quiet"),
            form=bound.get(step) or fresh[step](initial=initial, prefix=str(step)),
            url=reverse("complaints:contest_step", args=[entry.pk, str(step)]),
        )
        for step in steps_from(State(entry.state))
    )


def _announced(one: ContestChampion, frame: ContestFrame) -> Winner:
    return Winner(one.place, one.finder, one.finder_department, one.found, one.solved, float(one.points), frame.entries(finder=one.finder))


def _standing(one: Standing, frame: ContestFrame) -> Winner:
    count, url = one.tally, frame.entries(finder=one.name, state=NOT_REFUSED)
    return Winner(one.place, one.name, one.department, count.found, count.solved, float(count.points), url)
