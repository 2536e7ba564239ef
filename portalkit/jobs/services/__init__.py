"""Puts work in line, runs it, finds what got stuck, starts what is due."""

from .ending import cancel
from .enqueuing import enqueue
from .running import run_job
from .runs import JobCancelled, JobRefused, JobRun, LostClaim
from .scheduling import start_due
from .sweeping import sweep

__all__ = ["JobCancelled", "JobRefused", "JobRun", "LostClaim", "cancel", "enqueue", "run_job", "start_due", "sweep"]
