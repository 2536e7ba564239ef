from dataclasses import dataclass

from django.http import QueryDict

from portalkit.regions.models import Region


@dataclass
class Reach:
    """A caller who sees the given regions under every permission."""

    codes: tuple[str, ...]

    def regions(self, permission):
        return Region.objects.filter(code__in=self.codes)


def region(code, *, parent=None, level="county", name="", name_en="", longitude=None):
    path = f"{parent.path if parent else '/'}{code}/"
    return Region.objects.create(code=code, name=name or code, name_en=name_en, level=level, parent=parent, path=path, longitude=longitude)


def sent(text):
    return QueryDict(text)
