from enum import StrEnum


class NotifyPermission(StrEnum):
    VIEW_OUTBOX = "notify.view_outbox"
