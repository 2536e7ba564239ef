"""Special topics: which there are, which tickets belong to one, and what is kept of it.

visible_topics(access) -> QuerySet[Topic]                    shared ones and one's own, with the newest snapshot's figures
editable_topics(access) -> QuerySet[Topic]
topic_page(access, *, pk, snapshot=None) -> TopicPage         all that its page shows; raises Topic.DoesNotExist
topic_work(access, *, pk) -> tuple[Topic, Job | None]         while it is worked out
topics_in(access, *, period, region=None) -> tuple[TopicInPeriod, ...]   shared ones with what they count in a period
topic_summary(access, *, topic, period=None) -> TopicSummary  the newest snapshot (of a period's days); raises TopicNotComputed
"""

from .conditions import all_of, any_of, at_places, background_tickets, in_cells, named, none_of, topic_tickets
from .in_period import TopicInPeriod, topics_in
from .pages import TopicPage, editable_topics, stale_topics, topic_page, topic_work, visible_topics
from .summaries import CellSpot, MeasureEffect, PhraseCount, Place, TopicNotComputed, TopicPoint, TopicSummary, topic_summary

__all__ = [
    "CellSpot",
    "MeasureEffect",
    "PhraseCount",
    "Place",
    "TopicInPeriod",
    "TopicNotComputed",
    "TopicPage",
    "TopicPoint",
    "TopicSummary",
    "all_of",
    "any_of",
    "at_places",
    "background_tickets",
    "editable_topics",
    "in_cells",
    "named",
    "none_of",
    "stale_topics",
    "topic_page",
    "topic_summary",
    "topic_tickets",
    "topic_work",
    "topics_in",
    "visible_topics",
]
