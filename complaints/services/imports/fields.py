"""The columns of ticket exports: what a mapping file calls them, and how EOMS, CRM and generic English files head them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.db.models import CharField
from django.db.models import Field as ModelField
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from portalkit.imports.domain.spec import Field, FieldKind

from ...domain.taxonomy import System
from ...domain.words import STATUS_WORDS
from ...models import Ticket

_YES_NO = {
    **dict.fromkeys(("是", "有", "已联系", "已解决", "解决", "重复", "已升级", "升级", "y", "yes", "true", "1"), "true"),
    **dict.fromkeys(("否", "无", "没有", "未联系", "未解决", "不重复", "非重复", "未升级", "n", "no", "false", "0"), "false"),
}
_VOCABULARIES = {FieldKind.BOOLEAN: _YES_NO, FieldKind.CHOICE: STATUS_WORDS}
_NUMERALS = "一二三四五六七"
FALLBACKS = {(str(System.EOMS), "accepted_at"): "dispatched_at"}  # a row without the complaint's time has at least that of its dispatch
CATEGORY_LEVELS = tuple(f"category_{level}" for level in range(1, 8))
CAUSE_LEVELS = tuple(f"cause_{level}" for level in range(1, 5))


@dataclass(frozen=True)
class _Column:
    """`name | kind | EOMS headers | CRM headers | English headers`, headers separated by commas."""

    name: str
    kind: FieldKind
    eoms: str = ""
    crm: str = ""
    english: str = ""
    label: str | Promise = ""
    required: bool = False
    minimum: float | None = None
    maximum: float | None = None
    unit: str = ""
    is_personal: bool = False

    def field(self, system: str) -> Field:
        column = None if self.label else Ticket._meta.get_field(self.name)
        limit = column.max_length if isinstance(column, CharField) and self.kind is not FieldKind.PATH else None
        assert column is None or isinstance(column, ModelField)
        own = self.eoms if system == System.EOMS else self.crm
        return Field(
            name=self.name,
            label=self.label or (column.verbose_name if column is not None else self.name),
            kind=self.kind,
            headers=_split(own) + _split(self.english),
            required=self.required,
            max_length=limit,
            minimum=self.minimum,
            maximum=self.maximum,
            vocabulary=_VOCABULARIES.get(self.kind, {}),
            is_open=self.kind is FieldKind.CHOICE,
            unit=self.unit,
            fallback=FALLBACKS.get((system, self.name), ""),
            is_personal=self.is_personal,
        )


def fields_of(system: str) -> tuple[Field, ...]:
    """Every field of a system's tickets; those that its own exports have come first."""
    columns = [column for column in _COLUMNS if not (system == System.CRM and column.name in _EOMS_ONLY)]
    own = [column for column in columns if (column.eoms if system == System.EOMS else column.crm)]
    others = [column for column in columns if column not in own]
    return tuple(column.field(system) for column in (*own, *others))


def without_headers(fields: Sequence[Field], names: Sequence[str]) -> tuple[Field, ...]:
    """The same fields, those named never guessed from a header."""
    return tuple(replace(field, headers=()) if field.name in names else field for field in fields)


def _split(headers: str) -> tuple[str, ...]:
    return tuple(header.strip() for header in headers.split(",") if header.strip())


def _levels() -> tuple[_Column, ...]:
    categories = [
        _Column(
            name,
            FieldKind.PATH,
            eoms=f"投诉分类{numeral}级类别, 投诉分类{numeral}级, {numeral}级类别, 投诉{numeral}级分类",
            label=format_lazy("{label} {level}", label=_("Category, level"), level=level),
            english={1: "category", 2: "subcategory, sub category", 3: "subcategory 2"}.get(level, f"category {level}"),
        )
        for level, (name, numeral) in enumerate(zip(CATEGORY_LEVELS, _NUMERALS, strict=True), start=1)
    ]
    causes = [
        _Column(
            name,
            FieldKind.PATH,
            eoms=f"问题原因{numeral}级, 问题原因{numeral}级类别, 原因{numeral}级, {numeral}级原因",
            crm="责任原因" if level == 1 else "",
            label=format_lazy("{label} {level}", label=_("Cause, level"), level=level),
            english="cause, root cause, caused by, close code, closed code" if level == 1 else f"cause {level}",
        )
        for level, (name, numeral) in enumerate(zip(CAUSE_LEVELS, _NUMERALS[:4], strict=True), start=1)
    ]
    return (*categories, *causes)


