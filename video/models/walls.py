"""Which cameras somebody wants to see side by side."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from portalkit.access.models import User
from storefronts.models import Hall

from .register import Camera


class WallLayout(models.Model):
    """A named camera wall: of a hall, for everybody who may see it, or of one user across halls. `size` is the number of places."""

    class Size(models.IntegerChoices):
        FOUR = 4, _("4 pictures")
        NINE = 9, _("9 pictures")
        SIXTEEN = 16, _("16 pictures")

    name = models.CharField(_("Name"), max_length=80)
    hall = models.ForeignKey(Hall, on_delete=models.CASCADE, null=True, blank=True, related_name="walls", verbose_name=_("Hall"))
    owner = models.ForeignKey(User, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    size = models.PositiveSmallIntegerField(_("Number of pictures"), choices=Size.choices, default=Size.FOUR)

    class Meta:
        ordering: ClassVar[list[str]] = ["name"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(hall=None, owner__isnull=False) | models.Q(hall__isnull=False, owner=None),
                name="wall_layout_of_hall_or_user",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class WallPlace(models.Model):
    layout = models.ForeignKey(WallLayout, on_delete=models.CASCADE, related_name="places")
    position = models.PositiveSmallIntegerField()
    camera = models.ForeignKey(Camera, on_delete=models.CASCADE, related_name="+")

    class Meta:
        ordering: ClassVar[list[str]] = ["layout", "position"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["layout", "position"], name="wall_place_once"),
        ]

    def __str__(self) -> str:
        return f"{self.layout_id} {self.position}"
