"""Looks for devices in the node's own network: one WS-Discovery probe over UDP, answers within a bounded time."""

import socket
import time
import uuid
from collections.abc import Iterator

from lxml import etree

from ..domain.addresses import AddressRefused, service_target
from ..domain.devices import FoundDevice, scopes_of

MULTICAST = ("239.255.255.250", 3702)
MOST_DEVICES = 512
_MOST_BYTES = 65_535
_TEXT = 200
_NAMESPACES = {
    "s": "http://www.w3.org/2003/05/soap-envelope",
    "a": "http://schemas.xmlsoap.org/ws/2004/08/addressing",
    "d": "http://schemas.xmlsoap.org/ws/2005/04/discovery",
}
_PROBE = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:a="http://schemas.xmlsoap.org/ws/2004/08/addressing"'
    ' xmlns:d="http://schemas.xmlsoap.org/ws/2005/04/discovery" xmlns:dn="http://www.onvif.org/ver10/network/wsdl">'
    "<s:Header><a:Action>http://schemas.xmlsoap.org/ws/2005/04/discovery/Probe</a:Action><a:MessageID>{message}</a:MessageID>"
    "<a:To>urn:schemas-xmlsoap-org:ws:2005:04:discovery</a:To></s:Header>"
    "<s:Body><d:Probe><d:Types>dn:NetworkVideoTransmitter</d:Types></d:Probe></s:Body></s:Envelope>"
)


def probe(*, seconds: float, to: tuple[str, int] = MULTICAST) -> list[FoundDevice]:
    """The devices that answer, each once, in the order of their answers; what is no answer to this probe is passed over."""
    message = f"uuid:{uuid.uuid4()}"
    found: dict[str, FoundDevice] = {}
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
        sender.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_TTL, 1)
        sender.sendto(_PROBE.format(message=message).encode(), to)
        for packet in _packets(sender, until=time.monotonic() + seconds):
            for device in read_matches(packet, message=message):
                found.setdefault(device.url, device)
            if len(found) >= MOST_DEVICES:
                break
    return list(found.values())


def read_matches(packet: bytes, *, message: str) -> list[FoundDevice]:
    """The devices that one answer names; none when it is no answer to this message. Only literal hosts: a name proves nothing here."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(packet, parser)
    except etree.XMLSyntaxError:
        return []
    if root.getroottree().docinfo.doctype or root.findtext(".//a:RelatesTo", default="", namespaces=_NAMESPACES).strip() != message:
        return []
    found = []
    for match in root.iterfind(".//d:ProbeMatch", namespaces=_NAMESPACES):
        scopes = scopes_of(match.findtext("d:Scopes", default="", namespaces=_NAMESPACES).split())
        url = _first_service(match.findtext("d:XAddrs", default="", namespaces=_NAMESPACES).split())
        if url:
            found.append(FoundDevice(url=url, **{kind: value[:_TEXT] for kind, value in scopes.items()}))
    return found


def _first_service(addresses: list[str]) -> str:
    """The first readable address, IPv4 before IPv6: devices name both and a link-local one."""
    good = []
    for address in addresses:
        try:
            good.append(service_target(address))
        except AddressRefused:
            continue
    return min(good, key=lambda target: ":" in target.host).url if good else ""


def _packets(sender: socket.socket, *, until: float) -> Iterator[bytes]:
    while (left := until - time.monotonic()) > 0:
        sender.settimeout(left)
        try:
            yield sender.recv(_MOST_BYTES)
        except TimeoutError:
            return
