"""Where an uploader may import, frozen on the batch when the file arrives."""

from portalkit.access.selectors import Access
from portalkit.regions.models import Region

from ..domain.spec import ImportSpec
from ..permissions import ImportsPermission

EVERYWHERE = "/"


def roots(access: Access, spec: ImportSpec) -> list[str]:
    """The region paths in which the caller may upload this kind: where both permissions hold."""
    upload = access.paths.get(str(ImportsPermission.UPLOAD), frozenset())
    kind = access.paths.get(str(spec.permission), frozenset())
    shared = {max(a, b, key=len) for a in upload for b in kind if a.startswith(b) or b.startswith(a)}
    return sorted(root for root in shared if not any(root != other and root.startswith(other) for other in shared))


def region_above(paths: list[str]) -> Region | None:
    """The smallest region that holds all of these subtrees; None stands for everywhere."""
    if not paths or EVERYWHERE in paths:
        return None
    steps = [path.strip(EVERYWHERE).split(EVERYWHERE) for path in paths]
    shared = []
    for level in zip(*steps, strict=False):
        if len(set(level)) > 1:
            break
        shared.append(level[0])
    return Region.objects.filter(code=shared[-1]).first() if shared else None


def allowed_regions(paths: list[str]) -> frozenset[int] | None:
    """The regions inside these subtrees; None when every region is allowed."""
    if EVERYWHERE in paths:
        return None
    found = Region.objects.values_list("pk", "path")
    return frozenset(pk for pk, path in found if any(path.startswith(root) for root in paths))
