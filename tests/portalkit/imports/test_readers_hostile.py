"""Uploads that mean harm, or look as if: refused with a reason before anything is unpacked, never a traceback."""

import random
import struct
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest

from portalkit.imports.adapters import sources, xlsx_source, zip_guard
from portalkit.imports.domain.refusals import Caution, Refusal

from .readers_builders import a_file, a_table_workbook, changed, part_of, refusal, rows_of

SHEET = "xl/worksheets/sheet1.xml"
PROLOGUE = b'<?xml version="1.0"?>'
LAUGHS = PROLOGUE + b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
XXE = PROLOGUE + b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
EXTERNAL_DTD = PROLOGUE + b'<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">'


def test_a_part_that_unpacks_two_hundredfold_is_refused(tmp_path: Path) -> None:
    path = changed(a_table_workbook(tmp_path), {"xl/media/bomb.xml": b"\0" * (64 << 20)})
    assert refusal(path).code == Refusal.ZIP_RATIO


def test_a_workbook_too_large_when_unpacked_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zip_guard, "MOST_BYTES", 1 << 20)
    path = changed(a_table_workbook(tmp_path), {"xl/big.bin": random.Random(1).randbytes(2 << 20)})
    found = refusal(path)
    assert (found.code, found.params["limit"]) == (Refusal.ZIP_SIZE, 1 << 20)


def test_too_many_parts_are_refused(tmp_path: Path) -> None:
    path = changed(a_table_workbook(tmp_path), {f"xl/p{number}": b"" for number in range(6000)})
    assert refusal(path).code == Refusal.ZIP_PARTS


def test_a_directory_that_states_millions_of_parts_is_not_read(tmp_path: Path) -> None:
    path = a_table_workbook(tmp_path)
    data = bytearray(path.read_bytes())
    end = data.rfind(b"PK\x05\x06")
    struct.pack_into("<I", data, end + 12, 1 << 30)
    path.write_bytes(data)
    assert refusal(path).code == Refusal.ZIP_PARTS


def test_parts_that_share_their_compressed_bytes_are_refused(tmp_path: Path) -> None:
    path = changed(a_table_workbook(tmp_path), {"xl/one.bin": random.Random(1).randbytes(50_000)})
    with zipfile.ZipFile(path) as archive:
        size = archive.getinfo("xl/one.bin").compress_size
    data = path.read_bytes()
    for part in (b"xl/styles.xml", b"xl/theme/theme1.xml", b"docProps/app.xml"):
        place = data.rfind(part) - 46
        data = data[: place + 20] + struct.pack("<I", size) + data[place + 24 :]
    path.write_bytes(data)
    assert refusal(path).code == Refusal.ZIP_RATIO


@pytest.mark.parametrize("name", ["../../etc/cron.d/x", "/etc/passwd", "xl/../../x", "..\\..\\x", "C:/x", "\\\\server\\x"])
def test_names_that_lead_out_of_the_archive_are_refused(tmp_path: Path, name: str) -> None:
    assert refusal(changed(a_table_workbook(tmp_path), {name: b"x"})).code == Refusal.ZIP_NAMES


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("name", [SHEET, SHEET.upper()])
def test_a_part_that_is_there_twice_is_refused(tmp_path: Path, name: str) -> None:
    path = a_table_workbook(tmp_path)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(name, b"<x/>")
    assert refusal(path).code == Refusal.ZIP_DUPLICATE


def test_an_archive_of_an_unusual_method_is_refused(tmp_path: Path) -> None:
    assert refusal(changed(a_table_workbook(tmp_path), {}, compression=zipfile.ZIP_LZMA)).code == Refusal.ZIP_METHOD


def test_an_encrypted_archive_is_refused_for_its_password(tmp_path: Path) -> None:
    path = a_table_workbook(tmp_path)
    data = bytearray(path.read_bytes())
    place = data.find(b"PK\x01\x02")
    data[place + 8] |= 1
    path.write_bytes(data)
    assert refusal(path).code == Refusal.PASSWORD


def test_a_workbook_encrypted_by_the_office_suite_is_refused_for_its_password(tmp_path: Path) -> None:
    content = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2000 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 2000
    assert refusal(a_file(tmp_path, content, name="x.xlsx")).code == Refusal.PASSWORD


@pytest.mark.parametrize("prologue", [LAUGHS, XXE, EXTERNAL_DTD], ids=["laughs", "xxe", "external"])
@pytest.mark.parametrize("part", [SHEET, "xl/workbook.xml", "xl/styles.xml", "_rels/.rels", "xl/_rels/workbook.xml.rels"])
def test_document_types_and_entities_are_refused_in_every_part(tmp_path: Path, prologue: bytes, part: str) -> None:
    path = a_table_workbook(tmp_path)
    content = part_of(path, part)
    body = content[content.index(b"?>") + 2 :] if content.startswith(b"<?xml") else content
    assert refusal(changed(path, {part: prologue + body})).code == Refusal.XML_DTD


def test_an_endless_attribute_is_refused(tmp_path: Path) -> None:
    noise = random.Random(1).randbytes(6 << 20).hex().encode()
    assert refusal(changed(a_table_workbook(tmp_path), {"xl/workbook.xml": b'<workbook x="' + noise + b'"/>'})).code == Refusal.XML_TOKEN


