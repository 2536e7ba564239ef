"""nginx in front of the portal and in a hall, set up as deploy/nginx says."""

import re
import socket
import ssl
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from uuid import uuid4

import pytest
from django.conf import LazySettings
from django.urls import reverse
from django.utils import timezone
from pytest_django.live_server_helper import LiveServer

from signage.domain.kinds import CHUNK_BYTES
from signage.domain.media_links import signature
from signage.selectors.manifests import media_secret
from signage.services.library.uploading import PIECE_BYTES
from signage.services.publishing import publish_settings
from tests.signage.player_server.builders import OPERATOR, a_player, a_version
from tests.signage.player_server.proxies import CONFIGS, NAME, Proxy, hall_cache, portal_proxy
from tests.signage.player_server.streams import serving

DATA = bytes(range(256)) * 40 * 1024
DIGEST = sha256(DATA).hexdigest()
TAG = f'"{DIGEST}"'
FAR = 4_000_000_000


@dataclass
class Line:
    """A hall's cache and the portal behind it; `cut` takes the portal away."""

    centre: Proxy
    hall: Proxy
    cut: ExitStack


@pytest.fixture
def behind_nginx(settings: LazySettings) -> None:
    settings.NOC_ACCEL_FILES, settings.SECURE_PROXY_SSL_HEADER = True, ("HTTP_X_FORWARDED_PROTO", "https")


@pytest.fixture
def line(live_server: LiveServer, settings: LazySettings, tmp_path: Path, behind_nginx: None) -> Iterator[Line]:
    a_version(data=DATA)
    with ExitStack() as cut:
        files = Path(settings.DATA_DIR) / "files"
        centre = cut.enter_context(portal_proxy(tmp_path / "centre", web=live_server.thread.port, files=files))
        with hall_cache(tmp_path / "hall", centre=centre.port, trusting=centre.folder / "certificate.pem") as hall:
            yield Line(centre, hall, cut)


def signed(*, expires: int = FAR) -> str:
    return f"/player/media/{DIGEST}?e={expires}&s={signature(media_secret(), digest=DIGEST, expires=expires)}"


def forged() -> str:
    return f"/player/media/{DIGEST}?e={FAR}&s={signature(b'another', digest=DIGEST, expires=FAR)}"


def kept_bytes(hall: Proxy) -> int:
    return sum(path.stat().st_size for path in hall.kept())


@pytest.mark.nginx
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("where", ["centre", "hall"])
def test_ranges_are_exact_by_the_tag_that_the_portal_gives(line: Line, where: str) -> None:
    proxy: Proxy = getattr(line, where)
    whole, part = proxy.get(signed()), proxy.get(signed(), range="bytes=4194300-4194309")
    assert (whole.status, sha256(whole.body).hexdigest(), whole.headers["etag"]) == (200, DIGEST, TAG)
    assert (whole.headers["content-type"], whole.headers["x-content-type-options"]) == ("image/jpeg", "nosniff")
    assert (part.status, part.headers["content-range"]) == (206, f"bytes 4194300-4194309/{len(DATA)}")
    assert part.body == DATA[4194300:4194310]
    assert proxy.get(signed(), range="bytes=-5").body == DATA[-5:]
    assert proxy.get(signed(), range=f"bytes={len(DATA)}-").status == 416
    assert proxy.get(signed(), range="bytes=0-3", if_range=TAG).status == 206
    assert proxy.get(signed(), range="bytes=0-3", if_range='"another"').status == 200
    assert proxy.get(signed(), if_none_match=TAG).status == 304


@pytest.mark.nginx
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("where", ["centre", "hall"])
def test_what_is_wrong_with_an_address_is_told_by_the_portal_and_never_kept(line: Line, where: str) -> None:
    proxy: Proxy = getattr(line, where)
    assert proxy.get(forged()).body == b'{"error": "wrong_signature"}'
    assert (proxy.get(signed(expires=1)).status, proxy.get(f"/player/media/{DIGEST}").status) == (410, 400)
    assert proxy.get("/files-inside/" + DIGEST).status == 404
    assert not line.hall.kept()


@pytest.mark.nginx
@pytest.mark.django_db(transaction=True)
def test_a_hall_fetches_the_piece_that_is_asked_for_once_under_any_signature(line: Line) -> None:
    piece = f"bytes={CHUNK_BYTES}-{2 * CHUNK_BYTES - 1}"
    assert line.hall.get(signed(), range=piece).body == DATA[CHUNK_BYTES : 2 * CHUNK_BYTES]
    once = kept_bytes(line.hall)
    assert CHUNK_BYTES < once < CHUNK_BYTES + 10_000
    assert line.hall.get(signed(expires=FAR + 86_400), range=piece).status == 206
    assert kept_bytes(line.hall) < once + 10_000


@pytest.mark.nginx
@pytest.mark.django_db(transaction=True)
def test_what_a_hall_has_is_only_for_those_whose_signature_is_good(line: Line) -> None:
    soon = int(time.time()) + 3
    assert line.hall.get(signed(expires=soon)).status == 200
    assert line.hall.get(forged()).status == 403
    while time.time() < soon + 1:
        time.sleep(0.1)
    assert line.hall.get(signed(expires=soon)).status == 410


