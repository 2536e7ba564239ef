"""The kinds of import of the hotline, as data for `portalkit.imports`.

A file names queues and agents by code or name. Queues are made in the portal, never by an import: a misspelt queue is a rejected row.
"""

from .absences import ABSENCES
from .agents import AGENTS
from .attendance import ATTENDANCE
from .call_volumes import CALL_VOLUMES
from .campaigns import CAMPAIGNS

SPECS = (CALL_VOLUMES, AGENTS, ABSENCES, ATTENDANCE, CAMPAIGNS)
