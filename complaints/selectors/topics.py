"""Special topics: the tickets that belong to one, and what is kept of it."""

from django.db.models import Q

from ..domain.topics import terms_of

TEXTS = ("subject", "content")
PLACES = ("fault_location", "claimed_place")


def any_of(text: str) -> Q:
    """Tickets whose subject or content holds one of the words at least; see `domain.topics.terms_of` for how they are parted."""
    return _holding(terms_of(text), TEXTS)


def all_of(text: str) -> Q:
    """Tickets whose subject and content together hold every one of the words."""
    found = Q()
    for term in terms_of(text):
        found &= _holding((term,), TEXTS)
    return found


def none_of(text: str) -> Q:
    """Tickets whose subject and content hold none of the words."""
    return ~any_of(text)


def at_places(text: str) -> Q:
    """Tickets whose place of fault or of complaint holds one of the names."""
    return _holding(terms_of(text), PLACES)


def _holding(terms: tuple[str, ...], fields: tuple[str, ...]) -> Q:
    found = Q()
    for term in terms:
        for field in fields:
            found |= Q(**{f"{field}__icontains": term})
    return found
