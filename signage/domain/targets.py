"""Whether a schedule means a screen."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import takewhile


@dataclass(frozen=True)
class Place:
    """Where a screen stands: its id, the region path of its hall, its tags."""

    screen: int
    path: str
    tags: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Target:
    """Screens in subtrees (`paths`, as regions write them: codes with slashes at both ends) or named one by one (`screens`); of those, the
    ones with any of `tags_any`, all of `tags_all`, none of `tags_none`. Without path and screen it means nobody; and nobody outside
    `within`, whose schedule it is: a screen that moved away is no longer meant."""

    paths: frozenset[str] = frozenset()
    screens: frozenset[int] = frozenset()
    tags_any: frozenset[str] = frozenset()
    tags_all: frozenset[str] = frozenset()
    tags_none: frozenset[str] = frozenset()
    within: str = "/"


def matches(target: Target, place: Place) -> bool:
    is_there = place.screen in target.screens or any(place.path.startswith(path) for path in target.paths)
    has_any = not target.tags_any or bool(target.tags_any & place.tags)
    is_own = place.path.startswith(target.within)
    return is_own and is_there and has_any and target.tags_all <= place.tags and not target.tags_none & place.tags


def nearness(target: Target, place: Place) -> int:
    """How near a target that means the place lies to it: the longer the path that covers it, and nearest where it is named itself."""
    if place.screen in target.screens:
        return len(place.path) + 1
    return max((len(path) for path in target.paths if place.path.startswith(path)), default=0)


def common_path(paths: Iterable[str]) -> str:
    """The narrowest region that all of these lie in or are; `/` where they share none."""
    codes = [path.strip("/").split("/") for path in paths]
    shared = [level[0] for level in takewhile(lambda level: len(set(level)) == 1, zip(*codes, strict=False))]
    return "".join(f"/{code}" for code in shared) + "/"
