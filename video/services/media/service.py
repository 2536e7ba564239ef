"""The HTTP routes of the media service."""

import asyncio
import logging
import os
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aiohttp import web

from portalkit.files.domain.byte_ranges import ByteRange, Unsatisfiable, asked_range
from video.adapters.following import Grown
from video.adapters.footage_files import FootageGone, OpenFootage, OutsideVolume
from video.adapters.pictures import NoPicture, key_frame_of
from video.domain.live_playlists import Answer
from video.domain.media_tokens import LIVE, SEGMENT, SNAPSHOT
from video.domain.origins import may_read
from video.domain.segments import NotASegment, name_of

from .pictures import Decode, Pictures
from .tails import STALE_US, Tail, Tails
from .viewings import Viewings

logger = logging.getLogger(__name__)
MOST_REQUESTS = 1024
LONGEST_LINE = 2048
SNAPSHOT_SHARE = 0.25
_PIECE = 256 * 1024
_GB_ID = r"{gb_id:\d{20}}"
_PLACE = r"\d{1,15}"
_NONE: Mapping[str, str] = {}
_LEAVE = web.RequestKey("leave", dict[str, str])
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(frozen=True)
class Ground:
    """What the service stands on: the folders of the volumes, the secret shared with the centre, the portal's address (CORS), a clock in
    seconds since 1970.

    A camera that sends nothing is given `first_picture_seconds`, and is followed for `idle_seconds` after its last viewer."""

    roots: Callable[[], Sequence[Path]]
    secret: bytes
    portal: str
    clock: Callable[[], float]
    decode: Decode = key_frame_of
    first_picture_seconds: float = 6.0
    idle_seconds: float = 10.0


