from typing import ClassVar

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django_otp.models import Device, ThrottlingMixin

from portalkit.audit.domain.actors import Actor, ActorKind
from portalkit.regions.models import Region


class User(AbstractUser):  # type: ignore[django-manager-missing]
    """A person who signs in. What the person may do comes from grants alone."""

    full_name = models.CharField(max_length=80, blank=True)
    department = models.CharField(max_length=80, blank=True)
    is_demo = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar[list[str]] = ["username"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(Lower("username"), name="user_username_once_in_any_case"),
        ]

    def __str__(self) -> str:
        return self.full_name or self.username

    @property
    def actor(self) -> Actor:
        return self.actor_at("")

    def actor_at(self, address: str) -> Actor:
        return Actor(kind=ActorKind.USER, identifier=str(self.pk), name=str(self), address=address)


class Grant(models.Model):
    """A role for a user in a region's subtree, from a day (inclusive) to a day (exclusive)."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="grants")
    role = models.CharField(max_length=40)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["user", "role", "region"], name="grant_once_per_user_role_region"),
            models.CheckConstraint(
                condition=Q(valid_from=None) | Q(valid_to=None) | Q(valid_from__lt=F("valid_to")), name="grant_valid_from_before_to"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.role} · {self.region}"


class MachineToken(models.Model):
    """A revocable secret of a machine. Only its SHA-256 is kept; permissions are listed, the region bounds them."""

    name = models.CharField(max_length=80)
    digest = models.CharField(max_length=64, unique=True)
    hint = models.CharField(max_length=12)
    permissions = models.JSONField(default=list)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name

    @property
    def actor(self) -> Actor:
        return self.actor_at("")

    def actor_at(self, address: str) -> Actor:
        return Actor(kind=ActorKind.MACHINE, identifier=str(self.pk), name=self.name, address=address)


class AuthenticatorManager(models.Manager["Authenticator"]):
    def devices_for_user(self, user: User, confirmed: bool | None = None) -> "models.QuerySet[Authenticator]":  # noqa: FBT001
        """What django-otp asks of a device's manager."""
        found = self.filter(user=user)
        return found if confirmed is None else found.filter(confirmed=confirmed)


class Authenticator(ThrottlingMixin, Device):  # type: ignore[misc]
    """A user's second factor: the app that shows a new code every half minute. The secret is sealed; a step counts once."""

    objects = AuthenticatorManager()

    secret_sealed = models.BinaryField()
    last_step = models.BigIntegerField(default=-1)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["user", "confirmed"], name="authenticator_once_per_user_and_state"),
        ]

    def get_throttle_factor(self) -> int:
        return 1


class RecoveryCode(models.Model):
    """A code that stands in for the second factor once. Only its keyed fingerprint is kept."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="recovery_codes")
    digest = models.CharField(max_length=32)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["user", "digest"], name="recovery_code_once_per_user"),
        ]


class UserSession(models.Model):
    """A signed-in browser, so that its owner or an administrator can see and end it."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="sessions")
    session_key = models.CharField(max_length=40, unique=True)
    address = models.GenericIPAddressField(null=True)
    browser = models.CharField(max_length=200, blank=True)
    started_at = models.DateTimeField(auto_now_add=True)
    seen_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["user", "-seen_at"], name="session_by_user")]

    def __str__(self) -> str:
        return f"{self.user} · {self.address or ''}"


class Preference(models.Model):
    """What a user set for the user's own eyes: theme, language, region and period picked, columns, saved views."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="preferences")
    key = models.CharField(max_length=80)
    value = models.JSONField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["user", "key"], name="preference_once_per_user_key"),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.key}"
