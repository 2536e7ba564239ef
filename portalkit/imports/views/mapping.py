"""The mapping page: sheet and header line, columns to fields, words and dates."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portalkit.access.selectors import PortalRequest
from portalkit.guards.permissions import requires

from ..domain.headers import Guess, guess_mapping, missing_required
from ..domain.refusals import Refused
from ..domain.registry import spec_of
from ..domain.spec import Repeats
from ..forms import choice_from, header_line
from ..models import ImportBatch
from ..panels import pages
from ..panels.messages import refusal_text
from ..panels.reasons import explain, field_label
from ..permissions import ImportsPermission
from ..selectors import batches
from ..services import requests
from ..services.mapping import MAPPABLE, MappingRefused, choose_table
from ..services.opening import Head, head_of
from ..services.states import BatchBusy


@requires(ImportsPermission.UPLOAD)
def map_columns(request: PortalRequest, pk: int) -> HttpResponseBase:
    batch = get_object_or_404(batches(request.access, ImportsPermission.UPLOAD), pk=pk)
    if batch.state not in MAPPABLE or "info" not in batch.source:
        return redirect("imports:detail", batch.pk)
    errors: list[str] = []
    if request.method == "POST":
        choice = choice_from(request.POST, spec_of(batch.kind))
        try:
            name = request.POST.get("remember_as", "").strip()[:80]
            requests.map_and_check(batch=batch, choice=choice, by=request.access.actor, now=timezone.now(), name=name)
        except MappingRefused as refused:
            errors = [explain(problem, spec_of(batch.kind)) for problem in refused.problems]
            batch.mapping, batch.options = dict(choice.mapping), {**batch.options, **choice.options}
        except Refused as refused:
            errors = [refusal_text(refused.code, refused.params)]
        except BatchBusy:
            messages.warning(request, _("The import has moved on meanwhile; nothing was done."))
            return redirect("imports:detail", batch.pk)
        else:
            return redirect("imports:detail", batch.pk)
    return render(request, "imports/map.html", _context(batch, errors), status=422 if errors else 200)


@require_POST
@requires(ImportsPermission.UPLOAD)
def choose(request: PortalRequest, pk: int) -> HttpResponseBase:
    """Another sheet or header line: the columns are guessed anew."""
    batch = get_object_or_404(batches(request.access, ImportsPermission.UPLOAD), pk=pk)
    sheet = request.POST.get("sheet", "")[:100]
    try:
        choose_table(batch=batch, sheet=sheet, header_line=header_line(request.POST), by=request.access.actor, now=timezone.now())
    except Refused as refused:
        messages.error(request, refusal_text(refused.code, refused.params))
    except BatchBusy:
        messages.warning(request, _("The import has moved on meanwhile; nothing was done."))
    return redirect("imports:map", batch.pk)


def _context(batch: ImportBatch, errors: list[str]) -> dict[str, Any]:
    spec = spec_of(batch.kind)
    context: dict[str, Any] = {
        "batch": batch,
        "kind": spec.label,
        "steps": pages.STEPS,
        "refusal": pages.refusal_of(batch),
        "errors": errors,
        "layout_choices": pages.LAYOUT_CHOICES,
        "repeats_choices": pages.REPEATS_CHOICES,
        "repeats": batch.options.get("repeats") or Repeats.REJECT,
        "has_regions": bool(spec.regions),
        "sheets": [sheet["name"] for sheet in batch.source["info"]["sheets"]],
    }
    try:
        head = head_of(batch)
    except Refused as refused:
        return {**context, "errors": [*errors, refusal_text(refused.code, refused.params)]}
    guess = guess_mapping(head.shape.headers, spec, batch.mapping)
    return {**context, **_columns(batch, head, _only_given(guess, batch))}


def _columns(batch: ImportBatch, head: Head, guess: Guess) -> dict[str, Any]:
    return {
        "head": head,
        "first_lines": pages.first_lines(batch, head, guess),
        "fields": pages.mapped_fields(batch, head, guess),
        "columns": pages.columns_of(batch, head, guess),
        "unknown": guess.unknown,
        "duplicate": guess.duplicate,
        "missing": [field_label(name, spec_of(batch.kind)) for name in guess.missing_required],
    }


def _only_given(guess: Guess, batch: ImportBatch) -> Guess:
    """After the first guess the batch's mapping is all there is: a field left empty stays empty."""
    if not batch.mapping:
        return guess
    kept = {name: place for name, place in guess.columns.items() if name in batch.mapping}
    spec = spec_of(batch.kind)
    missing = missing_required(spec, kept)
    places = set(kept.values())
    head = batch.source.get("headers", [])
    unknown = tuple(header for place, header in enumerate(head) if header and place not in places)
    return Guess(columns=kept, how=guess.how, unknown=unknown, duplicate=guess.duplicate, missing_required=missing)
