"""Bytes that must not be lost: uploads, error workbooks, reports. Kept once under their SHA-256, durable before any row names them.

    from portalkit.files.services import FileTooLarge, open_file, path_of, store

    stored = store(stream=request.FILES["file"].file, now=now, limit=200 * 1024 * 1024)   # StoredFile, or FileTooLarge
    with open_file(stored) as stream: ...
    return send_file(stored, name="投诉 2011-09.csv", content_type="text/csv")             # from portalkit.files.views

A model that keeps a file has a foreign key to `StoredFile` with `on_delete=PROTECT`; the garbage collection finds those by itself.
Ids kept elsewhere (in a JSON column, say) are named in `AppConfig.ready`:

    from portalkit.files.domain.references import register
    register("signage playlists", lambda: ids_in_playlists())

What it guarantees:

- Order: the whole stream to a temporary file on the same file system, flush, fsync, rename to `files/ab/cd/<sha256>`, fsync of the
  directories, then the row. After a power cut there may be bytes without a row, never a row without its bytes.
- The same content is kept once; storing it again returns the row there is and renews `stored_at`. Missing or cut-off bytes of a
  known row are put back on that occasion.
- A stream over `limit` is refused while it is read and leaves nothing.
- `collect_garbage` removes what nobody has referred to for a day, rows first. `store` and the collection exclude one another by a lock
  file, and a row that a running transaction has just stored is passed over, so nothing is removed between storing and referring.
- Downloads are attachments with `nosniff`; the name is stripped of paths and control characters and sent as RFC 5987 says.
"""
