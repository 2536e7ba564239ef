"""Makes what tests need, from the fields that matter to them: regions, users, grants.

province = a_province()
nanning = a_prefecture("Nanning", under=province)
steward = a_user("data_steward", at=nanning)
"""

from datetime import date
from itertools import count

from portalkit.access.models import Grant, MachineToken, User
from portalkit.regions.models import Level, Region

PASSWORD = "a long enough password"
_numbers = count(1)


def a_province(name: str = "Guangxi", **fields: object) -> Region:
    return _a_region(name, level=Level.PROVINCE, parent=None, **fields)


def a_prefecture(name: str, *, under: Region, **fields: object) -> Region:
    return _a_region(name, level=Level.PREFECTURE, parent=under, **fields)


def a_county(name: str, *, under: Region, **fields: object) -> Region:
    return _a_region(name, level=Level.COUNTY, parent=under, **fields)


def a_hall(name: str, *, under: Region, **fields: object) -> Region:
    return _a_region(name, level=Level.HALL, parent=under, **fields)


def a_user(role: str | None = None, *, at: Region | None = None, **fields: object) -> User:
    """A user who can sign in with PASSWORD; with a role, granted at the region."""
    username = fields.pop("username", None) or f"user{next(_numbers)}"
    user = User.objects.create_user(username=str(username), password=PASSWORD, **fields)
    if role is not None:
        assert at is not None, "a role is granted at a region"
        a_grant(role, user=user, at=at)
    return user


def a_grant(role: str, *, user: User, at: Region, valid_from: date | None = None, valid_to: date | None = None) -> Grant:
    return Grant.objects.create(user=user, role=role, region=at, valid_from=valid_from, valid_to=valid_to)


def a_token(*permissions: str, at: Region, by: User, secret: str = "", **fields: object) -> tuple[MachineToken, str]:
    """A machine's token and the secret that it sends."""
    from hashlib import sha256

    secret = secret or f"secret-{next(_numbers)}"
    digest = sha256(secret.encode()).hexdigest()
    name = str(fields.pop("name", "a machine"))
    token = MachineToken.objects.create(
        name=name, digest=digest, hint=secret[:6], permissions=[str(one) for one in permissions], region=at, created_by=by, **fields
    )
    return token, secret


def _a_region(name: str, *, level: Level, parent: Region | None, **fields: object) -> Region:
    code = str(fields.pop("code", None) or f"R{next(_numbers)}")
    path = f"{parent.path}{code}/" if parent else f"/{code}/"
    return Region.objects.create(code=code, name=name, level=level, parent=parent, path=path, **fields)
