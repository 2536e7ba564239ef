"""The media service over real files and real HTTP: live playlists of a camera under way, snapshots, recorded bytes, who may have them."""

import re
import threading
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any

import av
import httpx
import pytest

from tests.video.media import GB_ID, recording, serving, token, written
from tests.video.waiting import eventually
from video.adapters.pictures import key_frame_of

SECOND = 1_000_000
LIVE = f"/live/{GB_ID}/index.m3u8"
OTHER = "34020000001320000002"
PART = re.compile(r'#EXT-X-PART:DURATION=[\d.]+,URI="(?P<uri>[^"]+)",INDEPENDENT=YES')


@dataclass
class Decoder:
    """Decodes as the service does and keeps count."""

    times: list[tuple[Any, ...]] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def __call__(self, place: Path, *, init_bytes: int, offset: int, size: int) -> bytes:
        with self.lock:
            self.times.append((place, offset))
        return key_frame_of(place, init_bytes=init_bytes, offset=offset, size=size)


@dataclass(frozen=True)
class Running:
    """A service over a camera that is being recorded."""

    http: httpx.Client
    decoder: Decoder
    root: Path

    def playlist(self, **query: int) -> httpx.Response:
        return self.http.get(LIVE, params={"t": token(), **query})


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    root, decoder = tmp_path_factory.mktemp("disk"), Decoder()
    with (
        recording(root, state=tmp_path_factory.mktemp("state")),
        serving(root, decode=decoder) as address,
        httpx.Client(base_url=address, timeout=20, trust_env=False) as http,
    ):
        yield Running(http, decoder, root)


@pytest.fixture(scope="module")
def still(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[httpx.Client, Mapping[str, str], Path]]:
    """A service whose clock stands: three files, the second at once after the first, the third two seconds later."""
    root, now = tmp_path_factory.mktemp("disk"), 1_793_592_000
    starts = {"first": now - 11, "second": now - 7, "third": now - 1}
    paths = {name: written(root, start_us=start * SECOND, epoch=place) for place, (name, start) in enumerate(starts.items(), 1)}
    with (
        serving(root, clock=lambda: now + 3.5, first_picture_seconds=0.5) as address,
        httpx.Client(base_url=address, timeout=20, trust_env=False) as http,
    ):
        yield http, paths, root


def still_token(purpose: str, **fields: Any) -> str:
    return token(purpose, now=1_793_592_000, **fields)


def parts_of(text: str) -> list[re.Match[str]]:
    return [found for line in text.splitlines() if (found := PART.match(line))]


def edge_of(text: str) -> tuple[int, int]:
    """The number of the segment that grows, and how many parts it has."""
    lines = text.splitlines()
    whole = [place for place, line in enumerate(lines) if not line.startswith("#")]
    first = int(next(line for line in lines if line.startswith("#EXT-X-MEDIA-SEQUENCE:")).partition(":")[2])
    return first + len(whole), len(parts_of("\n".join(lines[max(whole, default=0) :])))


def test_a_blocking_reload_brings_the_next_second_within_a_second_and_it_decodes_less_than_three_seconds_late(live: Running) -> None:
    text = live.playlist().text
    for _ in range(3):
        number, count = edge_of(text)
        began = time.monotonic()
        answer = live.playlist(_HLS_msn=number, _HLS_part=count)
        assert answer.status_code == 200
        assert time.monotonic() - began < 2.0
        text = answer.text
        assert edge_of(text) > (number, count - 1)
    newest = parts_of(text)[-1]
    header = re.search(r'#EXT-X-MAP:URI="([^"]+)"', text)
    assert header is not None
    first = live.http.get(f"/live/{GB_ID}/{header[1]}")
    part = live.http.get(f"/live/{GB_ID}/{newest['uri']}")
    assert (first.status_code, part.status_code) == (200, 200)
    with av.open(BytesIO(first.content + part.content)) as played:
        pictures = [float(frame.pts * frame.time_base) for frame in played.decode(video=0)]
    assert len(pictures) == 25
    # A player that keeps the hold-back shows pictures two parts before this one's end.
    assert time.time() - (pictures[-1] + 0.04) + 2.2 < 3.0


def test_a_preload_hint_is_answered_with_the_part_that_it_promised(live: Running) -> None:
    text = live.playlist().text
    hint = re.search(r'#EXT-X-PRELOAD-HINT:TYPE=PART,URI="([^"]+)"', text)
    assert hint is not None
    promised = hint[1].partition("?")[0]
    assert promised not in text.replace(hint[0], "")
    part = live.http.get(f"/live/{GB_ID}/{hint[1]}")
    assert part.status_code == 200
    assert promised in {one["uri"].partition("?")[0] for one in parts_of(live.playlist().text)}
    assert live.http.get(f"/live/{GB_ID}/{hint[1]}").content == part.content


