"""What kind of repeat a group is. The three are different things to whoever works them: see docs/algorithms/repeat-dispatch.md."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from .dispatches import Dispatch


class Role(StrEnum):
    """What a member is to the tickets before it."""

    FIRST = "first"
    DISPATCH = "dispatch"
    COMPLAINT = "complaint"
    FAULT = "fault"


class GroupKind(StrEnum):
    """DISPATCH: one matter dispatched again; COMPLAINT: a customer complained again after the answer; MASS: many customers, one fault."""

    DISPATCH = "dispatch"
    COMPLAINT = "complaint"
    MASS = "mass"


@dataclass(frozen=True)
class Judgement:
    """`roles` in the order of the tickets, `customers` the number of different ones among those whose number is known."""

    kind: GroupKind
    roles: tuple[Role, ...]
    customers: int


def judge_group(members: Sequence[Dispatch], *, mass_customers: int) -> Judgement:
    """The members in order of time.

    Of the same customer (a shared number or CRM number) a later ticket is a repeated complaint where the ticket before it was answered by
    then, else a repeated dispatch. Other customers' tickets are of one fault where the group has at least `mass_customers` of them, else
    they are the matter dispatched again. A ticket without a number may be anybody's and never makes a group a mass complaint.
    """
    customer_of = _customers(members)
    customers = len({customer for customer, one in zip(customer_of, members, strict=True) if one.numbers})
    is_mass = customers >= mass_customers
    last_of: dict[int, Dispatch] = {}
    roles: list[Role] = []
    for one, customer in zip(members, customer_of, strict=True):
        roles.append(_role(one, last_of.get(customer), is_first=not roles, is_mass=is_mass))
        last_of[customer] = one
    kind = GroupKind.MASS if is_mass else GroupKind.DISPATCH if Role.DISPATCH in roles else GroupKind.COMPLAINT
    return Judgement(kind=kind, roles=tuple(roles), customers=customers)


def _role(one: Dispatch, before: Dispatch | None, *, is_first: bool, is_mass: bool) -> Role:
    if is_first:
        return Role.FIRST
    if before is None:
        return Role.FAULT if is_mass and one.numbers else Role.DISPATCH
    is_same_crm = bool(one.crm_no) and one.crm_no == before.crm_no
    was_answered = before.answered_at is not None and before.answered_at <= one.at
    return Role.COMPLAINT if was_answered and not is_same_crm else Role.DISPATCH


def _customers(members: Sequence[Dispatch]) -> list[int]:
    """For each member the place of the first member that is the same customer, through any chain of shared numbers."""
    parent = list(range(len(members)))

    def root(place: int) -> int:
        while parent[place] != place:
            place = parent[place]
        return place

    owner: dict[str, int] = {}
    for place, one in enumerate(members):
        for mark in (*one.numbers, *([f"crm:{one.crm_no}"] if one.crm_no else [])):
            other = root(owner.setdefault(mark, place))
            low, high = sorted((root(place), other))
            parent[high] = low
    return [root(place) for place in range(len(members))]
