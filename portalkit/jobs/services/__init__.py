"""Puts work in line, runs it, finds what got stuck, starts what is due."""

from .enqueuing import enqueue
from .ending import cancel
from .runs import JobCancelled, JobRefused, JobRun, LostClaim
from .running import run_job
from .scheduling import start_due
from .sweeping import sweep

__all__ = ["JobCancelled", "JobRefused", "JobRun", "LostClaim", "cancel", "enqueue", "run_job", "start_due", "sweep"]
