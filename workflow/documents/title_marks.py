"""书名号: a title within a title takes 〈〉, and one within that 《》 again (GB/T 15834-2011, 4.15)."""

_OPEN, _CLOSE = "《〈", "》〉"
_AT_DEPTH = (("《", "》"), ("〈", "〉"))


def in_marks(title: str) -> str:
    """《…》, for a sentence."""
    return f"《{inside(title)}》"


def inside(title: str) -> str:
    """A title as it stands between 《 and 》, whichever marks it was typed with."""
    return "".join(_marked(bare(title)))


def bare(title: str) -> str:
    """Without the marks around the whole of it."""
    text = title.strip()
    return text[1:-1] if _is_wrapped(text) else text


def _is_wrapped(text: str) -> bool:
    """「《甲》和《乙》」 begins and ends with a mark, and is no title in marks."""
    if not (text[:1] == "《" and text[-1:] == "》"):
        return False
    depth = 0
    for at, sign in enumerate(text, 1):
        depth += (sign in _OPEN) - (sign in _CLOSE)
        if depth == 0:
            return at == len(text)
    return False


def _marked(text: str) -> list[str]:
    written, depth = [], 1
    for sign in text:
        if sign in _CLOSE and depth > 1:
            depth -= 1
            written.append(_AT_DEPTH[depth % 2][1])
        elif sign in _OPEN:
            written.append(_AT_DEPTH[depth % 2][0])
            depth += 1
        else:
            written.append(sign)
    return written
