"""Cursor pages: stable while rows are added, and never larger than the bound."""

from rest_framework import pagination


class CursorPage(pagination.CursorPagination):
    """`?size=` up to 1,000 rows a page (100 by default), `?cursor=` from the links `next` and `previous`."""

    page_size = 100
    max_page_size = 1000
    page_size_query_param = "size"
    ordering = "pk"
