"""The look of the portal: the shell around every page, components, tokens, icons and the tag library `ui`.

A page extends the shell and fills blocks; everything is shown live, light and dark, at /styleguide/.

    {% extends "ui/page.html" %}{% load ui %}
    {% block title %}{% translate "Tickets" %}{% endblock %}
    {% block heading %}…{% endblock %}                               by default the name in the navigation
    {% block subtitle %}<p>…</p>{% endblock %}
    {% block actions %}<a class="button button-primary" href="…">{% icon "plus" %}…</a>{% endblock %}
    {% block toolbar %}…filters…{% endblock %}
    {% block content %}…{% endblock %}
    Also: breadcrumbs, page_class (" page-narrow" for reading width), css and scripts (tags in <head>).
    The view may pass `crumbs`, a list of {"label", "url"}, which follow the section and the page of the navigation.

`ui/plain.html` is a card on an empty page (sign-in), `ui/base.html` the bare document.

`ui/confirm.html` is a button that asks first; include it with id, label, question, text and url (the POST), and where wanted
subject, verb, size="small", look="plain", new_tab=True. The dialog also opens without scripts.

Tags: {% load ui %}
    {% icon "name" label="" %}                    static/ui/icons.svg; decorative unless labelled
    {% badge text tone %}                         tones everywhere: neutral info good warn bad
    {% number value digits=None unit="" %}        1,234.56; unit="wan" counts in 万 in Chinese; a dash for None
    {% rate value %}  {% percent fraction digits=1 %}  {% file_size bytes %}
    {% datetime_short moment %}  {% date_short day %}       2026-11-23 09:30 in Shanghai (periods: {% load periods %})
    {% region_name region %}
    {% stat label value trend=[…] unit= before= before_label= better="down|up|neither" digits= kind="number|percent" url= note= %}
    {% sparkline values label="" %}  {% bar value largest tone %}  {% progress done total label tone %}
    {% form_fields form %}  {% form_errors one other %}  {% field form.name %}  {% steps labels current %}
    {% tabs items label="" %}                     items: (label, url, is_current[, count])
    {% url_or_none "app:name" as url %}           empty while the page does not exist
Includes: "ui/empty.html" (title, reason, action_url, action_label, icon_name), "ui/pagination.html" (page, query).

Classes: button (-primary -danger -quiet -small -wide), button-group, icon-button (+ icon-count), menu (details[data-menu] >
summary + .menu-body > .menu-item), badge, badge-dot, chip(s), tabs, steps, card (-head -body -foot -note), stat, tiles, cards, halves,
main-aside, stack, cluster, table-frame > table (is-number is-rate is-percent is-date is-clipped is-actions; table-compact;
tr[data-href]), bar, facts, timeline, alert tone-…, empty, progress, dialog (-head -body -foot), skeleton, stale-banner, freshness,
chart-frame > card-head + chart-plot, drop-zone[data-drop-zone], form, field, form-inline, form-actions, list-links > list-link,
page-narrow, muted, faint, small, mono, visually-hidden, no-print.

Behaviour by attribute, no inline script: data-dialog="id" and data-dialog-close; data-menu; data-submits (a change sends the form);
data-poll="15" with hx-trigger="poll" (slower while hidden or failing); data-filter-list with data-filter-input; tr[data-href];
data-go="x" (key g then x). A response header HX-Trigger: {"toast": {"text": "…", "tone": "good"}} shows a toast; so do Django messages.
The event `ui:theme` on document tells that colours changed.

Header fragments: `alarms:header`, `jobs:header` and `notify:bell` answer HTML that fits a .header-slot: an .icon-button as link or menu
summary.

Colours only through tokens (static/ui/css/tokens.css); layers: reset, tokens, base, layout, components, utilities, print. An app's
own style sheet goes into `@layer components`. Charts use --series-1 … --series-8, --chart-grid, --chart-axis, --heat-0 … --heat-5.

Guarantees: every text stands on its background with a contrast of at least 4.5 (tests/portalkit/ui/test_contrast.py computes it
from tokens.css); the theme is drawn by the server, so no flash; everything is reachable by keyboard; pages print without the shell.
"""
