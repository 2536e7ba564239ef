"""The forms under which a region's name is compared: width, case, spaces and the administrative suffix do not matter."""

import re
import unicodedata

_ETHNIC = (
    "蒙古 回 藏 维吾尔 苗 彝 壮 布依 朝鲜 满 侗 瑶 白 土家 哈尼 哈萨克 傣 黎 傈僳 佤 畲 高山 拉祜 水 东乡 纳西 景颇 柯尔克孜 "
    "土 达斡尔 仫佬 羌 布朗 撒拉 毛南 仡佬 锡伯 阿昌 普米 塔吉克 怒 乌孜别克 俄罗斯 鄂温克 德昂 保安 裕固 京 塔塔尔 独龙 鄂伦春 "
    "赫哲 门巴 珞巴 基诺 各"
)
_PEOPLES = "|".join(sorted(_ETHNIC.split(), key=len, reverse=True))
_CHINESE_SUFFIX = re.compile(rf"(?:(?:(?:{_PEOPLES})族?)*自治[区州县旗]|特别行政区|省|市|地区|盟|林区|特区|州|县|区|旗)$")
_BRANCH = re.compile(r"(?:移动)?(?:分?公司)$")
_ENGLISH_SUFFIX = re.compile(
    r"(?:autonomous)?(?:specialadministrativeregion|municipality|province|prefecture|region|county|district|city|branch)$"
)
_NOISE = re.compile(r"[\s'\u2019\-_.\u00b7,()\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]+")
SEPARATORS = re.compile(r"[\u2192>/\\|,;:\u3001\-\u2014_\u00b7\s]+")
BLANKS = frozenset({"", "未知", "不详", "无", "空", "其它", "其他", "null", "none", "nan", "n/a", "na", "unknown"})


def comparable(name: str) -> str:
    """The name in one width and case, without spaces, hyphens and invisible characters."""
    return _NOISE.sub("", unicodedata.normalize("NFKC", name)).casefold()


def without_suffix(name: str) -> str:
    """A comparable name without its administrative suffix; names that would shrink to one character stay whole."""
    place = _BRANCH.sub("", name)
    bare = _CHINESE_SUFFIX.sub("", place)
    if bare == place:
        bare = _ENGLISH_SUFFIX.sub("", place)
    return next((form for form in (bare, place) if len(form) >= 2), name)


def is_blank(name: str) -> bool:
    """Nothing was said: empty, a dash, or a word that stands for nothing."""
    return comparable(name) in BLANKS


def parts(name: str) -> list[str]:
    """The steps of a path such as `南江→云州市→城东区`."""
    return [part for part in SEPARATORS.split(unicodedata.normalize("NFKC", name)) if not is_blank(part)]
