"""What changes complaints' data. Imports go through `portalkit.imports` and the kinds in `services.imports`."""

from .figures import NotAFigure, annotate, enter_published_rate, load_province_2011, remove_annotation, remove_published_rate, set_target
from .mappings import (
    MappingMeansNothing,
    MappingOverlaps,
    Remapped,
    When,
    end_mapping,
    ensure_default_mappings,
    map_category,
    map_cause,
    remap,
    start_remap,
)
from .reveal import NothingSealed, ReasonMissing, Revealed, SealedField, reveal_number

__all__ = [
    "MappingMeansNothing",
    "MappingOverlaps",
    "NotAFigure",
    "NothingSealed",
    "ReasonMissing",
    "Remapped",
    "Revealed",
    "SealedField",
    "When",
    "annotate",
    "end_mapping",
    "ensure_default_mappings",
    "enter_published_rate",
    "load_province_2011",
    "map_category",
    "map_cause",
    "remap",
    "remove_annotation",
    "remove_published_rate",
    "reveal_number",
    "set_target",
    "start_remap",
]
