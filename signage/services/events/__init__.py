"""The players' event stream: see docs/operations.md for how it is run."""

from .application import EventStream

__all__ = ["EventStream"]
