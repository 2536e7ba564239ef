"""The kind `regions`: the region tree as a list."""

from django.utils.translation import gettext_lazy as _

from portalkit.access.permissions import AccessPermission
from portalkit.regions.models import Level

from ..domain.spec import Field, FieldKind, ImportSpec
from .region_target import RegionTarget

_LEVEL_WORDS = {
    **{level.value: level.value for level in Level},
    "省": "province",
    "省公司": "province",
    "全省": "province",
    "地市": "prefecture",
    "市": "prefecture",
    "地市分公司": "prefecture",
    "市分公司": "prefecture",
    "地区": "prefecture",
    "自治州": "prefecture",
    "盟": "prefecture",
    "branch": "prefecture",
    "city": "prefecture",
    "区县": "county",
    "县": "county",
    "县区": "county",
    "区": "county",
    "县分公司": "county",
    "district": "county",
    "营业厅": "hall",
    "厅": "hall",
}

REGIONS = ImportSpec(
    code="regions",
    label=_("Regions"),
    description=_("The region tree: province, prefecture branches, counties, halls."),
    fields=(
        Field("code", _("Code"), FieldKind.ID, ("编码", "区域编码", "代码", "region code", "id"), required=True, max_length=40),
        Field(
            "name", _("Name"), FieldKind.TEXT, ("名称", "区域名称", "区域", "地市", "region", "region name"), required=True, max_length=80
        ),
        Field("name_en", _("English name"), FieldKind.TEXT, ("英文名称", "英文名", "english name", "name (en)"), max_length=80),
        Field(
            "level",
            _("Level"),
            FieldKind.CHOICE,
            ("级别", "层级", "区域级别", "type"),
            required=True,
            vocabulary=_LEVEL_WORDS,
            labels=dict(Level.choices),
        ),
        Field("parent", _("Parent's code"), FieldKind.ID, ("上级编码", "上级", "父编码", "parent", "parent code"), max_length=40),
        Field("valid_from", _("Valid from"), FieldKind.DATE, ("启用日期", "生效日期", "valid from")),
        Field("valid_to", _("Valid to"), FieldKind.DATE, ("停用日期", "失效日期", "valid to")),
        Field("longitude", _("Longitude"), FieldKind.DECIMAL, ("经度", "lon", "lng"), minimum=-180, maximum=180),
        Field("latitude", _("Latitude"), FieldKind.DECIMAL, ("纬度", "lat"), minimum=-90, maximum=90),
    ),
    regions=(),
    permission=AccessPermission.MANAGE_REGIONS,
    target=RegionTarget,
    keeps_unmapped_columns=False,
    everywhere_only=True,
    data_page="regions:regions",
)
