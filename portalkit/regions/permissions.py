from enum import StrEnum


class RegionsPermission(StrEnum):
    VIEW = "regions.view"
    MANAGE = "regions.manage"
