"""Benefit estimates: versions, what counts in a sum, who sees them."""

from decimal import Decimal

import pytest

from complaints.domain.benefit import Inputs
from complaints.models import BenefitEstimate
from complaints.selectors.benefit import benefit_estimates, benefit_summary, benefit_versions
from complaints.services.benefit import (
    EstimateExists,
    NothingChanged,
    NotTheNewest,
    ReasonForChangeMissing,
    SourceMissing,
    Sources,
    estimate_benefit,
    revise_benefit,
)
from portalkit.access.selectors import access_of_user
from portalkit.audit.models import AuditEvent
from portalkit.periods.domain.calendar import Month, Year
from portalkit.regions.models import Region
from tests.builders import a_user
from tests.complaints.builders import EVERYWHERE, NOW
from tests.complaints.conftest import Province
from tests.complaints.contest_builders import JUDGE

pytestmark = pytest.mark.django_db
OCTOBER = Month(2026, 10)
INPUTS = Inputs(subscribers=51_169, arpu=Decimal(51), share=Decimal("0.2"))
SOURCES = Sources(subscribers="market report", arpu="finance report", share="minutes")


def an_estimate(region: Region, *, month: Month = OCTOBER, inputs: Inputs = INPUTS) -> BenefitEstimate:
    return estimate_benefit(region=region, month=month, inputs=inputs, sources=SOURCES, by=JUDGE, now=NOW)


def test_a_change_is_a_new_version_and_the_old_one_stays(province: Province) -> None:
    first = an_estimate(province.whole)
    higher = Inputs(subscribers=51_169, arpu=Decimal(52), share=Decimal("0.2"))
    second = revise_benefit(estimate=first, inputs=higher, sources=SOURCES, note="ARPU corrected", by=JUDGE, now=NOW)
    assert [(one.version, one.is_current, one.benefit) for one in benefit_versions(EVERYWHERE, estimate=second)] == [
        (2, True, Decimal("532157.60")),
        (1, False, Decimal("521923.80")),
    ]
    assert list(benefit_estimates(EVERYWHERE)) == [second]
    assert AuditEvent.objects.filter(action="complaints.revise_benefit").exists()


def test_a_new_version_says_something_new_and_why(province: Province) -> None:
    first = an_estimate(province.whole)
    with pytest.raises(NothingChanged):
        revise_benefit(estimate=first, inputs=INPUTS, sources=SOURCES, note="again", by=JUDGE, now=NOW)
    lower = Inputs(subscribers=1, arpu=Decimal(51), share=Decimal("0.2"))
    with pytest.raises(ReasonForChangeMissing):
        revise_benefit(estimate=first, inputs=lower, sources=SOURCES, note=" ", by=JUDGE, now=NOW)
    revise_benefit(estimate=first, inputs=lower, sources=SOURCES, note="recounted", by=JUDGE, now=NOW)
    with pytest.raises(NotTheNewest):
        revise_benefit(estimate=first, inputs=lower, sources=SOURCES, note="recounted", by=JUDGE, now=NOW)


def test_a_region_and_month_are_estimated_once(province: Province) -> None:
    an_estimate(province.whole)
    with pytest.raises(EstimateExists):
        an_estimate(province.whole)


def test_an_input_without_a_source_is_no_input() -> None:
    with pytest.raises(SourceMissing):
        Sources(subscribers="report", arpu=" ", share="minutes")


def test_the_year_is_the_exact_sum_of_its_months(province: Province) -> None:
    for month in (Month(2026, 8), Month(2026, 9), OCTOBER):
        an_estimate(province.whole, month=month, inputs=Inputs(subscribers=1, arpu=Decimal("0.01"), share=Decimal("0.5")))
    summary = benefit_summary(EVERYWHERE, period=Year(2026))
    assert summary.total == Decimal("0.02")
    assert [one.benefit for one in summary.months] == [Decimal("0.01")] * 3


def test_a_region_counts_and_its_part_does_not_count_again(province: Province) -> None:
    whole = an_estimate(province.whole)
    part = an_estimate(province.yunzhou)
    alone = an_estimate(province.liuxi, month=Month(2026, 9))
    assert benefit_summary(EVERYWHERE, period=Year(2026)).estimates == (alone, whole)
    assert benefit_summary(EVERYWHERE, period=OCTOBER, region=province.yunzhou).estimates == (part,)


def test_without_an_estimate_the_benefit_is_unknown(province: Province) -> None:
    assert benefit_summary(EVERYWHERE, period=OCTOBER).total is None


def test_the_estimates_of_another_region_do_not_exist(province: Province) -> None:
    an_estimate(province.whole)
    local = access_of_user(a_user("manager", at=province.liuxi), on=NOW.date())
    assert not benefit_estimates(local).exists()
    assert benefit_summary(local, period=OCTOBER).total is None
