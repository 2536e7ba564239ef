"""Devices are read and looked for by a worker on the node that stands near them."""

from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portalkit.jobs.services import JobRefused, JobRun
from portalkit.jobs.tasks import job
from portalkit.vault.services.sealing import CannotOpen

from ..domain.addresses import AddressRefused
from ..domain.devices import DeviceFault, DeviceSilent
from ..selectors.devices import DISCOVER, READ_DEVICE
from ..services.devices import read_camera_device, search_devices
from ..services.texts import words_of_refusal

_SILENT = {
    DeviceFault.UNREACHABLE: gettext_lazy("The device does not answer. Check its address, its power and the network of the hall."),
    DeviceFault.TIMEOUT: gettext_lazy("The device did not answer in time."),
    DeviceFault.WRONG_PASSWORD: gettext_lazy("The device refuses the user name or the password. Set them on the camera's form."),
    DeviceFault.NOT_ONVIF: gettext_lazy("What answers at this address is no ONVIF service."),
    DeviceFault.NO_STREAM: gettext_lazy("The device offers no stream."),
    DeviceFault.NO_ADDRESS: gettext_lazy("The camera has no address of an ONVIF service. Set it on the camera's form."),
}


@job(READ_DEVICE, max_attempts=1, time_limit=timedelta(minutes=2), label=gettext_lazy("Read a camera's device"))
def probe_onvif(run: JobRun) -> None:
    try:
        reading = read_camera_device(camera_id=run.params["camera"], on_progress=run.progress)
    except DeviceSilent as silent:
        raise JobRefused(_SILENT[silent.reason]) from None
    except AddressRefused as refused:
        raise JobRefused(_("The device is not dialled: {reason}").format(reason=words_of_refusal(refused))) from None
    except CannotOpen:
        raise JobRefused(_("The stored password cannot be opened with the keys of this machine.")) from None
    with run.commit({"reading": reading.as_json()}):
        pass


@job(DISCOVER, max_attempts=1, time_limit=timedelta(minutes=2), label=gettext_lazy("Look for devices near a node"))
def discover(run: JobRun) -> None:
    found = search_devices(node_id=run.params["node"], on_progress=run.progress)
    with run.commit({"devices": [{"url": one.url, "name": one.name, "hardware": one.hardware, "location": one.location} for one in found]}):
        pass
