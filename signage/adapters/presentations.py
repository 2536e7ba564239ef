"""Presentations (PPTX) become PDF, by way of LibreOffice where it is installed.

LibreOffice follows links to pictures whatever its settings say, so what it opens is a copy in which nothing points outside.
"""

import os
import resource
import shutil
import signal
import subprocess
from contextlib import suppress
from math import ceil
from pathlib import Path

from ..domain.refusals import MediaRefused, Reason
from .slides import copy_without_links

CONVERSION_SECONDS = 180
MOST_MEMORY = 4 * 1024**3
PROGRAMS = ("soffice", "libreoffice")
_SCRIPTING = "/org.openoffice.Office.Common/Security/Scripting"
_INTERNET = "/org.openoffice.Inet/Settings"
# The second belt, should something in a file point outside after all: a proxy at which nobody listens.
_SETTINGS = {
    _SCRIPTING: {
        "DisableMacrosExecution": "true",
        "MacroSecurityLevel": "3",
        "BlockUntrustedRefererLinks": "true",
        "DisableActiveContent": "true",
    },
    _INTERNET: {
        "ooInetProxyType": "2",
        "ooInetHTTPProxyName": "127.0.0.1",
        "ooInetHTTPProxyPort": "9",
        "ooInetHTTPSProxyName": "127.0.0.1",
        "ooInetHTTPSProxyPort": "9",
        "ooInetNoProxy": "",
    },
}
_NAMESPACES = 'xmlns:oor="http://openoffice.org/2001/registry"'


def converter() -> str | None:
    """The program that turns PPTX into PDF; None where LibreOffice is not installed."""
    return next((found for name in PROGRAMS if (found := shutil.which(name))), None)


def pdf_of_presentation(path: Path, *, into: Path, program: str | None, seconds: float = CONVERSION_SECONDS) -> Path:
    """The presentation as PDF in the folder `into`. Macros do not run, and no link is followed. Raises MediaRefused."""
    if program is None:
        raise MediaRefused(Reason.NO_CONVERTER)
    source = into / "slides.pptx"
    copy_without_links(path, source)
    profile = into / "profile"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_profile(), encoding="utf-8")
    command = [
        program, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore", "--nolockcheck", "--nodefault",
        "--convert-to", "pdf", "--outdir", str(into), str(source),
    ]  # fmt: skip
    _run(command, folder=into, seconds=seconds)
    made = into / "slides.pdf"
    if not made.is_file():
        raise MediaRefused(Reason.CONVERSION_FAILED)
    return made


def _profile() -> str:
    """Settings of an office of its own."""
    items = "".join(
        f'<item oor:path="{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
        for path, values in _SETTINGS.items()
        for name, value in values.items()
    )
    return f'<?xml version="1.0" encoding="UTF-8"?><oor:items {_NAMESPACES}>{items}</oor:items>'


def _run(command: list[str], *, folder: Path, seconds: float) -> None:
    """In a session of its own, so that everything it started ends with it."""
    environment = {"HOME": str(folder), "TMPDIR": str(folder), "PATH": os.environ.get("PATH", os.defpath), "LANG": "C.UTF-8"}
    nothing = subprocess.DEVNULL
    # The program is our own finding, the arguments are ours.
    process = subprocess.Popen(  # noqa: S603
        command, cwd=folder, env=environment, start_new_session=True, stdin=nothing, stdout=nothing, stderr=nothing
    )
    try:
        with suppress(ProcessLookupError):
            _bound(process.pid, seconds)
        if process.wait(timeout=seconds):
            raise MediaRefused(Reason.CONVERSION_FAILED)
    except subprocess.TimeoutExpired:
        raise MediaRefused(Reason.CONVERSION_TOO_SLOW) from None
    finally:
        _end(process)


def _bound(pid: int, seconds: float) -> None:
    """What it may take; the seconds of the processor hold even when this process is killed before it."""
    most = 2 * ceil(seconds)
    resource.prlimit(pid, resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.prlimit(pid, resource.RLIMIT_CPU, (most, most))


def _end(process: subprocess.Popen[bytes]) -> None:
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
