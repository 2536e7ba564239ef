"""`{% roster_cells row days %}` draws an agent's cells, `{% roster_day day %}` the coverage of a day. Ten thousand cells must stay cheap:
cells that look alike are drawn once."""

from datetime import date
from functools import lru_cache

from django import template
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ..panels.rules import violation_text
from ..selectors.rosters.sheet import SheetCell, SheetDay, SheetRow

register = template.Library()


@register.simple_tag
def roster_cells(row: SheetRow, days: tuple[SheetDay, ...]) -> SafeString:
    """The cells of a row, `<td>` each."""
    language = get_language() or ""
    return mark_safe("".join(_cell(cell, day.is_free, language) for cell, day in zip(row.cells, days, strict=True)))  # noqa: S308


@register.simple_tag
def roster_day(day: SheetDay) -> SafeString:
    """The coverage of a day: hours missing, or to spare."""
    if day.figures is None:
        return format_html('<td class="roster-unknown">{}</td>', "–")
    missing, spare, most = day.figures
    title = _("Missing {missing} h (at most {most} heads), to spare {spare} h").format(
        missing=number_format(round(missing, 1)), most=number_format(round(most, 1)), spare=number_format(round(spare, 1))
    )
    look = "is-short" if missing > 0 else "is-met"
    text = f"−{number_format(round(missing, 1))}" if missing > 0 else f"+{number_format(round(spare, 1))}"
    return format_html('<td class="{}" title="{}">{}</td>', look, title, text)


@register.filter
def weekday(day: date) -> str:
    """The shortest name of a weekday: 一, or Mo."""
    name = str(WEEKDAYS_ABBR[day.weekday()])
    return name[-1] if (get_language() or "").startswith("zh") else name[:2]


@register.filter
def hours(minutes: int) -> str:
    """Minutes as hours."""
    return number_format(round(minutes / 60, 1) if minutes % 60 else minutes // 60)


@lru_cache(maxsize=8192)
def _cell(cell: SheetCell, is_free: bool, language: str) -> SafeString:  # noqa: ARG001, FBT001 - the language tells cached texts apart
    looks = [f"shift-{cell.colour}"] if cell.code else []
    looks += [name for name, is_so in _marks(cell, is_free=is_free) if is_so]
    attributes = format_html(' class="{}"', " ".join(looks)) if looks else SafeString()
    said = [violation_text(one) for one in cell.violations]
    if cell.comment:
        said.append(_("Comment: {text}").format(text=cell.comment))
        attributes += format_html(' data-note="{}"', cell.comment)
    if cell.leave:
        said.append(cell.leave)
    if said:
        attributes += format_html(' title="{}"', " · ".join(said))
    hidden = format_html('<span class="visually-hidden"> {}</span>', " · ".join(said)) if said else ""
    mark = format_html('<span class="roster-leave">{}</span>', _("L")) if cell.leave and not cell.code else ""
    return format_html("<td{}>{}{}{}</td>", mark_safe(attributes), cell.code, mark, hidden)  # noqa: S308


def _marks(cell: SheetCell, *, is_free: bool) -> tuple[tuple[str, bool], ...]:
    return (
        ("is-free", is_free),
        ("is-night", cell.is_night),
        ("is-bad", any(one.is_hard for one in cell.violations)),
        ("is-away", bool(cell.leave)),
        ("has-note", bool(cell.comment)),
    )
