"""After the approval: the public reads the report, people answer for it, and at the end the case is archived."""

from decimal import Decimal

from workflow.accident.actions import accounting, archiving, publishing
from workflow.accident.actions.accounting import ToAccount
from workflow.accident.model import AccountabilityKind
from workflow.demo.accident.case import Case
from workflow.people import PostKind

WEBSITE = "区人民政府门户网站“安全生产”专栏"
FINE = Decimal("550000")  # 安全生产法第114条: 30万元以上100万元以下
FINE_DUE = 181  # days after the accident


def hand_over_crime(case: Case) -> None:
    with case.team() as (desk, accident):
        accounting.hand_over_crime(
            desk, accident, whom=f"{case.plot.unit}实际控制人", grounds="涉嫌重大责任事故罪", body="公安分局",
            materials="现场勘查笔录、询问笔录和书证复印件，共1册86页，接收回执已附卷",
        )  # fmt: skip


def check_privacy(case: Case) -> None:
    with case.office() as (desk, accident):
        publishing.hide_names(desk, accident, case.plot.dead)
        publishing.finish_check(desk, accident)


def publish(case: Case) -> None:
    with case.office(PostKind.LEADER) as (desk, accident):
        publishing.publish(desk, accident, WEBSITE)


def record_accountability(case: Case) -> None:
    unit = case.plot.unit
    with case.office() as (desk, accident):
        fine = ToAccount(
            AccountabilityKind.PENALTY, unit, "对事故发生负有责任（安全生产法第114条）", "区应急管理部门",
            is_unit=True, amount=FINE, due_on=case.day(FINE_DUE),
        )  # fmt: skip
        inside = ToAccount(
            AccountabilityKind.INTERNAL, f"{unit}现场负责人", "作业前没有组织检查和安全交底", unit,
            due_on=case.day(FINE_DUE + 45),
        )  # fmt: skip
        discipline = ToAccount(
            AccountabilityKind.DISCIPLINE, "属地有关监管人员", "日常检查中发现问题没有制止或者移送", "区监察机关",
            due_on=case.day(FINE_DUE + 60),
        )  # fmt: skip
        for item in (fine, inside, discipline):
            accounting.record(desk, accident, item)


OUTCOMES = {
    AccountabilityKind.PENALTY: "罚款已全额缴入国库，缴款凭证已附卷",
    AccountabilityKind.INTERNAL: "已解除职务并在企业内部通报，处理决定已附卷",
    AccountabilityKind.DISCIPLINE: "处理决定已送达本人，回执已附卷",
}


def pay_in_time(case: Case) -> None:
    if not case.plot.pays_late:
        _carry_out(case, AccountabilityKind.PENALTY)


def pay_late(case: Case) -> None:
    if case.plot.pays_late:
        _carry_out(case, AccountabilityKind.PENALTY)


def carry_out_the_rest(case: Case) -> None:
    _carry_out(case, AccountabilityKind.INTERNAL, AccountabilityKind.DISCIPLINE)


def _carry_out(case: Case, *kinds: AccountabilityKind) -> None:
    with case.office() as (desk, accident):
        for item in accounting.open_items(accident):
            if item.kind in kinds:
                accounting.carry_out(desk, accident, item.key, OUTCOMES[item.kind])


def account_for_what_failed(case: Case) -> None:
    """What the evaluation added: who answers for the measure that had not been carried out."""
    with case.office() as (desk, accident):
        for item in accounting.open_items(accident):
            accounting.carry_out(desk, accident, item.key, "已对责任科室负责人作出诫勉处理，决定书已附卷")


def settle(case: Case) -> None:
    with case.office() as (desk, accident):
        accounting.settle(desk, accident)


def archive(case: Case) -> None:
    with case.office() as (desk, accident):
        archiving.archive(desk, accident)
