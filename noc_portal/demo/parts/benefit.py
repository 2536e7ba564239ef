"""The demo's benefit estimates: three months of the province, one of them estimated anew."""

from datetime import datetime, timedelta
from decimal import Decimal

from complaints.domain.benefit import Inputs
from complaints.services.benefit import Sources, estimate_benefit, revise_benefit
from portalkit.access.models import User
from portalkit.periods.domain.calendar import month_of
from portalkit.regions.models import Region

from ..province import PROVINCE_CODE

_SOURCES = Sources(subscribers="市场部新增用户月报", arpu="财务部经营月报", share="网络质量提升贡献率评审会纪要")
_MONTHS = (
    (3, Inputs(subscribers=47_820, arpu=Decimal("50.6"), share=Decimal("0.2"))),
    (2, Inputs(subscribers=49_305, arpu=Decimal("50.8"), share=Decimal("0.25"))),
    (1, Inputs(subscribers=51_169, arpu=Decimal(51), share=Decimal("0.2"))),
)


def load(*, now: datetime) -> None:
    """The last three whole months, saved by the manager."""
    region, by = Region.objects.get(code=PROVINCE_CODE), User.objects.get(username="manager", is_demo=True).actor
    for back, inputs in _MONTHS:
        month = month_of(now).plus(-back)
        saved = min(month.end + timedelta(days=4, hours=10), now)
        row = estimate_benefit(region=region, month=month, inputs=inputs, sources=_SOURCES, note="", by=by, now=saved)
        if back == 2:
            lower = Inputs(subscribers=inputs.subscribers, arpu=inputs.arpu, share=Decimal("0.2"))
            note = "评审会将贡献率由25%调整为20%，与其他月份口径一致"
            revise_benefit(estimate=row, inputs=lower, sources=_SOURCES, note=note, by=by, now=min(saved + timedelta(days=6), now))