class MediaService:
    """`application` is to be run; what follows files ends with it."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self._viewings = Viewings(secret=ground.secret, clock=ground.clock)
        self._busy = 0

    def application(self) -> web.Application:
        app = web.Application(middlewares=[self._middleware], client_max_size=1024)
        app.cleanup_ctx.append(self._begin_and_end)
        app.add_routes(
            [
                web.get("/healthz", self._healthz),
                web.get(f"/live/{_GB_ID}/index.m3u8", self._playlist),
                web.post(f"/live/{_GB_ID}/renewal", self._renewal),
                web.get(f"/live/{_GB_ID}/{{name}}/part-{{offset:{_PLACE}}}", self._part),
                web.get(f"/live/{_GB_ID}/{{name}}/{{offset:{_PLACE}}}-{{size:{_PLACE}}}", self._slice),
                web.get(f"/snapshot/{_GB_ID}.jpg", self._snapshot),
                web.get("/segment/{path:.+}", self._segment),
            ]
        )
        return app

    async def _begin_and_end(self, _app: web.Application) -> AsyncIterator[None]:
        self._tails = Tails(roots=self._ground.roots, clock=self._ground.clock, idle_seconds=self._ground.idle_seconds)
        self._pictures = Pictures(decode=self._ground.decode)
        yield
        await self._tails.close()

    @web.middleware
    async def _middleware(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Bounds, and leave to read for the portal's pages. An address is never logged: it holds a token."""
        if self._busy >= MOST_REQUESTS:
            return _plain(503, "Too many requests at once.")
        request[_LEAVE] = self._leave(request)
        self._busy += 1
        try:
            response = await handler(request)
        except web.HTTPException as refused:
            response = _plain(refused.status, refused.reason)
        finally:
            self._busy -= 1
        if not response.prepared:
            response.headers.update(request[_LEAVE])
        return response

    def _leave(self, request: web.Request) -> dict[str, str]:
        common = {"X-Content-Type-Options": "nosniff", "Vary": "Origin"}
        origin = request.headers.get("Origin", "")
        if not origin or not may_read(origin, portal=self._ground.portal, host=request.host):
            return common
        exposed = "Content-Length, Content-Range, Date"
        return {**common, "Access-Control-Allow-Origin": origin, "Access-Control-Expose-Headers": exposed}

    def _check(self, request: web.Request, subject: str, *, purpose: str) -> str:
        """The token. Raises 403."""
        token = request.query.get("t", "")
        if not self._viewings.allows(token, subject, purpose=purpose):
            raise web.HTTPForbidden
        return token

    async def _healthz(self, _request: web.Request) -> web.Response:
        roots = self._ground.roots()
        status = 200 if roots else 503
        return web.json_response({"volumes": len(roots), "cameras_watched": len(self._tails)}, status=status)

    async def _renewal(self, request: web.Request) -> web.Response:
        gb_id = request.match_info["gb_id"]
        if not self._viewings.renew(request.query.get("t", ""), gb_id, by=request.query.get("by", ""), purpose=LIVE):
            raise web.HTTPForbidden
        return web.Response(status=204)

    async def _playlist(self, request: web.Request) -> web.Response:
        gb_id = request.match_info["gb_id"]
        token = self._check(request, gb_id, purpose=LIVE)
        number, part = _count(request, "_HLS_msn"), _count(request, "_HLS_part")
        tail = self._tails.of(gb_id)
        if not await self._has_picture(tail, seconds=self._ground.first_picture_seconds):
            return _plain(404, "The camera sends no picture.")
        answer = await tail.answer(number, part)
        if answer is Answer.NEVER:
            return _plain(400, "Asked for what is too far ahead.")
        if answer is Answer.WAIT:
            return _plain(503, "No new picture came in time.")
        headers = {"Cache-Control": "no-store", "Content-Type": "application/vnd.apple.mpegurl"}
        return web.Response(text=tail.window.text(query=f"t={token}"), headers=headers)

    async def _has_picture(self, tail: Tail, *, seconds: float) -> bool:
        def is_young() -> bool:
            newest = tail.window.newest
            return newest is not None and newest.end_us > self._ground.clock() * 1_000_000 - STALE_US

        return is_young() or await tail.until(is_young, seconds=seconds)

    async def _part(self, request: web.Request) -> web.StreamResponse:
        """A part, or the next one once it is whole."""
        tail, file = self._watched(request)
        name, offset = request.match_info["name"], int(request.match_info["offset"])
        if tail.window.is_promised(name, offset):
            await tail.until(lambda: not tail.window.is_promised(name, offset), seconds=3 * tail.window.target_seconds)
        part = tail.window.part_at(name, offset)
        if part is None:
            raise web.HTTPNotFound
        return await self._send(request, file, first=part.offset, length=part.size)

    async def _slice(self, request: web.Request) -> web.StreamResponse:
        """A header or a segment: bytes that are in the file and stay."""
        _tail, file = self._watched(request)
        first, length = int(request.match_info["offset"]), int(request.match_info["size"])
        if not 0 < length <= await _size_of(file) - first:
            raise web.HTTPNotFound
        return await self._send(request, file, first=first, length=length)

    def _watched(self, request: web.Request) -> tuple[Tail, Grown]:
        """Raises 403 and 404."""
        gb_id = request.match_info["gb_id"]
        self._check(request, gb_id, purpose=LIVE)
        tail = self._tails.running(gb_id)
        file = tail.file(request.match_info["name"]) if tail else None
        if tail is None or file is None:
            raise web.HTTPNotFound
        return tail, file

    async def _snapshot(self, request: web.Request) -> web.Response:
        gb_id = request.match_info["gb_id"]
        self._check(request, gb_id, purpose=SNAPSHOT)
        tail = self._tails.of(gb_id)
        # A wall of dead cameras must not keep the browser's few connections waiting.
        if not await self._has_picture(tail, seconds=self._ground.first_picture_seconds * SNAPSHOT_SHARE):
            raise web.HTTPNotFound
        try:
            picture = await self._pictures.newest(tail)
        except NoPicture:
            picture = None
        if picture is None:
            raise web.HTTPNotFound
        headers = {"ETag": f'"{picture.tag}"', "Cache-Control": "private, max-age=1", "X-Taken-Ms": str(picture.taken_us // 1000)}
        if headers["ETag"] in request.headers.get("If-None-Match", ""):
            return web.Response(status=304, headers=headers)
        return web.Response(body=picture.jpeg, content_type="image/jpeg", headers=headers)

    async def _segment(self, request: web.Request) -> web.StreamResponse:
        path = request.match_info["path"]
        try:
            name = name_of(path)
        except NotASegment:
            raise web.HTTPNotFound from None
        self._check(request, name.gb_id, purpose=SEGMENT)
        for root in self._ground.roots():
            if (root / path).is_file():
                return await self._send_asked(request, Grown(name.start_us, name.epoch, root, path))
        raise web.HTTPNotFound

    async def _send_asked(self, request: web.Request, file: Grown) -> web.StreamResponse:
        size = await _size_of(file)
        try:
            asked = asked_range(request.headers.get("Range", ""), size=size)
        except Unsatisfiable:
            return web.Response(status=416, headers={"Content-Range": f"bytes */{size}"})
        sent = asked or ByteRange(0, size - 1)
        headers = {"Accept-Ranges": "bytes"}
        if asked is not None:
            headers["Content-Range"] = f"bytes {sent.first}-{sent.last}/{size}"
        return await self._send(request, file, first=sent.first, length=sent.length, status=206 if asked else 200, headers=headers)

    async def _send(
        self, request: web.Request, file: Grown, *, first: int, length: int, status: int = 200, headers: Mapping[str, str] = _NONE
    ) -> web.StreamResponse:
        """Some bytes of a file."""
        common = {"Content-Type": "video/mp4", "Cache-Control": "private, no-store", **request[_LEAVE]}
        response = web.StreamResponse(status=status, headers={**common, **headers})
        response.content_length = length
        try:
            opened = await asyncio.to_thread(OpenFootage, folder=str(file.root), path=file.path)
        except (FootageGone, OutsideVolume):
            raise web.HTTPNotFound from None
        try:
            await response.prepare(request)
            if request.method != "HEAD":
                await _write(response, opened, first, length)
            with suppress(ConnectionError):
                await response.write_eof()
        finally:
            opened.close()
        return response


async def _size_of(file: Grown) -> int:
    """Raises 404."""
    try:
        return (await asyncio.to_thread(file.place.stat)).st_size
    except OSError:
        raise web.HTTPNotFound from None


async def _write(response: web.StreamResponse, file: OpenFootage, at: int, left: int) -> None:
    with suppress(ConnectionError):
        while left > 0 and (data := await asyncio.to_thread(os.pread, file.descriptor, min(_PIECE, left), at)):
            await response.write(data)
            at, left = at + len(data), left - len(data)


def _count(request: web.Request, name: str) -> int | None:
    """Raises 400 for what is no number."""
    text = request.query.get(name)
    if text is None:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= 12):
        raise web.HTTPBadRequest
    return int(text)


def _plain(status: int, reason: Any) -> web.Response:
    return web.Response(status=status, text=f"{reason}\n", headers={"Cache-Control": "no-store"})
