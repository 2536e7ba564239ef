"""Commentary on the sections of a version: written, submitted, approved or sent back."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portalkit.access.selectors import PortalRequest
from portalkit.guards.permissions import requires

from ..forms.reports import CommentaryForm
from ..models import Commentary, ReportVersion
from ..permissions import ReportsPermission
from ..selectors.reports import commentary_for, version_page
from ..selectors.reports import version_for as version_of
from ..services import commentary as services


@requires(ReportsPermission.COMMENT)
def write(request: PortalRequest, pk: int, number: int, section: str) -> HttpResponse:
    try:
        found = version_of(request.access, ReportsPermission.COMMENT, report=pk, number=number)
        page = version_page(request.access, report=pk, number=number)
    except (ReportVersion.DoesNotExist, Commentary.DoesNotExist):
        raise Http404 from None
    about = page.document.section(section)
    if about is None:
        raise Http404
    existing = page.commentaries.get(section)
    form = CommentaryForm(request.POST or None, initial={"text": existing.text if existing else ""})
    if form.is_valid() and _written(request, found, section, form):
        return redirect(_place(pk, number, section))
    context = {"form": form, "section": about, "page": page, "existing": existing}
    return render(request, "reports/commentary.html", context, status=422 if form.is_bound else 200)


@require_POST
@requires(ReportsPermission.COMMENT)
def step(request: PortalRequest, pk: int, number: int, section: str) -> HttpResponse:
    """Submits, takes back or deletes."""
    found = _commentary(request, ReportsPermission.COMMENT, pk, number, section)
    steps = {"submit": services.submit, "withdraw": services.withdraw, "drop": services.drop}
    chosen = steps.get(request.POST.get("step", ""))
    if chosen is not None:
        _done(request, lambda: chosen(commentary=found, by=request.access.actor, now=timezone.now()))
    return redirect(_place(pk, number, section))


@require_POST
@requires(ReportsPermission.APPROVE)
def decide(request: PortalRequest, pk: int, number: int, section: str) -> HttpResponse:
    """Approves or sends back."""
    found = _commentary(request, ReportsPermission.APPROVE, pk, number, section)
    who: dict[str, Any] = {"user": request.user, "by": request.access.actor, "now": timezone.now()}
    if request.POST.get("step") == "approve":
        _done(request, lambda: services.approve(commentary=found, **who))
    if request.POST.get("step") == "send_back":
        note = request.POST.get("note", "")
        _done(request, lambda: services.send_back(commentary=found, note=note, **who))
    return redirect(_place(pk, number, section))


def _written(request: PortalRequest, version: ReportVersion, section: str, form: CommentaryForm) -> bool:
    try:
        found = services.write(
            version=version, section=section, text=form.cleaned_data["text"], user=request.user, by=request.access.actor, now=timezone.now()
        )
        if request.POST.get("then") == "submit":
            services.submit(commentary=found, by=request.access.actor, now=timezone.now())
    except services.VersionClosed:
        form.add_error(None, _("This version is published; its commentary stays as it is."))
    except services.NotNow:
        form.add_error(None, _("The commentary waits for approval. Take it back before you change it."))
    except (services.NothingSaid, services.TextTooLong):
        form.add_error("text", _("Write something, at most 20,000 characters."))
    else:
        messages.success(request, _("The commentary is kept."))
        return True
    return False


def _done(request: PortalRequest, act: Any) -> None:
    try:
        act()
    except services.OwnWork:
        messages.error(request, _("Your own commentary is approved by somebody else."))
    except services.NoReason:
        messages.error(request, _("Say what must change, so that the author knows."))
    except services.NotNow:
        messages.error(request, _("Somebody was faster: this step is no longer possible."))
    except services.VersionClosed:
        messages.error(request, _("This version is published; its commentary stays as it is."))
    else:
        messages.success(request, _("Done."))


def _commentary(request: PortalRequest, permission: str, pk: int, number: int, section: str) -> Commentary:
    try:
        return commentary_for(request.access, permission, report=pk, number=number, section=section)
    except Commentary.DoesNotExist:
        raise Http404 from None


def _place(pk: int, number: int, section: str) -> str:
    return f"{reverse('reports:version', args=[pk, number])}#section-{section}"
