"""The list page: one call of a view."""

from .lists import list_page

__all__ = ["list_page"]
