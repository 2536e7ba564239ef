"""Reads a day under way: what came against what was forecast, who is on duty, what the rest of the day needs and what can be moved."""

from .page import Intraday, Lack, intraday, newest_day

__all__ = ["Intraday", "Lack", "intraday", "newest_day"]
