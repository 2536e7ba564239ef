"""Media by signed links: exact ranges of bytes that never change."""

import zipfile
from hashlib import sha256
from io import BytesIO
from time import time
from typing import Any

import pytest
from django.test import Client, RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from portalkit.files.views import IMMUTABLE
from signage.domain.downloads import SPREAD_MS, outside, spread_ms, united
from signage.domain.media_links import LinkState, checked, signature
from signage.models import MediaFile
from signage.selectors.manifests import build_manifest, media_secret
from signage.selectors.media import events_address
from tests.signage.player_server.builders import NOW, a_screen, a_version, on_air

DATA = bytes(range(256)) * 40
SPANS = st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), max_size=6)
FAR = 4_000_000_000


@given(st.binary(min_size=1), st.integers(1, FAR), st.integers(0, FAR), st.text(max_size=50))
def test_only_the_very_signature_opens_and_only_until_it_expires(secret: bytes, expires: int, now: int, other: str) -> None:
    digest = sha256(secret).hexdigest()
    signed = signature(secret, digest=digest, expires=expires)
    assert checked(secret, digest=digest, expires=expires, signed=signed, now=now) is (LinkState.GOOD if now < expires else LinkState.GONE)
    assert checked(secret, digest=digest, expires=expires + 1, signed=signed, now=0) is LinkState.WRONG
    assert other == signed or checked(secret, digest=digest, expires=expires, signed=other, now=0) is LinkState.WRONG


@given(SPANS, st.integers(0, 50), st.integers(0, 50))
def test_inside_and_outside_share_out_every_moment(spans: list[tuple[int, int]], since: int, until: int) -> None:
    inside, rest = united(spans), outside(spans, since=since, until=until)
    for moment in range(50):
        is_in = any(start <= moment < end for start, end in spans)
        assert is_in == any(start <= moment < end for start, end in inside)
        assert (since <= moment < until and not is_in) == any(start <= moment < end for start, end in rest)


def test_screens_spread_evenly_over_ten_minutes() -> None:
    waits = [spread_ms(screen) for screen in range(2000)]
    assert all(0 <= wait < SPREAD_MS for wait in waits)
    parts = [sum(start <= wait < start + 60_000 for wait in waits) for start in range(0, SPREAD_MS, 60_000)]
    assert min(parts) > 150
    assert max(parts) < 250


@pytest.mark.django_db
def test_the_address_in_the_manifest_opens_the_file_and_may_be_kept_for_ever() -> None:
    answer = Client().get(_address())
    assert b"".join(answer) == DATA
    assert answer["Content-Type"] == "image/jpeg"
    assert (answer["Cache-Control"], answer["X-Content-Type-Options"]) == (IMMUTABLE, "nosniff")
    assert answer["ETag"] == f'"{sha256(DATA).hexdigest()}"'


@pytest.mark.django_db
@pytest.mark.parametrize(("asked", "first", "last"), [("bytes=0-0", 0, 0), ("bytes=4096-8191", 4096, 8191), ("bytes=-5", 10235, 10239)])
def test_ranges_are_exact(asked: str, first: int, last: int) -> None:
    answer = Client().get(_address(), headers={"range": asked})
    assert (answer.status_code, answer["Content-Range"]) == (206, f"bytes {first}-{last}/{len(DATA)}")
    assert b"".join(answer) == DATA[first : last + 1]


@pytest.mark.django_db
def test_odd_requests_get_what_the_standard_says() -> None:
    address, tag = _address(), f'"{sha256(DATA).hexdigest()}"'
    assert _status(address, range="bytes=99999-") == 416
    assert _status(address, **{"if-none-match": tag}) == 304
    assert _status(address, range="bytes=0-9", **{"if-range": '"another"'}) == 200
    assert _status(address, range="bytes=0-9", **{"if-range": tag}) == 206
    assert Client().head(address)["Content-Length"] == str(len(DATA))
    assert Client().post(address).status_code == 405


@pytest.mark.django_db
def test_links_that_are_wrong_old_or_of_nothing_are_told_apart() -> None:
    address = _address()
    digest = sha256(DATA).hexdigest()
    assert Client().get(address + "x").status_code == 403
    assert Client().get(f"/player/media/{digest}").status_code == 400
    assert Client().get(_signed(digest, expires=1)).status_code == 410
    assert Client().get(_signed("0" * 64, expires=FAR)).json() == {"error": "gone"}


