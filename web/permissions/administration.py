"""Lines of the pages about who works here: each of the three administrators has his own."""

from web.permissions.lines import Line, about
from web.permissions.things import (
    HANDOVER,
    IMPORT,
    INSTALLATION,
    OFFICER,
    OWN_DESK,
    OWN_POST,
    POST,
    SEAL,
    SIGNING_KEY,
    SUBSTITUTION,
    UNIT,
)
from web.permissions.who import ADMINISTRATOR, ANYBODY, AUDITOR, HIMSELF, KEEPERS, SEAL_KEEPERS, SECURITY

LINES: dict[str, Line] = {
    **about(INSTALLATION, {
        "administration.people": ("查看人员", KEEPERS),
        "administration.open_account": ("开设账号", ADMINISTRATOR),
        "administration.all_units": ("查看单位", KEEPERS),
        "administration.enter_unit": ("登记单位", ADMINISTRATOR),
        "administration.imports": ("查看人员导入", KEEPERS),
        "administration.import_template": ("下载导入模板", KEEPERS),
        "administration.hand_in": ("提交导入表", ADMINISTRATOR),
        "administration.signing_keys": ("查看签名密钥", SECURITY),
        "administration.journal": ("查看办理日志", AUDITOR),
        "administration.export_journal": ("导出办理日志", AUDITOR),
    }),
    **about(OFFICER, {
        "administration.officer": ("查看人员资料", KEEPERS),
        "administration.reset_password": ("重置密码", ADMINISTRATOR),
        "administration.unbind_telephone": ("解除丢失手机的验证器", ADMINISTRATOR),
        "administration.change_address": ("更换办公邮箱", ADMINISTRATOR),
        "administration.close_account": ("停用账号", ADMINISTRATOR),
        "administration.reopen_account": ("启用账号", ADMINISTRATOR),
        "administration.give_post": ("安排岗位", SECURITY),
    }),
    **about(UNIT, {
        "administration.unit": ("查看单位资料", KEEPERS),
        "administration.correct_unit": ("更正单位资料", ADMINISTRATOR),
    }),
    **about(POST, {
        "administration.handover": ("查看岗位交接", SECURITY),
        "administration.hand_over": ("登记岗位交接", SECURITY),
    }),
    **about(SIGNING_KEY, {
        "administration.signing_key": ("查看一个签名密钥", SECURITY),
        "administration.revoke_key": ("撤销签名密钥", SECURITY),
    }),
    **about(IMPORT, {
        "administration.handed_in": ("查看导入表", KEEPERS),
        "administration.release": ("使导入生效", SECURITY),
        "administration.drop": ("退回导入表", SECURITY),
    }),
    **about(OWN_DESK, {
        "administration.substitutes": ("查看委托和交接", ANYBODY),
        "administration.own_seals": ("查看印章由谁保管", ANYBODY),
    }),
    **about(OWN_POST, {
        "administration.entrusting": ("准备委托代办", HIMSELF | SECURITY),
        "administration.entrust": ("委托代办", HIMSELF | SECURITY),
    }),
    **about(SUBSTITUTION, {
        "administration.revoke": ("撤销委托", HIMSELF | SECURITY),
    }),
    **about(SEAL, {
        "administration.own_seal": ("查看印章图像", SEAL_KEEPERS),
        "administration.put_in_seal": ("启用印章图像", SEAL_KEEPERS),
        "administration.withdraw_seal": ("停用印章图像", SEAL_KEEPERS),
    }),
    **about(HANDOVER, {
        "administration.taking_over": ("查看交接清单", HIMSELF),
        "administration.take_over": ("接收交接", HIMSELF),
    }),
}  # fmt: skip
