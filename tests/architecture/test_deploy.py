"""The files of the larger shapes agree with the code: services, queues, variables, addresses."""

import re
from uuid import UUID

import pytest
import yaml
from django.conf import settings
from django.urls import reverse

from portalkit.files.views import ACCEL_LOCATION
from signage.selectors.media import EVENTS_PATH
from signage.services.library.uploading import PIECE_BYTES
from tests.architecture.product import ROOT
from video.models import StorageNode

COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
SERVICES = COMPOSE["services"]
UNITS = sorted((ROOT / "deploy" / "systemd").glob("*.service"))
WORKERS = {
    "compose": ",".join(SERVICES["worker"]["command"]),
    "systemd": (ROOT / "deploy" / "systemd" / "noc-portal-worker.service").read_text(encoding="utf-8"),
}
RUNS_ONCE_OR_IS_WATCHED_BY_ITS_SLOTS = {"migrate", "scheduler"}
STARTS_AS_ROOT_AND_STEPS_DOWN = {"db"}
WRITES_ITS_OWN_FOLDERS = {"db"}


def test_compose_runs_every_process_of_the_portal() -> None:
    assert {"db", "redis", "web", "events", "worker", "library", "scheduler", "nginx"} <= set(SERVICES)


@pytest.mark.parametrize("name", sorted(SERVICES))
def test_a_service_is_confined(name: str) -> None:
    service = SERVICES[name]
    assert service["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in service["security_opt"]
    assert service.get("read_only") or name in WRITES_ITS_OWN_FOLDERS
    assert not service.get("privileged")


@pytest.mark.parametrize("name", sorted(set(SERVICES) - RUNS_ONCE_OR_IS_WATCHED_BY_ITS_SLOTS))
def test_a_service_says_how_it_is(name: str) -> None:
    assert SERVICES[name]["healthcheck"]["test"]


@pytest.mark.parametrize("name", sorted(SERVICES))
def test_secrets_come_as_files(name: str) -> None:
    variables = SERVICES[name].get("environment", {})
    bare = [key for key in variables if re.search(r"PASSWORD|SECRET|_URL", key) and not key.endswith("_FILE")]
    assert not bare
    mounted = {f"/run/secrets/{secret}" for secret in SERVICES[name].get("secrets", [])}
    assert {value for key, value in variables.items() if key.endswith("_FILE")} <= mounted


def test_every_secret_of_compose_is_made_by_the_script() -> None:
    script = (ROOT / "deploy" / "make-secrets.sh").read_text(encoding="utf-8")
    assert not [name for name in COMPOSE["secrets"] if name not in script]


@pytest.mark.parametrize("shape", sorted(WORKERS))
def test_workers_serve_every_supervised_queue(shape: str) -> None:
    assert ",".join(settings.NOC_SUPERVISED_QUEUES) in WORKERS[shape]


def test_a_queue_of_one_has_a_worker_with_one_process() -> None:
    queues = ",".join(settings.NOC_QUEUES_OF_ONE)
    compose = ",".join(SERVICES["library"]["command"])
    systemd = (ROOT / "deploy" / "systemd" / "noc-portal-library.service").read_text(encoding="utf-8")
    assert f"--queues,{queues},--concurrency,1," in compose
    assert f"--queues {queues} --concurrency 1 " in systemd


def test_a_storage_node_has_its_three_programs_and_a_worker_on_its_queue() -> None:
    texts = {unit.stem: unit.read_text(encoding="utf-8") for unit in UNITS if unit.stem.endswith("@")}
    assert set(texts) == {"noc-portal-recorder@", "noc-portal-media@", "noc-portal-node-worker@"}
    assert f"--queues {StorageNode(name='%i').queue} " in texts["noc-portal-node-worker@"]


def test_the_proxy_slows_down_the_login_that_exists() -> None:
    proxy = (ROOT / "deploy" / "nginx" / "portal.conf").read_text(encoding="utf-8")
    assert f"location = {reverse('access:login')} {{" in proxy


def test_the_proxy_passes_the_event_stream_on_without_holding_it_back() -> None:
    proxy = (ROOT / "deploy" / "nginx" / "portal.conf").read_text(encoding="utf-8")
    stream = proxy.partition(f"location = {EVENTS_PATH} {{")[2].partition("}")[0]
    assert "proxy_buffering off;" in stream
    assert "proxy_pass http://events;" in stream
    assert f"location {ACCEL_LOCATION} {{" in proxy


def test_the_proxy_lets_the_pieces_of_an_upload_for_screens_pass() -> None:
    proxy = (ROOT / "deploy" / "nginx" / "portal.conf").read_text(encoding="utf-8")
    prefix = reverse("signage:begin_upload")
    room = re.search(r"client_max_body_size (\d+)m;", proxy.partition(f"location {prefix} {{")[2].partition("}")[0])
    assert reverse("signage:upload_piece", args=[UUID(int=0)]).startswith(prefix)
    assert room is not None
    assert int(room[1]) << 20 > PIECE_BYTES


@pytest.mark.parametrize("name", ["portal.conf", "hall-cache.conf"])
def test_the_proxies_are_written_for_the_nginx_of_the_oldest_debian_too(name: str) -> None:
    text = (ROOT / "deploy" / "nginx" / name).read_text(encoding="utf-8")
    assert "http2 on;" not in text
    assert " ssl http2;" in text


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.stem)
def test_a_unit_restarts_and_may_not_write_outside_its_folder(unit: object) -> None:
    text = unit.read_text(encoding="utf-8")  # type: ignore[attr-defined]
    assert "Restart=always" in text
    assert "ProtectSystem=strict" in text
    assert "User=noc-portal" in text


def test_the_image_runs_as_an_ordinary_user_from_wheels() -> None:
    image = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    assert re.search(r"^USER (?!root)", image, re.MULTILINE)
    assert "--only-binary :all:" in image
