"""The tag library `ui`."""

import re
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, Template
from django.template.loader import render_to_string
from django.utils import translation

import portalkit.ui

ROOT = Path(portalkit.ui.__file__).parents[2]


def rendered(source: str, **context: object) -> str:
    return Template("{% load ui %}" + source).render(Context(context))


def text_of(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_an_icon_is_decorative_unless_it_is_labelled() -> None:
    assert 'aria-hidden="true"' in rendered('{% icon "home" %}')
    assert 'role="img" aria-label="Start"' in rendered('{% icon "home" "Start" %}')


def test_every_icon_that_templates_and_code_name_exists() -> None:
    drawn = set(re.findall(r'<symbol id="([\w-]+)"', (ROOT / "portalkit/ui/static/ui/icons.svg").read_text(encoding="utf-8")))
    templates = [path for package in ("portalkit", "noc_portal", "complaints") for path in (ROOT / package).rglob("templates/**/*.html")]
    named = {name for path in templates for name in re.findall(r"""\{% icon ["']([\w-]+)["']""", path.read_text(encoding="utf-8"))}
    assert named <= drawn


def test_a_badge_escapes_its_text_and_ignores_tones_it_does_not_know() -> None:
    assert rendered("{% badge text tone %}", text="<b>", tone='x" onclick="') == '<span class="badge tone-neutral">&lt;b&gt;</span>'


@pytest.mark.parametrize(("language", "text"), [("zh-hans", "4,897.6 万"), ("en", "48,976,312")])
def test_ten_thousands_are_counted_in_the_readers_way(language: str, text: str) -> None:
    with translation.override(language):
        assert rendered('{% number value unit="wan" %}', value=48976312) == text


@pytest.mark.parametrize("tag", ["number", "rate", "percent", "file_size", "datetime_short", "date_short", "region_name"])
def test_unknown_values_are_dashes(tag: str) -> None:
    assert rendered(f"{{% {tag} value %}}", value=None) == "—"


def test_moments_are_shown_in_shanghai() -> None:
    assert ">2026-11-23 09:30<" in rendered("{% datetime_short moment %}", moment=datetime(2026, 11, 23, 1, 30, tzinfo=UTC))
    assert ">2026-11-23<" in rendered("{% date_short day %}", day=date(2026, 11, 23))


@pytest.mark.parametrize(("language", "name"), [("zh-hans", "南宁市"), ("en", "Nanning")])
def test_a_region_is_named_in_the_readers_language(language: str, name: str) -> None:
    with translation.override(language):
        assert rendered("{% region_name region %}", region=SimpleNamespace(name="南宁市", name_en="Nanning")) == name


def test_a_stat_tells_the_change_and_its_tone() -> None:
    html = rendered('{% stat "Rate" 5.74 before=5.90 before_label="before" better="down" digits=2 %}')
    assert text_of(html) == "Rate 5.74 2.7% before 5.90"
    assert "tone-good" in html
    assert "#arrow-down" in html


def test_a_stat_without_a_value_shows_a_dash_and_no_change() -> None:
    html = rendered('{% stat "Rate" None before=5.90 before_label="before" %}')
    assert text_of(html) == "Rate — before 5.90"
    assert "delta" not in html


def test_a_bar_is_as_long_as_its_share_and_never_longer_than_its_track() -> None:
    assert 'width="50.0"' in rendered("{% bar 5 10 %}")
    assert 'width="100.0"' in rendered("{% bar 15 10 %}")
    assert rendered("{% bar None 10 %}") == ""


def test_progress_without_a_total_shows_that_work_goes_on() -> None:
    html = rendered('{% progress 0 None "Waiting" %}')
    assert "<progress aria-label=" in html
    assert "value=" not in html


def test_progress_with_a_total_shows_counts_and_share() -> None:
    with translation.override("en"):
        assert text_of(rendered('{% progress 128400 200000 "Checking" %}')) == "Checking 128,400 / 200,000 · 64%"


class SampleForm(forms.Form):
    name = forms.CharField(help_text="As in the roster.")
    note = forms.CharField(required=False)
    kind = forms.ChoiceField(choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)
    is_sent = forms.BooleanField(required=False)


def test_every_field_has_its_label_and_help() -> None:
    html = rendered("{% form_fields form %}", form=SampleForm())
    assert '<label class="field-label" for="id_name">' in html
    assert 'aria-describedby="id_name_helptext"' in html
    assert 'id="id_name_helptext"' in html
    assert "<legend" in html
    assert '<label class="check" for="id_is_sent">' in html


def test_errors_are_summed_up_and_stand_beside_their_fields() -> None:
    html = rendered("{% form_fields form %}", form=SampleForm({}))
    assert 'role="alert"' in html
    assert 'href="#id_name"' in html
    assert 'id="id_name_error"' in html
    assert 'aria-invalid="true"' in html


def test_the_current_step_is_announced() -> None:
    html = rendered("{% steps labels 2 %}", labels=["Upload", "Columns", "Check"])
    assert html.count('aria-current="step"') == 1
    assert [state in html for state in ("is-done", "is-current", "is-coming")] == [True, True, True]


def test_tabs_mark_the_current_one_and_count() -> None:
    html = rendered("{% tabs items %}", items=[("All", "/a", True, 1234), ("Mine", "/b", False)])
    assert html.count('aria-current="page"') == 1
    assert "1,234" in html


def test_pages_link_to_their_neighbours_and_keep_the_query() -> None:
    html = render_to_string("ui/pagination.html", {"page": Paginator(range(120), 50).page(2), "query": "class=voice&"})
    assert 'href="?class=voice&amp;page=1"' in html
    assert 'href="?class=voice&amp;page=3"' in html


def test_a_page_that_does_not_exist_has_no_address() -> None:
    assert rendered('{% url_or_none "nobody:knows" %}') == ""
