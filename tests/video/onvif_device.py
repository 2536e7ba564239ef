"""A small ONVIF device of our own: answers SOAP on a loopback port, checks the user-name token, has a clock that may be wrong,
and answers a WS-Discovery probe over UDP."""

from __future__ import annotations

import base64
import hashlib
import re
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from xml.etree import ElementTree

_ENVELOPE = (
    '<?xml version="1.0" encoding="UTF-8"?><s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"'
    ' xmlns:tds="http://www.onvif.org/ver10/device/wsdl" xmlns:trt="http://www.onvif.org/ver10/media/wsdl"'
    ' xmlns:tt="http://www.onvif.org/ver10/schema" xmlns:ter="http://www.onvif.org/ver10/error"><s:Body>{}</s:Body></s:Envelope>'
)
_DENIED = (
    "<s:Fault><s:Code><s:Value>s:Sender</s:Value><s:Subcode><s:Value>ter:NotAuthorized</s:Value></s:Subcode></s:Code>"
    '<s:Reason><s:Text xml:lang="en">Sender not Authorized</s:Text></s:Reason></s:Fault>'
)
_WITHOUT_SIGN_IN = {"GetSystemDateAndTime", "GetServices", "GetCapabilities"}
_TOLERANCE = timedelta(seconds=10)


@dataclass
class Device:
    """`skew` is how far its clock is ahead; `answers_html` and `redirects_to` make it none; `streams` False: profiles without one."""

    username: str = "admin"
    password: str = "right"
    skew: timedelta = timedelta(0)
    answers_html: bool = False
    redirects_to: str = ""
    streams: bool = True
    advertised_host: str = "10.99.99.99"
    seen: list[str] = field(default_factory=list)
    port: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/onvif/device_service"

    @property
    def now(self) -> datetime:
        return datetime.now(UTC) + self.skew

    def answer(self, body: bytes) -> tuple[int, str, bytes]:
        if self.answers_html:
            return 200, "text/html", b"<!DOCTYPE html><html><head><title>Router</title></head><body><p>Sign in<br></body></html>"
        root = ElementTree.fromstring(body)
        operation = next(iter(root.find("{*}Body") or ())).tag.rpartition("}")[2]
        self.seen.append(operation)
        if operation not in _WITHOUT_SIGN_IN and not self._is_signed(root):
            return 400, "application/soap+xml", _ENVELOPE.format(_DENIED).encode()
        token = root.findtext(".//{*}ProfileToken") or ""
        return 200, "application/soap+xml", _ENVELOPE.format(getattr(self, f"_{operation}")(token)).encode()

    def _is_signed(self, root: ElementTree.Element) -> bool:
        username, digest, nonce, created = (root.findtext(f".//{{*}}{name}") or "" for name in ("Username", "Password", "Nonce", "Created"))
        expected = hashlib.sha1(base64.b64decode(nonce) + created.encode() + self.password.encode()).digest()
        if username != self.username or digest != base64.b64encode(expected).decode():
            return False
        return abs(datetime.fromisoformat(created.replace("Z", "+00:00")) - self.now) < _TOLERANCE

    def _GetSystemDateAndTime(self, token: str) -> str:
        at = self.now
        return (
            "<tds:GetSystemDateAndTimeResponse><tds:SystemDateAndTime><tt:DateTimeType>Manual</tt:DateTimeType>"
            "<tt:DaylightSavings>false</tt:DaylightSavings><tt:TimeZone><tt:TZ>CST-8</tt:TZ></tt:TimeZone><tt:UTCDateTime>"
            f"<tt:Time><tt:Hour>{at.hour}</tt:Hour><tt:Minute>{at.minute}</tt:Minute><tt:Second>{at.second}</tt:Second></tt:Time>"
            f"<tt:Date><tt:Year>{at.year}</tt:Year><tt:Month>{at.month}</tt:Month><tt:Day>{at.day}</tt:Day></tt:Date>"
            "</tt:UTCDateTime></tds:SystemDateAndTime></tds:GetSystemDateAndTimeResponse>"
        )

    def _GetServices(self, token: str) -> str:
        return "<tds:GetServicesResponse>" + "".join(
            f"<tds:Service><tds:Namespace>http://www.onvif.org/ver10/{name}/wsdl</tds:Namespace>"
            f"<tds:XAddr>http://{self.advertised_host}/onvif/{name}_service</tds:XAddr>"
            "<tds:Version><tt:Major>2</tt:Major><tt:Minor>6</tt:Minor></tds:Version></tds:Service>"
            for name in ("device", "media")
        ) + "</tds:GetServicesResponse>"  # fmt: skip

    def _GetDeviceInformation(self, token: str) -> str:
        return (
            "<tds:GetDeviceInformationResponse><tds:Manufacturer>Test Works</tds:Manufacturer><tds:Model>TW-2M</tds:Model>"
            "<tds:FirmwareVersion>1.2.3</tds:FirmwareVersion><tds:SerialNumber>0001</tds:SerialNumber>"
            "<tds:HardwareId>1</tds:HardwareId></tds:GetDeviceInformationResponse>"
        )

    def _GetProfiles(self, token: str) -> str:
        return "<trt:GetProfilesResponse>" + "".join(
            f'<trt:Profiles token="{name}" fixed="true"><tt:Name>{name} stream</tt:Name>'
            f'<tt:VideoEncoderConfiguration token="e-{name}"><tt:Name>e</tt:Name>'
            '<tt:UseCount>1</tt:UseCount>'
            '<tt:Encoding>H264</tt:Encoding>'
            f"<tt:Resolution><tt:Width>{width}</tt:Width><tt:Height>{height}</tt:Height></tt:Resolution><tt:Quality>4</tt:Quality>"
            f"<tt:RateControl><tt:FrameRateLimit>25</tt:FrameRateLimit><tt:EncodingInterval>1</tt:EncodingInterval>"
            f"<tt:BitrateLimit>{rate}</tt:BitrateLimit></tt:RateControl><tt:Multicast><tt:Address><tt:Type>IPv4</tt:Type></tt:Address>"
            "<tt:Port>0</tt:Port><tt:TTL>1</tt:TTL><tt:AutoStart>false</tt:AutoStart></tt:Multicast>"
            "<tt:SessionTimeout>PT60S</tt:SessionTimeout></tt:VideoEncoderConfiguration></trt:Profiles>"
            for name, width, height, rate in (("sub", 640, 360, 512), ("main", 1920, 1080, 4096))
        ) + "</trt:GetProfilesResponse>"  # fmt: skip

    def _GetStreamUri(self, token: str) -> str:
        uri = f"rtsp://admin:{self.password}@10.20.1.5:554/{token}" if self.streams else ""
        return (
            f"<trt:GetStreamUriResponse><trt:MediaUri><tt:Uri>{uri}</tt:Uri><tt:InvalidAfterConnect>false</tt:InvalidAfterConnect>"
            "<tt:InvalidAfterReboot>false</tt:InvalidAfterReboot><tt:Timeout>PT60S</tt:Timeout></trt:MediaUri></trt:GetStreamUriResponse>"
        )


