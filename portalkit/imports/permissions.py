from enum import StrEnum


class ImportsPermission(StrEnum):
    UPLOAD = "imports.upload"
    VIEW = "imports.view"
    UNDO = "imports.undo"
