"""Runs the portal's programs side by side: prefixes their lines, starts again what ended, stops all of them on one signal."""

import asyncio
import ctypes
import os
import signal
import sys
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from .supervisor import Program, next_wake

_SECONDS_TO_STOP = 8.0
_LONGEST_SLEEP = 5.0
_LONGEST_LINE = 1 << 20
_COLOURS = (36, 32, 35, 33)
_PR_SET_PDEATHSIG = 1
Write = Callable[[str], None]


@dataclass(frozen=True)
class Command:
    """A program to keep running: what its lines are prefixed with, its arguments, what its environment has beside ours."""

    name: str
    arguments: Sequence[str]
    environment: Mapping[str, str] = field(default_factory=dict)


class Portal:
    """`await Portal(commands, write=print).run()` returns after SIGINT or SIGTERM, when every program and its children are gone.

    The first signal asks the programs to end and gives them eight seconds; the second, or the end of that time, kills them. Each
    program leads a process group of its own, so a Ctrl+C reaches this process alone and nothing that a program started outlives
    it. On Linux the programs end even when this process is killed.
    """

    def __init__(self, commands: Sequence[Command], *, write: Write, is_coloured: bool = False) -> None:
        width = max(len(command.name) for command in commands)
        self._commands = {command.name: command for command in commands}
        self._labels = {name: _label(name, width, place if is_coloured else None) for place, name in enumerate(self._commands)}
        self._programs = {name: Program(name) for name in self._commands}
        self._children: dict[str, asyncio.subprocess.Process] = {}
        self._watchers: dict[str, asyncio.Task[None]] = {}
        self._write = write
        self._changed = asyncio.Event()
        self._stopping = asyncio.Event()

    async def run(self, *, when_started: Awaitable[None] | None = None) -> None:
        self._listen()
        announcing = asyncio.ensure_future(when_started) if when_started is not None else None
        try:
            while not self._stopping.is_set():
                await self._start_due()
                await self._wait()
        finally:
            if announcing is not None:
                announcing.cancel()
            await self._stop()

    def stop(self) -> None:
        if self._stopping.is_set():
            self._signal_groups(signal.SIGKILL)
        self._stopping.set()
        self._changed.set()

    def _listen(self) -> None:
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            loop.add_signal_handler(number, self.stop)

    async def _start_due(self) -> None:
        for name, program in self._programs.items():
            if program.is_due(time.monotonic()):
                await self._start(name)

    async def _start(self, name: str) -> None:
        command = self._commands[name]
        # A pipe of our own: asyncio's would keep `wait` waiting for the grandchildren that hold its other end.
        ours, theirs = os.pipe()
        child = await asyncio.create_subprocess_exec(
            *command.arguments,
            env={**os.environ, "PYTHONUNBUFFERED": "1", **command.environment},
            stdin=asyncio.subprocess.DEVNULL,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
            preexec_fn=_end_with_parent if sys.platform == "linux" else None,
        )
        os.close(theirs)
        self._children[name] = child
        self._programs[name] = self._programs[name].started(time.monotonic())
        self._watchers[name] = asyncio.create_task(self._watch(name, child, await _reader(ours)))

    async def _watch(self, name: str, child: asyncio.subprocess.Process, output: asyncio.StreamReader) -> None:
        reading = asyncio.create_task(self._copy_lines(name, output))
        status = await child.wait()
        # What it left behind would hold its port and go on working unseen.
        _signal_group(child.pid, signal.SIGKILL)
        await reading
        self._children.pop(name, None)
        self._programs[name] = self._programs[name].ended(time.monotonic())
        if not self._stopping.is_set():
            pause = self._programs[name].start_at - time.monotonic()
            self._say(name, f"ended ({_meaning(status)}); starts again in {max(pause, 0):.0f} s")
        self._changed.set()

    async def _copy_lines(self, name: str, stream: asyncio.StreamReader) -> None:
        while True:
            try:
                line = await stream.readline()
            except ValueError:
                line = b"(a line too long to show)\n"
            if not line:
                return
            self._say(name, line.decode(errors="replace").rstrip("\r\n"))

    async def _wait(self) -> None:
        pause = next_wake(list(self._programs.values()), time.monotonic(), longest=_LONGEST_SLEEP)
        with suppress(TimeoutError):
            await asyncio.wait_for(self._changed.wait(), timeout=pause)
        self._changed.clear()

    async def _stop(self) -> None:
        for child in self._children.values():
            with suppress(ProcessLookupError):
                child.terminate()
        watchers = list(self._watchers.values())
        if watchers:
            await asyncio.wait(watchers, timeout=_SECONDS_TO_STOP)
            self._signal_groups(signal.SIGKILL)
            await asyncio.wait(watchers)

    def _signal_groups(self, number: signal.Signals) -> None:
        for child in list(self._children.values()):
            _signal_group(child.pid, number)

    def _say(self, name: str, line: str) -> None:
        self._write(f"{self._labels[name]} {line}")


async def _reader(descriptor: int) -> asyncio.StreamReader:
    reader = asyncio.StreamReader(limit=_LONGEST_LINE)
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), os.fdopen(descriptor, "rb"))
    return reader


def _label(name: str, width: int, place: int | None) -> str:
    text = f"{name:<{width}} |"
    return text if place is None else f"\x1b[{_COLOURS[place % len(_COLOURS)]}m{text}\x1b[0m"


def _signal_group(leader: int, number: signal.Signals) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(leader, number)


def _end_with_parent() -> None:
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


def _meaning(status: int) -> str:
    return f"signal {signal.Signals(-status).name}" if status < 0 else f"exit status {status}"
