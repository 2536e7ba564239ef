"""Who did what, when, to which object: one event per write and per sensitive read, sealed into a hash chain.

    from portalkit.audit.services import record

    with transaction.atomic():
        roster.approve()
        record(by=actor, action="scheduling.approve", on=roster, region_code=roster.region.code, detail={"month": "2011-09"})

    {% load audit %}{% timeline roster %}       the events of one object, newest first
    manage.py audit_verify [--json]             exit 0 when the chain holds, 1 at the first broken link

What it guarantees:

- An event commits with the write it describes or not at all. Actor, object and region are kept as text, so the record outlives them.
- `detail` holds neither secrets nor whole subscriber numbers; that is the caller's duty, masks are in `portalkit.vault.domain.masking`.
- The database refuses to delete an event and to change one: the only update let through fills the seal of an unsealed event.
- `seal_events`, run every minute, numbers the events without a gap and gives each the SHA-256 of its canonical JSON and its
  predecessor's digest. Whoever edits, removes, inserts or swaps sealed rows past the database's guard breaks a link, and
  `audit_verify` names the first one. Cutting off the newest rows needs a witness outside: the sealing logs the head
  (`sequence:digest`), and `audit_verify --head SEQUENCE:DIGEST` compares with a noted one.

Apps name their actions for readers: `name_actions({"scheduling.approve": _("Roster approved")})` in `AppConfig.ready`.
"""
