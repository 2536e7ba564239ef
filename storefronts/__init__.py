"""The business halls: where they are, when they are open, how long the law has their pictures kept.

    from storefronts.selectors import visible_halls
    halls = visible_halls(request.access, VideoPermission.VIEW)       # also by another app's permission

    from storefronts.domain.opening import read_hours
    read_hours(hall.opening).is_open(local_moment)

A hall is a leaf of the region tree: `services.halls` and the import `halls` write both rows together.
"""
