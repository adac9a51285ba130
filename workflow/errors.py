"""What the system refuses, in the words the user will read.

A refusal is a domain object: the docstring of its class is the default sentence. Every message tells what
happened, why, and what to do next. Anything else that is raised is a bug.
"""

from collections.abc import Mapping


class Refusal(Exception):
    """这一步现在不能办理，请返回后重试；仍不行的，请联系区安委办。"""

    def __init__(self, message: str = "") -> None:
        self.message = message or (type(self).__doc__ or "").strip()
        super().__init__(self.message)


class NotYours(Refusal):
    """这项工作不在您的岗位职责内，请交由相应岗位的人员办理。"""


class Unknown(Refusal):
    """没有找到您要的内容，可能网址不全或已不向本单位开放，请从“待办”进入。"""


class Stale(Refusal):
    """这一页已经过时：内容在您打开之后有了变化。您填写的内容没有丢失，请刷新后核对再提交。"""


class TooLate(Stale):
    """已过截止时间，这一步不能再按期办理。请刷新后查看现在的状态；仍需说明的，可作为逾期来文报送。"""


class AlreadyDone(Stale):
    """这一步已经办过了，这次没有再办。请从“待办”进入，查看办到了哪里。"""


class Incomplete(Refusal):
    """还有内容没有填好，请按提示补齐后再提交，已填写的内容都在。"""

    def __init__(self, fields: Mapping[str, str], message: str = "") -> None:
        """`fields`: name of the field -> the sentence shown beside it."""
        self.fields = dict(fields)
        super().__init__(message or "；".join(dict.fromkeys(self.fields.values())))


class Unreadable(Refusal):
    """这个文件无法读取。请用Word打开确认内容完整，另存为.docx后重新上传。"""


class EngineFault(Exception):
    """A defect of a diagram or of the program, never of the user; the transaction is rolled back."""
