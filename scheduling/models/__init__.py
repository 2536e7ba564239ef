"""Tables of hotline scheduling, a module for each group."""

from .feeds import CalendarFeed
from .forecasts import Forecast, ForecastDay, ForecastInterval, ForecastOverride
from .offers import OfferReply, ShiftOffer
from .people import Absence, Agent, AgentSkill, AttendanceSpan
from .queues import CallVolume, Campaign, DayMark, Queue
from .rosters import Assignment, HoursEntry, LabourRule, Roster, ShiftRequest, ShiftTemplate
from .rotations import RotationPattern
from .staffing import ServiceStandard, StaffingInterval

__all__ = [
    "Absence",
    "Agent",
    "AgentSkill",
    "Assignment",
    "AttendanceSpan",
    "CalendarFeed",
    "CallVolume",
    "Campaign",
    "DayMark",
    "Forecast",
    "ForecastDay",
    "ForecastInterval",
    "ForecastOverride",
    "HoursEntry",
    "LabourRule",
    "OfferReply",
    "Queue",
    "Roster",
    "RotationPattern",
    "ServiceStandard",
    "ShiftOffer",
    "ShiftRequest",
    "ShiftTemplate",
    "StaffingInterval",
]