def test_only_bytes_that_are_in_the_file_have_an_address(live: Running) -> None:
    text = live.playlist().text
    address = re.search(r'#EXT-X-MAP:URI="([^"]+)/0-\d+\?(t=[^"]+)"', text)
    assert address is not None
    file, query = address.groups()
    for wrong in ("0-0", "0-999999999", "999999999-1", "part-1", "-1-5", "1-x", "part-"):
        assert live.http.get(f"/live/{GB_ID}/{file}/{wrong}?{query}").status_code == 404


def test_what_is_too_far_ahead_or_no_number_is_refused_at_once(live: Running) -> None:
    number, count = edge_of(live.playlist().text)
    assert live.playlist(_HLS_msn=number + 3).status_code == 400
    assert live.playlist(_HLS_msn=number, _HLS_part=count + 6).status_code == 400
    assert live.playlist(_HLS_part=1).status_code == 400
    assert live.http.get(LIVE, params={"t": token(), "_HLS_msn": "-1"}).status_code == 400


def test_many_viewers_of_a_snapshot_cost_one_decoded_picture_for_each_new_one(live: Running) -> None:
    address = f"/snapshot/{GB_ID}.jpg"
    with ThreadPoolExecutor(8) as viewers:
        answers = list(viewers.map(lambda _: live.http.get(address, params={"t": token("snapshot")}), range(24)))
    assert {answer.status_code for answer in answers} == {200}
    tags = {answer.headers["ETag"] for answer in answers}
    assert len(live.decoder.times) == len(set(live.decoder.times)) <= len(tags) + 1
    with av.open(BytesIO(answers[0].content)) as picture:
        frame = next(picture.decode(video=0))
        assert (frame.width, frame.height) == (320, 180)
    again = live.http.get(address, params={"t": token("snapshot")}, headers={"If-None-Match": ", ".join(tags)})
    assert again.status_code == 304 or again.headers["ETag"] not in tags


def test_a_viewing_that_is_renewed_outlives_its_own_token_and_one_that_is_not_ends(tmp_path: Path) -> None:
    now = [1_793_592_000.0]
    written(tmp_path, start_us=int(now[0] - 4) * SECOND)
    with serving(tmp_path, clock=lambda: now[0]) as address, httpx.Client(base_url=address, trust_env=False) as http:
        old, new = token(now=now[0], lasts=10), token(now=now[0], lasts=30)
        assert http.get(LIVE, params={"t": old}).status_code == 200
        assert http.post(f"/live/{GB_ID}/renewal", params={"t": old, "by": token(of=OTHER, now=now[0])}).status_code == 403
        assert http.post(f"/live/{GB_ID}/renewal", params={"t": old, "by": new}).status_code == 204
        now[0] += 11
        assert http.get(LIVE, params={"t": old}).status_code == 200
        now[0] += 20
        assert http.get(LIVE, params={"t": old}).status_code == 403
        assert http.post(f"/live/{GB_ID}/renewal", params={"t": old, "by": token(now=now[0])}).status_code == 403


def test_files_that_follow_one_another_play_on_and_a_jump_in_time_is_marked(still: tuple[httpx.Client, Mapping[str, str], Path]) -> None:
    http, paths, _root = still
    text = http.get(LIVE, params={"t": still_token("live")}).text
    assert text.count("#EXT-X-MAP") == 2, "two files are taken up at first, the newest ones"
    assert text.count("#EXT-X-DISCONTINUITY\n") == 1
    lines = text.splitlines()
    assert paths["third"].rpartition("/")[2] in lines[-1]
    assert lines.index("#EXT-X-DISCONTINUITY") < next(place for place, line in enumerate(lines) if "#EXT-X-MAP" in line and "e3" in line)


def test_a_camera_that_sends_nothing_has_no_picture(still: tuple[httpx.Client, Mapping[str, str], Path]) -> None:
    http, _paths, root = still
    written(root, start_us=1_793_591_000 * SECOND, gb_id=OTHER)
    with ThreadPoolExecutor(2) as viewers:
        live = viewers.submit(http.get, f"/live/{OTHER}/index.m3u8", params={"t": still_token("live", of=OTHER)})
        snapshot = viewers.submit(http.get, f"/snapshot/{OTHER}.jpg", params={"t": still_token("snapshot", of=OTHER)})
    assert (live.result().status_code, snapshot.result().status_code) == (404, 404)
    assert live.result().text == "The camera sends no picture.\n"


