"""Files in: received, mapped, checked row by row, previewed, imported in one transaction, undone.

An app declares a kind of import as data and registers it when it starts:

    class TicketTarget(TableTarget):                      # portalkit.imports.adapters.table_target
        model = "complaints.Ticket"                       # has `batch` (foreign key to ImportBatch) and `row_hash` (text, 32)
        key = ("system", "ticket_id")
        columns = ("accepted_at", "region_id", "content", "phone_sealed", "phone_print")

        def prepare(self, chunk: Chunk) -> Prepared: ...           # values to columns, rows refused on the way
        def collect(self, *, cursor, batch_id): ...                # keys of derived rows; asked before and after the write
        def recompute(self, *, cursor, touched): ...               # derived tables, in the same transaction

    register(ImportSpec(code="crm_tickets", fields=(Field("ticket_id", _("Ticket"), FieldKind.ID, ("工单流水号",), required=True), ...),
                        regions=("region", "county"), permission=ComplaintsPermission.IMPORT, target=TicketTarget, ...))

Wizard under /imports/, REST under /api/v1/imports/, `manage.py import_file KIND FILE… [--mapping NAME|FILE.json] [--commit]`: one engine.
The kind `regions` (the region tree) is declared here; its target writes through `portalkit.regions.services`.

Steps of a batch, each in its own service, run by a job or (`services.inline`) in the calling process:

    receive       the file is stored as it came; form, sheet, header and columns are guessed or remembered by header signature
    map_columns   field → header, `Header#2` or position; words to codes, layouts of dates, whether unknown regions are made
    run_check     one pass: convert columns, resolve regions, `prepare`, COPY into a staging table; then repeated keys and
                  `target.check`, then counts by anti-join. Rejected rows go to the error workbook
    run_commit    lock, pending regions, old values of changed rows, update, insert, recompute, audit, job done: one transaction
    run_undo      changed rows get their old values, new rows go, recompute; refused while a later import changed the same rows

What it guarantees:

- All or nothing. Killed anywhere, an import leaves the business tables untouched or complete; run again it completes.
- The same file again changes nothing; copies of it imported at once import once (one lock per app, see `Target.lock`).
- read = new + changed + unchanged + rejected. A row that repeats an earlier row of the file counts as unchanged (warning
  `duplicate_row`); one with the same key and other values is rejected (`duplicate_key`): nobody can tell which is right.
  For lists of changes, one line per change of a ticket, the option `repeats: "last"` lets the last good row of a key count;
  the earlier ones count as unchanged (warning `superseded_row`, or `duplicate_row` where they say the same).
- A cell `?`, `NULL`, `N/A`, `-`, `无` … is empty, except in text (see `domain.values`); empty cells of a field with a `fallback`
  take the value of that field in the same row (warning `stood_in`).
- A row is changed when its hash differs: BLAKE2b over the target's `hash_columns`, regions by code, never over a ciphertext.
- Dates: what is not declared is taken from the whole column and named in the warnings; day and month that cannot be told
  apart refuse the file until somebody says which comes first.
- A region outside the uploader's grants is rejected (`region_not_yours`); other uploaders' batches are 404.
- The error workbook holds the original columns as text, then reason and line. Repaired and uploaded it maps itself.
- Memory does not grow with the file: rows travel in blocks of `domain.body.BLOCK_ROWS` and are copied by `staging.COPY_BYTES`.
- On PostgreSQL the staging table is UNLOGGED. A crash of the server empties it; the commit counts first and checks the file again.

Setting: `NOC_IMPORT_LIMIT_BYTES` (512 MiB).
"""
