"""The kind `halls`: the register of business halls as a list."""

from django.utils.translation import gettext_lazy as _

from portalkit.imports.domain.spec import Field, FieldKind, ImportSpec

from ...domain.classes import HallClass
from ...models import Hall
from ...permissions import StorefrontsPermission
from .target import HallTarget

_CLASS_WORDS = {
    **{kind.value: kind.value for kind in HallClass},
    **dict.fromkeys(("普通", "普通厅", "普通营业厅", "一般", "30", "30天", "ordinary hall"), HallClass.ORDINARY.value),
    **dict.fromkeys(("重点", "重点厅", "重点营业厅", "重点目标", "90", "90天", "key hall"), HallClass.KEY.value),
}

HALLS = ImportSpec(
    code="halls",
    label=_("Business halls"),
    description=_("Halls with county, address, position, opening hours and class. New ones become leaves of the region tree."),
    fields=(
        Field("code", _("Hall code"), FieldKind.ID, ("营业厅编码", "厅编码", "编码", "hall id", "code"), required=True, max_length=40),
        Field(
            "name", _("Name"), FieldKind.TEXT, ("营业厅名称", "厅名", "名称", "营业厅", "hall", "hall name"), required=True, max_length=80
        ),
        Field("name_en", _("English name"), FieldKind.TEXT, ("英文名称", "英文名", "english name"), max_length=80),
        Field(
            "region", _("County"), FieldKind.REGION, ("区县", "所属区县", "县", "归属区县", "所属区域", "county", "region"), required=True
        ),
        Field("address", _("Address"), FieldKind.TEXT, ("地址", "营业厅地址", "详细地址", "street address"), max_length=200),
        Field("longitude", _("Longitude"), FieldKind.DECIMAL, ("经度", "lon", "lng"), minimum=-180, maximum=180),
        Field("latitude", _("Latitude"), FieldKind.DECIMAL, ("纬度", "lat"), minimum=-90, maximum=90),
        Field("opening", _("Opening hours"), FieldKind.TEXT, ("营业时间", "营业时段", "开放时间", "hours"), max_length=400),
        Field(
            "hall_class",
            _("Hall class"),
            FieldKind.CHOICE,
            ("厅类别", "类别", "级别", "等级", "class"),
            vocabulary=_CLASS_WORDS,
            labels=dict(Hall.Class.choices),
        ),
    ),
    regions=("region",),
    permission=StorefrontsPermission.IMPORT,
    target=HallTarget,
    keeps_unmapped_columns=False,
    everywhere_only=True,
    data_page="storefronts:halls",
    texts={
        "hall_code_invalid": _("“{value}” cannot be a code: no spaces, no slashes"),
        "hall_code_taken": _("The code “{value}” belongs to another region, or differs from it in case alone"),
        "hall_inside_hall": _("“{value}” is a hall itself; name the county"),
        "opening_unreadable": _("“{value}” are no opening hours like 周一至周五 08:30-18:00; 周六、周日 09:00-17:00"),
    },
)
