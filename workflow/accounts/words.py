"""What users read about accounts: refusals, journal sentences."""

from collections.abc import Mapping

NOT_ADMITTED = "账号或密码不对，请核对后再登录。账号已停用的，请联系本单位的系统管理员。"
LOCKED = "连续多次没有登录成功，为防止他人试探，暂停登录到{until}。请到时再登录；忘记密码的，请联系系统管理员重置。"
CODE_WRONG = "动态验证码不对或已过时，请输入验证器上当前显示的六位数字；手机不在身边的，可输入一个恢复码。"
CONFIRM = "签批、用印、签发、公布等事项，办理前须确认是本人操作。请输入登录密码{or_code}，再办一次；已填写的内容都在。"
OR_CODE = "或动态验证码"
CONFIRM_WRONG = "密码{or_code}不对，这一步没有办。请核对后重新输入；已填写的内容都在。"

OLD_WRONG = "现在的密码不对，请重新输入。"
NOT_REPEATED = "两次输入的新密码不一致，请重新输入。"
TOO_SHORT = "新密码至少{shortest}位，请加长。"
TOO_PLAIN = "新密码须包含大写字母、小写字母、数字、其他字符中的至少{classes}类，请补充。"
HAS_NAME = "新密码不能包含账号，请更换。"
USED_BEFORE = "新密码与最近{remembered}次用过的密码相同，请更换。"
ALREADY_ON = "动态验证码已经启用。要换手机的，请先停用，再重新绑定。"
NOTHING_PROPOSED = "这一步已经办过，或者还没有开始绑定。请刷新后核对。"
NOT_ON = "动态验证码没有启用，不必再停用。"
CODE_WRONG_AT_SETUP = "动态验证码不对。请输入验证器上当前显示的六位数字；一直不对的，请把手机时间设为自动校准。"
NO_ADDRESS = "办公邮箱的写法不对，应当像 name@example.gov.cn。请核对后重新填写；不接收邮件通知的，可以留空。"
SAME_ADDRESS = "与现在登记的办公邮箱相同，不必更换。"
NO_MAIL = "（不接收邮件）"
NO_NEW_ADDRESS = "没有等待确认的办公邮箱，或者确认码已过期。仍要更换的，请联系系统管理员重新登记。"
ADDRESS_CODE_WRONG = "确认码不对，请核对新邮箱中最近一封邮件里的八位确认码。"
UNCHECKED = "请写明怎样当面核对了本人身份，例如：当面核对工作证和身份证。"
NO_SUCH_VISIT = "这处登录已经结束，或者不是您的。请刷新后核对。"
DEMONSTRATION = "演示账号的密码是公开的，供各人一起试用，不能修改。"

# why a password has to be changed now
FIRST_TIME = "这是首次登录，或者密码由管理员重置过。请先设置只有您本人知道的新密码，再开始办理。"
OUTDATED = "密码使用已满{days}天，请先更换，再继续办理。"

SENTENCES: Mapping[str, str] = {
    "logged_in": "登录（{device}）",
    "login_failed": "登录未成功",
    "login_locked": "连续{failures}次未成功，暂停登录",
    "visit_ended": "结束登录：{device}（{why}）",
    "password_changed": "修改密码",
    "password_reset": "重置{name}的密码为一次性密码",
    "identity_confirmed": "办理前确认本人身份（{means}）",
    "identity_not_confirmed": "办理前确认本人身份未成功",
    "second_factor_set_up": "启用动态验证码",
    "second_factor_removed": "停用动态验证码",
    "second_factor_reset": "解除{name}丢失手机上的验证器（核对身份：{how}）",
    "recovery_code_used": "使用恢复码，剩余{left}个",
    "recovery_codes_renewed": "重新生成恢复码",
    "address_proposed": "拟将{name}的办公邮箱改为{new}，待本人确认",
    "address_confirmed": "确认新的办公邮箱{new}",
    "address_changed": "将{name}的办公邮箱改为{new}",
    "second_factor_required": "要求使用动态验证码的岗位改为：{posts}",
}
ENDED: Mapping[str, str] = {
    "left": "本人退出",
    "revoked": "本人结束",
    "password": "密码已修改",
    "closed": "账号已停用",
    "unbound": "验证器已解除",
}

# what a person is told about his own account: kind -> title and body
NEWS: Mapping[str, tuple[str, str]] = {
    "password_reset": (
        "登录密码已由管理员重置",
        "系统管理员于{at}把您的密码重置为一次性密码，您在各处的登录随即结束。不是您本人要求的，请立即联系系统管理员和审计管理员。",
    ),
    "telephone_unbound": (
        "手机验证器已由管理员解除",
        "系统管理员于{at}解除了您绑定的手机验证器（核对身份：{how}），恢复码一并作废，您在各处的登录随即结束。"
        "岗位要求使用动态验证码的，下次登录时须重新绑定。不是您本人当面要求的，请立即联系系统管理员和审计管理员。",
    ),
    "address_proposed": (
        "办公邮箱将更换",
        "系统管理员登记了您的新办公邮箱{new}，确认码已发到新邮箱。请在{until}前打开“我的账号”输入确认码，"
        "确认之前仍用原来的邮箱。不是您本人要求的，不要输入，并请联系系统管理员。",
    ),
    "address_code": (
        "确认您的办公邮箱",
        "确认码：{code}。请登录系统，打开“我的账号”，在{until}前输入，此后的通知改发到这个邮箱。不是您本人要求的，不必理会。",
    ),
    "address_confirmed": ("办公邮箱已更换", "您的办公邮箱已更换为{new}，此后的通知发到这个邮箱。"),
    "address_changed": (
        "办公邮箱已更换",
        "系统管理员把您的办公邮箱更换为{new}。不是您本人要求的，请联系系统管理员。",
    ),
    "handover_replaced": (
        "岗位交接已变更",
        "安全管理员重新办理了{name}（{post}）的岗位交接，不再由您接任；原来交给您的清单不再作数，不必核对。有疑问的，请联系安全管理员。",
    ),
}
