"""The departments that handle the demo's tickets, some careful, some not: rankings and inspections have to find them."""

from functools import cache

from .province import DemoRegion
from .vocabulary import CONSTRUCTION, CORE_ROOM, NETWORK, RADIO_ROOM, SERVICE

# How often a department does what inspection finds fault with, against the usual one.
_SLOPPINESS = {
    ("NJ05", CONSTRUCTION): 2.6,
    ("NJ12", CONSTRUCTION): 2.1,
    ("NJ12", NETWORK): 1.7,
    ("NJ08", NETWORK): 2.0,
    ("NJ13", CONSTRUCTION): 1.5,
    ("NJ02", CONSTRUCTION): 0.45,
    ("NJ02", NETWORK): 0.5,
    ("NJ04", CONSTRUCTION): 0.55,
    ("NJ09", NETWORK): 0.6,
}
_ROOMS = {SERVICE: 1.2, CORE_ROOM: 0.5, RADIO_ROOM: 0.7}


def department(prefecture: DemoRegion, office: str) -> str:
    """As the exports name it: rooms of the province by themselves, offices of a branch with the branch before them."""
    return office if office in _ROOMS else f"{branch(prefecture)}{office}"


@cache
def branch(prefecture: DemoRegion) -> str:
    return f"{prefecture.name.removesuffix('市').removesuffix('自治州')}分公司"


def sloppiness(prefecture: DemoRegion, office: str) -> float:
    """1 for an ordinary department, above it for those that work badly."""
    return _ROOMS.get(office) or _SLOPPINESS.get((prefecture.code, office), 1.0)


def slowness(prefecture: DemoRegion, office: str) -> float:
    """How long a department takes, against the usual one."""
    return 0.75 + 0.25 * sloppiness(prefecture, office)
