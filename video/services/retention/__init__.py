"""Room on the volumes: what is past its days goes, what the law or a hold wants stays, and somebody is told before it gets tight."""

from .enforcing import Enforced, enforce_retention
from .wishes import set_keep_days

__all__ = ["Enforced", "enforce_retention", "set_keep_days"]
