"""How the journal reads where it is about people and not about a case."""

from collections.abc import Mapping

SENTENCES: Mapping[str, str] = {
    "keep": "系统自动存证后台生成的文件、签名密钥等记录",  # journal.KEEP
    "open_account": "开设账号{login}（{name}）",
    "close_account": "停用{name}的账号",
    "reopen_account": "启用{name}的账号",
    "enter_unit": "登记单位{name}",
    "correct_unit": "更正单位{before}的资料",
    "appoint": "安排{name}任{post}，自{since}起",
    "entrust": "{substitute}代{principal}（{post}），{since}至{until}",
    "revoke_substitution": "撤销委托：{substitute}代{principal}（{post}）",
    "hand_over": "{name}交出{post}，最后在岗日{last_day}，接任人：{successor}，待办{count}件",
    "replace_handover": "重新办理{post}的交接，原安排不再作数：最后在岗日{last_day}，接任人：{successor}",
    "take_over": "核对并接收{post}的交接清单，待办{count}件",
    "hand_in_people": "提交人员导入表：单位{units}家、人员{officers}名、岗位{posts}个",
    "bring_in_people": "人员导入生效：单位{units}家、人员{officers}名、岗位{posts}个",
    "drop_people": "退回人员导入表",
    "put_in_seal": "启用{name}的印章图像",
    "withdraw_seal": "停用{name}的印章图像，理由：{reason}",
    "revoke_key": "撤销{name}的签名密钥{number}，自{since}起，原因：{reason}{note}；此后的签名{lost}个不再作数",
    "export_journal": "导出办理日志{count}行",
}
