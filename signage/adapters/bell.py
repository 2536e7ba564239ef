"""Rings the event streams over Redis, where there is one. Who misses a ring looks into the table a moment later."""

import logging
from functools import lru_cache

import redis
from django.conf import settings

CHANNEL = "noc.signage.nudges"
logger = logging.getLogger(__name__)


def ring(number: int) -> None:
    """Says that the nudge of this number is there. A Redis that does not answer is no error."""
    if not settings.REDIS_URL:
        return
    try:
        _client(settings.REDIS_URL).publish(CHANNEL, number)
    except redis.RedisError as error:
        logger.warning("the event streams were not rung (%s)", type(error).__name__)


@lru_cache(maxsize=1)
def _client(url: str) -> redis.Redis:
    return redis.Redis.from_url(url, socket_connect_timeout=2, socket_timeout=2)
