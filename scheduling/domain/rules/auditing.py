"""The one audit of a roster."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date

from ..shifts import Span
from . import hours, persons
from .book import RuleBook
from .coverage import Need, balance, lacks, present_heads
from .plan import Person, Plan, Stretch, Violation


def audit(
    plan: Plan,
    *,
    people: Sequence[Person],
    book: RuleBook,
    stretch: Stretch,
    is_workday: Callable[[date], bool],
    known_from: date | None = None,
    need: Need | None = None,
    pauses: Mapping[tuple[str, date], tuple[Span, ...]] | None = None,
) -> tuple[Violation, ...]:
    """Everything the plan breaks in the stretch, hard rules first, then by day and agent.

    `known_from`: the first day of which the plan tells (history included; the stretch's own first day when left out). `need` adds
    missing heads, `pauses` are placed breaks by agent and day. Agents of the plan who are not among `people` are not judged.
    """
    found = [violation for person in people for violation in _of(person, plan, book, stretch, is_workday, known_from or stretch.first_day)]
    if need is not None and need.days:
        found += lacks(balance(present_heads(plan, people, need, pauses), need), need.first_day)
    return tuple(sorted(found, key=lambda one: (not one.is_hard, one.day, one.who, one.rule)))


def _of(
    person: Person, plan: Plan, book: RuleBook, stretch: Stretch, is_workday: Callable[[date], bool], known_from: date
) -> Iterator[Violation]:
    days = plan.get(person.key, {})
    worked = {day: days[day] for day in sorted(days) if day <= stretch.last_day}
    yield from persons.of_days(person, worked, book, stretch)
    yield from persons.of_weeks(person, worked, book, stretch)
    yield from hours.overtime(person, worked, book, stretch, is_workday, known_from)
