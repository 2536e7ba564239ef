from enum import StrEnum


class ComplaintsPermission(StrEnum):
    VIEW = "complaints.view"
    REVEAL = "complaints.reveal"
    IMPORT = "complaints.import"
    MANAGE_MAPPINGS = "complaints.manage_mappings"
    MANAGE_PUBLISHED = "complaints.manage_published"
    ANNOTATE = "complaints.annotate"
    EXPORT = "complaints.export"
