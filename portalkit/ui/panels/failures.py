"""What an error page says: what happened, what was kept, what to do next."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise


@dataclass(frozen=True)
class Failure:
    status: int
    icon: str
    title: Text
    reason: Text
    steps: tuple[Text, ...] = ()
    retry_url: str = ""


FORBIDDEN = Failure(
    status=403,
    icon="lock",
    title=_("You may not open this page"),
    reason=_("Your account has no permission for it. Nothing was changed."),
    steps=(_("If you need it for your work, ask the administrator for a role that allows it."),),
)
NOT_FOUND = Failure(
    status=404,
    icon="search",
    title=_("There is nothing here"),
    reason=_("The page or the record does not exist, or it lies outside the regions you may see."),
    steps=(_("Check the address, or use the search."),),
)
CSRF = Failure(
    status=403,
    icon="refresh",
    title=_("This form is too old to be sent"),
    reason=_("You signed in or out in another window after the form was opened. Nothing was changed."),
    steps=(_("Load the page again and send the form once more."), _("If that does not help, allow cookies for this address.")),
)
SERVER_ERROR = Failure(
    status=500,
    icon="alert",
    title=_("Something went wrong here"),
    reason=_("It was logged, and nothing was half written. Load the page again in a moment."),
)


def problem(failure: Failure) -> Mapping[str, object]:
    """The failure for a program (RFC 9457)."""
    return {"type": "about:blank", "title": str(failure.title), "status": failure.status, "detail": str(failure.reason)}
