"""The columns of the table: what a person may be to the thing that a page is about."""

from collections.abc import Mapping
from enum import StrEnum


class Who(StrEnum):
    PUBLIC = "public"  # nobody has logged in
    ANYBODY = "anybody"  # whoever has logged in
    LEAD_CLERK = "lead_clerk"
    LEAD_HEAD = "lead_head"
    UNIT_CLERK = "unit_clerk"  # of the unit itself that was asked or ordered; another unit's people are nothing
    UNIT_LEADER = "unit_leader"
    UNIT_SEAL_KEEPER = "unit_seal_keeper"
    GOVERNMENT_CLERK = "government_clerk"
    GOVERNMENT = "government"
    TEAM_MEMBER = "team_member"
    TEAM_LEADER = "team_leader"
    SIGNER = "signer"  # the member himself; for one without an account the office writes down what he signed on paper
    HIMSELF = "himself"  # whose post, substitution or hand-over it is
    READER = "reader"  # whoever the file was made for, sent to or sent by
    ADMINISTRATOR = "administrator"
    SECURITY = "security"
    AUDITOR = "auditor"


NAMES: Mapping[Who, str] = {
    Who.PUBLIC: "未登录",
    Who.ANYBODY: "已登录人员",
    Who.LEAD_CLERK: "主办单位经办人",
    Who.LEAD_HEAD: "主办单位负责人",
    Who.UNIT_CLERK: "本单位经办人",
    Who.UNIT_LEADER: "本单位主要领导",
    Who.UNIT_SEAL_KEEPER: "本单位印章管理员",
    Who.GOVERNMENT_CLERK: "政府经办人",
    Who.GOVERNMENT: "政府负责人",
    Who.TEAM_MEMBER: "调查组成员",
    Who.TEAM_LEADER: "调查组组长",
    Who.SIGNER: "签署人本人",
    Who.HIMSELF: "本人",
    Who.READER: "文件收发方",
    Who.ADMINISTRATOR: "系统管理员",
    Who.SECURITY: "安全管理员",
    Who.AUDITOR: "审计管理员",
}

PUBLIC = frozenset({Who.PUBLIC})
ANYBODY = frozenset({Who.ANYBODY})
ADMINISTRATOR = frozenset({Who.ADMINISTRATOR})
SECURITY = frozenset({Who.SECURITY})
AUDITOR = frozenset({Who.AUDITOR})
KEEPERS = ADMINISTRATOR | SECURITY

CLERK = frozenset({Who.LEAD_CLERK})
HEAD = frozenset({Who.LEAD_HEAD})
OFFICE = CLERK | HEAD

UNIT_CLERK = frozenset({Who.UNIT_CLERK})
UNIT_LEADER = frozenset({Who.UNIT_LEADER})
UNIT_SEAL_KEEPER = frozenset({Who.UNIT_SEAL_KEEPER})
SEAL_KEEPERS = UNIT_SEAL_KEEPER | UNIT_LEADER  # the leader where the unit has no keeper
UNIT_SPEAKERS = UNIT_CLERK | UNIT_LEADER
UNIT = UNIT_SPEAKERS | UNIT_SEAL_KEEPER

GOVERNMENT = frozenset({Who.GOVERNMENT})
TEAM = frozenset({Who.TEAM_MEMBER, Who.TEAM_LEADER})
TEAM_LEADER = frozenset({Who.TEAM_LEADER})
SIGNER = frozenset({Who.SIGNER})
HIMSELF = frozenset({Who.HIMSELF})
CASE = OFFICE | GOVERNMENT | TEAM | {Who.GOVERNMENT_CLERK}

READER = frozenset({Who.READER})


def in_words(some: frozenset[Who]) -> str:
    """主办单位经办人、主办单位负责人"""
    return "、".join(name for who, name in NAMES.items() if who in some)
