"""What import-linter cannot see: string foreign keys, model look-ups by name, signals that carry business flow."""

import ast

import pytest
from django.db.models import Field
from django.db.models.fields.related import ForeignObject

from tests.architecture.product import BUSINESS, Module, app_configs, modules

RELATIONS = frozenset({"ForeignKey", "OneToOneField", "ManyToManyField"})
LOOKUPS = frozenset({"get_model", "get_registered_model"})
OWN_LOOKUPS = frozenset({"self.get_model"})  # an AppConfig asking for a model of its own app
TIERS = {"portalkit": 0, **dict.fromkeys(BUSINESS, 2), "storefronts": 1, "noc_portal": 3}

MODELS_BY_NAME = {
    "portalkit.imports": "a Target names its table as text, so that the pure spec imports no model",
    "noc_portal.demo": "unloading walks every table that demo rows may stand in",
}
SIGNALS = {
    "portalkit.access": "Django itself announces sign-in and sign-out only by signal; sessions are listed from it",
}


def test_relations_name_a_class_unless_it_is_the_model_itself() -> None:
    """Or one further down in the same module: two models that point at each other cannot both come first."""
    guilty = [
        f"{module.place}:{node.lineno} {ast.unparse(node.func)}({first.value!r})"
        for module in modules()
        if module.room == "models"
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call) and _last_name(node.func) in RELATIONS and node.args
        for first in node.args[:1]
        if isinstance(first, ast.Constant) and first.value != "self" and first.value not in _classes(module)
    ]
    assert not guilty, "import the class:\n" + "\n".join(guilty)


def _classes(module: Module) -> set[str]:
    return {node.name for node in module.tree.body if isinstance(node, ast.ClassDef)}


def test_relations_never_point_to_a_higher_tier_or_a_sibling_app() -> None:
    guilty = [
        f"{field.model._meta.label}.{field.name} -> {field.related_model._meta.label}"
        for config in app_configs()
        for model in config.get_models()
        for field in model._meta.get_fields()
        if isinstance(field, Field | ForeignObject) and field.is_relation and field.related_model
        if _points_up(field)
    ]
    assert not guilty, "\n".join(guilty)


def test_models_are_imported_not_looked_up_by_name() -> None:
    _assert_only_allowed(
        {
            module: node.lineno
            for module in modules()
            for node in ast.walk(module.tree)
            if isinstance(node, ast.Call) and _last_name(node.func) in LOOKUPS and ast.unparse(node.func) not in OWN_LOOKUPS
        },
        allowed=MODELS_BY_NAME,
    )


def test_business_flow_is_called_not_signalled() -> None:
    _assert_only_allowed(
        {module: node.lineno for module in modules() for node in ast.walk(module.tree) if _takes_signal(node)},
        allowed=SIGNALS,
    )


@pytest.mark.parametrize("statement", ["from django.db.models.signals import post_save", "from django.dispatch import receiver"])
def test_a_signal_is_noticed(statement: str) -> None:
    assert _takes_signal(ast.parse(statement).body[0])


def _assert_only_allowed(found: dict[Module, int], *, allowed: dict[str, str]) -> None:
    guilty = [f"{module.place}:{line}" for module, line in found.items() if not any(module.name.startswith(name) for name in allowed)]
    assert not guilty, "\n".join(guilty)


def _takes_signal(node: ast.AST) -> bool:
    if not isinstance(node, ast.ImportFrom) or not node.module:
        return False
    return node.module == "django.dispatch" or (node.module.startswith("django.") and node.module.endswith("signals"))


def _last_name(node: ast.expr) -> str:
    return ast.unparse(node).split(".")[-1]


def _points_up(field: Field) -> bool:
    here, there = _top(field.model), _top(field.related_model)
    if there not in TIERS:
        return False
    return TIERS[there] > TIERS[here] or (TIERS[there] == TIERS[here] and here != there)


def _top(model: type) -> str:
    return model.__module__.split(".")[0]
