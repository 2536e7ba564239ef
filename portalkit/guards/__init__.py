"""Who may call a view, said beside the view.

A view without a guard is refused (deny by default): `portalkit.access.middleware.AccessMiddleware` reads the guard
before the view runs, and the architecture tests read it to build the authorisation matrix.

    @requires(ComplaintsPermission.VIEW)                              # every method
    @requires(ComplaintsPermission.VIEW, write=ComplaintsPermission.REVEAL)   # GET and HEAD / everything else
    @signed_in("one's own sessions")                                  # any user, own rows only
    @public("the login form must be reachable without a session")     # nobody signed in

A REST view names its guard as a class attribute: `guard = Guard.permission(ComplaintsPermission.VIEW)`.
"""
