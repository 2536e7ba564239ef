"""A camera under way is watched in the browser: what is asserted are decoded pictures and how late they are."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pytest_django import Settings

from portalkit.audit.models import AuditEvent
from tests.builders import a_county, a_prefecture, a_province, a_user
from tests.journeys.visitor import Visitor
from tests.video.builders import a_camera, a_hall, a_node, a_status
from tests.video.media import GB_ID, recording, serving
from video.models import Camera
from video.selectors.media_links import media_secret

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
HLS_FOLDER = Path(__file__).resolve().parents[2] / "node_modules" / "hls.js" / "dist"
FRAMES = "() => Number(document.querySelector('[data-live]').dataset.frames)"
BEHIND = "() => Number(document.querySelector('[data-live]').dataset.behind)"


@contextmanager
def on_air(visitor: Visitor, folder: Path) -> Iterator[tuple[Page, Camera]]:
    """The page of a camera that is being recorded, opened."""
    province = a_province()
    disk = folder / "disk"
    disk.mkdir()
    with recording(disk, state=folder / "state"), serving(disk, secret=media_secret()) as address:
        visitor.others.append(address)
        hall = a_hall(county=a_county("城东县", under=a_prefecture("东海市", under=province)))
        camera = a_camera(hall, name="柜台一", gb_id=GB_ID, node=a_node(region=province, media_url=address))
        a_status(camera)
        page = visitor.sign_in(a_user("noc_staff", at=province))
        page.goto(visitor.url("video:live", gb_id=GB_ID))
        page.wait_for_function(f"{FRAMES} >= 25", timeout=30_000)
        yield page, camera
        page.goto("about:blank")


def test_a_camera_is_watched_live_less_than_three_seconds_late(visitor: Visitor, tmp_path: Path, settings: Settings) -> None:
    if not HLS_FOLDER.is_dir():
        pytest.skip("hls.js not found: install npm and run `npm ci`")
    settings.STATICFILES_DIRS = [*settings.STATICFILES_DIRS, ("vendor", str(HLS_FOLDER))]
    with on_air(visitor, tmp_path) as (page, camera):
        page.wait_for_function(f"{BEHIND} < 3", timeout=30_000)
        before = page.evaluate(FRAMES)
        page.wait_for_function(f"{FRAMES} >= {before + 50}", timeout=10_000)
        assert page.evaluate(BEHIND) < 3, "it is still as close after two more seconds"
        expect(page.locator("[data-delay]")).to_contain_text("延迟")
        expect(page.locator("[data-state]")).to_have_text("录像中")
        visitor.check_accessibility()
        picture = page.evaluate(
            "async source => { const image = new Image(); image.src = source; await image.decode(); return image.naturalWidth; }",
            visitor.url("video:snapshot", gb_id=GB_ID),
        )
        assert picture == 320
    event = AuditEvent.objects.get(action="video.watch")
    assert event.object_id == str(camera.pk)


def test_a_browser_plays_it_by_itself_where_no_player_was_fetched(visitor: Visitor, tmp_path: Path) -> None:
    with on_air(visitor, tmp_path) as (page, _camera):
        expect(page.locator("[data-state]")).to_have_text("录像中")
