"""Who may call a view, said beside the view.

A view without a guard is refused (deny by default): `portalkit.access.middleware.AccessMiddleware` reads the guard
before the view runs, and the architecture tests read it to build the authorisation matrix.

    @requires(ComplaintsPermission.VIEW)                              # every method
    @requires(ComplaintsPermission.VIEW, write=ComplaintsPermission.REVEAL)   # GET and HEAD / everything else
    @signed_in("one's own sessions")                                  # any user, own rows only
    @signed_in("enrols the second factor", before_second_factor=True) # also while the second factor is still owed
    @public("the login form must be reachable without a session")     # nobody signed in

A REST view names its guard as a class attribute: `guard = Guard.permission(ComplaintsPermission.VIEW)`. A write permission that
is not named is the read permission. A view of a capability below access types its request `GuardedRequest`; one above it takes
`portalkit.access.selectors.PortalRequest`, which knows the user as well.

An app's permissions are an enum over `Permission`, each with a label in words for the forms that hand it out.
"""
