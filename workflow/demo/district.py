"""The demonstration district: 58 units in five groups, their people and posts. All people are invented."""

from dataclasses import dataclass
from datetime import date

from workflow.accounts.rows import Account
from workflow.desk import Desk
from workflow.people import GroupMember, Officer, Post, PostKind, Unit, UnitGroup, UnitKind, hash_password

PASSWORD = "demo-2026"  # noqa: S105 -- of the demonstration, printed at its start; real installations refuse it
SINCE = date(2017, 1, 1)
MARK = "demonstration"  # the setting by which a database of the demonstration is known
FIRST_LOGINS = ("bgs", "zr", "admin", "qz")

TOWNS = [
    "渔阳",
    "洇溜",
    "官庄",
    "马伸桥",
    "下营",
    "邦均",
    "别山",
    "尤古庄",
    "上仓",
    "下仓",
    "罗庄子",
    "白涧",
    "五百户",
    "侯家营",
    "桑梓",
    "东施古",
    "下窝头",
    "杨津庄",
    "出头岭",
    "西龙虎峪",
    "穿芳峪",
    "东二营",
    "许家台",
    "礼明庄",
    "东赵各庄",
]

GROUPS: dict[str, tuple[str, ...]] = {
    "各镇乡街": ("文昌街道办事处", *(f"{town}镇人民政府" for town in TOWNS), "孙各庄满族乡人民政府"),
    "园区": ("州河科技产业园管委会",),
    "新城管委会": ("新城管委会",),
    "安委会成员单位": (
        "区发改委",
        "区工信委",
        "区建委",
        "区市容园林委",
        "区农委",
        "公安分局",
        "区交通局",
        "区市场监管局",
        "区国土资源局",
        "区房管局",
        "区地矿局",
        "区规划局",
        "区水务局",
        "区旅游局",
        "区邮政局",
        "区气象局",
    ),
    "有关委办局": (
        "区商务委",
        "区卫计委",
        "区科委",
        "区国资委",
        "区教育局",
        "区国资中心",
        "区民政局",
        "区司法局",
        "区人力社保局",
        "区文广局",
        "区体育局",
        "区人防办",
        "区中小企业局",
    ),
}

_SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕施张孔曹严华金魏陶姜"
_GIVEN = [
    "安宁",
    "守成",
    "明理",
    "知远",
    "文清",
    "思齐",
    "立诚",
    "景行",
    "怀谨",
    "秉正",
    "若谷",
    "致和",
    "向阳",
    "书平",
    "慎言",
    "笃行",
    "广和",
    "永年",
    "修远",
]


@dataclass(frozen=True)
class Login:
    """One account of the demonstration: what to type, and who that is."""

    login: str
    name: str
    unit: str
    post: PostKind


def settle(desk: Desk, hashed: str = "") -> list[Login]:
    """Fill an empty database with the district; returns every account. `hashed`: the password, if already hashed."""
    password = hashed or hash_password(PASSWORD)
    office = Unit(
        name="区安全生产委员会办公室",
        short_name="区安委会办公室",
        kind=UnitKind.OFFICE,
        number_code="安委办",
        phone="29140000",
    )
    government = Unit(name="区人民政府", short_name="区政府", kind=UnitKind.GOVERNMENT, number_code="区政")
    logins = [
        _appoint(desk, office, PostKind.CLERK, "bgs", password, 0),
        _appoint(desk, office, PostKind.LEADER, "zr", password, 1),
        _appoint(desk, office, PostKind.ADMINISTRATOR, "admin", password, 2),
        _appoint(desk, office, PostKind.SECURITY, "aq", password, 200),
        _appoint(desk, office, PostKind.AUDITOR, "sj", password, 201),
        _appoint(desk, government, PostKind.LEADER, "qz", password, 3),
    ]
    number = 0
    for position, (group_name, names) in enumerate(GROUPS.items()):
        group = UnitGroup(name=group_name, position=position)
        desk.session.add(group)
        for name in names:
            number += 1
            unit = Unit(name=name, short_name=name, phone=f"2914{number:04d}")
            group.members.append(GroupMember(unit=unit, position=number))
            logins += _staff(desk, unit, number, password)
    desk.session.flush()
    return logins


def _staff(desk: Desk, unit: Unit, number: int, password: str) -> list[Login]:
    kinds = [(PostKind.CLERK, "jb"), (PostKind.LEADER, "ld")]
    if number % 5:  # every fifth unit has no seal keeper: its leader signs and seals in one step
        kinds.append((PostKind.SEAL_KEEPER, "yz"))
    return [
        _appoint(desk, unit, kind, f"{number:02d}{suffix}", password, number * 3 + place)
        for place, (kind, suffix) in enumerate(kinds)
    ]


def _appoint(desk: Desk, unit: Unit, kind: PostKind, login: str, password: str, seed: int) -> Login:
    name = _SURNAMES[seed % len(_SURNAMES)] + _GIVEN[seed * 7 % len(_GIVEN)]
    officer = Officer(login=login, name=name, password_hash=password)
    desk.session.add(Post(officer=officer, unit=unit, kind=kind, since=SINCE))
    desk.session.add(Account(officer=officer, password_set_at=desk.now, lasting=True))  # all try it together
    return Login(login, name, unit.name, kind)
