"""What changed between two versions of a report, figure by figure."""

from dataclasses import dataclass
from enum import StrEnum

from portalkit.ui.domain.formats import relative_change

from .document import Document, Figure, figures


class Change(StrEnum):
    ADDED = "added"
    GONE = "gone"
    CHANGED = "changed"
    SAME = "same"


@dataclass(frozen=True)
class Difference:
    """One figure in both versions. `relative` is (after − before) ÷ before; None where there is no such quotient."""

    path: tuple[str, ...]
    change: Change
    before: str
    after: str
    relative: float | None


@dataclass(frozen=True)
class TextDifference:
    """The commentary of a section in both versions; empty where there was none."""

    title: str
    before: str
    after: str


@dataclass(frozen=True)
class Differences:
    figures: tuple[Difference, ...]
    texts: tuple[TextDifference, ...]

    @property
    def changed(self) -> tuple[Difference, ...]:
        return tuple(one for one in self.figures if one.change is not Change.SAME)

    def count(self, change: Change) -> int:
        return sum(1 for one in self.figures if one.change is change)


def differences(before: Document, after: Document) -> Differences:
    """Every figure of either version in the order of the later one, those that are gone at the end of it.

    Two figures are the same when they read the same: what nobody can see did not change. An unknown figure that becomes known counts
    as changed, not as added: its place was there.
    """
    old = {figure.key: figure for figure in figures(before)}
    new = {figure.key: figure for figure in figures(after)}
    found = [_difference(old.get(key), figure) for key, figure in new.items()]
    found += [_difference(figure, None) for key, figure in old.items() if key not in new]
    return Differences(figures=tuple(found), texts=_texts(before, after))


def _difference(before: Figure | None, after: Figure | None) -> Difference:
    named = after or before
    assert named is not None
    if before is None or after is None:
        change = Change.ADDED if before is None else Change.GONE
    else:
        change = Change.SAME if before.text == after.text else Change.CHANGED
    return Difference(
        path=named.path,
        change=change,
        before=before.text if before else "",
        after=after.text if after else "",
        relative=relative_change(after.value, before.value) if before and after and change is Change.CHANGED else None,
    )


def _texts(before: Document, after: Document) -> tuple[TextDifference, ...]:
    old, new = ({section.key: section for section in document.sections} for document in (before, after))
    found = []
    for key in dict.fromkeys([*new, *old]):
        texts = [document[key].commentary for document in (old, new) if key in document]
        said = [text.text if text else "" for text in texts]
        first = said[0] if key in old else ""
        last = said[-1] if key in new else ""
        if first != last:
            found.append(TextDifference(title=(new.get(key) or old[key]).title, before=first, after=last))
    return tuple(found)
