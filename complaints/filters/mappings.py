"""What mapping rules can be narrowed by."""

from django.utils.translation import gettext_lazy as _

from portalkit.filters import ChoiceFilter, FilterSet, TextFilter

from ..models.labels import CAUSE_LABELS, CLASS_LABELS, SIDE_LABELS, TYPE_LABELS, choices

CATEGORY_FILTERS = FilterSet(
    (
        TextFilter("text", _("Text")),
        ChoiceFilter("class", _("Class"), field="service_class", choices=choices(CLASS_LABELS)),
        ChoiceFilter("type", _("Type"), field="complaint_type", choices=choices(TYPE_LABELS)),
    )
)
CAUSE_FILTERS = FilterSet(
    (
        TextFilter("text", _("Text")),
        ChoiceFilter("cause", _("Cause"), choices=choices(CAUSE_LABELS)),
        ChoiceFilter("side", _("Control"), choices=choices(SIDE_LABELS)),
    )
)
