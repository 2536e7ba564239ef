"""What a browser calls itself, in words that its user recognises."""

import re

_BROWSERS = (
    ("Edge", r"Edg(?:e|A|iOS)?/(\d+)"),
    ("360", r"360(?:SE|EE)"),
    ("QQ", r"QQBrowser/(\d+)"),
    ("WeChat", r"MicroMessenger/(\d+)"),
    ("Opera", r"OPR/(\d+)"),
    ("Firefox", r"(?:Firefox|FxiOS)/(\d+)"),
    ("Chrome", r"(?:Chrome|CriOS)/(\d+)"),
    ("Safari", r"Version/(\d+)[\d.]* (?:Mobile/\S+ )?Safari"),
    ("curl", r"^curl/(\d+)"),
)
_SYSTEMS = (
    ("HarmonyOS", r"HarmonyOS|OpenHarmony"),
    ("Android", r"Android"),
    ("iPhone", r"iPhone"),
    ("iPad", r"iPad"),
    ("Windows", r"Windows"),
    ("macOS", r"Mac OS X|Macintosh"),
    ("Linux", r"Linux|X11"),
)


def browser_name(user_agent: str) -> str:
    """`Chrome 140 · Windows`; the text as sent where neither browser nor system is recognised."""
    system = next((name for name, pattern in _SYSTEMS if re.search(pattern, user_agent)), "")
    return " · ".join(part for part in (_browser(user_agent), system) if part) or user_agent


def _browser(user_agent: str) -> str:
    for name, pattern in _BROWSERS:
        if found := re.search(pattern, user_agent):
            return " ".join((name, *found.groups()))
    return ""
