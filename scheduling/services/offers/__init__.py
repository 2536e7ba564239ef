"""Offers from the hours pool: made and withdrawn by planners, taken and refused by agents."""

from .answering import CannotTake, NotAsked, OfferClosed, refuse_offer, take_offer
from .making import OfferImpossible, OfferWish, Why, make_offer, withdraw_offer

__all__ = [
    "CannotTake",
    "NotAsked",
    "OfferClosed",
    "OfferImpossible",
    "OfferWish",
    "Why",
    "make_offer",
    "refuse_offer",
    "take_offer",
    "withdraw_offer",
]
