"""Dates: the layouts that occur, those that cannot be told apart, and columns that mix or contradict."""

from datetime import date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portalkit.imports.domain.layouts import LayoutFinder, declared, disagreement, propose_layouts
from portalkit.imports.domain.refusals import Fault
from portalkit.imports.domain.serials import from_serial
from portalkit.imports.domain.spec import Cell, Field, FieldKind
from portalkit.imports.domain.values import Converter

from .test_values import converted

CHINA = timezone(timedelta(hours=8))
MOMENT = datetime(2019, 9, 23, 20, 50, 25, tzinfo=CHINA)
MOMENTS = st.datetimes(datetime(1990, 1, 1), datetime(2100, 12, 31, 23, 59, 59)).map(lambda moment: moment.replace(microsecond=0))
WRITTEN = (
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%dT%H:%M:%S",
    "%Y-%m-%d %H:%M:%S.0",
    "%Y/%m/%d %H:%M:%S",
    "%Y.%m.%d %H:%M:%S",
    "%Y年%m月%d日%H时%M分%S秒",
    "%Y年%m月%d日 %H:%M:%S",
    "%Y%m%d%H%M%S",
    "%d-%b-%Y %H:%M:%S",
    "%b %d, %Y %I:%M:%S %p",
    "%Y-%m-%d %H:%M:%S+08:00",
)


@pytest.mark.parametrize(
    "cell",
    [
        "2019-09-23 20:50:25",
        "2019-09-23 20:50:25.0",
        "2019-09-23 20:50:25.000",
        "2019-9-23 20:50:25",
        "2019/9/23 20:50:25",
        "2019/09/23 20:50:25",
        "2019年9月23日 20时50分25秒",
        "2019年09月23日20:50:25",
        "20190923205025",
        "20190923 205025",
        "2019-09-23T20:50:25",
        "2019-09-23T12:50:25Z",
        "2019-09-23 20:50:25+08:00",
        "2019-09-23T14:50:25+0200",
        "2019/9/23 下午8:50:25",
        "2019-09-23 08:50:25 PM",
        "23-Sep-2019 20:50:25",
        "Sep 23, 2019 8:50:25 PM",
        " ２０１９－０９－２３　２０：５０：２５ ",
        "43731.868344907",
        43731.868344907,
        datetime(2019, 9, 23, 20, 50, 25),
        datetime(2019, 9, 23, 12, 50, 25, tzinfo=timezone.utc),  # noqa: UP017
    ],
)
def test_a_moment_is_read_in_the_layouts_that_occur(cell: Cell) -> None:
    assert converted(FieldKind.DATETIME, cell) == [MOMENT]
    assert converted(FieldKind.DATETIME, "2018-01-01", cell, "")[1:] == [MOMENT, None]


@pytest.mark.parametrize("cell", ["2019-09-23", "2019/9/23", "20190923", "2019年9月23日", "43731", 43731, date(2019, 9, 23), 20190923])
def test_a_day_is_its_midnight_and_a_date(cell: Cell) -> None:
    assert converted(FieldKind.DATETIME, cell) == [datetime(2019, 9, 23, tzinfo=CHINA)]
    assert converted(FieldKind.DATE, cell) == [date(2019, 9, 23)]


@pytest.mark.parametrize(
    "cell",
    [
        "2019-02-30",
        "2019-13-01",
        "2019/2/29",
        "20190230",
        "2019-09-23 24:00:00",
        "2019-09-23 20:60:00",
        "2019-09-23 13:00 PM",
        "2019年13月1日",
    ],
)
def test_what_no_calendar_has_is_refused(cell: str) -> None:
    assert converted(FieldKind.DATETIME, cell, "2019-09-23") == [Fault.DATE_IMPOSSIBLE, datetime(2019, 9, 23, tzinfo=CHINA)]


@pytest.mark.parametrize("cell", ["1989-12-31", "2101-01-01 00:00:00", "1900/1/1", 12345, "0001-01-01", datetime(1970, 1, 1)])
def test_years_that_cannot_be_meant_are_refused(cell: Cell) -> None:
    assert converted(FieldKind.DATETIME, cell) == [Fault.DATE_OUT_OF_RANGE]


@pytest.mark.parametrize(
    "cell",
    [
        "昨天",
        "2019",
        "23",
        "2019-09",
        "2019-W39-1",
        "2019-266",
        "19-09-23",
        "2019-09-23 20:50:25 x",
        "2019-09/23",
        "2019-09-2320:50",
        5,
        1e9,
        True,
        timedelta(1),
    ],
)
def test_what_is_no_date_is_refused(cell: Cell) -> None:
    assert converted(FieldKind.DATETIME, cell) == [Fault.DATE_UNREADABLE]


@given(moment=MOMENTS, layout=st.sampled_from(WRITTEN))
def test_every_moment_is_read_back(moment: datetime, layout: str) -> None:
    assert converted(FieldKind.DATETIME, moment.strftime(layout)) == [moment.replace(tzinfo=CHINA)]


@given(moments=st.lists(MOMENTS, min_size=1, max_size=6), layouts=st.lists(st.sampled_from(WRITTEN), min_size=6, max_size=6))
def test_a_column_of_any_mixture_is_read_back(moments: list[datetime], layouts: list[str]) -> None:
    column = [moment.strftime(layout) for moment, layout in zip(moments, layouts, strict=False)]
    assert converted(FieldKind.DATETIME, *column) == [moment.replace(tzinfo=CHINA) for moment in moments]


@given(moment=MOMENTS)
def test_a_serial_number_is_its_moment(moment: datetime) -> None:
    days = (moment - datetime(1899, 12, 30)) / timedelta(days=1)
    assert from_serial(days) == moment
    assert from_serial(days - 1462, from_1904=True) == moment


