"""Lines of the pages about who works here: each of the three administrators has his own."""

from web.permissions.lines import Line, about
from web.permissions.things import INSTALLATION, OWN_DESK
from web.permissions.who import ADMINISTRATOR, ANYBODY, AUDITOR, KEEPERS, SECURITY

LINES: dict[str, Line] = {
    **about(INSTALLATION, {
        "administration.people": ("查看人员", KEEPERS),
        "administration.officer": ("查看人员资料", KEEPERS),
        "administration.open_account": ("开设账号", ADMINISTRATOR),
        "administration.reset_password": ("重置密码", ADMINISTRATOR),
        "administration.close_account": ("停用账号", ADMINISTRATOR),
        "administration.reopen_account": ("启用账号", ADMINISTRATOR),
        "administration.all_units": ("查看单位", KEEPERS),
        "administration.unit": ("查看单位资料", KEEPERS),
        "administration.enter_unit": ("登记单位", ADMINISTRATOR),
        "administration.correct_unit": ("更正单位资料", ADMINISTRATOR),
        "administration.give_post": ("安排岗位", SECURITY),
        "administration.handover": ("查看岗位交接", SECURITY),
        "administration.hand_over": ("登记岗位交接", SECURITY),
        "administration.imports": ("查看人员导入", KEEPERS),
        "administration.import_template": ("下载导入模板", KEEPERS),
        "administration.hand_in": ("提交导入表", ADMINISTRATOR),
        "administration.handed_in": ("查看导入表", KEEPERS),
        "administration.release": ("使导入生效", SECURITY),
        "administration.drop": ("退回导入表", SECURITY),
        "administration.journal": ("查看办理日志", AUDITOR),
        "administration.export_journal": ("导出办理日志", AUDITOR),
    }),
    **about(OWN_DESK, {
        "administration.substitutes": ("查看委托和交接", ANYBODY),
        "administration.entrusting": ("准备委托代办", ANYBODY),
        "administration.entrust": ("委托代办", ANYBODY),
        "administration.revoke": ("撤销委托", ANYBODY),
        "administration.taking_over": ("查看交接清单", ANYBODY),
        "administration.take_over": ("接收交接", ANYBODY),
    }),
}  # fmt: skip
