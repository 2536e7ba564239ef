"""Who the caller is, what the caller may do where, and the pages that keep users, roles, sessions and machine tokens.

    from portalkit.access.selectors import PortalRequest, picked_region

    @requires(ComplaintsPermission.VIEW)
    def tickets(request: PortalRequest) -> HttpResponseBase:
        rows = request.access.scope(ComplaintsPermission.VIEW, Ticket.objects.all())       # the one filter every queryset goes through
        region = picked_region(request.access, requested=request.GET.get("region", ""))    # within reach, or the outermost one
        services.annotate(ticket=get_object_or_404(rows, pk=pk), by=request.access.actor)  # a foreign object is a 404

Roles are code (setting `NOC_ROLES`): a name, a sentence, permissions. A grant gives a user a role in a region's subtree, from a
day (inclusive) to a day (exclusive). `request.access` is made lazily with one query per request: `can` (somewhere), `covers`
(in this region), `everywhere`, `scope` (queryset), `regions`, `visible_regions`, `actor` (with the client's address),
`preferences`. A permission held on every root of the tree is held everywhere, also on rows without a region.

What it guarantees:

- Deny by default: a view without a guard (`portalkit.guards`) is refused, in pages by `AccessMiddleware`, in REST by `GuardPermission`.
- Sign-in is throttled by name and address (django-axes); the lockout page says when to try again (429, `Retry-After`).
- A second factor (RFC 6238) is asked for after every sign-in of a user who enrolled one, and before anything else of a user
  with a role that needs one; REST with a session included. Secrets are sealed, codes work once, recovery codes are kept as keyed hashes.
- A session that was ended signs its browser out at the next request. A new password ends every other session.
- A machine token is a principal of its own (`portalkit.access.api.Machine`): it may do what stands on it, in its region, and
  is nobody's user. Only its SHA-256 is kept; the secret is shown once.
- Nobody hands out more than they hold: grants and tokens are bounded by the giver's own permissions in that region, and an
  administrator of a subtree manages only users all of whose grants lie inside it.
- Every write is audited, so are refused sign-ins.

Settings: `NOC_ROLES`, `NOC_TRUSTED_PROXIES` (own proxies in front, for the client's address; default 0).
Commands: `create_administrator USERNAME [--province CODE NAME] [--password-file FILE]`, `rotate_keys [--create PATH] [--retire]`.
Scheduled by the assembly: `services.sessions.forget_ended_sessions(now=)`.
"""
