"""The tree of regions on which grants, rates and every business row hang: province, prefecture branch, county, hall.

    from portalkit.regions import services, selectors
    from portalkit.regions.models import Level, Region

    branch = services.create_region(code="NJ02", name="柳溪市", name_en="Liuxi", level=Level.PREFECTURE, parent=province, by=actor)
    services.move_region(region=county, parent=branch, by=actor)          # paths of the whole subtree follow
    services.close_region(region=county, on=date(2011, 7, 1), by=actor)   # first day on which it is no more

    selectors.subtree(branch)                       # itself and everything below, one indexed prefix query
    matcher = selectors.region_matcher(on=day)      # one query, then pure and remembered
    matcher.find("柳溪", "鹿河县")                    # primary key, or NoRegion(code, value, candidates)

What it guarantees:

- `Region.path` is the codes from the root with slashes at both ends and always agrees with the parents; only the services
  write it. A code never changes, never holds a slash and is unique whatever its case.
- Levels only go down. A region is closed, never deleted, while rows hang on it; its validity is half-open.
- The matcher never guesses: see `domain/matching.py`. The spelling in the tree is kept as it was entered.
- Every write is one transaction with its audit event.

Pages under /admin/regions/, REST under /api/v1/regions/. Permissions are `AccessPermission.VIEW_REGIONS` and `MANAGE_REGIONS`.
"""
