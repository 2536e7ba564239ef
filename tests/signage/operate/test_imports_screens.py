"""The kind of import `screens`, through the engine of the wizard."""

import pytest

from signage.models import Publication, Screen, Tag
from signage.services.screens.register import tag_screen
from storefronts.models import Hall
from tests.scheduling.builders import counts, imported, undone
from tests.signage.player_server.builders import NOW, OPERATOR

from .builders import a_hall_of, a_screen

pytestmark = pytest.mark.django_db


@pytest.fixture
def hall() -> Hall:
    return a_hall_of("东门营业厅", code="H0001")


def a_row(**more: str) -> dict[str, str]:
    return {"营业厅": "H0001", "屏幕名称": "大屏", **more}


def _tags(screen: Screen) -> list[str]:
    return [tag.name for tag in screen.tags.all()]


def test_a_row_becomes_a_screen_with_tags_that_is_published_to(hall: Hall) -> None:
    batch = imported("screens", [a_row(位置="入口", 横竖屏="竖屏", 音量="20", 标签="主屏、自助区", 在用="是")])
    assert counts(batch) == (1, 0, 0, 0)
    screen = Screen.objects.get()
    assert (screen.hall, screen.name, screen.place, screen.orientation, screen.volume) == (hall, "大屏", "入口", "portrait", 20)
    assert _tags(screen) == ["主屏", "自助区"]
    assert screen.revision == Publication.objects.get().pk


def test_empty_cells_leave_what_is_known_and_the_same_file_again_changes_nothing(hall: Hall) -> None:
    screen = a_screen(hall, name="大屏", place="入口", volume=15)
    screen.tags.set([Tag.objects.create(name="VIP")])
    assert counts(imported("screens", [a_row(音量="30")])) == (0, 1, 0, 0)
    screen.refresh_from_db()
    assert (screen.place, screen.volume, _tags(screen)) == ("入口", 30, ["VIP"])
    assert screen.token_digest, "its player stays"
    assert counts(imported("screens", [a_row(音量="30")])) == (0, 0, 1, 0)


def test_a_dash_takes_all_tags_away(hall: Hall) -> None:
    imported("screens", [a_row(标签="VIP")])
    imported("screens", [a_row(标签="-")])
    assert _tags(Screen.objects.get()) == []


def test_an_import_is_undone_with_its_tags_and_published_again(hall: Hall) -> None:
    screen = a_screen(hall, name="大屏")
    tag_screen(screen=screen, tags=["VIP"], by=OPERATOR, now=NOW)
    batch = imported("screens", [a_row(标签="柜台"), a_row(屏幕名称="新屏", 标签="柜台")])
    assert counts(batch) == (1, 1, 0, 0)
    undone(batch)
    assert [one.name for one in Screen.objects.all()] == ["大屏"]
    assert _tags(Screen.objects.get()) == ["VIP"]
    assert Screen.objects.get().revision == Publication.objects.first().pk  # type: ignore[union-attr]


def test_a_screen_that_was_paired_since_keeps_its_import_from_being_undone(hall: Hall) -> None:
    batch = imported("screens", [a_row()])
    Screen.objects.update(paired_at=NOW)
    assert undone(batch).state == "committed"
    assert Screen.objects.count() == 1


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"营业厅": "城东县"}, "not_a_hall"),
        ({"营业厅": "无此厅"}, "region_unknown"),
        ({"屏幕名称": ""}, "required"),
        ({"音量": "101"}, "above_maximum"),
        ({"横竖屏": "斜"}, "unknown_choice"),
        ({"标签": "x" * 41}, "bad_tags"),
    ],
)
def test_a_row_that_cannot_be_a_screen_says_why(hall: Hall, more: dict[str, str], code: str) -> None:
    assert imported("screens", [{**a_row(), **more}]).reasons == {code: 1}
    assert not Screen.objects.exists()
