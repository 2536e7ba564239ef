"""What a file of proof of play says of itself: it is read without the page that it comes from."""

from django.utils.translation import gettext as _

from portalkit.access.selectors import Access
from portalkit.filters import BoundFilters

from ..permissions import SignagePermission

Fact = tuple[str, str]  # a label and its value


def facts_of(access: Access, filters: BoundFilters) -> list[Fact]:
    """Every filter that is set; days and region also where nothing narrows them. One query where no region was chosen."""
    found: list[Fact] = []
    for field in filters.fields:
        label = str(field.filter.label)
        if field.reading.is_active:
            found.append((label, ", ".join(part.text for part in field.filter.parts(field.value, field.scope))))
        elif field.key == "day":
            found.append((label, _("All days")))
        elif field.key == "region":
            found.append(reach_of(access))
    return found


def reach_of(access: Access) -> Fact:
    """The topmost of the regions that the caller sees. One query."""
    regions = access.regions(SignagePermission.VIEW).order_by("path")
    if access.everywhere(SignagePermission.VIEW):
        tops = regions.filter(parent=None)
    else:
        tops = regions.filter(path__in=access.paths.get(SignagePermission.VIEW, frozenset()))
    return _("Region or hall"), ", ".join(region.display_name for region in tops)
