"""The page that loads the demo province and deletes it in one click."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from noc_portal.management.commands.demo import SEED
from noc_portal.roles import ROLES
from portalkit.access.permissions import AccessPermission
from portalkit.access.selectors import PortalRequest
from portalkit.guards.permissions import requires
from portalkit.jobs import services as jobs
from portalkit.regions.models import Region

from . import loading, people, unloading

_NAMES = {
    "regions.Region": gettext_lazy("Regions"),
    "complaints.Ticket": gettext_lazy("Tickets"),
    "complaints.SubscriberCount": gettext_lazy("Subscriber counts"),
    "complaints.PublishedRate": gettext_lazy("Published figures"),
    "imports.ImportBatch": gettext_lazy("Imports"),
}


@requires(AccessPermission.MANAGE_DEMO, everywhere=True)
def demo(request: PortalRequest) -> HttpResponse:
    if request.method == "POST":
        return _started(request)
    is_loaded = loading.is_loaded()
    context = {
        "is_loaded": is_loaded,
        "has_own_data": not is_loaded and Region.objects.exists(),
        "counts": _counts() if is_loaded else [],
        "people": _people() if is_loaded else [],
        "folder": settings.DATA_DIR / "demo",
    }
    return render(request, "noc_portal/demo.html", context)


def _counts() -> list[tuple[str, int]]:
    """What would go, by what users call it; tables that are only worked out from others stand in one line."""
    found = unloading.counts()
    named = [(str(label), found.pop(model)) for model, label in _NAMES.items() if model in found]
    return [*named, (_("Worked out from these"), sum(found.values()))]


def _people() -> list[tuple[people.DemoUser, object, str]]:
    """Every demo user with the names of the role and the region."""
    roles = {role.code: role.name for role in ROLES}
    regions = {region.code: region.display_name for region in Region.objects.filter(code__in=[one.region for one in people.USERS])}
    return [(one, roles[one.role], regions[one.region]) for one in people.USERS]


def _started(request: PortalRequest) -> HttpResponseRedirect:
    is_loading = request.POST.get("action") == "load"
    title = _("Load the demo province") if is_loading else _("Delete the demo data")
    job = jobs.enqueue(
        kind="demo.load" if is_loading else "demo.unload",
        key="demo",
        title=title,
        params={"seed": SEED} if is_loading else {},
        by=request.access.actor,
        now=timezone.now(),
    )
    messages.success(request, title)
    return redirect("jobs:job", job.pk)
