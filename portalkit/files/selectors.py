"""Which stored files nobody needs."""

from datetime import datetime

from django.db.models import Exists, ForeignObjectRel, OuterRef, QuerySet

from .models import StoredFile


def unreferenced(*, stored_before: datetime) -> QuerySet[StoredFile]:
    """Files that no foreign key of any model points at, not stored since a moment."""
    rows = StoredFile.objects.filter(stored_at__lt=stored_before)
    for relation in StoredFile._meta.get_fields(include_hidden=True):
        if isinstance(relation, ForeignObjectRel):
            referring = relation.related_model._base_manager.filter(**{relation.field.name: OuterRef("pk")})
            rows = rows.exclude(Exists(referring))
    return rows.order_by("pk")
