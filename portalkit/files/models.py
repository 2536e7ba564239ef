from typing import ClassVar

from django.db import models
from django.db.models import Q


class StoredFile(models.Model):
    """Bytes on disk under their SHA-256. The row is written only after the bytes are durable.

    `stored_at` is the last time somebody stored this content; the garbage collection leaves young rows alone.
    """

    sha256 = models.CharField(max_length=64, unique=True)
    size = models.BigIntegerField()
    stored_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(size__gte=0), name="stored_file_size_not_negative")
        ]

    def __str__(self) -> str:
        return self.sha256[:12]
