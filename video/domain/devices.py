"""What a device says of itself over ONVIF, and which of its streams are the main and the sub one."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any
from urllib.parse import unquote, urlsplit


class DeviceFault(StrEnum):
    """Why nothing was read from a device."""

    UNREACHABLE = "unreachable"
    TIMEOUT = "timeout"
    WRONG_PASSWORD = "wrong_password"  # noqa: S105
    NOT_ONVIF = "not_onvif"
    NO_STREAM = "no_stream"
    NO_ADDRESS = "no_address"


class DeviceSilent(Exception):
    """Nothing could be read; `reason` says why. The text holds no credentials."""

    def __init__(self, reason: DeviceFault) -> None:
        super().__init__(reason.value)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Profile:
    """A stream that a device offers. Sizes in pixels, rates in 1/s and kbit/s; None: the device does not say. `url` without credentials."""

    token: str
    name: str
    url: str
    codec: str = ""
    width: int | None = None
    height: int | None = None
    frame_rate: float | None = None
    bit_rate_kbps: int | None = None

    @property
    def pixels(self) -> int:
        return (self.width or 0) * (self.height or 0)


@dataclass(frozen=True, slots=True)
class DeviceReading:
    """`skew_seconds`: how far the device's clock is ahead of ours; negative when it is behind."""

    manufacturer: str
    model: str
    firmware: str
    serial: str
    skew_seconds: float
    profiles: tuple[Profile, ...]

    @property
    def main(self) -> Profile | None:
        """The largest picture; of equal ones the first that the device names."""
        return max(self.profiles, key=lambda profile: profile.pixels, default=None)

    @property
    def sub(self) -> Profile | None:
        """The smallest of the others, when it is smaller than the main one."""
        main = self.main
        smaller = [profile for profile in self.profiles if main is not None and profile.pixels < main.pixels and profile.url != main.url]
        return min(smaller, key=lambda profile: profile.pixels, default=None)

    def profile(self, token: str) -> Profile | None:
        return next((profile for profile in self.profiles if profile.token == token), None)

    def as_json(self) -> dict[str, Any]:
        return {**asdict(self), "profiles": [asdict(profile) for profile in self.profiles]}

    @classmethod
    def from_json(cls, found: Mapping[str, Any]) -> "DeviceReading":
        return cls(**{**found, "profiles": tuple(Profile(**profile) for profile in found["profiles"])})


@dataclass(frozen=True, slots=True)
class FoundDevice:
    """A device that answered a search: the address of its ONVIF service and what its scopes say."""

    url: str
    name: str = ""
    hardware: str = ""
    location: str = ""

    @property
    def host(self) -> str:
        return urlsplit(self.url).hostname or ""


def without_credentials(url: str) -> str:
    """The address without a user name and password in it; devices put theirs there."""
    head, slashes, rest = url.partition("://")
    place, slash, path = rest.partition("/")
    return f"{head}{slashes}{place.rpartition('@')[2]}{slash}{path}" if slashes else url


def scopes_of(scopes: Sequence[str]) -> dict[str, str]:
    """The last word of each onvif:// scope by its kind: name, hardware, location."""
    found: dict[str, str] = {}
    for scope in scopes:
        prefix, _, rest = scope.partition("onvif://www.onvif.org/")
        kind, _, value = rest.partition("/")
        if not prefix and value and kind in ("name", "hardware", "location"):
            found.setdefault(kind, unquote(value.rpartition("/")[2]))
    return found
