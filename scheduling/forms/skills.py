"""Several skills: a form of its own for each queue and for each group of agents. People type percent, the domain takes shares."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ..domain.erlang import Target
from ..domain.simulation import Group
from ..domain.skill_question import SkillQuestion
from ..domain.skills import MOST_SKILLS, Demand
from ..selectors.skills import HourDemand, SkillGroup

MOST_GROUPS = 12
SPARE_GROUPS = 2
HOURS = ((100, _("100 hours")), (300, _("300 hours")), (1000, _("1,000 hours")))
DEFAULT_HOURS = 100


class PickHourForm(forms.Form):
    """Whose figures the others begin with."""

    day = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    hour = forms.TypedChoiceField(label=_("Hour"), coerce=int, choices=[(hour, f"{hour:02}:00–{hour + 1:02}:00") for hour in range(24)])


class PlayForm(forms.Form):
    within = forms.FloatField(label=_("Within, s"), min_value=0, max_value=3600, initial=20, help_text=_("The same for every queue."))
    hours = forms.TypedChoiceField(
        label=_("Hours to play"), coerce=int, choices=HOURS, initial=DEFAULT_HOURS, help_text=_("More hours make the intervals narrower.")
    )


class QueueDemandForm(forms.Form):
    """One queue; without calls it takes no part."""

    calls = forms.FloatField(label=_("Calls an hour"), min_value=0, max_value=20_000, required=False)
    aht = forms.FloatField(label=_("Handling time, s"), min_value=1, max_value=86400, required=False)
    target = forms.FloatField(label=_("Service level, %"), min_value=1, max_value=99.9, initial=80, required=False)
    patience = forms.FloatField(label=_("Mean patience, s"), min_value=1, max_value=3600, required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("calls"):
            for name in ("aht", "target"):
                if name not in self.errors and cleaned.get(name) is None:
                    self.add_error(name, _("A queue with calls needs this."))
        return cleaned

    @property
    def is_called(self) -> bool:
        return bool(self.cleaned_data.get("calls"))


class SkillGroupForm(forms.Form):
    """Agents with the same skills; an empty line takes no part."""

    skills = forms.TypedMultipleChoiceField(label=_("Queues they answer"), coerce=int, widget=forms.CheckboxSelectMultiple, required=False)
    agents = forms.IntegerField(label=_("Agents on the phone"), min_value=0, max_value=5000, required=False)

    def __init__(self, *args: Any, choices: Sequence[tuple[int, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["skills"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        agents, skills = cleaned.get("agents"), cleaned.get("skills")
        if agents is not None and not skills and not self.errors:
            self.add_error("skills", _("A group needs at least one queue that it answers."))
        if skills and agents is None and "agents" not in self.errors:
            self.add_error("agents", _("Say how many they are; 0 asks only how many it takes."))
        return cleaned

    @property
    def takes_part(self) -> bool:
        return self.cleaned_data.get("agents") is not None and bool(self.cleaned_data.get("skills"))


class SkillsForm:
    """All of the page as one: bound when `data` holds an answer. `queues` and `groups` say what stands in it first."""

    def __init__(self, data: Any, *, demands: Sequence[HourDemand], groups: Sequence[SkillGroup]) -> None:
        bound = data if data and "play-within" in data else None
        choices = [(one.queue.pk, one.queue.display_name) for one in demands]
        within = next((one.standard.within_seconds for one in demands), 20)
        self.demands = demands
        self.is_bound = bound is not None
        self.play = PlayForm(bound, prefix="play", initial={"within": within, "hours": DEFAULT_HOURS})
        self.queues = [QueueDemandForm(bound, prefix=f"q{one.queue.pk}", initial=_of_demand(one)) for one in demands]
        count = _count(bound) if bound else min(len(groups) + SPARE_GROUPS, MOST_GROUPS)
        first = [{"skills": sorted(one.queues), "agents": one.agents} for one in groups[:count]]
        self.groups = [
            SkillGroupForm(bound, prefix=f"g{number}", choices=choices, initial=first[number] if number < len(first) else {})
            for number in range(count)
        ]
        self.problems: list[Any] = []

    @property
    def rows(self) -> list[tuple[HourDemand, QueueDemandForm]]:
        return list(zip(self.demands, self.queues, strict=True))

    @property
    def called(self) -> list[tuple[HourDemand, QueueDemandForm]]:
        """The queues that take part, in the order of the question's demands."""
        return [(demand, form) for demand, form in self.rows if form.is_called]

    def is_valid(self) -> bool:
        """Also says on the forms what does not fit together."""
        found = [form.is_valid() for form in (self.play, *self.queues, *self.groups)]
        return self.is_bound and all(found) and not self._conflicts()

    def question(self) -> SkillQuestion:
        place = {demand.queue.pk: number for number, (demand, _form) in enumerate(self.called)}
        within = self.play.cleaned_data["within"]
        groups = [
            (form.cleaned_data["agents"], frozenset(place[pk] for pk in form.cleaned_data["skills"] if pk in place)) for form in self.taking
        ]
        return SkillQuestion(
            demands=tuple(_demand(form.cleaned_data, within) for _queue, form in self.called),
            groups=tuple(Group(agents, skills) for agents, skills in groups),
            hours=float(self.play.cleaned_data["hours"]),
        )

    @property
    def taking(self) -> list[SkillGroupForm]:
        """The groups that answer a queue with calls, in the order of the question's groups."""
        called = {demand.queue.pk for demand, _form in self.called}
        return [form for form in self.groups if form.takes_part and called & set(form.cleaned_data["skills"])]

    def _conflicts(self) -> bool:
        called = self.called
        if not called:
            self.problems.append(_("Enter the calls of at least one queue."))
        if len(called) > MOST_SKILLS:
            self.problems.append(_("At most ten queues with calls at a time."))
        answered = {pk for form in self.taking for pk in form.cleaned_data["skills"]}
        alone = [(demand, form) for demand, form in called if demand.queue.pk not in answered]
        for _demand_of, form in alone:
            form.add_error("calls", _("No group answers this queue."))
        return bool(self.problems or alone)


def _of_demand(one: HourDemand) -> dict[str, Any]:
    return {
        "calls": None if one.calls is None else round(one.calls, 1),
        "aht": None if one.aht_seconds is None else round(one.aht_seconds, 1),
        "target": round(one.standard.target_share * 100, 1),
        "patience": one.standard.patience_seconds,
    }


def _count(data: Any) -> int:
    """How many lines of groups the page had."""
    text = data.get("groups", "")
    return min(int(text), MOST_GROUPS) if text.isascii() and text.isdigit() and len(text) < 4 else SPARE_GROUPS


def _demand(data: dict[str, Any], within: float) -> Demand:
    target = Target(share=data["target"] / 100, within_seconds=within, patience_seconds=data["patience"])
    return Demand(load=data["calls"] * data["aht"] / 3600, aht_seconds=data["aht"], target=target)
