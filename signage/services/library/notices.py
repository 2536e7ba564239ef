"""Text notices: content that is written in a form."""

from datetime import datetime

from portalkit.access.models import User
from portalkit.audit.domain.actors import Actor
from portalkit.regions.models import Region

from ...domain.kinds import MediaType
from ...domain.notices import Tone, notice_text
from ...models import Content, ContentVersion
from .facts import ContentFacts
from .versions import VersionValues, add_content, add_version


def write_notice(
    *, facts: ContentFacts, region: Region, heading: str, body: str, tone: Tone, owner: User, by: Actor, now: datetime
) -> ContentVersion:
    """A new notice."""
    values = VersionValues(text=notice_text(title=heading, body=body, tone=tone))
    return add_content(facts=facts, media=MediaType.NOTICE, region=region, values=values, owner=owner, by=by, now=now)


def rewrite_notice(*, content: Content, heading: str, body: str, tone: Tone, maker: User, by: Actor, now: datetime) -> ContentVersion:
    """The next version of a notice; the same words again make none."""
    text = notice_text(title=heading, body=body, tone=tone)
    if content.current is not None and content.current.text == text:
        return content.current
    return add_version(content=content, values=VersionValues(text=text), maker=maker, by=by, now=now)
