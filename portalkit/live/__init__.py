"""Pages that stay true while they stay open: one fragment, polled with a version key.

A page wraps the part that changes. What stands inside is drawn with the page, so it is right without JavaScript:

    {% load live %}
    {% live fragment_url version=version every=15 as_of=newest %}
      {% include "complaints/_today.html" %}
    {% endlive %}

The view behind `fragment_url` answers with the same template:

    @requires(ComplaintsPermission.VIEW)
    def today_fragment(request: PortalRequest) -> HttpResponse:
        version = today_version(request.access)                  # one cheap query
        if is_unchanged(request, version=version):               # optional: spares the dear ones
            return fragment(request, version=version, template="complaints/_today.html")
        return fragment(request, version=version, template="complaints/_today.html", context=..., as_of=...)

What it does:

* `fragment` answers 204 without a body when the browser already shows `version` (header `Live-Version`, or `?version=`),
  else the template; never cached. The version is short printable text: a counter, a time stamp, a hash.
* Polls come about every `every` seconds, spread by a tenth so that sixty monitors do not ask at once; six times slower while
  the page is hidden, at once when it is shown again, and slower by doubling while the server does not answer.
* "Data as of …" stands below when `as_of` is given. A banner says that data are out of date when two polls in a row fail, or
  when `as_of` is older than `stale_seconds` (default: three polls; for data that come daily say so: `stale_seconds=93600`).

Guarantees: a failing poll never removes what is shown; a poll never overlaps itself; an answer for an ended session
leads to the sign-in page by `HX-Redirect`.
"""
