"""Saves special topics and their measures, and works out what is shown of them.

create_topic(values=TopicValues(...), owner=user, by=actor, now=now) -> Topic       starts its job too
change_topic(topic=, values=, by=, now=), remove_topic(topic=, by=, now=)
add_measure(topic=, region=, day=, text=, expected=, cells=, by=, now=), remove_measure(measure=, by=, now=)
start_topic(topic=, by=, now=) -> Job
compute_now(topic=, period=None, now=) -> TopicResult                               at once, for reports and the demo
"""

from .computing import NothingToCompute, compute_now, gather, keep
from .editing import TopicValues, add_measure, change_topic, create_topic, remove_measure, remove_topic, start_topic

__all__ = [
    "NothingToCompute",
    "TopicValues",
    "add_measure",
    "change_topic",
    "compute_now",
    "create_topic",
    "gather",
    "keep",
    "remove_measure",
    "remove_topic",
    "start_topic",
]
