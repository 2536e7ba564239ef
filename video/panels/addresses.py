"""Addresses of a camera's pages, as far as this installation has them."""

from django.urls import NoReverseMatch, reverse


def page_of_camera(name: str, gb_id: str) -> str:
    """The address of `video:<name>` for a camera; empty where there is no such page."""
    try:
        return reverse(f"video:{name}", args=[gb_id])
    except NoReverseMatch:
        return ""
