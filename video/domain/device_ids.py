"""The 20-digit id of a device by GB/T 28181, read and checked field by field.

Places count from 1: 1–8 centre (GB/T 2260 division code and grass-roots unit), 9–10 industry, 11–13 type, 14–20 serial, of
which place 14 names the network.
"""

from dataclasses import dataclass
from enum import StrEnum

LENGTH = 20
PROVINCES = frozenset(
    "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82".split()  # noqa: SIM905
)
CAMERA_TYPES = ("131", "132")
_FRONT_DEVICES = range(111, 140)
_NETWORKS = frozenset("012345678")


class IdFault(StrEnum):
    LENGTH = "device_id_length"
    DIGITS = "device_id_digits"
    PROVINCE = "device_id_province"
    DIVISION = "device_id_division"
    TYPE = "device_id_type"
    NOT_A_CAMERA = "device_id_not_a_camera"
    NETWORK = "device_id_network"
    SERIAL = "device_id_serial"


class Industry(StrEnum):
    """Who runs the device, by the groups of the table of industries."""

    PUBLIC_SECURITY = "public_security"
    GOVERNMENT = "government"
    ENTERPRISE = "enterprise"
    RESIDENTS = "residents"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong at the places `first` to `last`, and what stands there."""

    code: IdFault
    first: int
    last: int
    value: str


@dataclass(frozen=True, slots=True)
class DeviceId:
    """The fields as text, in the order of the id; joined they are the id again."""

    centre: str
    industry: str
    kind: str
    network: str
    serial: str

    def __str__(self) -> str:
        return self.centre + self.industry + self.kind + self.network + self.serial

    @property
    def province(self) -> str:
        return self.centre[:2]

    @property
    def industry_group(self) -> Industry:
        number = int(self.industry)
        if number <= 7:
            return Industry.PUBLIC_SECURITY
        if number <= 39:
            return Industry.GOVERNMENT
        if number <= 79:
            return Industry.ENTERPRISE
        return Industry.RESIDENTS if number <= 89 else Industry.OTHER


class DeviceIdWrong(ValueError):
    """The text is no id of a camera; `faults` in the order of their places, at least one."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__(", ".join(fault.code for fault in faults))
        self.faults = faults


def camera_id(text: str) -> DeviceId:
    """The fields of a camera's id. Raises DeviceIdWrong."""
    found = faults_of(text)
    if found:
        raise DeviceIdWrong(found)
    return _split(text)


def faults_of(text: str) -> tuple[Fault, ...]:
    """Everything that keeps the text from being a camera's id, in the order of the places; empty: it is one.

    Fields are looked at only when there are 20 digits, since one digit too few shifts all that follow.
    """
    strange = next((place for place, char in enumerate(text, start=1) if char not in "0123456789"), 0)
    if strange:
        return (Fault(IdFault.DIGITS, strange, strange, text[strange - 1]),)
    if len(text) != LENGTH:
        return (Fault(IdFault.LENGTH, 1, len(text), text),)
    return tuple(fault for fault in (*_centre_faults(text), _type_fault(text), *_serial_faults(text)) if fault)


def _split(text: str) -> DeviceId:
    return DeviceId(centre=text[:8], industry=text[8:10], kind=text[10:13], network=text[13], serial=text[14:])


def _centre_faults(text: str) -> tuple[Fault, ...]:
    if text[:2] not in PROVINCES:
        return (Fault(IdFault.PROVINCE, 1, 2, text[:2]),)
    city, county = text[2:4], text[4:6]
    if city == "00" and county != "00":
        return (Fault(IdFault.DIVISION, 3, 6, text[2:6]),)
    return ()


def _type_fault(text: str) -> Fault | None:
    kind = text[10:13]
    if kind in CAMERA_TYPES:
        return None
    return Fault(IdFault.NOT_A_CAMERA if int(kind) in _FRONT_DEVICES else IdFault.TYPE, 11, 13, kind)


def _serial_faults(text: str) -> tuple[Fault, ...]:
    network = () if text[13] in _NETWORKS else (Fault(IdFault.NETWORK, 14, 14, text[13]),)
    serial = (Fault(IdFault.SERIAL, 15, 20, text[14:]),) if text[14:] == "000000" else ()
    return network + serial
