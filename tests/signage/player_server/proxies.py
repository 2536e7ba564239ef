"""nginx as deploy/nginx sets it up, on ports of its own: only addresses, ports and folders differ from what is deployed."""

import os
import socket
import ssl
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.client import HTTPSConnection
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests import ground

CONFIGS = Path(__file__).resolve().parents[3] / "deploy" / "nginx"
NAME = "portal.example.org"


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True)
class Proxy:
    """nginx at an HTTPS port of this machine."""

    port: int
    folder: Path

    def get(self, path: str, *, method: str = "GET", body: bytes | None = None, **headers: str) -> Answer:
        """Headers by their names, with _ for -."""
        trusting = ssl.create_default_context(cafile=str(self.folder / "certificate.pem"))
        connection = HTTPSConnection(NAME, self.port, context=trusting, timeout=60)
        connection._create_connection = lambda address, *rest: socket.create_connection(("127.0.0.1", address[1]), *rest)  # type: ignore[attr-defined]
        try:
            connection.request(method, path, body=body, headers={name.replace("_", "-"): value for name, value in headers.items()})
            answer = connection.getresponse()
            return Answer(answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read())
        finally:
            connection.close()

    def kept(self) -> list[Path]:
        """The files of its cache."""
        return [path for path in (self.folder / "cache").rglob("*") if path.is_file()]


@contextmanager
def portal_proxy(folder: Path, *, web: int, files: Path, events: int = 9) -> Iterator[Proxy]:
    """deploy/nginx/portal.conf before web processes and an event stream at these ports."""
    changes = {
        "server web:8000;": f"server 127.0.0.1:{web};",
        "server events:8011;": f"server 127.0.0.1:{events};",
        "listen 8443 ssl http2;": "listen 127.0.0.1:PORT ssl;",
        "listen 8080;": "listen 127.0.0.1:OTHER;",
        "/run/secrets/tls-certificate.pem": "FOLDER/certificate.pem",
        "/run/secrets/tls-key.pem": "FOLDER/key.pem",
        "/data/files/": f"{files}/",
    }
    with _running("portal.conf", folder, changes) as proxy:
        yield proxy


@contextmanager
def hall_cache(folder: Path, *, centre: int, trusting: Path) -> Iterator[Proxy]:
    """deploy/nginx/hall-cache.conf before a portal at this port, whose certificate it trusts."""
    changes = {
        f"server {NAME}:443;": f"server 127.0.0.1:{centre};",
        "listen 443 ssl http2;": "listen 127.0.0.1:PORT ssl;",
        "/etc/nginx/hall-cache.pem": "FOLDER/certificate.pem",
        "/etc/nginx/hall-cache.key": "FOLDER/key.pem",
        "/etc/ssl/certs/ca-certificates.crt": str(trusting),
        "/var/cache/nginx/hall": "FOLDER/cache",
    }
    with _running("hall-cache.conf", folder, changes) as proxy:
        yield proxy


@contextmanager
def _running(name: str, folder: Path, changes: Mapping[str, str]) -> Iterator[Proxy]:
    program = str(ground.nginx().address)
    folder.mkdir()
    _write_certificate(folder)
    port, other = _free_port(), _free_port()
    text = (CONFIGS / name).read_text(encoding="utf-8")
    for old, new in changes.items():
        assert text.count(old) == 1, f"{name} says {old} {text.count(old)} times"
        text = text.replace(old, new.replace("FOLDER", str(folder)).replace("PORT", str(port)).replace("OTHER", str(other)))
    (folder / "nginx.conf").write_text(_around(folder, text), encoding="utf-8")
    command = [program, "-p", str(folder), "-e", str(folder / "error.log"), "-c", str(folder / "nginx.conf")]
    checked = subprocess.run([*command, "-t"], capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stderr
    assert "[warn]" not in checked.stderr, checked.stderr
    process = subprocess.Popen(command)
    try:
        _await_port(port, process)
        yield Proxy(port, folder)
    finally:
        process.terminate()
        process.wait()


def _around(folder: Path, text: str) -> str:
    temporary = "\n".join(f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    user = "user root;" if os.geteuid() == 0 else ""
    return (
        f"daemon off; pid {folder}/nginx.pid; error_log {folder}/error.log warn; worker_processes 1; {user}\n"
        f"events {{ worker_connections 256; }}\nhttp {{\n{temporary}\naccess_log off;\n{text}\n}}\n"
    )


def _await_port(port: int, process: subprocess.Popen[bytes]) -> None:
    while process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=10).close()
        except ConnectionRefusedError:
            continue
        return
    raise AssertionError(f"nginx ended with {process.returncode}")


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def _write_certificate(folder: Path) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(NAME)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    (folder / "certificate.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    encoding, shape = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    (folder / "key.pem").write_bytes(key.private_bytes(encoding, shape, serialization.NoEncryption()))