@pytest.mark.parametrize(
    "wrong",
    [
        "",
        "x.y",
        still_token("live", lasts=-1),
        still_token("snapshot"),
        still_token("live", of=OTHER),
        still_token("live", secret=b"another"),
        still_token("live") + "a",
    ],
)
def test_without_the_right_token_nothing_is_told(still: tuple[httpx.Client, Mapping[str, str], Path], wrong: str) -> None:
    http, paths, _root = still
    for address in (LIVE, f"/live/{GB_ID}/{paths['third'].rpartition('/')[2]}/0-1", f"/segment/{paths['first']}"):
        answer = http.get(address, params={"t": wrong})
        assert (answer.status_code, answer.text) == (403, "Forbidden\n")


def test_recorded_bytes_are_sent_by_exact_range_from_this_nodes_volumes_alone(
    still: tuple[httpx.Client, Mapping[str, str], Path], tmp_path: Path
) -> None:
    http, paths, root = still
    whole = (root / paths["first"]).read_bytes()
    address, query = f"/segment/{paths['first']}", {"t": still_token("segment")}
    answer = http.get(address, params=query, headers={"Range": "bytes=100-299"})
    assert (answer.status_code, answer.content) == (206, whole[100:300])
    assert answer.headers["Content-Range"] == f"bytes 100-299/{len(whole)}"
    assert http.get(address, params=query).content == whole
    assert http.get(address, params=query, headers={"Range": "bytes=-10"}).content == whole[-10:]
    head = http.head(address, params=query)
    assert (head.status_code, head.headers["Content-Length"], head.content) == (200, str(len(whole)), b"")
    beyond = http.get(address, params=query, headers={"Range": f"bytes={len(whole)}-"})
    assert (beyond.status_code, beyond.headers["Content-Range"]) == (416, f"bytes */{len(whole)}")
    elsewhere = written(tmp_path, start_us=1_793_590_000 * SECOND)
    outside = root / elsewhere
    outside.parent.mkdir(parents=True, exist_ok=True)
    assert http.get(f"/segment/{elsewhere}", params=query).status_code == 404
    outside.symlink_to(tmp_path / elsewhere)
    for path in (elsewhere, paths["first"].replace("/", "/../", 1), f"{GB_ID}/../../etc/passwd", "%2e%2e/etc/passwd", GB_ID, ""):
        assert http.get(f"/segment/{path}", params=query).status_code in (403, 404), path


def test_the_portals_pages_may_read_and_others_may_not(still: tuple[httpx.Client, Mapping[str, str], Path]) -> None:
    http, _paths, _root = still
    query = {"t": still_token("live")}
    ours = http.get(LIVE, params=query, headers={"Origin": "http://localhost:8000"})
    assert ours.headers["Access-Control-Allow-Origin"] == "http://localhost:8000"
    refused = http.get(LIVE, params={"t": "x"}, headers={"Origin": "http://localhost:8000"})
    assert refused.headers["Access-Control-Allow-Origin"] == "http://localhost:8000"
    theirs = http.get(LIVE, params=query, headers={"Origin": "http://evil.example"})
    assert "Access-Control-Allow-Origin" not in theirs.headers


def test_it_tells_whether_it_lives_and_nothing_else_without_a_token(still: tuple[httpx.Client, Mapping[str, str], Path]) -> None:
    http, _paths, _root = still
    assert http.get("/healthz").json()["volumes"] == 1
    for address in ("/", "/live/", f"/live/{GB_ID}/", "/segment/", f"/snapshot/{GB_ID}"):
        assert http.get(address).status_code in (403, 404)
    assert http.get(f"/healthz?x={'a' * 9000}").status_code == 400


def test_nobody_is_followed_whom_nobody_watches(tmp_path: Path) -> None:
    written(tmp_path, start_us=1_793_591_990 * SECOND)
    with (
        serving(tmp_path, clock=lambda: 1_793_592_000, idle_seconds=0.3) as address,
        httpx.Client(base_url=address, trust_env=False) as http,
    ):
        http.get(LIVE, params={"t": still_token("live")})
        assert http.get("/healthz").json()["cameras_watched"] == 1
        eventually(lambda: http.get("/healthz").json()["cameras_watched"] == 0, seconds=20)