@contextmanager
def serving(device: Device) -> Iterator[Device]:
    """The device on a free loopback port while the block runs."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            status, kind, content = device.answer(body) if not device.redirects_to else (307, "text/plain", b"")
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(content)))
            if device.redirects_to:
                self.send_header("Location", device.redirects_to)
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *args: object) -> None:
            """The test's output is not the device's."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    device.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield device
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


_MATCH = (
    '<?xml version="1.0"?><s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"'
    ' xmlns:a="http://schemas.xmlsoap.org/ws/2004/08/addressing" xmlns:d="http://schemas.xmlsoap.org/ws/2005/04/discovery">'
    "<s:Header><a:RelatesTo>{message}</a:RelatesTo></s:Header><s:Body><d:ProbeMatches>{matches}</d:ProbeMatches></s:Body></s:Envelope>"
)


def matches_to(
    message: str, *addresses: str, scopes: str = "onvif://www.onvif.org/name/Hall%201 onvif://www.onvif.org/hardware/TW-2M"
) -> bytes:
    """An answer to a probe that names devices at these addresses."""
    found = "".join(f"<d:ProbeMatch><d:Scopes>{scopes}</d:Scopes><d:XAddrs>{address}</d:XAddrs></d:ProbeMatch>" for address in addresses)
    return _MATCH.format(message=message, matches=found).encode()


@contextmanager
def answering_probes(*addresses: str) -> Iterator[tuple[str, int]]:
    """A UDP port on loopback that answers each probe with rubbish, with an answer to another probe, and with these devices twice."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as responder:
        responder.bind(("127.0.0.1", 0))

        def answer() -> None:
            while True:
                packet, sender = responder.recvfrom(65535)
                if packet == b"stop":
                    return
                found = re.search(rb"<a:MessageID>(.*?)</a:MessageID>", packet)
                assert found
                message = found[1].decode()
                for content in (b"\x00rubbish", matches_to("uuid:another", "http://10.20.1.66/"), *[matches_to(message, *addresses)] * 2):
                    responder.sendto(content, sender)

        thread = threading.Thread(target=answer, daemon=True)
        thread.start()
        place = responder.getsockname()
        try:
            yield place
        finally:
            with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as stopper:
                stopper.sendto(b"stop", place)
            thread.join()
