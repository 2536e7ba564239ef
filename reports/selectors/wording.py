"""Numbers as parts of sentences, by the same formatting as everywhere else."""

from django.utils.translation import gettext as _

from portalkit.sheets.domain.columns import Kind

from ..domain.document import Value, text_of


def count(value: Value) -> str:
    return text_of(value, kind=Kind.NUMBER)


def rate(value: Value) -> str:
    return text_of(value, kind=Kind.RATE)


def share(value: Value) -> str:
    return text_of(value, kind=Kind.PERCENT)


def moved(change: float | None) -> str:
    """`up 3.2%`, `down 3.2%`, `unchanged`; a dash where the change is not known."""
    if change is None:
        return share(None)
    text = share(abs(change))
    if text == share(0.0):
        return _("unchanged")
    return (_("up {share}") if change > 0 else _("down {share}")).format(share=text)


def hours(value: float | None) -> str:
    """A number of hours with one decimal."""
    return text_of(value, kind=Kind.NUMBER, digits=1)


def tickets(value: Value) -> str:
    return _("{count} tickets").format(count=count(value))


def department(name: str) -> str:
    return name or _("No department")


def left_out(found: int, *, shown: int) -> str:
    """A note below a table that shows the first of so many departments; empty where all are shown."""
    if found <= shown:
        return ""
    return _("{count} more departments stand in the portal.").format(count=count(found - shown))
