from dataclasses import dataclass, field

from django.contrib.messages.storage.fallback import FallbackStorage
from django.test import RequestFactory
from django_htmx.middleware import HtmxDetails

from portalkit.filters import ChoiceFilter, FilterSet, TextFilter
from portalkit.tables import Column, Table

REGIONS = Table(
    key="test.regions",
    title="区域",
    default_order="code",
    page_size=25,
    columns=(
        Column("code", "编码", order_by="code", link=lambda region: f"/regions/{region.code}/"),
        Column("name", "名称", order_by="name"),
        Column("level", "级别", value="get_level_display", kind="badge", tone=lambda _region: "info", order_by="level"),
        Column("longitude", "经度", kind="number", digits=2, order_by="longitude"),
        Column("parent", "上级", value="parent.name"),
        Column("latitude", "纬度", kind="number", shown=False),
    ),
)
FILTERS = FilterSet(
    (ChoiceFilter("level", "级别", choices=[("county", "区县"), ("prefecture", "地市")]), TextFilter("q", "搜索", fields=("name",)))
)


@dataclass
class Drawer:
    """Keeps preferences in memory."""

    kept: dict = field(default_factory=dict)

    def get(self, key, default=None):
        return self.kept.get(key, default)

    def set(self, key, value):
        self.kept[key] = value


class Everyone:
    def __init__(self, permissions=()):
        self.permissions = set(permissions)

    def can(self, permission):
        return str(permission) in self.permissions


def request(query="", *, post=None, htmx=False, store=None, permissions=()):
    factory, headers = RequestFactory(), {"HX-Request": "true"} if htmx else {}
    path = f"/regions/?{query}"
    made = factory.get(path, headers=headers) if post is None else factory.post(path, post)
    made.htmx = HtmxDetails(made)
    made.session, made.access = {}, Everyone(permissions)
    made._messages = FallbackStorage(made)
    if store is not None:
        made.preferences = store
    return made
