"""Classes of halls and how long the law has their pictures kept."""

from enum import StrEnum


class HallClass(StrEnum):
    """ORDINARY: 30 days (rules on public security video). KEY: 90 days (counter-terrorism law, article 32: key targets)."""

    ORDINARY = "ordinary"
    KEY = "key"

    @property
    def legal_retention_days(self) -> int:
        return 90 if self is HallClass.KEY else 30
