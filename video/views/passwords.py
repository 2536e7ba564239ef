"""One password for the cameras that the filters of the list leave."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portalkit.access.selectors import PortalRequest
from portalkit.guards.permissions import requires

from ..filters.cameras import camera_filters
from ..forms.passwords import PasswordsForm
from ..models import Camera
from ..permissions import VideoPermission
from ..selectors.cameras import visible_cameras
from ..selectors.nodes import visible_nodes
from ..services.passwords import set_passwords
from .register_forms import form_page

MOST = 300


@requires(VideoPermission.MANAGE)
def camera_passwords(request: PortalRequest) -> HttpResponse:
    access, manage = request.access, VideoPermission.MANAGE
    filters = camera_filters(nodes=visible_nodes(access)).bind(request.GET, access=access, permission=manage)
    rows = filters.apply(visible_cameras(access, manage).exclude(source=Camera.Source.DEMO))
    back = filters.link(reverse("video:cameras"))
    cameras = list(rows[:MOST])
    if not cameras:
        messages.warning(request, _("None of these cameras takes a password from you."))
        return redirect(back)
    left_out = rows.count() - len(cameras) if len(cameras) == MOST else 0
    form = PasswordsForm(request.POST or None, cameras=cameras, left_out=left_out)
    if not form.is_valid():
        return form_page(request, form, title=_("One password for several cameras"), back=back)
    values = form.cleaned_data
    count = set_passwords(
        cameras=form.chosen, username=values["username"], password=values["password"], by=access.actor, now=timezone.now()
    )
    text = ngettext("The password of {count} camera is set.", "The passwords of {count} cameras are set.", count)
    messages.success(request, text.format(count=count))
    return redirect(back)