@given(moments=st.lists(MOMENTS, min_size=1, max_size=30), first=st.sampled_from(["%d/%m/%Y", "%m/%d/%Y"]))
def test_a_proposal_never_reads_a_day_as_a_month(moments: list[datetime], first: str) -> None:
    column = [moment.strftime(first) for moment in moments]
    proposal = propose_layouts(column)
    if proposal.ambiguous or proposal.conflict:
        return
    values, problems = Converter(Field("f", "F", FieldKind.DATE), layouts=proposal.layouts).convert(column)
    assert (values, problems) == ([moment.date() for moment in moments], {})


class TestSlashedDates:
    @pytest.mark.parametrize("mark", "/-.")
    def test_are_refused_cell_by_cell_until_their_order_is_known(self, mark: str) -> None:
        assert converted(FieldKind.DATETIME, mark.join(["23", "09", "2019"])) == [Fault.DATE_AMBIGUOUS]

    @pytest.mark.parametrize(
        ("layout", "value"),
        [("DD/MM/YYYY", date(2019, 4, 3)), ("MM/DD/YYYY hh:mm:ss AM", date(2019, 3, 4)), ("%d/%m/%Y", date(2019, 4, 3))],
    )
    def test_are_read_as_declared(self, layout: str, value: date) -> None:
        assert converted(FieldKind.DATE, "03/04/2019", "3/4/2019 10:00", layouts=[layout]) == [value, value]

    def test_of_the_other_order_are_refused(self) -> None:
        assert converted(FieldKind.DATE, "04/13/2019", "2019-04-13", layouts=["DD/MM/YYYY"]) == [
            Fault.DATE_IMPOSSIBLE,
            Fault.DATE_UNDECLARED,
        ]

    def test_declared_both_ways_stay_ambiguous(self) -> None:
        assert converted(FieldKind.DATE, "03/04/2019", layouts=["DD/MM/YYYY", "MM/DD/YYYY"]) == [Fault.DATE_AMBIGUOUS]

    def test_are_proposed_once_one_value_proves_the_order(self) -> None:
        proposal = propose_layouts(["03/04/2019 10:00", "13/04/2019 10:00"])
        assert (proposal.layouts, proposal.order, proposal.ambiguous) == (("DD/MM/YYYY",), "day", False)
        assert propose_layouts(["03/04/2019", "04/13/2019"]).order == "month"

    def test_that_prove_nothing_are_ambiguous(self) -> None:
        proposal = propose_layouts(["03/04/2019", "12/11/2019"])
        assert (proposal.ambiguous, proposal.layouts, proposal.example) == (True, (), "03/04")

    def test_that_prove_both_orders_conflict(self) -> None:
        assert propose_layouts(["13/04/2019", "04/13/2019", "03/04/2019"]).conflict

    def test_whose_days_over_12_alone_are_left_as_text_conflict(self) -> None:
        """A spreadsheet of the other order turned the rest into dates with day and month exchanged."""
        assert propose_layouts(["13/04/2019", datetime(2019, 4, 3), "25/04/2019"]).conflict

    def test_are_looked_at_piece_by_piece(self) -> None:
        finder = LayoutFinder()
        for piece in (["03/04/2019"] * 50, ["", "05/06/2019"], ["28/06/2019"]):
            finder.feed(piece)
        assert finder.proposal().layouts == ("DD/MM/YYYY",)


class TestProposals:
    def test_name_and_count_what_a_column_mixes(self) -> None:
        proposal = propose_layouts(["2019-09-23 20:50:25", "2019/9/23 20:50", "2019/9/24", "x", "", None, datetime(2019, 9, 23)])
        assert proposal.layouts == ("YYYY-MM-DD", "YYYY/MM/DD", "date cell")
        assert dict(proposal.counts) == {"YYYY-MM-DD": 1, "YYYY/MM/DD": 2, "date cell": 1}
        assert (proposal.mixed, proposal.unreadable) == (True, 1)

    def test_of_one_layout_are_not_mixed(self) -> None:
        assert not propose_layouts(["2019-09-23", "2019-09-24 10:00", datetime(2019, 9, 23)]).mixed

    def test_come_from_the_converter_without_a_second_look(self) -> None:
        column = ["2019-09-23 20:50:25", "", "43731"]
        converter = Converter(Field("f", "F", FieldKind.DATETIME))
        converter.convert(column)
        assert converter.proposal() == propose_layouts(column)

    def test_of_two_columns_that_disagree_are_told(self) -> None:
        day, month, iso = propose_layouts(["13/04/2019"]), propose_layouts(["04/13/2019"]), propose_layouts(["2019-04-13"])
        assert disagreement(day, month) == ("day", "month")
        assert (disagreement(day, day), disagreement(day, iso)) == (None, None)

    def test_are_of_layouts_that_can_be_declared(self) -> None:
        assert declared(["YYYY-MM-DD hh:mm:ss", "dd/mm/yyyy", "%Y年%m月%d日", "excel serial"]) == (
            "YYYY-MM-DD",
            "DD/MM/YYYY",
            "YYYY年MM月DD日",
            "Excel serial",
        )
        with pytest.raises(ValueError, match="YY-MM"):
            declared(["YY-MM"])


def test_many_odd_shapes_do_not_fill_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("portalkit.imports.domain.moments._MOST_REMEMBERED", 5)
    converter = Converter(Field("f", "F", FieldKind.DATETIME))
    for start in range(10):
        values, problems = converter.convert([*("x" * (start * 10 + place) for place in range(10)), "", "2019-09-23"])
        assert values[-2:] == [None, datetime(2019, 9, 23, tzinfo=CHINA)]
        assert len(problems) == 10 - (start == 0)
