"""Proposes a small set of shifts for a demand curve, and says what each further start time would bring.

An integer program over candidate starts and lengths, after the shift design problem of Musliu, Schaerf and Slany (2004, European
Journal of Operational Research 153): heads of each shift are whole, at most `most` shifts are used, and the misfit (missing and
surplus head-hours, weighted) is least. Breaks are staggered over the middle of a shift: on average each slot there loses the same share.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp

from .shifts import DAY, Shift, Span, clock

EDGE_MINUTES = 90
MOST_SHIFTS = 12


class NoDemand(ValueError):
    """The curve asks for nobody, or its slots do not make a day."""


@dataclass(frozen=True)
class Candidates:
    """Shifts that may be proposed: starts every `start_step` minutes, `lengths` from the first to the last minute, breaks inside."""

    start_step: int = 60
    lengths: tuple[int, ...] = (480, 540, 600)
    break_minutes: int = 60

    def shifts(self) -> tuple[Shift, ...]:
        """Every candidate, named by start and length."""
        return tuple(
            Shift(f"{clock(start).replace(':', '')}x{length // 60}", (Span(start, start + length),), (self.break_minutes,))
            for start in range(0, DAY, self.start_step)
            for length in self.lengths
        )


@dataclass(frozen=True)
class Proposed:
    """A shift with the heads it takes on each typical day."""

    shift: Shift
    heads: tuple[int, ...]


@dataclass(frozen=True)
class Design:
    """`misfit` is missing plus surplus head-hours over the demand's. `is_proven`: no better set of this size exists within 1 %."""

    shifts: tuple[Proposed, ...]
    missing_hours: float
    surplus_hours: float
    misfit: float
    is_proven: bool
    covered: NDArray[np.float64]


@dataclass(frozen=True)
class Ladder:
    """Designs of 1, 2, … shifts. `gain(k)` is what shift number k + 1 takes off the misfit, None where it was not computed."""

    designs: tuple[Design, ...]

    def gain(self, count: int) -> float | None:
        if not 1 <= count < len(self.designs):
            return None
        return self.designs[count - 1].misfit - self.designs[count].misfit


def propose_shifts(
    demand: NDArray[np.number[Any]], *, most: int, candidates: Candidates | None = None, missing_weight: float = 2.0, seconds: float = 5.0
) -> Design:
    """The best set of at most `most` shifts.

    `demand`: heads on the phone, (typical days, slots of a day); a shift over midnight covers the first hours of the same typical day.
    Raises NoDemand.
    """
    curve = _checked(demand)
    shifts = (candidates or Candidates()).shifts()
    cover = np.array([coverage(shift, curve.shape[1]) for shift in shifts])
    return _solved(curve, shifts, cover, min(most, MOST_SHIFTS), missing_weight, seconds)


def ladder(
    demand: NDArray[np.number[Any]], *, most: int, candidates: Candidates | None = None, missing_weight: float = 2.0, seconds: float = 3.0
) -> Ladder:
    """Designs from one shift to `most`; a design that time did not let improve keeps the one of fewer shifts. Raises NoDemand."""
    designs: list[Design] = []
    for count in range(1, min(most, MOST_SHIFTS) + 1):
        design = propose_shifts(demand, most=count, candidates=candidates, missing_weight=missing_weight, seconds=seconds)
        if designs and _cost(design, missing_weight) > _cost(designs[-1], missing_weight):
            design = designs[-1]
        designs.append(design)
    return Ladder(tuple(designs))


def coverage(shift: Shift, slots: int) -> NDArray[np.float64]:
    """What one head of a shift covers of each slot of a day that repeats; breaks are spread over the middle of the shift."""
    worked = np.zeros(DAY)
    start, end = shift.start, shift.end
    minutes = np.arange(start, end)
    share = np.ones(end - start)
    middle = (minutes >= start + EDGE_MINUTES) & (minutes < end - EDGE_MINUTES)
    if middle.any():
        share[middle] = 1 - min(1.0, sum(shift.breaks) / middle.sum())
    np.add.at(worked, minutes % DAY, share)
    return np.asarray(worked.reshape(slots, -1).mean(axis=1))


def _checked(demand: NDArray[np.number[Any]]) -> NDArray[np.float64]:
    curve = np.atleast_2d(np.asarray(demand, dtype=float))
    if curve.ndim != 2 or not curve.size or DAY % curve.shape[1] or not np.isfinite(curve).all() or (curve < 0).any() or not curve.sum():
        raise NoDemand
    return curve


def _solved(
    curve: NDArray[np.float64],
    shifts: Sequence[Shift],
    cover: NDArray[np.float64],
    most: int,
    missing_weight: float,
    seconds: float,
) -> Design:
    """Columns: heads (day, shift), missing (day, slot), surplus (day, slot), used (shift)."""
    days, slots = curve.shape
    count = len(shifts)
    balance = sparse.hstack(
        [
            sparse.kron(sparse.eye(days), sparse.csr_matrix(cover.T)),
            sparse.eye(days * slots),
            -sparse.eye(days * slots),
            sparse.csr_matrix((days * slots, count)),
        ]
    )
    largest = float(np.ceil(curve.max())) + 1
    opened = sparse.hstack(
        [
            sparse.eye(days * count),
            sparse.csr_matrix((days * count, 2 * days * slots)),
            sparse.kron(np.ones((days, 1)), -largest * sparse.eye(count)),
        ]
    )
    few = sparse.hstack([sparse.csr_matrix((1, days * count + 2 * days * slots)), sparse.csr_matrix(np.ones((1, count)))])
    weight = DAY / slots / 60
    cost = np.concatenate(
        [np.full(days * count, 1e-4), np.full(days * slots, missing_weight * weight), np.full(days * slots, weight), np.full(count, 1e-3)]
    )
    whole = np.concatenate([np.ones(days * count), np.zeros(2 * days * slots), np.ones(count)])
    upper = np.concatenate([np.full(days * count, largest), np.full(2 * days * slots, np.inf), np.ones(count)])
    found = milp(
        cost,
        integrality=whole,
        bounds=Bounds(0, upper),
        constraints=[
            LinearConstraint(balance.tocsc(), curve.ravel(), curve.ravel()),
            LinearConstraint(opened.tocsc(), -np.inf, 0),
            LinearConstraint(few.tocsc(), -np.inf, most),
        ],
        options={"time_limit": seconds, "mip_rel_gap": 0.01},
    )
    heads = np.zeros((days, count), dtype=int) if found.x is None else np.rint(found.x[: days * count]).astype(int).reshape(days, count)
    return _design(curve, shifts, cover, heads, is_proven=found.status == 0)


def _design(
    curve: NDArray[np.float64], shifts: Sequence[Shift], cover: NDArray[np.float64], heads: NDArray[np.int_], *, is_proven: bool
) -> Design:
    covered = heads @ cover
    hours = DAY / curve.shape[1] / 60
    missing = float(np.maximum(curve - covered, 0).sum()) * hours
    surplus = float(np.maximum(covered - curve, 0).sum()) * hours
    used = [number for number in range(len(shifts)) if heads[:, number].any()]
    return Design(
        shifts=tuple(Proposed(shifts[number], tuple(int(head) for head in heads[:, number])) for number in used),
        missing_hours=missing,
        surplus_hours=surplus,
        misfit=(missing + surplus) / (float(curve.sum()) * hours),
        is_proven=is_proven,
        covered=covered,
    )


def _cost(design: Design, missing_weight: float) -> float:
    return missing_weight * design.missing_hours + design.surplus_hours
