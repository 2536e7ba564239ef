"""What two reduced pictures say: motion without clock, noise and light; likeness; colour."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from video.domain.pictures import HEIGHT, JUMP, WIDTH, Floats, Picture, between, last_before, likeness, motion

CHANCE = np.random.default_rng(7)
ROOM = np.kron(CHANCE.uniform(40, 180, (9, 16)), np.ones((10, 10))).astype(np.float32)
ROWS, COLUMNS = np.mgrid[:HEIGHT, :WIDTH]


def a_picture(luma: Floats = ROOM, *, at_us: int = 0, offset: tuple[float, float] = (0, 0)) -> Picture:
    chroma = CHANCE.normal(0, 3, (2, 36, 64)).astype(np.float32) + np.array(offset, np.float32)[:, None, None]
    return Picture(at_us=at_us, luma=luma, grain=luma.astype(np.uint8), chroma=chroma, edges=laplacian(luma)[10:-10])


def laplacian(luma: Floats) -> Floats:
    there = np.pad(luma, 1, mode="reflect")
    return there[:-2, 1:-1] + there[2:, 1:-1] + there[1:-1, :-2] + there[1:-1, 2:] - 4 * luma


def smoothed(luma: Floats) -> Floats:
    for _ in range(6):
        luma = luma + laplacian(luma) / 8
    return luma


def noisy(luma: Floats, sigma: float = 1.5) -> Floats:
    return np.clip(luma + CHANCE.normal(0, sigma, luma.shape), 0, 255).astype(np.float32)


def with_person(luma: Floats, *, top: int = 35, left: int = 60) -> Floats:
    there = luma.copy()
    there[top : top + 30, left : left + 14] = 25
    return there


def test_somebody_who_enters_is_motion_and_noise_is_none() -> None:
    assert motion(noisy(ROOM), noisy(with_person(ROOM)))[0] > 0.02
    assert motion(noisy(ROOM), noisy(ROOM))[0] == 0
    assert motion(noisy(ROOM * 0.1, 0.5), noisy(ROOM * 0.1, 0.5))[0] == 0


@given(st.floats(0.4, 2.0), st.floats(-0.003, 0.003), st.floats(-0.003, 0.003))
def test_light_that_grows_or_fades_evenly_or_along_the_room_is_no_motion(gain: float, across: float, down: float) -> None:
    room = 30 + ROOM * 0.4
    lit = room * gain * (1 + across * (COLUMNS - 80) + down * (ROWS - 45))
    changed, jump = motion(room.astype(np.float32), np.clip(lit, 0, 255).astype(np.float32))
    assert changed < 0.005 or jump > JUMP
    if 0.8 < gain < 1.25:
        assert changed < 0.005


def test_a_lamp_over_a_part_of_the_room_is_no_motion_and_one_over_all_is_a_jump() -> None:
    lamp = 1 + 0.8 * np.exp(-((COLUMNS - 40) ** 2 + (ROWS - 45) ** 2) / (2 * 30.0**2))
    assert motion(ROOM * 0.5, (ROOM * 0.5 * lamp).astype(np.float32))[0] < 0.005
    assert motion(ROOM * 0.3, ROOM)[1] > 0.15


@pytest.mark.parametrize("rows", [slice(0, 10), slice(80, 90)])
def test_a_clock_in_the_upper_or_lower_band_is_neither_motion_nor_news(rows: slice) -> None:
    ticked = ROOM.copy()
    ticked[rows, 90:150] = CHANCE.uniform(0, 255, (10, 60))
    assert motion(ROOM, ticked)[0] == 0
    assert between(a_picture(ROOM), a_picture(ticked)).alike == 1


def test_only_noise_tells_a_still_night_from_a_frozen_picture() -> None:
    night = noisy(ROOM * 0.15, 1)
    assert likeness(night.astype(np.uint8), night.astype(np.uint8)) == 1
    alike = likeness(night.astype(np.uint8), noisy(ROOM * 0.15, 1).astype(np.uint8))
    assert alike is not None
    assert alike < 0.5
    assert likeness(np.zeros((90, 160), np.uint8), np.zeros((72, 128), np.uint8)) is None


def test_colours_are_judged_where_it_is_neither_dark_nor_dazzling() -> None:
    middle = np.full((HEIGHT, WIDTH), 128, np.float32)
    assert last_before(1, a_picture(middle, offset=(30, -20))).offset == pytest.approx(36, abs=1)
    assert last_before(1, a_picture(middle / 2, offset=(15, -10))).offset == pytest.approx(36, abs=2)
    assert last_before(1, a_picture(np.full((HEIGHT, WIDTH), 250, np.float32), offset=(30, 0))).offset == 0
    grey = Picture(at_us=0, luma=ROOM, grain=ROOM.astype(np.uint8), chroma=np.zeros((2, 36, 64), np.float32), edges=ROOM)
    assert last_before(1, grey).is_grey


def sharpness_of(first: Floats, second: Floats) -> float:
    found = between(a_picture(first), a_picture(second)).sharpness
    assert found is not None
    return found


def test_sharpness_falls_out_of_focus_and_neither_noise_nor_light_change_it() -> None:
    sharp = sharpness_of(ROOM, ROOM)
    assert sharpness_of(smoothed(ROOM), smoothed(ROOM)) < 0.3 * sharp
    assert sharpness_of(ROOM / 2, ROOM / 2) == pytest.approx(sharp, rel=0.05)
    assert sharpness_of(noisy(ROOM, 6), noisy(ROOM, 6)) == pytest.approx(sharp, rel=0.1)
    assert sharpness_of(noisy(smoothed(ROOM), 6), noisy(smoothed(ROOM), 6)) < 0.3 * sharp
