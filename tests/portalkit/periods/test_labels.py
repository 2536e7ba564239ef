import pytest
from django.template import Context, Template
from django.utils import translation

from portalkit.periods.domain.calendar import parse
from portalkit.periods.panels import label, short_label


@pytest.mark.parametrize(
    ("text", "chinese", "english"),
    [
        ("2026-11-23", "2026年11月23日 星期一", "Mon, 23 Nov 2026"),
        ("2026-W47", "2026年第47周 (11-16 – 11-22)", "Week 47, 2026 (16 Nov – 22 Nov)"),
        ("2026-11", "2026年11月", "Nov 2026"),
        ("2026-Q4", "2026年第4季度", "Q4 2026"),
        ("2026", "2026年", "2026"),
        ("2026-11-03..2026-11-09", "2026年11月3日 – 2026年11月9日", "3 Nov 2026 – 9 Nov 2026"),
    ],
)
def test_labels_read_natively_in_both_languages(text, chinese, english):
    with translation.override("zh-hans"):
        assert label(parse(text)) == chinese
    with translation.override("en"):
        assert label(parse(text)) == english
    assert short_label(parse(text)) == text


def test_the_tag_shows_a_dash_for_no_period():
    page = Template("{% load periods %}{% period_label none %}|{% period_short month %}")
    assert page.render(Context({"none": None, "month": parse("2026-11")})) == "–|2026-11"