@pytest.mark.nginx
@pytest.mark.django_db(transaction=True)
def test_what_a_hall_has_comes_without_the_portal_for_a_signature_that_was_found_good(line: Line) -> None:
    assert line.hall.get(signed()).status == 200
    line.cut.close()
    assert sha256(line.hall.get(signed()).body).hexdigest() == DIGEST
    assert line.hall.get(signed(), range="bytes=5-9").body == DATA[5:10]
    assert line.hall.get(forged()).status == 502
    assert line.hall.get(signed(expires=FAR + 1)).status == 502


@pytest.mark.nginx
@pytest.mark.django_db(transaction=True)
def test_pieces_of_uploads_and_pages_come_through(line: Line) -> None:
    path = reverse("signage:upload_piece", args=[uuid4()])
    assert line.centre.get(path, method="PUT", body=bytes(PIECE_BYTES)).status in (302, 403)
    assert line.centre.get("/account/sign-in/").status == 200
    assert line.centre.get("/metrics").status == 404
    assert line.hall.get("/account/sign-in/").status == 404
    assert line.hall.get("/player/").status == 200


@pytest.mark.nginx
@pytest.mark.django_db(transaction=True)
def test_the_event_stream_comes_through_both_the_moment_something_is_said(settings: Any, tmp_path: Path) -> None:
    player = a_player()
    with (
        serving() as served,
        portal_proxy(tmp_path / "centre", web=9, events=served.port, files=tmp_path) as centre,
        hall_cache(tmp_path / "hall", centre=centre.port, trusting=centre.folder / "certificate.pem") as hall,
        _connected(hall) as stream,
    ):
        stream.sendall(f"GET /player/events HTTP/1.1\r\nHost: {NAME}\r\nAuthorization: Bearer {player.token}\r\n\r\n".encode())
        _read_to(stream, b"event: hello")
        made = publish_settings(screens=[player.screen], by=OPERATOR, now=timezone.now())
        _read_to(stream, f'"revision":{made.pk}'.encode())


@pytest.mark.nginx
@pytest.mark.parametrize(
    ("status", "kind"), [(200, "text/html"), (200, "image/jpeg"), (206, "text/html"), (404, "text/html"), (503, "image/jpeg")]
)
def test_what_is_no_piece_of_media_is_never_kept(tmp_path: Path, status: int, kind: str) -> None:
    class Gateway(BaseHTTPRequestHandler):
        """Says yes to every signature and gives something else for media, to be kept for long."""

        def do_GET(self) -> None:
            asked.append(self.path)
            is_check = self.path.startswith("/player/media-check/")
            self.send_response(204 if is_check else status)
            for name, value in (("Cache-Control", "public, max-age=1000"), ("Content-Type", kind), ("Content-Range", "bytes 0-4/5")):
                self.send_header(name, value)
            self.send_header("Content-Length", "0" if is_check else "5")
            self.end_headers()
            self.wfile.write(b"" if is_check else b"other")

        def log_message(self, *_about: object) -> None:
            """Says nothing."""

    asked: list[str] = []
    with (
        closing(_Served(Gateway)) as web,
        portal_proxy(tmp_path / "centre", web=web.server_port, files=tmp_path) as centre,
        hall_cache(tmp_path / "hall", centre=centre.port, trusting=centre.folder / "certificate.pem") as hall,
    ):
        for _ in range(2):
            hall.get(signed(), range="bytes=0-9")
        assert [path.split("/")[2] for path in asked] == ["media-check", "media", "media"]


def test_a_hall_asks_the_portal_where_it_answers_about_signatures() -> None:
    hall = (CONFIGS / "hall-cache.conf").read_text(encoding="utf-8")
    assert f"https://centre{reverse('signage:player_media_check', args=['x'])[:-1]}$digest?$signed_by;" in hall
    assert f"slice {CHUNK_BYTES >> 20}m;" in hall


def test_the_proxy_lets_pieces_of_uploads_pass() -> None:
    portal = (CONFIGS / "portal.conf").read_text(encoding="utf-8")
    found = re.search(r"location /signage/uploads/ \{\s+client_max_body_size (\d+)m;", portal)
    assert found
    assert int(found[1]) << 20 > PIECE_BYTES
    assert reverse("signage:upload_piece", args=[uuid4()]).startswith("/signage/uploads/")


class _Served(ThreadingHTTPServer):
    """Answers in threads until it is closed."""

    def __init__(self, handler: type[BaseHTTPRequestHandler]) -> None:
        super().__init__(("127.0.0.1", 0), handler)
        Thread(target=self.serve_forever).start()

    def close(self) -> None:
        self.shutdown()
        self.server_close()


def _connected(proxy: Proxy) -> ssl.SSLSocket:
    trusting = ssl.create_default_context(cafile=str(proxy.folder / "certificate.pem"))
    return trusting.wrap_socket(socket.create_connection(("127.0.0.1", proxy.port), timeout=20), server_hostname=NAME)


def _read_to(stream: ssl.SSLSocket, wanted: bytes) -> None:
    heard = b""
    while wanted not in heard:
        more = stream.recv(4096)
        assert more, heard
        heard += more
