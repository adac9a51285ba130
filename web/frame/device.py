"""From which device somebody has come, in words its owner will recognise: Edge浏览器，Windows电脑."""

# the first that fits: each browser also claims to be the ones before it
_BROWSERS = (
    ("MicroMessenger", "微信"), ("DingTalk", "钉钉"), ("Edg", "Edge浏览器"), ("QQBrowser", "QQ浏览器"),
    ("HuaweiBrowser", "华为浏览器"), ("Firefox", "Firefox浏览器"), ("Chrome", "Chrome浏览器"), ("Safari", "Safari浏览器"),
)  # fmt: skip
_SYSTEMS = (
    ("HarmonyOS", "鸿蒙手机"), ("Android", "安卓手机"), ("iPhone", "苹果手机"), ("iPad", "苹果平板"), ("Windows", "Windows电脑"),
    ("Macintosh", "苹果电脑"), ("Linux", "Linux电脑"),
)  # fmt: skip


def device_in_words(user_agent: str) -> str:
    found = [name for table in (_BROWSERS, _SYSTEMS) if (name := _first(table, user_agent))]
    return "，".join(found) or "其他设备"


def _first(table: tuple[tuple[str, str], ...], text: str) -> str:
    return next((name for mark, name in table if mark in text), "")
