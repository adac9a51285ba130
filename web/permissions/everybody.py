"""Lines of the pages that belong to no process: coming in, one's own desk, files, the system itself."""

from web.permissions.lines import Line, about
from web.permissions.things import ENTRANCE, ERRAND, FILE, INSTALLATION, OWN_DESK
from web.permissions.who import ADMINISTRATOR, ANYBODY, KEEPERS, OFFICE, PUBLIC, READER, SECURITY

LINES: dict[str, Line] = {
    **about(ENTRANCE, {
        "static": ("取页面的样式和脚本", PUBLIC),
        "login.enter": ("打开登录页", PUBLIC),
        "login.check": ("登录", PUBLIC),
        "login.enter_code": ("打开动态验证码页", PUBLIC),
        "login.check_code": ("核对动态验证码", PUBLIC),
        "single_sign_on.leave_for_provider": ("转到统一身份认证", PUBLIC),
        "single_sign_on.come_back": ("从统一身份认证返回", PUBLIC),
        "login.leave": ("退出登录", PUBLIC),
        "verify.ask": ("打开文书验证页", PUBLIC),
        "verify.answer": ("验证一份文书", PUBLIC),
    }),
    **about(OWN_DESK, {
        "tasks.waiting": ("查看待办和通知", ANYBODY),
        "tasks.done": ("查看已办", ANYBODY),
        "tasks.started": ("查看我发起的", ANYBODY),
        "errands.index": ("查看自己的后台办理事项", ANYBODY),
        "help.index": ("打开帮助", ANYBODY),
        "help.chapter": ("阅读帮助的一章", ANYBODY),
    }),
    **about(OWN_DESK, {
        "accounts.show": ("查看我的账号", ANYBODY),
        "accounts.password": ("打开修改密码页", ANYBODY),
        "accounts.change_password": ("修改密码", ANYBODY),
        "accounts.end_visit": ("结束一处登录", ANYBODY),
        "accounts.end_other_visits": ("结束其他登录", ANYBODY),
        "accounts.confirm_address": ("确认新的办公邮箱", ANYBODY),
        "accounts.second_factor": ("查看动态验证码", ANYBODY),
        "accounts.propose_second_factor": ("绑定动态验证码", ANYBODY),
        "accounts.confirm_second_factor": ("启用动态验证码", ANYBODY),
        "accounts.renew_recovery_codes": ("重新生成恢复码", ANYBODY),
        "accounts.remove_second_factor": ("停用动态验证码", ANYBODY),
    }),
    **about(ERRAND, {
        "errands.show": ("查看后台办理的进度", OFFICE),
    }),
    **about(FILE, {
        "files.download": ("下载文件", READER),
    }),
    **about(INSTALLATION, {
        "checkup.index": ("查看体检", ADMINISTRATOR),
        "operations.index": ("查看运行情况", ADMINISTRATOR),
        "accounts.requirements": ("查看登录要求", SECURITY),
        "accounts.require": ("修改登录要求", SECURITY),
        "rights.index": ("查看岗位权限", KEEPERS),
    }),
}  # fmt: skip
