"""A form on a page of its own."""

from typing import Any

from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def form_page(
    request: HttpRequest, form: BaseForm, *, title: str, back: str, template: str = "signage/form.html", **more: Any
) -> HttpResponse:
    """422 with its errors when the form was sent and is not valid; `back` is where Cancel leads."""
    context = {"form": form, "title": title, "back": back, **more}
    return render(request, template, context, status=422 if form.is_bound else 200)
