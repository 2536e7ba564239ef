"""The business halls of the demo province, and their cameras."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import count

_WORKDAYS = "周一至周五 8:30-18:00;周六至周日 9:00-17:30"
_EVERY_DAY = "每天 9:00-21:00"


class Sight(StrEnum):
    """What a camera of the demo is: a generated picture, one that is switched off, or one at an address that no rule allows."""

    ON = "on"
    OFF = "off"
    FORBIDDEN = "forbidden"


@dataclass(frozen=True)
class DemoCamera:
    gb_id: str
    name: str
    sight: Sight


@dataclass(frozen=True)
class DemoHall:
    """`county` is the code of the region it lies in; `east` and `north` are degrees from that region's position."""

    code: str
    name: str
    name_en: str
    county: str
    address: str
    opening: str
    hall_class: str
    east: float
    north: float
    cameras: tuple[DemoCamera, ...] = ()


_ON, _OFF, _FORBIDDEN = Sight
_HALLS = (
    (
        "NJ0101",
        "青秀湖旗舰",
        "Qingxiuhu Flagship",
        "湖滨大道88号",
        _EVERY_DAY,
        "key",
        (("营业大厅", _ON), ("自助服务区", _ON), ("贵宾室", _OFF)),
    ),
    ("NJ0101", "民族路", "Minzu Road", "民族路16号", _WORKDAYS, "ordinary", (("入口", _ON), ("柜台", _ON))),
    ("NJ0102", "城东广场", "Chengdong Plaza", "广场东路5号", _EVERY_DAY, "ordinary", (("营业大厅", _ON),)),
    (
        "NJ0103",
        "城西客运站",
        "Chengxi Coach Station",
        "大学路201号",
        _WORKDAYS,
        "ordinary",
        (("营业大厅", _ON), ("后门", _FORBIDDEN)),
    ),
    ("NJ0105", "武临县城", "Wulin Town", "兴武大街33号", _WORKDAYS, "ordinary", ()),
    ("NJ0201", "城中五星", "Chengzhong Five Stars", "五星街1号", _EVERY_DAY, "key", (("营业大厅", _ON),)),
    ("NJ0202", "鱼岭公园", "Yuling Park", "屏山大道70号", _WORKDAYS, "ordinary", ()),
    ("NJ0301", "秀石中山路", "Xiushi Zhongshan Road", "中山中路12号", _EVERY_DAY, "key", ()),
    ("NJ0304", "阳台西街", "Yangtai West Street", "西街9号", _EVERY_DAY, "ordinary", ()),
    ("NJ0401", "万岭新兴", "Wanling Xinxing", "新兴二路45号", _WORKDAYS, "ordinary", ()),
    ("NJ0501", "海城北部湾", "Haicheng Beibuwan", "北部湾路118号", _EVERY_DAY, "ordinary", ()),
    ("NJ0701", "钦南人民路", "Qinnan Renmin Road", "人民南路27号", _WORKDAYS, "ordinary", ()),
    ("NJ0801", "港北中山", "Gangbei Zhongshan", "中山路61号", _WORKDAYS, "ordinary", ()),
    ("NJ0901", "玉东一环", "Yudong Ring", "一环东路230号", _EVERY_DAY, "ordinary", ()),
    ("NJ1001", "右河城东", "Youhe East", "城东大道8号", _WORKDAYS, "ordinary", ()),
    ("NJ1201", "金城岭南新", "Jinchengling Nanxin", "南新西路19号", _WORKDAYS, "ordinary", ()),
)


def halls() -> Iterator[DemoHall]:
    serials = count(1)
    for number, (county, name, name_en, address, opening, hall_class, wanted) in enumerate(_HALLS, start=1):
        cameras = [DemoCamera(f"45{county[2:4]}01005013210{next(serials):05}", title, sight) for title, sight in wanted]
        yield DemoHall(
            code=f"H{county[2:]}{number:02}", name=f"{name}营业厅", name_en=f"{name_en} Hall", county=county, address=address,
            opening=opening, hall_class=hall_class, east=0.011 * (number % 5 - 2), north=0.009 * (number % 3 - 1), cameras=tuple(cameras),
        )  # fmt: skip
