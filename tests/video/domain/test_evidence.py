"""What an export takes and what its manifest vouches for, by properties."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from video.domain.evidence import (
    FORMAT,
    NoManifest,
    Source,
    canonical,
    cause_of,
    chained,
    cuts,
    holes,
    is_chain_whole,
    read_manifest,
    signed_part,
)
from video.domain.fragments import Fragment, pack

SECOND = 1_000_000


def a_source(key: int, start: int, seconds: int) -> Source:
    """One-second groups of a hundred bytes behind a head of fifty; times in whole seconds."""
    table = pack(Fragment(50 + 100 * number, 100, 1000 * number) for number in range(seconds))
    return Source(key, start * SECOND, (start + seconds) * SECOND, table)


@given(st.lists(st.tuples(st.integers(100, 160), st.integers(1, 12)), max_size=6), st.integers(95, 170), st.integers(1, 40))
def test_each_moment_recorded_in_the_span_is_taken_once_and_no_other(spans: list[tuple[int, int]], start: int, length: int) -> None:
    sources = [a_source(number, begin, seconds) for number, (begin, seconds) in enumerate(spans)]
    found = cuts(sources, start_us=start * SECOND, end_us=(start + length) * SECOND)
    taken = [second for cut in found for second in range(cut.start_us // SECOND, cut.end_us // SECOND)]
    recorded = {second for begin, seconds in spans for second in range(begin, begin + seconds)}
    assert sorted(taken) == sorted(recorded & set(range(start, start + length)))
    assert all((cut.end - cut.offset) * SECOND == 100 * (cut.end_us - cut.start_us) for cut in found)
    missing = holes([(cut.start_us, cut.end_us) for cut in found], start_us=start * SECOND, end_us=(start + length) * SECOND)
    assert sum(end - begin for begin, end in missing) == (length - len(taken)) * SECOND


def test_it_begins_with_the_key_frame_at_or_before_the_wish_and_takes_the_last_group_whole() -> None:
    (cut,) = cuts([a_source(1, 100, 10)], start_us=102_400_000, end_us=105_000_001)
    assert (cut.start_us, cut.end_us, cut.offset, cut.end) == (102 * SECOND, 106 * SECOND, 250, 650)
    assert cuts([a_source(1, 100, 10)], start_us=110 * SECOND, end_us=120 * SECOND) == []


def test_a_hole_is_explained_by_the_outage_that_covers_most_of_it() -> None:
    gaps = [(0, 12, "clock_step"), (12, 40, "unreachable")]
    assert cause_of((10, 30), gaps) == "unreachable"
    assert cause_of((50, 60), gaps) == ""


def a_manifest(count: int = 3) -> dict[str, Any]:
    sources = chained({"path": f"{number}.mp4", "sha256": "0" * 64} for number in range(count))
    footage = {"size": 1, "sha256": "1" * 64}
    return {"format": FORMAT, "sources": sources, "footage": footage, "signature": {"algorithm": "x", "key": "k", "value": "v"}}


@given(st.integers(1, 6), st.data())
def test_whoever_changes_drops_or_moves_a_source_breaks_the_chain(count: int, data: st.DataObject) -> None:
    manifest = a_manifest(count)
    assert is_chain_whole(manifest)
    place = data.draw(st.integers(0, count - 1))
    what = data.draw(st.sampled_from(["change", "drop", "move", "renumber"]))
    sources = [dict(each) for each in manifest["sources"]]
    if what == "change":
        sources[place]["sha256"] = "f" * 64
    elif what == "renumber":
        sources[place]["number"] += 1
    elif what == "drop" and place < count - 1:
        del sources[place]
    elif what == "move" and count > 1:
        sources.insert((place + 1) % count, sources.pop(place))
    if sources != manifest["sources"]:
        assert not is_chain_whole({**manifest, "sources": sources})


@pytest.mark.parametrize("text", [b"", b"{", b"[]", b"{}", b"\xff", b'{"format": "other"}', b"[" * 100_000])
def test_what_is_no_manifest_is_refused(text: bytes) -> None:
    with pytest.raises(NoManifest):
        read_manifest(text)


def test_the_signature_covers_everything_but_itself_however_it_is_written() -> None:
    manifest = a_manifest()
    assert read_manifest(canonical(manifest)) == manifest
    other = {name: manifest[name] for name in reversed(manifest)}
    assert signed_part(other) == signed_part({**manifest, "signature": {}})
    assert signed_part({**manifest, "more": 1}) != signed_part(manifest)
