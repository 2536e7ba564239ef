from pathlib import Path

import av
import pytest

from signage.adapters.clips import looked_at, remuxed, thumbnail, transcoded
from signage.domain.refusals import ContentRefused, Refusal
from tests.signage.library.files import a_clip


def refusal_of(path: Path) -> Refusal:
    with pytest.raises(ContentRefused) as refused:
        looked_at(path)
    return refused.value.code


def test_a_clip_that_every_player_plays_is_kept(tmp_path: Path) -> None:
    clip = looked_at(a_clip(tmp_path / "fit.mp4", sound=True))
    assert (clip.width, clip.height, clip.is_fit, clip.is_ready) == (320, 180, True, True)
    assert abs(clip.duration_ms - 2000) <= 60


def test_an_index_at_the_end_or_a_mov_is_only_repacked(tmp_path: Path) -> None:
    for path in (a_clip(tmp_path / "late.mp4", front=False), a_clip(tmp_path / "fit.mov")):
        clip = looked_at(path)
        assert (clip.is_fit, clip.is_ready) == (True, False)
        remuxed(path, tmp_path / "made.mp4")
        made = looked_at(tmp_path / "made.mp4")
        assert (made.is_ready, made.width) == (True, 320)
        assert abs(made.duration_ms - clip.duration_ms) <= 60


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("tall.mp4", {"size": (2048, 1200)}),
        ("old.webm", {"codec": "libvpx", "sound": True}),
        ("hevc.mp4", {"codec": "libx265", "x265-params": "log-level=none"}),
    ],
)
def test_what_players_may_not_play_is_encoded_anew(tmp_path: Path, name: str, options: dict) -> None:
    path = a_clip(tmp_path / name, seconds=1, **options)
    assert not looked_at(path).is_fit
    told: list[int] = []
    transcoded(path, tmp_path / "made.mp4", tell=lambda done, total: told.append(done))
    made = looked_at(tmp_path / "made.mp4")
    assert made.is_ready
    assert max(made.width, made.height) <= 1920
    assert told == sorted(told)
    assert told[-1] > 800


def test_a_clip_that_is_cut_off_is_refused_although_its_header_claims_all(tmp_path: Path) -> None:
    path = a_clip(tmp_path / "whole.mp4", seconds=8, size=(640, 360), g="25")
    cut = tmp_path / "cut.mp4"
    cut.write_bytes(path.read_bytes()[: path.stat().st_size * 6 // 10])
    with av.open(str(cut)) as container:
        assert container.duration > 7_500_000, "a probe believes the header"
    assert refusal_of(cut) is Refusal.TRUNCATED_VIDEO


def test_files_that_are_no_clips_are_refused(tmp_path: Path) -> None:
    noise = tmp_path / "noise.mp4"
    noise.write_bytes(b"\0\0\0\x18ftypmp42" + b"\x55" * 5000)
    assert refusal_of(noise) is Refusal.BROKEN_VIDEO
    listing = tmp_path / "list.mp4"
    listing.write_text("#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n")
    assert refusal_of(listing) is Refusal.BROKEN_VIDEO
    tone = tmp_path / "tone.mp4"
    with av.open(str(tone), "w") as container:
        stream = container.add_stream("aac", rate=48_000)
        container.mux(stream.encode())
    assert refusal_of(tone) in (Refusal.NO_VIDEO, Refusal.BROKEN_VIDEO)


def test_a_thumbnail_is_a_picture_of_the_clip(tmp_path: Path) -> None:
    assert thumbnail(a_clip(tmp_path / "fit.mp4"), duration_ms=2000).startswith(b"\xff\xd8")
