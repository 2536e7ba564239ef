"""Text notices: what they say and how grave they look."""

from enum import StrEnum

LONGEST_TITLE = 60
LONGEST_BODY = 600


class Tone(StrEnum):
    NOTICE = "notice"
    WARNING = "warning"
    DANGER = "danger"


def notice_text(*, title: str, body: str, tone: Tone) -> dict[str, str]:
    """What a version holds and players show. Lines of the body stay; other white space is tidied."""
    lines = [" ".join(line.split()) for line in body.strip().splitlines()]
    return {"title": " ".join(title.split())[:LONGEST_TITLE], "body": "\n".join(lines)[:LONGEST_BODY], "tone": tone.value}
