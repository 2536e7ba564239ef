"""Tables of hotline scheduling, a module for each group."""

from .forecasts import Forecast, ForecastDay, ForecastInterval, ForecastOverride
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
    "CallVolume",
    "Campaign",
    "DayMark",
    "Forecast",
    "ForecastDay",
    "ForecastInterval",
    "ForecastOverride",
    "HoursEntry",
    "LabourRule",
    "Queue",
    "Roster",
    "RotationPattern",
    "ServiceStandard",
    "ShiftRequest",
    "ShiftTemplate",
    "StaffingInterval",
]
