from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from portalkit.vault.adapters.keyring import HIGHEST_ID, KeyFileUnusable, read_ring, with_new_key, write_ring
from portalkit.vault.services import CannotOpen, KeyFileExists, create_key_file, fingerprint, open_sealed, rotate_keys, seal
from portalkit.vault.services.sealing import forget_ring


@pytest.fixture
def key_file(tmp_path: Path, settings: Settings) -> Iterator[Path]:
    settings.VAULT_KEY_FILE = tmp_path / "keys" / "vault.keys"
    forget_ring()
    yield settings.VAULT_KEY_FILE
    forget_ring()


@given(st.text())
def test_what_is_sealed_opens_again(text: str) -> None:
    assert open_sealed(seal(text)) == text


def test_the_same_text_is_sealed_differently_every_time() -> None:
    assert seal("13812345678") != seal("13812345678")


def test_empty_text_stays_empty() -> None:
    assert seal("") == b""
    assert open_sealed(b"") == ""
    assert fingerprint("") == ""


@given(st.text(min_size=1), st.data())
def test_a_value_changed_in_any_bit_does_not_open(text: str, data: st.DataObject) -> None:
    sealed = bytearray(seal(text))
    place = data.draw(st.integers(0, len(sealed) - 1))
    sealed[place] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(CannotOpen):
        open_sealed(bytes(sealed))


def test_an_absent_key_file_is_made_for_its_owner_alone(key_file: Path) -> None:
    seal("text")
    assert key_file.stat().st_mode & 0o777 == 0o600


def test_where_the_key_file_is_required_it_is_not_made(key_file: Path, settings: Settings) -> None:
    settings.VAULT_KEY_FILE_REQUIRED = True
    with pytest.raises(KeyFileUnusable, match="rotate_keys --create"):
        seal("text")
    assert not key_file.exists()


def test_a_key_file_is_never_created_over_another(key_file: Path) -> None:
    create_key_file(key_file)
    before = key_file.read_bytes()
    with pytest.raises(KeyFileExists):
        create_key_file(key_file)
    assert key_file.read_bytes() == before


@pytest.mark.django_db
def test_values_open_after_a_rotation_and_new_ones_use_the_new_key(key_file: Path) -> None:
    old = seal("13812345678")
    rotate_keys()
    new = seal("13812345678")
    assert old[0] == 1
    assert new[0] == 2
    assert open_sealed(old) == open_sealed(new) == "13812345678"


@pytest.mark.django_db
def test_a_rotation_leaves_fingerprints_as_they_are(key_file: Path) -> None:
    before = fingerprint("138-1234-5678")
    rotate_keys()
    assert fingerprint("13812345678") == before


@pytest.mark.django_db
def test_a_retired_key_is_gone_but_the_one_that_was_newest_stays(key_file: Path) -> None:
    old = seal("text")
    rotate_keys()
    assert rotate_keys(retire=True).keys == (3, 2)
    with pytest.raises(CannotOpen):
        open_sealed(old)


def test_key_ids_are_used_again_only_when_they_are_free(key_file: Path) -> None:
    create_key_file(key_file)
    ring = read_ring(key_file)
    for _ in range(HIGHEST_ID - 1):
        ring = with_new_key(ring)
    assert len(ring.keys) == HIGHEST_ID
    with pytest.raises(KeyFileUnusable, match="--retire"):
        with_new_key(ring)


def test_a_key_file_survives_writing_and_reading(key_file: Path) -> None:
    create_key_file(key_file)
    ring = with_new_key(read_ring(key_file))
    write_ring(key_file, ring)
    assert read_ring(key_file) == ring


@pytest.mark.parametrize("content", ["", "key 1 short\n", "key 0 AAAA\n", "nonsense\n", "key 1 !!!\n"])
def test_a_damaged_key_file_is_refused_without_showing_a_key(key_file: Path, content: str) -> None:
    key_file.parent.mkdir()
    key_file.write_text(content)
    with pytest.raises(KeyFileUnusable) as refused:
        seal("text")
    assert "AAAA" not in str(refused.value)


def test_keys_do_not_show_when_a_ring_is_printed(key_file: Path) -> None:
    create_key_file(key_file)
    ring = read_ring(key_file)
    assert repr(ring) == "KeyRing()"


def test_a_running_process_finds_a_key_that_another_one_added(key_file: Path) -> None:
    seal("text")
    ring = with_new_key(read_ring(key_file))
    write_ring(key_file, ring)
    forget_ring()
    sealed = seal("by the other process")
    write_ring(key_file, read_ring(key_file))
    assert open_sealed(sealed) == "by the other process"


@given(st.from_regex(r"\A1[3-9][0-9]{9}\Z"), st.from_regex(r"\A1[3-9][0-9]{9}\Z"))
def test_fingerprints_agree_exactly_when_the_numbers_do(one: str, other: str) -> None:
    assert (fingerprint(one) == fingerprint(f"+86 {other}")) is (one == other)
