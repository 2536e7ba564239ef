"""Tables of hotline scheduling, a module for each group."""

from .people import Absence, Agent, AgentSkill
from .queues import CallVolume, Campaign, DayMark, Queue

__all__ = ["Absence", "Agent", "AgentSkill", "CallVolume", "Campaign", "DayMark", "Queue"]
