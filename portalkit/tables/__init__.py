"""List pages: columns as data, sorted, paged, chosen, saved, downloaded; one call of the view.

    from portalkit.tables import Column, Table
    from portalkit.tables.views import list_page

    TICKETS = Table(
        key="complaints.tickets",
        title=_("Tickets"),
        default_order="-accepted_at",
        row_link=lambda ticket: reverse("complaints:ticket", args=[ticket.pk]),
        columns=(
            Column("ticket_id", _("Ticket"), order_by="ticket_id"),
            Column("accepted_at", _("Accepted"), kind="datetime", order_by="accepted_at"),
            Column("region", _("Region"), value="region.name", order_by="region__path"),
            Column("status", _("Status"), value="get_status_display", kind="badge", tone=lambda ticket: TONES[ticket.status]),
            Column("hours", _("Handling hours"), kind="number", digits=1, order_by="hours", shown=False),
            Column("content", _("Content"), is_long=True),
        ),
    )

    @requires(ComplaintsPermission.VIEW)
    def tickets(request):
        rows = request.access.scope(ComplaintsPermission.VIEW, Ticket.objects.select_related("region"))
        filters = TICKET_FILTERS.bind(request.GET, access=request.access, permission=ComplaintsPermission.VIEW)
        return list_page(request, table=TICKETS, rows=rows, filters=filters, permission_to_export=ComplaintsPermission.EXPORT)

`list_page` answers GET (page, or its fragment for htmx), `?format=csv|xlsx` (the whole filtered list with the columns shown, in the order
shown) and POST (columns, page size, saved views), so the view must let POST through and its guard must not ask more for it.
`rows` may be a queryset (filters are applied here) or a sequence of objects or mappings (filtered and aggregated by the caller).
For a queryset of grouped `values()` give `tie_break=()`, or the grouping keys.

The template `tables/list.html` extends the shell. Extend it to add `before_list` (figures, a chart above the list), `actions` or
`subtitle`, and pass `template=`. `context` may bring `title`, and for a list that is empty altogether `empty_reason`,
`empty_url`, `empty_label`, `empty_title`, `empty_icon`.
A short table on another page: `panel = plain_panel(table, rows)` from `portalkit.tables.panels.lists`, and
`{% include "tables/_plain.html" with table=panel %}` (link `tables/tables.css` in the `css` block).

What others plug in
  * `request.preferences`, a `PreferenceStore` (`get(key, default)`, `set(key, value)`; JSON values by user), attached by the
    access middleware. Without it the chosen columns live in the URL and there are no saved views. One key a table, `table.<key>`.
  * Setting `NOC_EXPORT_HOOK`: dotted path of `hook(*, request, export)`, called before the first byte of every download with an
    `Export(source, rows, file_format, query)`; there the audit event is written. An exception of the hook stops the download.

Guarantees
  * Only declared columns sort; unknown values come last both ways; equal rows keep their order from page to page.
  * Three queries a page beyond those of filters and access: settings, count, rows (a fourth where nothing is found).
    Counting stops at `count_limit` and says "more than" then. Page sizes are bounded.
  * A download is what the screen shows, up to `export_limit` rows (CSV) and `workbook_limit` (XLSX); beyond, the user is told to
    narrow the filters. No cell becomes a formula (see `portalkit.sheets`).
  * "No data at all" and "the filters match nothing" are told apart, the latter with a way out.
  * Caption, scopes, `aria-sort`, focus kept on the sort link, a working page without scripts, a print style.
"""

from .domain.columns import Column, Table

__all__ = ["Column", "Table"]
