"""A form on a page of its own."""

from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def form_page(request: HttpRequest, form: BaseForm, *, title: str, back: str, remove_url: str = "") -> HttpResponse:
    """422 with its errors when the form was sent and is not valid; `back` is where Cancel leads, `remove_url` removes the row."""
    context = {"form": form, "title": title, "back": back, "remove_url": remove_url}
    return render(request, "scheduling/form.html", context, status=422 if form.is_bound else 200)