@pytest.mark.parametrize(
    ("sheet", "code"),
    [
        (b"<worksheet><sheetData><row>", Refusal.XML_BROKEN),
        (b"\xff\xff\xff", Refusal.XML_BROKEN),
        (b"", Refusal.XML_BROKEN),
        (b'<worksheet><sheetData><row r="9999999"><c><v>1</v></c></row></sheetData></worksheet>', Refusal.WORKBOOK_BROKEN),
        (b'<worksheet><sheetData><row r="2"><c><v>1</v></c></row><row r="1"/></sheetData></worksheet>', Refusal.WORKBOOK_BROKEN),
        (b'<worksheet><sheetData><row r="1"><c r="ZZZZ1"><v>1</v></c></row></sheetData></worksheet>', Refusal.WORKBOOK_BROKEN),
        (b'<worksheet><sheetData><row r="1"><c r="A1" t="s"><v>99</v></c></row></sheetData></worksheet>', Refusal.WORKBOOK_BROKEN),
    ],
)
def test_the_streaming_reader_refuses_broken_sheets(tmp_path: Path, sheet: bytes, code: Refusal) -> None:
    path = changed(a_table_workbook(tmp_path), {SHEET: sheet})
    with pytest.raises(sources.Refused) as refused:
        list(xlsx_source.read(path, "工单", stream_from=0))
    assert refused.value.code == code


def test_links_to_other_files_are_told_and_not_followed(tmp_path: Path) -> None:
    link = b'<Relationship Id="r1" Type="x/externalLinkPath" Target="http://127.0.0.1:9/x" TargetMode="External"/>'
    relations = b"<Relationships>" + link + b"</Relationships>"
    path = changed(
        a_table_workbook(tmp_path),
        {"xl/externalLinks/externalLink1.xml": b"<externalLink/>", "xl/externalLinks/_rels/externalLink1.xml.rels": relations},
    )
    assert [notice.code for notice in sources.inspect(path, name="x.xlsx").warnings] == [Caution.EXTERNAL_LINKS]
    assert rows_of(path)[1] == (2, ["1", "杭州"])


def test_a_sheet_that_lies_outside_the_archive_is_not_fetched(tmp_path: Path) -> None:
    path = a_table_workbook(tmp_path)
    relations = part_of(path, "xl/_rels/workbook.xml.rels").replace(b"/xl/worksheets/sheet1.xml", b"../../../../etc/passwd")
    assert refusal(changed(path, {"xl/_rels/workbook.xml.rels": relations})).code == Refusal.WORKBOOK_BROKEN


def test_macros_are_told_and_not_run(tmp_path: Path) -> None:
    path = changed(a_table_workbook(tmp_path), {"xl/vbaProject.bin": b"x"})
    assert [notice.code for notice in sources.inspect(path, name="x.xlsm").warnings] == [Caution.MACROS]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"PK\x03\x04 not really", Refusal.ZIP_BROKEN),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, Refusal.WORKBOOK_BROKEN),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + random.Random(1).randbytes(9000), Refusal.WORKBOOK_BROKEN),
        (b"%PDF-1.7", Refusal.FORMAT),
        (b"\x89PNG\r\n\x1a\n", Refusal.FORMAT),
        (b"\x1f\x8b\x08\x00", Refusal.ARCHIVE),
        (b"7z\xbc\xaf\x27\x1c", Refusal.ARCHIVE),
        (b"PK\x05\x06" + b"\0" * 18, Refusal.ARCHIVE),
        (b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>', Refusal.FORMAT),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n", Refusal.FORMAT),
        (random.Random(2).randbytes(3000), Refusal.ENCODING),
    ],
)
def test_other_files_are_refused_with_what_they_are(tmp_path: Path, content: bytes, code: Refusal) -> None:
    assert refusal(a_file(tmp_path, content, name="x.xls")).code == code


@pytest.mark.parametrize(("part", "name"), [("word/document.xml", "Word"), ("xl/workbook.bin", "XLSB"), ("content.xml", "ODS")])
def test_other_office_files_are_refused_by_their_format(tmp_path: Path, part: str, name: str) -> None:
    assert refusal(changed(a_table_workbook(tmp_path), {part: b"x"})).params["format"] == name


def test_an_archive_of_tables_asks_to_be_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "tables.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.csv", "id,region\n1,x\n")
    assert refusal(path).code == Refusal.ARCHIVE


def test_a_wrong_checksum_is_refused(tmp_path: Path) -> None:
    path = a_table_workbook(tmp_path)
    changed(path, {}, compression=zipfile.ZIP_STORED)
    path.write_bytes(path.read_bytes().replace("杭州".encode(), "宁波".encode()))
    assert refusal(path).code == Refusal.ZIP_BROKEN


@pytest.mark.parametrize("seed", range(40))
def test_a_damaged_workbook_is_read_or_refused_and_nothing_else(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    data = bytearray(a_table_workbook(tmp_path).read_bytes())
    for _ in range(chance.randrange(1, 6)):
        data[chance.randrange(len(data))] = chance.randrange(256)
    path = a_file(tmp_path, bytes(data), name="x.xlsx")
    with suppress(sources.Refused):
        assert all(isinstance(number, int) for number, _ in rows_of(path))
