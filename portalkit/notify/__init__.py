"""Messages to people and machines: in the portal, by e-mail, by HTTP hook. Written with the matter they tell of, delivered afterwards.

    from portalkit.notify.services import notify, send

    with transaction.atomic():
        roster.approve()
        notify(user=planner, subject=_("Roster approved"), url=roster_url, key=f"roster.approved {roster.pk}", now=now)
        send(to="duty", subject=..., body=..., channel=Channel.HOOK, key=f"overdue {ticket.pk}", now=now)

`notify` tells a user in the portal (the bell in the header, /messages/) and by e-mail unless the user stopped that; `send` puts one
message on one channel: `to` is a user, an e-mail address or the name of a configured hook. The owner of a job that failed is told by
itself. Stored files go with an e-mail as `attachments=[Attached(file, name, content_type)]`, up to `LARGEST_ATTACHMENTS` together.

Hooks are configured, never typed: the environment variable NOC_HOOKS (or NOC_HOOKS_FILE) holds
`{"duty": {"url": "https://duty.example/in", "secret": "…"}}`. The body is JSON (`id`, `key`, `subject`, `body`, `url`, `created_at`),
signed in the header `Portal-Signature: t=<seconds>,v1=<HMAC-SHA256 of "t.body">`; `domain.signing.is_genuine` checks it.
`Portal-Delivery` and the e-mail's Message-ID are the same in every attempt. NOC_PUBLIC_URL completes links in what leaves the portal.

What it guarantees:

- A message commits or vanishes with the caller's transaction; the same channel and key again is the message there is.
- Delivery happens at least once: an attempt is noted before it is made. Pauses grow from half a minute to six hours; after eight
  attempts, or at once where trying again is useless, a message is given up and stands in the outbox with its reason, where an
  administrator of the whole installation puts it in line again.
- One message that fails keeps no other back. Mail and hooks have timeouts of ten seconds.
- A hook's name is resolved once and that address dialled; all its addresses must lie in NOC_HOOK_NETWORKS when that is set, none may be
  loopback (unless NOC_ALLOW_LOOPBACK_TARGETS), link-local, multicast or reserved. No redirects, no proxies, no answer is read.
- Subjects are one line. Sent messages are kept for 180 days.
"""
