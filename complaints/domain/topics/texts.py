"""Takes the names of people out of a complaint's text before its words are counted."""

import re

_SURNAMES = (
    "李王张刘陈杨黄吴赵周徐孙马朱胡林郭何高罗郑梁谢宋唐许邓韩冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁沈任姚卢傅钟姜崔谭廖范汪"
    "陆金石戴贾韦夏邱方侯邹熊孟秦白江阎薛尹段雷黎史龙陶贺顾毛郝龚邵万钱严覃武莫孔向汤"
)
_TITLED = re.compile(rf"[{_SURNAMES}][\u4e00-\u9fff]{{0,2}}?(?:先生|女士|小姐|同志|师傅|老板|经理)")
_LABELLED = re.compile(
    r"(?:姓名|联系人|机主|投诉人|称呼)\s*[:：为是]?\s*(?!反映|反馈|来电|致电|来访|本人|再次|多次|表示|要求|投诉|希望|称|说)[\u4e00-\u9fff*]{2,4}|(?:客户|用户)\s*[:：]\s*[\u4e00-\u9fff*]{2,4}"
)
_LATIN = re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Dr)\.?\s+[A-Z][a-z]+(?:\s+[A-Z][a-z]+)?")
GAP = " ／ "


def without_names(text: str, *, name: str = "") -> str:
    """The text with a gap where a person stands: the customer's own `name`, surnames with a title, what follows 姓名 or 联系人.

    A gap parts words, so that no phrase reaches across it.
    """
    if len(name) > 1:
        text = text.replace(name, GAP)
    return _LATIN.sub(GAP, _LABELLED.sub(GAP, _TITLED.sub(GAP, text)))
