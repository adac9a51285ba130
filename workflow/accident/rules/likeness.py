"""What two accidents have in common: the words of kind and cause that both their texts use.

The words: kinds of accident (GB/T 6441-1986), special operations (GB 30871-2022), and what causes are written with.
"""

KINDS = (
    "物体打击", "车辆伤害", "机械伤害", "起重伤害", "触电", "淹溺", "灼烫", "火灾", "高处坠落", "坍塌", "冒顶", "透水",
    "放炮", "爆炸", "中毒", "窒息",
)  # fmt: skip
OPERATIONS = ("动火", "受限空间", "有限空间", "盲板抽堵", "高处作业", "吊装", "临时用电", "动土", "断路")
CAUSES = (
    "短路", "线路老化", "保温材料", "易燃", "泄漏", "违章作业", "违章指挥", "外包", "分包", "疏散", "消防通道",
    "安全培训", "安全教育", "隐患排查", "应急演练", "防护用品", "特种作业", "特种设备", "叉车", "脚手架", "基坑", "粉尘",
    "危险化学品", "燃气", "锅炉", "超载", "疲劳驾驶",
)  # fmt: skip
WORDS = (*KINDS, *OPERATIONS, *CAUSES)


def shared_words(one: str, other: str) -> tuple[str, ...]:
    """The words both texts use, in the order of the table."""
    return tuple(word for word in WORDS if word in one and word in other)
