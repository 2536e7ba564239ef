"""The wording of what is wrong with an id or an address: one for forms, imports and pages."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ..domain.addresses import AddressFault, AddressRefused
from ..domain.device_ids import Fault, IdFault

ID_TEXTS: dict[str, Promise] = {
    IdFault.LENGTH: _("A device id has 20 digits, this one has {count}"),
    IdFault.DIGITS: _("Place {first} is “{value}”, not a digit"),
    IdFault.PROVINCE: _("Places 1–2 are “{value}”: no province of GB/T 2260"),
    IdFault.DIVISION: _("Places 3–6 are “{value}”: a county without its prefecture"),
    IdFault.TYPE: _("Places 11–13 are “{value}”: no type of a front-end device"),
    IdFault.NOT_A_CAMERA: _("Places 11–13 are “{value}”: not a camera (131 or 132)"),
    IdFault.NETWORK: _("Place 14 is “{value}”: no network of the standard (0 to 8)"),
    IdFault.SERIAL: _("Places 15–20 are “{value}”: serials begin at 000001"),
}
ADDRESS_TEXTS: dict[str, Promise] = {
    AddressFault.LENGTH: _("The address is longer than {value} characters"),
    AddressFault.UNREADABLE: _("The address cannot be read: no spaces, no # and only plain characters"),
    AddressFault.SCHEME: _("The address must begin with one of: {value}"),
    AddressFault.CREDENTIALS: _("No user name and no password in the address; they have fields of their own"),
    AddressFault.HOST: _("“{value}” is no host: write an address like 10.20.1.5, or a name"),
    AddressFault.PORT: _("The port is a number from 1 to 65535"),
    AddressFault.UNKNOWN_HOST: _("Nobody knows the host “{value}”"),
    AddressFault.LOOPBACK: _("{value} is the portal's own machine"),
    AddressFault.NO_HOST: _("{value} is no address of a single host"),
    AddressFault.OUTSIDE: _("{value} lies outside the allowed subnets of the region"),
    AddressFault.PORT_CLOSED: _("Port {value} is not allowed in this subnet"),
}


def words_of_id(fault: Fault) -> str:
    return str(ID_TEXTS[fault.code]).format(first=fault.first, last=fault.last, value=fault.value, count=fault.last)


def words_of_refusal(refused: AddressRefused) -> str:
    return str(ADDRESS_TEXTS[refused.reason]).format(value=refused.value)
