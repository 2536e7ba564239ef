"""Which tickets belong to a topic. The words of the ticket list's own filters are read here too."""

from django.db.models import Q, QuerySet

from portalkit.periods.domain.calendar import Span
from portalkit.regions.models import Region

from ...domain.topics.terms import terms_of
from ...models import Ticket, Topic

TEXTS = ("subject", "content")
PLACES = ("fault_location", "claimed_place")
# Parameters of the ticket list that a topic may hold, and the column of each.
FIELD_OF = {
    "class": "service_class",
    "type": "complaint_type",
    "cause": "cause",
    "side": "cause_side",
    "status": "status",
    "system": "system",
}
NAMES = {"channel": "channel", "department": "department"}


def topic_tickets(topic: Topic, *, days: Span) -> QuerySet[Ticket]:
    """The counted tickets of the topic's region and of these days that it is about, in no order."""
    return background_tickets(topic, days=days).filter(_about(topic)).order_by()


def background_tickets(topic: Topic, *, days: Span) -> QuerySet[Ticket]:
    """All counted tickets of the topic's region and of these days."""
    rows = Ticket.objects.filter(counted=True, accepted_on__gte=days.first_day, accepted_on__lte=days.last_day)
    return rows.filter(region__in=subtree(topic.region)).order_by()


def subtree(region: Region) -> list[int]:
    return list(Region.objects.filter(path__startswith=region.path).values_list("pk", flat=True))


def any_of(text: str) -> Q:
    """Tickets whose subject or content holds one of the words at least; see `domain.topics.terms` for how they are parted."""
    return _holding(terms_of(text), TEXTS)


def all_of(text: str) -> Q:
    """Tickets whose subject or content holds every one of the words."""
    found = Q()
    for term in terms_of(text):
        found &= _holding((term,), TEXTS)
    return found


def none_of(text: str) -> Q:
    """Tickets whose subject and content hold none of the words."""
    found = any_of(text)
    return ~found if found else found


def at_places(text: str) -> Q:
    """Tickets whose place of fault or of complaint holds one of the names."""
    return _holding(terms_of(text), PLACES)


def named(field: str, text: str) -> Q:
    """A part of a name; after `=` the whole name, and `=` alone means that none is stated."""
    if text.startswith("="):
        return Q(**{field: text[1:]})
    return Q(**{f"{field}__icontains": text})


def in_cells(text: str) -> Q:
    """A part of a cell's name; after `=` whole names, parted by `|`."""
    return Q(cell__in=text[1:].split("|")) if text.startswith("=") else Q(cell__icontains=text)


def _about(topic: Topic) -> Q:
    found = any_of(topic.any_terms) & all_of(topic.all_terms) & none_of(topic.none_terms) & at_places(topic.places)
    for name, values in topic.filters.items():
        if name in FIELD_OF:
            found &= Q(**{f"{FIELD_OF[name]}__in": list(values)})
        elif name in NAMES and values:
            found &= named(NAMES[name], values[0])
    if topic.cell_names:
        found &= Q(cell__in=topic.cell_names)
    return found


def _holding(terms: tuple[str, ...], fields: tuple[str, ...]) -> Q:
    found = Q()
    for term in terms:
        for field in fields:
            found |= Q(**{f"{field}__icontains": term})
    return found
