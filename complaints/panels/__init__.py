"""What pages show beside tables and charts: cards of figures, the facts of a ticket."""

from .figures import ClassCard, comparisons, overview_stats, resolution_stats
from .matter import Fact, Half, ticket_halves

__all__ = ["ClassCard", "Fact", "Half", "comparisons", "overview_stats", "resolution_stats", "ticket_halves"]
