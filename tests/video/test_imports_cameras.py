"""The kind of import `cameras`, through the engine of the wizard."""

import pytest

from portalkit.regions.models import Region
from portalkit.vault.services.sealing import seal
from storefronts.models import Hall
from tests.builders import a_county, a_prefecture, a_province
from tests.scheduling.builders import counts, imported, undone
from tests.video.builders import a_hall, a_node
from video.models import Camera, StorageNode

pytestmark = pytest.mark.django_db
GOOD_ID = "45010200491320000001"


@pytest.fixture
def hall() -> Hall:
    county = a_county("城东区", under=a_prefecture("云州市", under=a_province("南江省")))
    return a_hall("东门营业厅", county=county, code="H0001")


@pytest.fixture
def node(hall: Hall) -> StorageNode:
    return a_node("west-1", title="西部节点")


def a_row(**more: str) -> dict[str, str]:
    return {"国标编码": GOOD_ID, "摄像机名称": "柜台一", "营业厅": "H0001", "主码流": "rtsp://10.20.1.5/main", **more}


def test_a_row_becomes_a_camera_and_says_nothing_of_a_password(hall: Hall, node: StorageNode) -> None:
    more = {"存储节点": "西部节点", "子码流": "rtsp://10.20.1.5/sub", "用户名": "viewer", "录音": "否", "保存天数": "45", "密码": "secret"}
    batch = imported("cameras", [a_row(**more)])
    assert counts(batch) == (1, 0, 0, 0)
    camera = Camera.objects.get()
    assert (camera.gb_id, camera.name, camera.hall, camera.node) == (GOOD_ID, "柜台一", hall, node)
    assert (camera.main_url, camera.sub_url, camera.username) == ("rtsp://10.20.1.5/main", "rtsp://10.20.1.5/sub", "viewer")
    assert (camera.keeps_audio, camera.keep_days, camera.is_enabled, camera.source) == (False, 45, True, "rtsp")
    assert bytes(camera.password_sealed) == b""
    assert "secret" not in str(batch.preview) + str(batch.problems) + str(batch.mapping)


def test_a_change_raises_the_generation_keeps_node_and_password_and_can_be_undone(hall: Hall, node: StorageNode) -> None:
    imported("cameras", [a_row(存储节点="west-1", 营业厅="云州市城东区东门营业厅")])
    Camera.objects.update(password_sealed=seal("secret"), is_enabled=False)
    before = Camera.objects.get()
    changed = imported("cameras", [a_row(主码流="rtsp://10.20.1.6/main")])
    assert counts(changed) == (0, 1, 0, 0)
    camera = Camera.objects.get()
    assert (camera.node, camera.is_enabled, camera.main_url) == (node, False, "rtsp://10.20.1.6/main")
    assert camera.generation > before.generation
    assert bytes(camera.password_sealed) == bytes(before.password_sealed)
    assert counts(imported("cameras", [a_row(主码流="rtsp://10.20.1.6/main")])) == (0, 0, 1, 0)
    assert Camera.objects.get().generation == camera.generation
    undone(changed)
    again = Camera.objects.get()
    assert again.main_url == "rtsp://10.20.1.5/main"
    assert again.generation > camera.generation


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"国标编码": "4501020049132000000"}, "device_id_length"),
        ({"国标编码": "99010200491320000001"}, "device_id_province"),
        ({"国标编码": "45010200491180000001"}, "device_id_not_a_camera"),
        ({"营业厅": "城东区"}, "not_a_hall"),
        ({"营业厅": "无此厅"}, "region_unknown"),
        ({"存储节点": "nowhere"}, "node_unknown"),
        ({"主码流": ""}, "camera_without_address"),
        ({"主码流": "rtsp://admin:pw@10.20.1.5/"}, "address_credentials"),
        ({"主码流": "http://10.20.1.5/"}, "address_scheme"),
        ({"保存天数": "0"}, "below_minimum"),
    ],
)
def test_a_row_that_cannot_be_a_camera_says_why(hall: Hall, node: StorageNode, more: dict[str, str], code: str) -> None:
    assert imported("cameras", [{**a_row(), **more}]).reasons == {code: 1}
    assert not Camera.objects.exists()


def test_a_generated_picture_needs_no_address(hall: Hall) -> None:
    assert counts(imported("cameras", [a_row(来源="演示", 主码流="")])) == (1, 0, 0, 0)
    assert Region.objects.get(code="H0001").hall.cameras.get().source == "demo"
