from datetime import date

import pytest
from django.http import QueryDict
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from portalkit.filters import (
    BooleanFilter,
    ChoiceFilter,
    DateRangeFilter,
    FilterSet,
    MonthFilter,
    MonthRangeFilter,
    NumberRangeFilter,
    TextFilter,
)
from portalkit.filters.domain.readings import DateRange, MonthRange, NumberRange
from portalkit.filters.domain.texts import NotANumber, NotText, cleaned, number
from portalkit.periods.domain.calendar import Month
from tests.portalkit.filters.builders import sent

CLASSES = (("voice", "话音"), ("internet", "互联网"), ("messaging", "消息"))
ALL = FilterSet(
    (
        MonthFilter("month", "月份", field="at"),
        MonthRangeFilter("period", "期间", field="at"),
        ChoiceFilter("class", "分类", choices=CLASSES, multiple=True),
        ChoiceFilter("source", "来源", choices=lambda: [("crm", "CRM"), ("eoms", "EOMS")]),
        BooleanFilter("solved", "已解决"),
        DateRangeFilter("day", "日期", field="at"),
        NumberRangeFilter("hours", "时长"),
        TextFilter("q", "搜索", max_length=20),
    )
)
NAMES = ["month", "period_from", "period_to", "class", "source", "solved", "day_from", "day_to", "hours_from", "hours_to", "q"]


def test_what_the_url_says_becomes_values():
    filters = ALL.bind(
        sent(
            "month=2026-11&class=voice&class=internet&source=crm&solved=no&day_from=2026-11-03&hours_to=12.5&q=％20手机 &period_to=2026-09"
        )
    )
    assert filters.values == {
        "month": Month(2026, 11),
        "period": MonthRange(None, Month(2026, 9)),
        "class": ("voice", "internet"),
        "source": "crm",
        "solved": False,
        "day": DateRange(date(2026, 11, 3), None),
        "hours": NumberRange(None, 12.5),
        "q": "%20手机",
    }
    assert not filters.errors


@pytest.mark.parametrize(
    "query",
    ["month=2026-13", "month=2026", "class=voice&class=nothing", "source=x", "solved=maybe", "day_from=2026-02-30", "day_from=2026-11",
     "day_from=2026-11-09&day_to=2026-11-03", "hours_from=1_000", "hours_from=1e5", "hours_from=nan", "q=a%00b", "period_from=x",
     "q=" + "长" * 21, "hours_to=9999999999999999"],
)  # fmt: skip
def test_input_that_cannot_be_used_filters_nothing_and_says_why(query):
    filters = ALL.bind(sent(query + ("&source=eoms" if "source" not in query else "&solved=yes")))
    assert len(filters.errors) == 1
    key = next(iter(filters.errors))
    assert filters.values[key] is None
    assert len([value for value in filters.values.values() if value is not None]) == 1


@given(st.lists(st.tuples(st.sampled_from(NAMES), st.text(max_size=30)), max_size=12))
def test_reading_any_request_never_fails_and_leads_back_to_the_same_values(pairs):
    data = QueryDict(mutable=True)
    for name, value in pairs:
        data.appendlist(name, value)
    filters = ALL.bind(data)
    again = ALL.bind(sent(filters.query()))
    assert again.values == filters.values
    assert not again.errors
    assert [chip.text for chip in again.chips] == [chip.text for chip in filters.chips]


def test_error_texts_are_in_the_readers_language():
    with translation.override("zh-hans"):
        assert ALL.bind(sent("month=x")).errors == {"month": "请按 2026-11 的格式填写月份。"}


def test_a_drill_down_link_changes_one_filter_and_keeps_the_others():
    filters = ALL.bind(sent("class=voice&q=慢&page=7"))
    link = filters.link("/tickets/", month=Month(2026, 10), **{"class": None}, sort="-at")
    assert ALL.bind(sent(link.partition("?")[2])).values["month"] == Month(2026, 10)
    assert "class" not in link
    assert "page" not in link
    assert link.endswith("sort=-at")


def test_each_chip_takes_its_own_choice_away():
    filters = ALL.bind(sent("class=voice&class=internet&day_from=2026-11-03&day_to=2026-11-09"))
    voice, internet, days = filters.chips
    assert (voice.label, voice.text, days.text) == ("分类", "话音", "2026-11-03 – 2026-11-09")
    assert ALL.bind(sent(voice.query)).values["class"] == ("internet",)
    assert ALL.bind(sent(internet.query)).values["class"] == ("voice",)
    assert ALL.bind(sent(days.query)).values["day"] is None
    assert filters.clear_query == ""


def test_a_default_holds_until_the_url_names_the_filter():
    defaults = {"month": Month(2026, 10)}
    assert ALL.bind(sent(""), defaults=defaults).values["month"] == Month(2026, 10)
    assert ALL.bind(sent("month=2026-09"), defaults=defaults).values["month"] == Month(2026, 9)
    cleared = ALL.bind(sent("month="), defaults=defaults)
    assert cleared.values["month"] is None
    assert ALL.bind(sent(cleared.query(source="crm")), defaults=defaults).values["month"] is None


def test_the_chip_of_a_default_takes_it_away_for_good():
    defaults = {"month": Month(2026, 10)}
    (chip,) = ALL.bind(sent(""), defaults=defaults).chips
    assert ALL.bind(sent(chip.query), defaults=defaults).values["month"] is None


@pytest.mark.parametrize(("raw", "tidy"), [("  ＡＢＣ　１２ ", "ABC 12"), ("", ""), ("东 海", "东 海")])
def test_text_is_compared_in_half_width_form(raw, tidy):
    assert cleaned(raw) == tidy


@pytest.mark.parametrize("raw", ["a\x00", "\x1b[0m", "\ud800"])
def test_control_characters_are_no_text(raw):
    with pytest.raises(NotText):
        cleaned(raw)


@given(st.text(max_size=20))
def test_a_number_is_finite_or_refused(text):
    try:
        value = number(text)
    except NotANumber:
        return
    assert abs(value) < 1e15


@pytest.mark.parametrize("text", ["123456789", "999999999999999", "-0.000001", "12.345678"])
def test_numbers_survive_the_way_through_a_link(text):
    filters = ALL.bind(sent(f"hours_from={text}"))
    assert filters.values["hours"] == NumberRange(float(text), None)
    assert ALL.bind(sent(filters.query())).values == filters.values


@given(st.integers(0, 100_000))
def test_a_share_typed_in_percent_survives_the_way_through_a_link(thousandths):
    shares = FilterSet((NumberRangeFilter("share", "占比", scale=100),))
    filters = shares.bind({"share_to": f"{thousandths / 1000:.3f}"})
    assert shares.bind(sent(filters.query())).values == filters.values
