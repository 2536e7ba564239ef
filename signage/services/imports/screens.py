"""The kind `screens`: which screens there are, in which halls, with which tags."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from portalkit.audit.domain.actors import Actor
from portalkit.imports.adapters.table_target import TableTarget
from portalkit.imports.domain.spec import Chunk, Field, FieldKind, ImportSpec, Prepared, Problem, TargetRefused
from portalkit.imports.models import RowChange
from storefronts.models import Hall

from ...domain.tag_names import BadTags, read_tags
from ...models import PublicationScreen, Screen, ScreenManifest
from ...permissions import SignagePermission
from ..publishing import publish_settings
from ..screens.register import tags_named

Problems = dict[int, list[Problem]]
_KEPT = ("place", "orientation", "volume", "is_enabled", "tag_text")
_ORIENTATIONS = {
    **{value: value for value in Screen.Orientation.values},
    **dict.fromkeys(("横屏", "横", "horizontal"), Screen.Orientation.LANDSCAPE.value),
    **dict.fromkeys(("竖屏", "竖", "vertical"), Screen.Orientation.PORTRAIT.value),
}
_YES_NO = {"是": "true", "启用": "true", "在用": "true", "yes": "true", "否": "false", "停用": "false", "no": "false"}
_HALL_HEADERS = ("营业厅", "营业厅编码", "所属营业厅", "营业厅名称", "hall", "hall code")
_AT_ONCE = 500
_NO_HALL = -1


class ScreenTarget(TableTarget):
    """A row is known by hall and name. Empty cells leave what is known of a screen as it is; a new one is in service, silent and landscape.

    Tags stand in another table: the text is imported, the tags follow it. A screen with revision nought is one whose player is to hear of
    the import.
    """

    model = "signage.Screen"
    key: Sequence[str] = ("hall_id", "name")
    columns: Sequence[str] = _KEPT

    def __init__(self) -> None:
        self._halls: dict[int, int] = {}
        self._known: dict[tuple[int, str], dict[str, Any]] | None = None

    def prepare(self, chunk: Chunk) -> Prepared:
        if self._known is None:
            self._halls = dict(Hall.objects.values_list("region_id", "pk"))
            self._known = {(row.hall_id, row.name): _kept(row) for row in Screen.objects.prefetch_related("tags")}
        given, problems = chunk.columns, Problems()
        columns: dict[str, list[Any]] = {
            "hall_id": [self._hall(region, row, given, problems) for row, region in enumerate(chunk.regions)],
            "name": list(given["name"]),
            **{name: list(given[name]) for name in _KEPT if name != "tag_text"},
            "tag_text": [_tags(text, row, problems) for row, text in enumerate(given["tags"])],
        }
        for row, key in enumerate(zip(columns["hall_id"], columns["name"], strict=True)):
            there = self._known.get(key, _NEW)
            for name in _KEPT:
                if columns[name][row] is None:
                    columns[name][row] = there[name]
        return Prepared(columns=columns, problems=problems)

    def keep(self, *, cursor: Any, stage: str, batch_id: int) -> None:
        """What is kept for an undo are the tags as they are, whoever set them."""
        rows = list(_held_screens().prefetch_related("tags"))
        stale = [row for row in rows if row.tag_text != _text_of(row)]
        for row in stale:
            row.tag_text = _text_of(row)
        Screen.objects.bulk_update(stale, ["tag_text"], batch_size=_AT_ONCE)
        super().keep(cursor=cursor, stage=stage, batch_id=batch_id)

    def undo(self, *, cursor: Any, batch_id: int) -> None:
        """A screen that was paired, or has played, stays: then nothing is undone."""
        changed = RowChange.objects.filter(batch_id=batch_id, model=self.model).values("target_id")
        list(_held_screens().values_list("pk"))
        made = list(Screen.objects.filter(batch_id=batch_id).exclude(pk__in=changed).values_list("pk", "paired_at"))
        if any(paired_at for _pk, paired_at in made):
            raise TargetRefused("undo_in_use")
        for pks in _pieces(pk for pk, _paired_at in made):
            Screen.tags.through.objects.filter(screen__in=pks).delete()
            PublicationScreen.objects.filter(screen__in=pks).delete()
            ScreenManifest.objects.filter(screen__in=pks).delete()
        super().undo(cursor=cursor, batch_id=batch_id)

    def collect(self, *, cursor: Any, batch_id: int) -> set[Any]:
        cursor.execute(self.touched_rows(batch_id))
        return {pk for (pk,) in cursor.fetchall()}

    def recompute(self, *, cursor: Any, touched: set[Any]) -> None:  # noqa: ARG002
        for pks in _pieces(touched):
            for screen in Screen.objects.filter(pk__in=pks):
                screen.tags.set(tags_named(read_tags(screen.tag_text)))
            Screen.objects.filter(pk__in=pks).update(revision=0)

    def _hall(self, region: int | None, row: int, given: Mapping[str, Sequence[Any]], problems: Problems) -> int:
        hall = self._halls.get(region or 0, _NO_HALL)
        if hall == _NO_HALL:
            problems.setdefault(row, []).append(Problem("not_a_hall", "hall", str(given["hall"][row] or "")))
        return hall


_NEW: Mapping[str, Any] = {"place": "", "orientation": Screen.Orientation.LANDSCAPE.value, "volume": 0, "is_enabled": True, "tag_text": ""}


@transaction.atomic
def tell_players(*, batch: Any, by: Actor, now: datetime) -> None:  # noqa: ARG001
    """Publishes to the screens that an import or its undo has just touched."""
    if screens := list(Screen.objects.filter(revision=0)):
        publish_settings(screens=screens, by=by, now=now)


def _held_screens() -> QuerySet[Screen]:
    """All of them, held in the order in which a publication holds those that it concerns: neither waits for the other in a circle."""
    return Screen.objects.select_for_update(of=("self",)).order_by("pk")


def _kept(screen: Screen) -> dict[str, Any]:
    return {name: getattr(screen, name) for name in _KEPT} | {"tag_text": _text_of(screen)}


def _text_of(screen: Screen) -> str:
    return ", ".join(sorted(tag.name for tag in screen.tags.all()))


def _tags(text: str | None, row: int, problems: Problems) -> str | None:
    """None where the cell is empty; a dash takes all tags away."""
    if not text:
        return None
    try:
        return "" if text.strip() == "-" else ", ".join(sorted(read_tags(text)))
    except BadTags as bad:
        problems.setdefault(row, []).append(Problem("bad_tags", "tags", bad.tag))
        return ""


def _pieces(pks: Iterable[int]) -> list[list[int]]:
    found = sorted(pks)
    return [found[first : first + _AT_ONCE] for first in range(0, len(found), _AT_ONCE)]


SCREENS = ImportSpec(
    code="screens",
    label=_("Screens of halls"),
    description=_("Screens with hall, place, orientation and tags. Known by hall and name. Each is paired with its player afterwards."),
    fields=(
        Field(
            "hall", _("Hall"), FieldKind.REGION, ("营业厅", "营业厅编码", "所属营业厅", "营业厅名称", "hall", "hall code"), required=True
        ),
        Field("name", _("Name"), FieldKind.TEXT, ("屏幕名称", "屏幕", "名称", "screen", "screen name"), required=True, max_length=80),
        Field("place", _("Place"), FieldKind.TEXT, ("位置", "安装位置", "place", "location"), max_length=120),
        Field(
            "orientation",
            _("Orientation"),
            FieldKind.CHOICE,
            ("方向", "横竖屏", "orientation"),
            vocabulary=_ORIENTATIONS,
            labels=dict(Screen.Orientation.choices),
        ),
        Field("volume", _("Volume, %"), FieldKind.INTEGER, ("音量", "volume"), minimum=0, maximum=100),
        Field("tags", _("Tags"), FieldKind.TEXT, ("标签", "分组", "tags", "groups"), max_length=1000),
        Field("is_enabled", _("In service"), FieldKind.BOOLEAN, ("在用", "启用", "状态", "in service", "enabled"), vocabulary=_YES_NO),
    ),
    regions=("hall",),
    permission=SignagePermission.MANAGE,
    target=ScreenTarget,
    keeps_unmapped_columns=False,
    everywhere_only=True,
    data_page="signage:screens",
    follow_up=tell_players,
    texts={
        "not_a_hall": _("“{value}” is no hall of the register; import the halls first"),
        "bad_tags": _("Too many tags, or one is too long: “{value}”"),
    },
)
