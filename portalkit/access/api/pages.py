"""Cursor pages: stable while rows are added, and never larger than the bound."""

from typing import Any

from django.utils.translation import gettext as _
from rest_framework import pagination
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request


class CursorPage(pagination.CursorPagination):
    """`?size=` up to 1,000 rows a page (100 by default), `?cursor=` from the links `next` and `previous`. Other sizes are refused."""

    page_size = 100
    max_page_size = 1000
    page_size_query_param = "size"
    ordering = "pk"

    def get_page_size(self, request: Request) -> int:
        asked = request.query_params.get(self.page_size_query_param)
        if asked is None:
            return self.page_size
        if not (asked.isascii() and asked.isdecimal() and len(asked) < 6 and 1 <= int(asked) <= self.max_page_size):
            raise ValidationError({self.page_size_query_param: [_("A number from 1 to {most}.").format(most=self.max_page_size)]})
        return int(asked)

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        described: list[dict[str, Any]] = super().get_schema_operation_parameters(view)
        bounds = {"type": "integer", "minimum": 1, "maximum": self.max_page_size, "default": self.page_size}
        return [{**one, "schema": bounds} if one["name"] == self.page_size_query_param else one for one in described]
