"""IP cameras on loopback: a real RTSP server with Digest authentication. Runs under the system's Python, which has GStreamer.

Reads one JSON object from standard input:

    {"mounts": {"/main": {"units": FILE, "rate": 25, "frames": 1500}}, "user": "admin", "password": "…"}

and prints `port N` when it listens. FILE holds access units of H.264 in Annex B, each behind its length (four bytes, big-endian). They are
repeated for ever, or until `frames` were sent, when the stream ends. Every viewer starts with the first. A mount may be
{"launch": PIPELINE} instead. Ends when standard input closes.
"""

import json
import struct
import sys
from pathlib import Path

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstRtsp", "1.0")
gi.require_version("GstRtspServer", "1.0")
from gi.repository import GLib, Gst, GstRtsp, GstRtspServer  # noqa: E402

LAUNCH = (
    "( appsrc name=source is-live=true format=time block=false max-bytes=0 "
    "caps=video/x-h264,stream-format=byte-stream,alignment=au,framerate={rate}/1 "
    "! h264parse ! rtph264pay name=pay0 pt=96 config-interval=0 )"
)


class Camera(GstRtspServer.RTSPMediaFactory):
    def __init__(self, units, rate, frames):
        super().__init__()
        self.units, self.rate, self.frames = units, rate, frames
        self.set_shared(False)
        self.set_launch(LAUNCH.format(rate=rate))
        self.connect("media-configure", self._configure)

    def _configure(self, _factory, media):
        source = media.get_element().get_child_by_name("source")
        viewer = Viewer(self, source)
        source.connect("need-data", lambda *_: viewer.start())
        media.connect("unprepared", lambda _media: viewer.stop())


class Viewer:
    """Pushes a picture each 1/rate s by the clock of the main loop."""

    def __init__(self, camera, source):
        self.camera, self.source, self.sent, self.timer = camera, source, 0, None

    def start(self):
        if self.timer is None:
            self.timer = GLib.timeout_add(round(1000 / self.camera.rate), self._push)
            self._push()

    def stop(self):
        if self.timer is not None:
            GLib.source_remove(self.timer)
            self.timer = None

    def _push(self):
        camera = self.camera
        if camera.frames and self.sent >= camera.frames:
            self.source.emit("end-of-stream")
            self.timer = None
            return False
        buffer = Gst.Buffer.new_wrapped(camera.units[self.sent % len(camera.units)])
        buffer.pts = buffer.dts = self.sent * Gst.SECOND // camera.rate
        buffer.duration = Gst.SECOND // camera.rate
        self.sent += 1
        return self.source.emit("push-buffer", buffer) == Gst.FlowReturn.OK


def read_units(path):
    data, at, units = Path(path).read_bytes(), 0, []
    while at < len(data):
        (length,) = struct.unpack_from(">I", data, at)
        units.append(data[at + 4 : at + 4 + length])
        at += 4 + length
    return units


def factory_of(mount):
    if "launch" not in mount:
        return Camera(read_units(mount["units"]), mount["rate"], mount.get("frames", 0))
    factory = GstRtspServer.RTSPMediaFactory()
    factory.set_launch(mount["launch"])
    return factory


def guard(server, user, password):
    auth = GstRtspServer.RTSPAuth()
    auth.set_supported_methods(GstRtsp.RTSPAuthMethod.DIGEST)
    token = GstRtspServer.RTSPToken()
    token.set_string(GstRtspServer.RTSP_TOKEN_MEDIA_FACTORY_ROLE, "viewer")
    auth.add_digest(user, password, token)
    server.set_auth(auth)


def main():
    Gst.init(None)
    wanted = json.loads(sys.stdin.readline())
    server = GstRtspServer.RTSPServer()
    server.set_address("127.0.0.1")
    server.set_service(str(wanted.get("port", 0)))
    if wanted.get("user"):
        guard(server, wanted["user"], wanted["password"])
    for name, mount in wanted["mounts"].items():
        camera = factory_of(mount)
        if wanted.get("user"):
            role = Gst.Structure.new_empty("viewer")
            role.set_value("media.factory.access", True)
            role.set_value("media.factory.construct", True)
            permissions = GstRtspServer.RTSPPermissions()
            permissions.add_role_from_structure(role)
            camera.set_permissions(permissions)
        server.get_mount_points().add_factory(name, camera)
    loop = GLib.MainLoop()
    server.attach(None)
    sys.stdout.write(f"port {server.get_bound_port()}\n")
    sys.stdout.flush()
    GLib.io_add_watch(sys.stdin, GLib.IO_IN | GLib.IO_HUP, lambda *_: loop.quit())
    loop.run()


if __name__ == "__main__":
    main()