_EOMS_ONLY = frozenset({"crm_no"})
_K = FieldKind
_COLUMNS: tuple[_Column, ...] = (
    _Column(
        "ticket_id",
        _K.ID,
        eoms="工单流水号, 工单号, 工单编号, EOMS工单号",
        crm="工单流水号, 工单号, CRM工单号, 工单编号",
        english="ticket id, ticket number, ticket no, ticket, case no, case number, case id, number, incident number, incident id, id,"
        " reference",
        required=True,
    ),
    _Column("subject", _K.PATH, eoms="工单主题, 工单标题", english="title, subject, short description"),
    _Column("crm_no", _K.ID, eoms="CRM工单号, CRM工单流水号, 客服工单号, 客服流水号", english="crm number, crm no, crm ticket"),
    _Column(
        "accepted_at",
        _K.DATETIME,
        eoms="投诉时间, 派单时间",
        crm="受理时间, 投诉时间",
        english="opened, opened at, open date, open time, created, created at, creation date, reported, reported at, received, accepted at,"
        " date",
        required=True,
    ),
    _Column("second_accepted_at", _K.DATETIME, eoms="投诉时间#2", crm="投诉时间#2"),
    _Column("dispatched_at", _K.DATETIME, eoms="派发时间, 派单时间", crm="派单时间", english="dispatched, dispatched at"),
    _Column("taken_at", _K.DATETIME, eoms="接单时间, 工单受理时间", crm="接单时间", english="taken on at, acknowledged at"),
    _Column("replied_at", _K.DATETIME, eoms="回单时间, 回复时间", crm="回复时间, 回单时间", english="replied at, responded at"),
    _Column("accept_by", _K.DATETIME, eoms="受理时限", english="response due"),
    _Column("handle_by", _K.DATETIME, eoms="工单处理时限, 处理时限", english="due, due date, deadline, resolution due"),
    _Column("urgency", _K.TEXT, eoms="紧急程度", crm="紧急程度", english="urgency, priority, severity"),
    _Column("fault_at", _K.DATETIME, eoms="故障时间", english="fault time, occurred at"),
    _Column(
        "customer_name",
        _K.TEXT,
        eoms="客户姓名",
        crm="客户姓名",
        english="customer name, caller, caller id, contact",
        label=_("Customer name"),
        is_personal=True,
    ),
    _Column(
        "phone",
        _K.PHONE,
        eoms="客户电话, 联系电话",
        crm="受理号码, 客户电话",
        english="phone, phone number, customer phone, msisdn, mobile",
        label=_("Customer's number"),
    ),
    _Column(
        "fault_number", _K.PHONE, eoms="故障号码", crm="故障号码", english="fault number, affected number", label=_("Number with the fault")
    ),
    _Column("second_fault_number", _K.PHONE, eoms="故障号码#2", label=_("Number with the fault, second statement")),
    _Column("customer_level", _K.TEXT, eoms="客户级别", english="customer level"),
    _Column("customer_brand", _K.TEXT, eoms="客户品牌", english="brand"),
    _Column("customer_star", _K.TEXT, crm="用户星级", english="star"),
    _Column(
        "region",
        _K.REGION,
        eoms="申告地, 用户归属地, 申告地市, 地市, 归属地市",
        crm="用户归属地, 归属地, 申告地, 地市",
        english="region, province, prefecture, city, branch, area, location, site",
        required=True,
    ),
    _Column("county", _K.REGION, eoms="申告区县, 区县", crm="申告区县, 区县", english="county, district", label=_("County")),
    _Column("home_place", _K.TEXT, eoms="号码归属地, 用户归属地", english="home region"),
    _Column("fault_location", _K.TEXT, eoms="故障地点", english="address, fault location"),
    _Column("cell", _K.TEXT, eoms="小区, 小区名称, 基站小区, 基站名称, 小区CGI, CGI, ECGI", english="cell, cell id, cell name"),
    _Column("longitude", _K.DECIMAL, eoms="经度", english="longitude, lon, lng", minimum=-180, maximum=180),
    _Column("latitude", _K.DECIMAL, eoms="纬度", english="latitude, lat", minimum=-90, maximum=90),
    _Column("network", _K.TEXT, eoms="网络标识", english="network, technology"),
    _Column("scenario", _K.TEXT, eoms="处理场景", english="scenario"),
    _Column("category", _K.PATH, crm="服务请求类别", english="category path", label=_("Category")),
    *_levels(),
    _Column("channel", _K.TEXT, eoms="受理渠道", crm="受理渠道", english="channel, source, contact type, origin, reported via"),
    _Column(
        "content",
        _K.LONG_TEXT,
        eoms="投诉内容",
        crm="业务内容, 投诉内容",
        english="summary, description, content, text, details, complaint",
    ),
    _Column("prehandling", _K.LONG_TEXT, eoms="预处理情况, 预处理", english="pre-handling, prehandling"),
    _Column("is_repeat", _K.BOOLEAN, eoms="是否重复投诉, 重复投诉", english="repeat, is repeat, repeated"),
    _Column("measures", _K.LONG_TEXT, eoms="处理措施", english="measures, action taken, work notes"),
    _Column(
        "explanation",
        _K.LONG_TEXT,
        eoms="处理说明",
        crm="处理意见",
        english="reply, explanation, resolution, resolution notes, close notes",
    ),
    _Column("result", _K.TEXT, eoms="处理结果", english="result, outcome"),
    _Column("solved", _K.TEXT, eoms="投诉是否解决, 是否解决", english="is solved, solved", label=_("Solved")),
    _Column("solution_degree", _K.TEXT, crm="解决程度"),
    _Column("resolved_at", _K.DATETIME, eoms="投诉解决时间, 解决时间", english="resolved, resolved at, solved at, resolution date"),
    _Column("planned_at", _K.DATETIME, eoms="计划解决时间", english="planned, planned at, planned solution"),
    _Column("contacted", _K.BOOLEAN, eoms="是否联系用户", english="contacted, customer contacted"),
    _Column("not_contacted_reason", _K.TEXT, eoms="未联系原因", english="reason of no contact"),
    _Column("satisfaction", _K.TEXT, eoms="用户是否满意", crm="客户回访满意度, 用户是否满意", english="satisfied, satisfaction"),
    _Column(
        "escalated",
        _K.BOOLEAN,
        eoms="是否升级投诉, 是否升级, 升级投诉",
        crm="是否升级投诉, 是否升级, 升级投诉",
        english="escalated, is escalated",
    ),
    _Column("inspection_result", _K.TEXT, eoms="质检结果", english="inspection result"),
    _Column("inspection_opinion", _K.LONG_TEXT, eoms="质检意见", english="inspection opinion"),
    _Column("status", _K.CHOICE, eoms="工单状态", crm="工单状态", english="status, state, incident state", label=_("Status")),
    _Column("closed_at", _K.DATETIME, eoms="归档时间", crm="结单日期, 结单时间", english="closed, closed at, close date, date closed"),
    _Column("department", _K.TEXT, eoms="处理部门", crm="负责部门", english="department, assignment group, team, assigned to"),
    _Column("handling_seconds", _K.DURATION, eoms="处理时长", crm="处理时长", english="handling time, duration", unit="hours", minimum=0),
    _Column("handling_seconds_with_nights", _K.DURATION, crm="处理时长(含夜间)", unit="hours", minimum=0),
    _Column(
        "reassignments",
        _K.INTEGER,
        eoms="重派次数, 改派次数, 转派次数",
        crm="重派次数, 转派次数",
        english="reassignment count, reassignments",
        minimum=0,
    ),
    _Column(
        "reopenings",
        _K.INTEGER,
        eoms="重开次数, 重新打开次数, 退回次数",
        crm="重开次数, 重新打开次数",
        english="reopen count, reopenings, reopened",
        minimum=0,
    ),
)
