"""Domain, services and selectors are told the time; they never look at a clock."""

import ast

from tests.architecture.product import Module, modules

CLOCKLESS_ROOMS = frozenset({"domain", "services", "selectors", "models"})
CLOCKS = frozenset(
    {
        "datetime.now", "datetime.utcnow", "datetime.today", "date.today", "timezone.now", "timezone.localdate", "timezone.localtime",
        "time.time", "time.time_ns", "time.localtime", "time.gmtime",
    }
)  # fmt: skip

ALLOWED: dict[str, str] = {}


def test_domain_services_and_selectors_read_no_clock() -> None:
    guilty = [
        f"{module.place}:{line} calls {clock}()"
        for module in modules()
        if module.room in CLOCKLESS_ROOMS and not _allowed(module)
        for clock, line in _clocks(module.tree)
    ]
    assert not guilty, "take `now` as a keyword argument instead:\n" + "\n".join(guilty)


def test_every_exception_is_still_needed() -> None:
    reading = {module.name for module in modules() if any(_clocks(module.tree))}
    stale = [name for name in ALLOWED if not any(found == name or found.startswith(name + ".") for found in reading)]
    assert not stale


def test_a_clock_is_noticed_under_any_of_its_usual_spellings() -> None:
    spellings = ["timezone.now()", "django.utils.timezone.now()", "date.today()", "dt.datetime.now(UTC)", "time.time()", "now()"]
    source = "from django.utils.timezone import now\n" + "\n".join(spellings)
    assert len(_clocks(ast.parse(source))) == len(spellings)


def _allowed(module: Module) -> bool:
    return any(module.name == name or module.name.startswith(name + ".") for name in ALLOWED)


def _clocks(tree: ast.Module) -> list[tuple[str, int]]:
    bare = _imported_clocks(tree)
    found = []
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        if isinstance(node.func, ast.Name) and node.func.id in bare:
            found.append((bare[node.func.id], node.lineno))
        if isinstance(node.func, ast.Attribute) and (name := ".".join(ast.unparse(node.func).split(".")[-2:])) in CLOCKS:
            found.append((name, node.lineno))
    return found


def _imported_clocks(tree: ast.Module) -> dict[str, str]:
    return {
        alias.asname or alias.name: name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module
        for alias in node.names
        if (name := f"{node.module.split('.')[-1]}.{alias.name}") in CLOCKS
    }
