"""The words around a document that every file carries: title lines, who made it, what it stands on."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import override

from ..domain.document import Document, Stamp


@dataclass(frozen=True)
class Chrome:
    """In the document's language. `facts` are pairs of label and text, in order."""

    title: str
    subtitle: str
    version: str
    facts: tuple[tuple[str, str], ...]
    commentary: str
    draft: str
    page: str
    continued: str
    contents: str


def chrome_of(document: Document, stamp: Stamp) -> Chrome:
    with override(document.language):
        facts = [
            (_("Version"), f"v{stamp.number} · {stamp.state_label}"),
            (_("Data until"), document.data_date or "—"),
            (_("Data version"), str(document.data_version)),
            (_("Generated"), f"{stamp.built_at} · {stamp.built_by}"),
        ]
        if not stamp.is_draft:
            facts.append((_("Published"), f"{stamp.published_at} · {stamp.published_by}"))
        return Chrome(
            title=document.title,
            subtitle=f"{document.region_label} · {document.period_label}",
            version=f"v{stamp.number}",
            facts=tuple(facts),
            commentary=_("Commentary"),
            draft=_("Draft") if stamp.is_draft else "",
            page=_("Page"),
            continued=_("continued"),
            contents=_("Contents"),
        )


def signed(author: str, approver: str, approved_at: str, *, language: str) -> str:
    """Who wrote and who approved a commentary, in one line."""
    with override(language):
        return _("{author} · approved by {approver}, {moment}").format(author=author, approver=approver, moment=approved_at)
