"""The kinds of import of hall video, as data for `portalkit.imports`.

A list of cameras brings no passwords: an uploaded file is kept as it came, and its rejected rows go into a workbook. Halls are made
before by their own kind; nodes and volumes in the portal.
"""

from .cameras import CAMERAS

SPECS = (CAMERAS,)
