"""Reads devices over ONVIF: clock first, then who they are, then their streams.

A device is dialled at the literal address that the caller found allowed and nowhere else: addresses of services that it names are
rewritten to that host and port, redirects are not followed, answers are bounded in size, and the whole reading in time.
"""

import asyncio
import logging
from typing import Any
from urllib.parse import unquote, urlsplit

import aiohttp
from lxml.etree import LxmlError
from onvif import ONVIFCamera
from onvif.exceptions import ONVIFError
from zeep.exceptions import Error as ZeepError
from zeep.exceptions import Fault, TransportError

from ..domain.devices import DeviceFault, DeviceReading, DeviceSilent, Profile, without_credentials

MOST_BYTES = 2 << 20
MOST_PROFILES = 16
_LONGEST_TEXT = 80
_UNAUTHORISED = {401, 403}
_DENIED = ("notauthorized", "failedauthentication", "invalidsecurity", "sender not authorized", "unauthorized")

# The library logs whole messages, which hold user names and digests, at DEBUG.
for _name in ("onvif", "zeep"):
    logging.getLogger(_name).setLevel(logging.WARNING)


def read_device(*, url: str, username: str, password: str, seconds: float) -> DeviceReading:
    """What the device at a literal address says of itself, within so many seconds. Raises DeviceSilent."""
    try:
        return asyncio.run(_bounded(url, username, password, seconds))
    except TimeoutError:
        raise DeviceSilent(DeviceFault.TIMEOUT) from None
    except Fault as fault:
        raise DeviceSilent(DeviceFault.WRONG_PASSWORD if _is_denied(fault) else DeviceFault.NOT_ONVIF) from None
    except TransportError as error:
        denied = error.status_code in _UNAUTHORISED
        raise DeviceSilent(DeviceFault.WRONG_PASSWORD if denied else DeviceFault.NOT_ONVIF) from None
    except aiohttp.ClientConnectionError:
        raise DeviceSilent(DeviceFault.UNREACHABLE) from None
    except (ZeepError, ONVIFError, LxmlError, aiohttp.ClientError, AttributeError, TypeError, ValueError, KeyError):
        # What a device answers is parsed loosely: a page of HTML shows as any of these.
        raise DeviceSilent(DeviceFault.NOT_ONVIF) from None


async def _bounded(url: str, username: str, password: str, seconds: float) -> DeviceReading:
    async with asyncio.timeout(seconds):
        device = _Device(url, username, password)
        try:
            return await _read(device)
        finally:
            await device.close()


async def _read(device: "_Device") -> DeviceReading:
    await device.update_xaddrs()
    management = await device.create_devicemgmt_service()
    facts = await management.GetDeviceInformation()
    media = await device.create_media_service()
    profiles = [found for raw in (await media.GetProfiles() or ())[:MOST_PROFILES] if (found := await _profile(media, raw))]
    if not profiles:
        raise DeviceSilent(DeviceFault.NO_STREAM)
    return DeviceReading(
        manufacturer=_text(facts.Manufacturer),
        model=_text(facts.Model),
        firmware=_text(facts.FirmwareVersion),
        serial=_text(facts.SerialNumber),
        skew_seconds=round(device.dt_diff.total_seconds(), 1) if device.dt_diff else 0.0,
        profiles=tuple(profiles),
    )


async def _profile(media: Any, raw: Any) -> Profile | None:
    """None for a profile without a stream."""
    setup = {"Stream": "RTP-Unicast", "Transport": {"Protocol": "RTSP"}}
    try:
        uri = await media.GetStreamUri({"StreamSetup": setup, "ProfileToken": raw.token})
    except Fault as fault:
        if _is_denied(fault):
            raise
        return None
    url = without_credentials(str(uri.Uri or "").strip())
    if not url.startswith(("rtsp://", "rtsps://")):
        return None
    video = raw.VideoEncoderConfiguration
    rates = video.RateControl if video is not None else None
    return Profile(
        token=str(raw.token)[:_LONGEST_TEXT],
        name=_text(raw.Name),
        url=url,
        codec=_text(video.Encoding) if video is not None else "",
        width=int(video.Resolution.Width) if video is not None and video.Resolution else None,
        height=int(video.Resolution.Height) if video is not None and video.Resolution else None,
        frame_rate=float(rates.FrameRateLimit) if rates is not None else None,
        bit_rate_kbps=int(rates.BitrateLimit) if rates is not None else None,
    )


class _Device(ONVIFCamera):  # type: ignore[misc]
    """Keeps to one host and port, and takes the path of the service as it was given."""

    def __init__(self, url: str, username: str, password: str) -> None:
        parts = urlsplit(url)
        port = parts.port or (443 if parts.scheme == "https" else 80)
        super().__init__(parts.hostname or "", port, username, password, no_cache=True, adjust_time=True, nat_override=True)
        self._url = url

    def get_definition(self, name: str, port_type: str | None = None) -> tuple[str, str, str]:
        address, description, binding = super().get_definition(name, port_type)
        return (self._url if name == "devicemgmt" else address), description, binding

    async def create_onvif_service(self, *args: Any, **options: Any) -> Any:
        service = await super().create_onvif_service(*args, **options)
        if not isinstance(service.transport.session, _Narrow):
            service.transport.session = _Narrow(service.transport.session)
        return service


class _Narrow:
    """A session that follows no redirect and reads no endless answer."""

    def __init__(self, session: aiohttp.ClientSession) -> None:
        self._session = session

    async def post(self, address: str, **options: Any) -> "_Answer":
        response = await self._session.post(address, allow_redirects=False, **options)
        body = bytearray()
        async for piece in response.content.iter_any():
            body += piece
            if len(body) > MOST_BYTES:
                response.close()
                raise ValueError("the answer is too long")
        return _Answer(response, bytes(body))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._session, name)


class _Answer:
    """A response whose body was read."""

    def __init__(self, response: aiohttp.ClientResponse, body: bytes) -> None:
        self._response = response
        self._body = body

    async def read(self) -> bytes:
        return self._body

    def __getattr__(self, name: str) -> Any:
        return getattr(self._response, name)


def _is_denied(fault: Fault) -> bool:
    said = " ".join(str(part) for part in (fault.message, fault.code, *(fault.subcodes or ()))).lower()
    return any(word in said for word in _DENIED)


def _text(value: Any) -> str:
    return "".join(char for char in unquote(str(value or "")).strip() if char.isprintable())[:_LONGEST_TEXT]
