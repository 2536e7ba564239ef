from enum import StrEnum


class JobsPermission(StrEnum):
    VIEW_ALL = "jobs.view_all"
    MANAGE = "jobs.manage"