@pytest.mark.django_db
def test_a_cache_hears_that_a_signature_is_good_for_as_long_as_it_is() -> None:
    address = _address().replace("/media/", "/media-check/")
    answer = Client().get(address)
    left = int(answer["Cache-Control"].removeprefix("public, max-age="))
    assert (answer.status_code, answer.content) == (204, b"")
    assert FAR - time() - 60 < left < FAR - time()


@pytest.mark.django_db
def test_a_cache_hears_no_for_every_other_signature_and_keeps_it_not() -> None:
    right, digest = _address(), sha256(DATA).hexdigest()
    refused = {right + "x": 403, _signed(digest, expires=1): 410, _signed("0" * 64, expires=FAR): 410, f"/player/media/{digest}": 400}
    for address, status in refused.items():
        answer = Client().get(address.replace("/media/", "/media-check/"))
        assert (answer.status_code, answer["Cache-Control"]) == (status, "no-store")


@pytest.mark.django_db
def test_nginx_sends_the_bytes_where_it_stands_in_front(settings: Any) -> None:
    settings.NOC_ACCEL_FILES = True
    digest = sha256(DATA).hexdigest()
    answer = Client().get(_address())
    assert answer["X-Accel-Redirect"] == f"/files-inside/{digest[:2]}/{digest[2:4]}/{digest}"
    assert answer["Cache-Control"] == IMMUTABLE


@pytest.mark.django_db
def test_a_bundle_runs_in_a_sandbox_and_loads_from_itself_alone() -> None:
    archive = BytesIO()
    with zipfile.ZipFile(archive, "w") as made:
        made.writestr("index.html", "<script>parent.document</script>")
    digest = MediaFile.objects.get(version=a_version("bundle", data=archive.getvalue())).file.sha256
    own = f"/player/bundles/{FAR}/{signature(media_secret(), digest=digest, expires=FAR)}/{digest}/"
    answer = Client().get(own + "index.html")
    policy = answer["Content-Security-Policy"]
    assert answer.content == b"<script>parent.document</script>"
    assert policy.startswith(f"sandbox allow-scripts; default-src http://testserver{own} ")
    assert "allow-same-origin" not in policy
    assert (answer["X-Content-Type-Options"], answer["X-Frame-Options"]) == ("nosniff", "SAMEORIGIN")
    assert "'wasm-unsafe-eval'" in policy
    assert "'unsafe-eval'" not in policy.replace("'wasm-unsafe-eval'", "")
    part = Client().get(own + "index.html", headers={"range": "bytes=1-6"})
    assert (part.status_code, part.content, part["Content-Range"]) == (206, b"script", "bytes 1-6/32")
    assert part["Content-Security-Policy"] == policy
    assert Client().get(own + "index.html", headers={"range": "bytes=32-"}).status_code == 416
    assert Client().get(own + "absent.js").status_code == 410
    assert Client().get(own.replace(str(FAR), str(FAR + 1)) + "index.html").status_code == 403


@pytest.mark.django_db
def test_a_picture_is_no_bundle() -> None:
    digest = MediaFile.objects.get(version=a_version()).file.sha256
    signed = signature(media_secret(), digest=digest, expires=FAR)
    assert Client().get(f"/player/bundles/{FAR}/{signed}/{digest}/index.html").status_code == 410


@pytest.mark.parametrize(
    ("url", "port", "address"),
    [
        ("https://events.example", 8011, "https://events.example/player/events"),
        ("", 8011, "http://testserver:8011/player/events"),
        ("", 0, "http://testserver/player/events"),
    ],
)
def test_players_learn_where_the_events_are(settings: Any, url: str, port: int, address: str) -> None:
    settings.NOC_EVENTS_URL, settings.NOC_EVENTS_PORT = url, port
    assert events_address(RequestFactory().get("/player/manifest").build_absolute_uri("/")) == address


def _status(address: str, **headers: str) -> int:
    answer = Client().get(address, headers=headers)
    b"".join(answer)
    return answer.status_code


def _address() -> str:
    screen, version = a_screen(), a_version(data=DATA)
    on_air(version)
    [media] = build_manifest(screen, NOW)["media"].values()
    digest = sha256(DATA).hexdigest()
    assert media["url"].startswith(f"/player/media/{digest}?e=")
    return _signed(digest, expires=FAR)


def _signed(digest: str, *, expires: int) -> str:
    return f"/player/media/{digest}?e={expires}&s={signature(media_secret(), digest=digest, expires=expires)}"
