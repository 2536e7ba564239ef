"""The roster solver: OR-Tools beside the pure parts of scheduling.domain.roster."""
