"""The kinds of import of this app, as data for `portalkit.imports`."""

from functools import partial

from django.utils.translation import gettext_lazy as _

from portalkit.imports.domain.spec import Field, FieldKind, ImportSpec

from ...domain.taxonomy import ServiceClass, System
from ...permissions import ComplaintsPermission
from ..following import follow_up
from .fields import fields_of
from .figure_targets import PublishedRateTarget, SubscriberTarget
from .ticket_target import TEXTS_OF_CODES, TicketTarget

CLASS_WORDS = {
    **{str(code): str(code) for code in ServiceClass if code is not ServiceClass.UNMAPPED},
    **dict.fromkeys(("话音", "语音", "话音业务", "通话", "call"), str(ServiceClass.VOICE)),
    **dict.fromkeys(("互联网", "上网", "手机上网", "数据", "数据业务", "流量", "data", "mobile internet"), str(ServiceClass.INTERNET)),
    **dict.fromkeys(("消息", "短信", "短彩信", "彩信", "sms", "message", "messages"), str(ServiceClass.MESSAGING)),
    **dict.fromkeys(("其它", "其他", "others"), str(ServiceClass.OTHER)),
    **dict.fromkeys(("合计", "总计", "总数", "全部", "总", "基础通信", "基础通信合计", "all", "sum", "overall"), str(ServiceClass.TOTAL)),
}
_MONTH = Field("month", _("Month"), FieldKind.MONTH, ("月份", "统计月份", "年月", "账期", "period", "year month"), required=True)
_REGION = Field(
    "region",
    _("Region"),
    FieldKind.REGION,
    ("地市", "区域", "归属地", "分公司", "地区", "province", "prefecture", "city", "branch"),
    required=True,
)
_COUNTY = Field("county", _("County"), FieldKind.REGION, ("区县", "县区", "district"))
_CLASS = Field(
    "service_class",
    _("Class"),
    FieldKind.CHOICE,
    ("业务类别", "业务分类", "业务类型", "类别", "class", "class of service", "service"),
    vocabulary=CLASS_WORDS,
)

CRM_TICKETS = ImportSpec(
    code="crm_tickets",
    label=_("CRM tickets"),
    description=_("The export of customer service: one row per ticket."),
    fields=fields_of(System.CRM),
    regions=("region", "county"),
    permission=ComplaintsPermission.IMPORT,
    target=partial(TicketTarget, System.CRM),
    data_page="complaints:tickets",
    texts=TEXTS_OF_CODES,
    follow_up=follow_up,
)
EOMS_TICKETS = ImportSpec(
    code="eoms_tickets",
    label=_("EOMS tickets"),
    description=_("The export of the network's ticket system: one row per dispatch, joined to CRM by the CRM number."),
    fields=fields_of(System.EOMS),
    regions=("region", "county"),
    permission=ComplaintsPermission.IMPORT,
    target=partial(TicketTarget, System.EOMS),
    data_page="complaints:tickets",
    texts=TEXTS_OF_CODES,
    follow_up=follow_up,
)
SUBSCRIBERS = ImportSpec(
    code="subscribers",
    label=_("Subscriber counts"),
    description=_("Subscribers by month, region and class: the denominators of the rates. A revised count keeps its history."),
    fields=(
        _MONTH,
        _REGION,
        _COUNTY,
        _CLASS,
        Field(
            "subscribers",
            _("Subscribers"),
            FieldKind.INTEGER,
            ("用户数", "客户数", "在网用户数", "在网客户数", "用户规模", "users", "customers", "subscriber count", "count"),
            required=True,
            minimum=0,
        ),
    ),
    regions=("region", "county"),
    permission=ComplaintsPermission.IMPORT,
    target=SubscriberTarget,
    keeps_unmapped_columns=False,
    data_page="complaints:regions",
)
PUBLISHED_RATES = ImportSpec(
    code="published_rates",
    label=_("Published rates"),
    description=_("Official monthly rates, shown beside the computed ones."),
    fields=(
        _MONTH,
        _REGION,
        _COUNTY,
        _CLASS,
        Field(
            "value", _("Rate"), FieldKind.DECIMAL, ("万投比", "百万投比", "投诉率", "公布值", "rate", "published"), required=True, minimum=0
        ),
        Field("per", _("Unit"), FieldKind.INTEGER, ("单位", "每", "unit")),
        Field("source", _("Source"), FieldKind.TEXT, ("来源", "出处"), max_length=200),
    ),
    regions=("region", "county"),
    permission=ComplaintsPermission.MANAGE_PUBLISHED,
    target=PublishedRateTarget,
    keeps_unmapped_columns=False,
    data_page="complaints:published",
)
SPECS = (CRM_TICKETS, EOMS_TICKETS, SUBSCRIBERS, PUBLISHED_RATES)
