"""The kind `cameras`: which cameras there are, where, and how they are reached."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from portalkit.imports.adapters.table_target import TableTarget
from portalkit.imports.domain.spec import Chunk, Field, FieldKind, ImportSpec, Prepared, Problem
from storefronts.models import Hall

from ...domain.addresses import AddressRefused, Target, service_target, stream_target
from ...domain.device_ids import faults_of
from ...models import Camera, StorageNode
from ...permissions import VideoPermission
from ..texts import ADDRESS_TEXTS, ID_TEXTS

Problems = dict[int, list[Problem]]
_URLS: Mapping[str, Callable[[str], Target]] = {"main_url": stream_target, "sub_url": stream_target, "onvif_url": service_target}
_KEPT = ("node_id", "is_enabled", "keeps_audio", "keep_days", "source")
_SOURCE_WORDS = {
    **{source: source for source in Camera.Source.values},
    **dict.fromkeys(("IP", "IPC", "网络摄像机", "IP camera"), Camera.Source.RTSP.value),
    **dict.fromkeys(("演示", "模拟", "generated picture"), Camera.Source.DEMO.value),
}
_YES_NO = {"是": "true", "启用": "true", "开": "true", "yes": "true", "否": "false", "停用": "false", "关": "false", "no": "false"}


class CameraTarget(TableTarget):
    """A row is known by the device id. A camera that a file changes gets a new generation, also when the import is undone.

    Empty cells of node, record, sound, days to keep and source leave a known camera as it is.
    """

    model = "video.Camera"
    key: Sequence[str] = ("gb_id",)
    columns: Sequence[str] = ("name", "hall_id", "main_url", "sub_url", "onvif_url", "username", *_KEPT)

    def __init__(self) -> None:
        self._halls: dict[int, int] = {}
        self._nodes: dict[str, int] = {}
        self._known: dict[str, dict[str, Any]] | None = None

    def prepare(self, chunk: Chunk) -> Prepared:
        if self._known is None:
            self._halls = dict(Hall.objects.values_list("region_id", "pk"))
            self._nodes = {word.casefold(): pk for pk, *words in StorageNode.objects.values_list("pk", "title", "name") for word in words}
            self._known = {row.pop("gb_id"): row for row in Camera.objects.values("gb_id", *_KEPT)}
        given = chunk.columns
        problems: Problems = {}
        ids = [self._id(text or "", row, problems) for row, text in enumerate(given["gb_id"])]
        columns: dict[str, list[Any]] = {
            "gb_id": ids,
            "name": list(given["name"]),
            "hall_id": [self._hall(region, row, given, problems) for row, region in enumerate(chunk.regions)],
            "username": [text or "" for text in given["username"]],
            "node_id": [self._node(text, row, problems) for row, text in enumerate(given["node"])],
            **{name: list(given[name]) for name in ("is_enabled", "keeps_audio", "keep_days", "source")},
            **{name: [_address(text, name, row, problems) for row, text in enumerate(given[name])] for name in _URLS},
        }
        for row, gb_id in enumerate(ids):
            self._fill(columns, row, gb_id)
            if columns["source"][row] == Camera.Source.RTSP and not columns["main_url"][row] and row not in problems:
                problems.setdefault(row, []).append(Problem("camera_without_address", "main_url"))
        return Prepared(columns=columns, problems=problems)

    def collect(self, *, cursor: Any, batch_id: int) -> set[Any]:
        cursor.execute(self.touched_rows(batch_id))
        return {pk for (pk,) in cursor.fetchall()}

    def recompute(self, *, cursor: Any, touched: set[Any]) -> None:  # noqa: ARG002
        pks = sorted(touched)
        for start in range(0, len(pks), 500):
            Camera.objects.filter(pk__in=pks[start : start + 500]).update(generation=F("generation") + 1)

    def _id(self, text: str, row: int, problems: Problems) -> str:
        found = "".join(text.split())
        for fault in faults_of(found) if found else ():
            params = {"first": fault.first, "last": fault.last, "count": fault.last}
            problems.setdefault(row, []).append(Problem(fault.code, "gb_id", fault.value, params))
        return found

    def _hall(self, region: int | None, row: int, given: Mapping[str, Sequence[Any]], problems: Problems) -> int | None:
        hall = self._halls.get(region or 0)
        if hall is None:
            problems.setdefault(row, []).append(Problem("not_a_hall", "hall", str(given["hall"][row] or "")))
        return hall

    def _node(self, text: str | None, row: int, problems: Problems) -> int | None:
        if not text:
            return None
        node = self._nodes.get(text.strip().casefold())
        if node is None:
            problems.setdefault(row, []).append(Problem("node_unknown", "node", text))
        return node

    def _fill(self, columns: Mapping[str, list[Any]], row: int, gb_id: str) -> None:
        assert self._known is not None
        usual = {"node_id": None, "is_enabled": True, "keeps_audio": False, "keep_days": None, "source": Camera.Source.RTSP.value}
        there = self._known.get(gb_id, usual)
        for name in _KEPT:
            if columns[name][row] is None:
                columns[name][row] = there[name]


def _address(text: str | None, name: str, row: int, problems: Problems) -> str:
    if not text:
        return ""
    try:
        return _URLS[name](text.strip()).url
    except AddressRefused as refused:
        problems.setdefault(row, []).append(Problem(refused.reason, name, refused.value))
        return ""


def _url(name: str, label: Any, headers: Sequence[str]) -> Field:
    return Field(name, label, FieldKind.TEXT, headers, max_length=400)


CAMERAS = ImportSpec(
    code="cameras",
    label=_("Cameras of halls"),
    description=_("Cameras with hall, node and addresses. Passwords are not imported: files are kept. Set them on the camera's page."),
    fields=(
        Field(
            "gb_id",
            _("Device id"),
            FieldKind.ID,
            ("国标编码", "设备编码", "国标ID", "摄像机编码", "编码", "gb28181 id", "device id", "id"),
            required=True,
            max_length=40,
        ),
        Field(
            "name",
            _("Name"),
            FieldKind.TEXT,
            ("摄像机名称", "名称", "点位", "点位名称", "camera", "camera name"),
            required=True,
            max_length=80,
        ),
        Field(
            "hall", _("Hall"), FieldKind.REGION, ("营业厅", "营业厅编码", "所属营业厅", "营业厅名称", "hall", "hall code"), required=True
        ),
        Field("node", _("Storage node"), FieldKind.TEXT, ("存储节点", "节点", "storage node", "recorder"), max_length=80),
        _url("main_url", _("Main stream"), ("主码流", "主码流地址", "RTSP地址", "取流地址", "main stream", "rtsp", "url")),
        _url("sub_url", _("Sub stream"), ("子码流", "子码流地址", "辅码流", "sub stream")),
        _url("onvif_url", _("ONVIF service"), ("ONVIF地址", "ONVIF服务", "onvif")),
        Field("username", _("User name at the camera"), FieldKind.TEXT, ("用户名", "登录名", "账号", "user", "username"), max_length=60),
        Field("is_enabled", _("Record"), FieldKind.BOOLEAN, ("录像", "是否录像", "启用", "enabled"), vocabulary=_YES_NO),
        Field("keeps_audio", _("Record sound"), FieldKind.BOOLEAN, ("录音", "音频", "audio"), vocabulary=_YES_NO),
        Field("keep_days", _("Days to keep"), FieldKind.INTEGER, ("保存天数", "留存天数", "retention"), minimum=1, maximum=3650),
        Field(
            "source",
            _("Source"),
            FieldKind.CHOICE,
            ("来源", "接入方式", "source"),
            vocabulary=_SOURCE_WORDS,
            labels=dict(Camera.Source.choices),
        ),
    ),
    regions=("hall",),
    permission=VideoPermission.IMPORT,
    target=CameraTarget,
    keeps_unmapped_columns=False,
    everywhere_only=True,
    data_page="video:cameras",
    texts={
        **ID_TEXTS,
        **ADDRESS_TEXTS,
        "not_a_hall": _("“{value}” is no hall of the register; import the halls first"),
        "node_unknown": _("No storage node is called “{value}”"),
        "camera_without_address": _("An IP camera needs the address of its main stream"),
    },
)
