"""The shared special topics whose days reach into the period."""

from django.utils.translation import gettext as _

from complaints.selectors.topics import TopicInPeriod, topics_in
from portalkit.sheets.domain.columns import Kind

from ...domain.document import Column, Exhibit, Row, Section, Value
from ..scope import Scope
from ..wording import count, share


def build(scope: Scope) -> Section | None:
    found = topics_in(scope.access, period=scope.period, region=scope.region)
    if not found:
        return None
    most = found[0]
    text = _("{topic}: {count} complaints in the period, {share} of those of its region")
    exhibit = Exhibit(
        key="topics",
        title=_("Special topics in the period"),
        columns=(
            Column("topic", _("Topic")),
            Column("region", _("Region")),
            Column("from", _("From day")),
            Column("complaints", _("In the period"), Kind.NUMBER),
            Column("share", _("Share"), Kind.PERCENT),
            Column("all", _("Since its first day"), Kind.NUMBER),
            Column("computed", _("Data until")),
        ),
        rows=tuple(Row(f"topic.{one.topic.pk}", _cells(one)) for one in found),
        note=_("Share: of all complaints of the topic's region on the same days, as far as its newest results reach."),
    )
    finding = text.format(topic=most.topic.name, count=count(most.tickets), share=share(most.share))
    return Section(key="topics", title=_("Special topics"), finding=finding, blocks=(exhibit,))


def _cells(one: TopicInPeriod) -> tuple[Value, ...]:
    topic = one.topic
    return (topic.name, topic.region.display_name, topic.first_day.isoformat(), one.tickets, one.share, one.every, one.until.isoformat())
