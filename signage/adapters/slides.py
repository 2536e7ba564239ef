"""A PPTX without anything that its reader could fetch or run: links to other places, drawings that link, macros, embedded documents."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from lxml import etree

from ..domain.media import MOST_BYTES_OF_PART, MOST_BYTES_OF_PARTS, MOST_PARTS
from ..domain.refusals import MediaRefused, Reason
from ..domain.sniffing import HEAD_BYTES, Format, sniffed
from .bundles import BROKEN, is_locked

_NOWHERE = "about:blank"
_LEFT_OUT = re.compile(r"/(?:embeddings|activex|ctrlprops|externallinks)/|vbaproject|vbadata", re.IGNORECASE)
_RELATIONS = ".rels"
_BINARY_LEFT_OUT = frozenset({Format.SVG, Format.HTML, Format.ZIP, Format.ARCHIVE, Format.OFFICE})
_BYTE_ORDER_MARKS = (b"\xff\xfe", b"\xfe\xff")
_DRAWINGS_AND_PAGES = frozenset({"svg", "html"})


def copy_without_links(path: Path, target: Path) -> None:
    """Writes the harmless copy. Raises MediaRefused for what is damaged, or would unpack to too much."""
    try:
        with ZipFile(path) as archive, ZipFile(target, "w", ZIP_DEFLATED, compresslevel=1) as copy:
            for info in _parts(archive):
                _copy_part(archive, info, copy)
    except BROKEN:
        raise MediaRefused(Reason.BROKEN_ARCHIVE) from None


def _parts(archive: ZipFile) -> Iterator[ZipInfo]:
    """Each name once, as readers that look at capitals and those that do not would find it."""
    listed = [info for info in archive.infolist() if not info.is_dir()]
    if len(listed) > MOST_PARTS:
        raise MediaRefused(Reason.TOO_MANY_ENTRIES, len(listed), MOST_PARTS)
    if sum(info.file_size for info in listed) > MOST_BYTES_OF_PARTS:
        raise MediaRefused(Reason.BOMB, "")
    seen: dict[str, str] = {}
    for info in listed:
        if is_locked(info):
            raise MediaRefused(Reason.LOCKED_ENTRY, info.filename)
        if (other := seen.setdefault(info.filename.casefold(), info.filename)) is not info.filename:
            raise MediaRefused(Reason.CASE_CLASH, info.filename, other)
        yield info


def _copy_part(archive: ZipFile, info: ZipInfo, copy: ZipFile) -> None:
    name = info.filename
    if _LEFT_OUT.search(f"/{name}"):
        return
    with archive.open(info) as stream:
        head = stream.read(HEAD_BYTES)
    if _is_marked_up(head):
        if info.file_size > MOST_BYTES_OF_PART:
            raise MediaRefused(Reason.BOMB, name)
        if (text := _harmless(name, archive.read(info))) is not None:
            copy.writestr(name, text)
    elif sniffed(head) not in _BINARY_LEFT_OUT:
        with archive.open(info) as stream, copy.open(name, "w", force_zip64=True) as target:
            shutil.copyfileobj(stream, target)


def _is_marked_up(head: bytes) -> bool:
    return head.startswith(_BYTE_ORDER_MARKS) or head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"<"


def _harmless(name: str, text: bytes) -> bytes | None:
    """None for what no slide needs: drawings and pages, which could link by themselves."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(text, parser)
    except etree.XMLSyntaxError:
        raise MediaRefused(Reason.BROKEN_DOCUMENT) from None
    if root.getroottree().docinfo.doctype or etree.QName(root).localname.casefold() in _DRAWINGS_AND_PAGES:
        return None
    if name.casefold().endswith(_RELATIONS):
        for relation in root:
            _cut(relation)
        return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))
    return text


def _cut(relation: etree._Element) -> None:
    """Leaves the relation, since text is styled by it, and lets it lead nowhere."""
    target = relation.get("Target", "")
    if relation.get("TargetMode", "").casefold() == "external" or ":" in target or target.startswith(("//", "\\")):
        relation.set("Target", _NOWHERE)
        relation.set("TargetMode", "External")
