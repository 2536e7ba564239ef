"""The pictures and the clip that the demo's screens play, drawn here."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from math import cos, pi, sin
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import av
import cvttf_NotoSansCJK_Bold
import cvttf_NotoSansCJK_Regular
import numpy as np
from PIL import Image, ImageDraw, ImageFont

WIDTH, HEIGHT = 1920, 1080
CLIP_WIDTH, CLIP_HEIGHT, CLIP_RATE, CLIP_SECONDS = 1280, 720, 25, 8
_SIGN = "南江通信 · 演示"
Colour = tuple[int, int, int]


@dataclass(frozen=True)
class Poster:
    """`dark` and `bright` are the two ends of its background, `mark` a few characters drawn large and faint."""

    title: str
    line: str
    small: str
    mark: str
    dark: Colour
    bright: Colour


BRAND = Poster("连接每一座城", "5G 网络覆盖全省县城以上城区", "南江通信 用心服务", "5G", (9, 36, 77), (20, 112, 190))
SERVICE = Poster("少排队 多自助", "缴费、补卡、查账单 自助机两分钟办完", "需要帮助请招呼大堂经理", "助", (9, 66, 60), (26, 145, 126))
PROMOTION = Poster("全家一张网", "宽带 1000M + 手机 + 电视 一份账单", "活动至本月底 详询柜台", "家", (110, 38, 14), (226, 112, 42))
TRAINING = Poster("微笑服务七步", "迎 问 引 办 核 谢 送", "每日班前 5 分钟", "七", (58, 40, 104), (129, 92, 196))
SECURITY = Poster("谨防电信诈骗", "不转账 不透露验证码 先核实 再操作", "反诈咨询请拨 96110", "防", (94, 14, 24), (190, 44, 52))
PHONE = Poster("新品手机到店", "以旧换新 最高抵 1500 元", "广告 · 星河手机", "新", (24, 26, 34), (92, 104, 128))
DEFAULT = Poster("欢迎光临", "您的满意是我们的追求", "营业时间请见门口公示", "迎", (16, 54, 92), (46, 120, 168))


def jpeg(poster: Poster) -> bytes:
    """The poster at 1920 × 1080."""
    kept = BytesIO()
    _drawn(poster, WIDTH, HEIGHT).save(kept, "JPEG", quality=86)
    return kept.getvalue()


def png(poster: Poster, *, width: int, height: int) -> bytes:
    """The poster in another size, upright ones too."""
    kept = BytesIO()
    _drawn(poster, width, height).save(kept, "PNG")
    return kept.getvalue()


def clip() -> bytes:
    """Eight seconds of 720p without sound: rings around a title, as MP4 that players take as it is."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "clip.mp4"
        with av.open(str(path), "w", format="mp4", options={"movflags": "+faststart"}) as container:
            stream: Any = container.add_stream("libx264", rate=CLIP_RATE, options={"preset": "veryfast", "g": str(CLIP_RATE)})
            stream.width, stream.height, stream.pix_fmt = CLIP_WIDTH, CLIP_HEIGHT, "yuv420p"
            for picture in _moving():
                container.mux(stream.encode(av.VideoFrame.from_ndarray(np.asarray(picture), format="rgb24")))
            container.mux(stream.encode())
        return path.read_bytes()


def _drawn(poster: Poster, width: int, height: int) -> Image.Image:
    picture = _background(poster, width, height)
    pen = ImageDraw.Draw(picture)
    unit = min(width / 16, height / 9)
    faint = _between(poster.dark, poster.bright, 0.72)
    pen.text((width * 0.76, height * 0.46), poster.mark, font=_font(unit * 5.2, is_bold=True), fill=faint, anchor="mm")
    left = width * 0.07
    pen.text((left, height * 0.36), poster.title, font=_font(unit * 1.45, is_bold=True), fill="white", anchor="lm")
    pen.rectangle((left, height * 0.46, left + unit * 2.4, height * 0.468), fill="white")
    pen.text((left, height * 0.56), poster.line, font=_font(unit * 0.56), fill="white", anchor="lm")
    pen.text((left, height * 0.67), poster.small, font=_font(unit * 0.42), fill=_between(poster.bright, (255, 255, 255), 0.7), anchor="lm")
    pen.text((width * 0.93, height * 0.93), _SIGN, font=_font(unit * 0.32), fill="white", anchor="rm")
    return picture


def _moving() -> Iterator[Image.Image]:
    still = _drawn(BRAND, CLIP_WIDTH, CLIP_HEIGHT)
    middle = (CLIP_WIDTH * 0.76, CLIP_HEIGHT * 0.46)
    for number in range(CLIP_RATE * CLIP_SECONDS):
        picture = still.copy()
        pen = ImageDraw.Draw(picture)
        turn = 2 * pi * number / (CLIP_RATE * 4)
        for ring in range(3):
            reach = CLIP_HEIGHT * (0.2 + 0.07 * ring)
            angle = turn * (1 + 0.4 * ring) + ring * 2
            x, y = middle[0] + reach * cos(angle), middle[1] + reach * sin(angle)
            pen.ellipse((middle[0] - reach, middle[1] - reach, middle[0] + reach, middle[1] + reach), outline="white", width=2)
            pen.ellipse((x - 14, y - 14, x + 14, y + 14), fill="white")
        yield picture


def _background(poster: Poster, width: int, height: int) -> Image.Image:
    """A slanting gradient, made small and drawn out."""
    small = Image.new("RGB", (32, 18))
    small.putdata([_between(poster.dark, poster.bright, (x / 31 + y / 17) / 2) for y in range(18) for x in range(32)])
    return small.resize((width, height), Image.Resampling.BICUBIC)


def _between(one: Colour, other: Colour, share: float) -> Colour:
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


@cache
def _font(size: float, *, is_bold: bool = False) -> ImageFont.FreeTypeFont:
    package = cvttf_NotoSansCJK_Bold if is_bold else cvttf_NotoSansCJK_Regular
    return ImageFont.truetype(str(next(Path(str(package.__file__)).parent.glob("*.otf"))), round(size))
