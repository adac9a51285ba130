"""Which verbs bind: who takes one has proved within minutes that it is he. Every verb of the site is on one of two lists.

A new verb is on neither, and the test says so: whoever adds it decides what it does to others, and writes it down here.
"""

from collections.abc import Mapping
from enum import StrEnum


class Effect(StrEnum):
    """What binds: it stands in a person's or an office's name, or gives power over such things."""

    SIGNS = "签字"
    SEALS = "用印、报送"
    ISSUES = "印发"
    APPROVES = "批准、决定"
    PUBLISHES = "反馈、公布"
    EMPOWERS = "账号、权限和规则"


class Reason(StrEnum):
    """Why another verb asks for no fresh proof."""

    PREPARES = "拟稿、填写、送审：还要由他人签批"
    RECORDS = "登记事实：写明经办人和时间，可以更正"
    RETURNS = "退回、撤回未生效的内容：不对外产生效力"
    URGENT = "首报不等人：条例第11条限两小时，登录本身已证明身份"
    KEEPS = "归档、整理已经生效的内容"
    OWN = "只关系本人的账号，或者另以密码、动态验证码证明"


BINDING: Mapping[str, Effect] = {
    # 征求意见
    "replies.agree": Effect.SIGNS,
    "replies.submit": Effect.SEALS,
    "replies.withdraw": Effect.SEALS,  # a sealed reply counts no more: without another one the unit is silent
    "replies.send_late": Effect.SEALS,
    "rounds.issue": Effect.ISSUES,
    "rounds.extend": Effect.ISSUES,
    "rounds.replace_draft": Effect.ISSUES,
    "rounds.revoke": Effect.ISSUES,
    "decisions.confirm_all": Effect.APPROVES,
    "decisions.release_all": Effect.PUBLISHES,
    # 事故
    "accidents.confirm_class": Effect.APPROVES,
    "accidents.appoint": Effect.APPROVES,
    "accidents.change_leader": Effect.APPROVES,
    "accidents.declare": Effect.SIGNS,
    "accidents.decide_extension": Effect.APPROVES,
    "reports.record_signature": Effect.SIGNS,
    "reports.record_conclusion": Effect.SIGNS,
    "reports.record_decision": Effect.APPROVES,
    "reports.submit_report": Effect.ISSUES,
    "reports.approve_report": Effect.APPROVES,
    "reports.publish_report": Effect.PUBLISHES,
    "reports.correct_publication": Effect.PUBLISHES,
    "measures.sign": Effect.SIGNS,
    "measures.reply_to_objection": Effect.APPROVES,
    "measures.settle_extension": Effect.APPROVES,
    "measures.close": Effect.APPROVES,
    "evaluations.approve": Effect.APPROVES,
    "evaluations.make_public": Effect.PUBLISHES,
    "supervisions.impose": Effect.ISSUES,
    "supervisions.decline": Effect.APPROVES,
    "supervisions.end": Effect.ISSUES,
    # 账号、岗位、规则
    "accidents.choose_jurisdiction": Effect.EMPOWERS,
    "accidents.choose_clock": Effect.EMPOWERS,
    "accidents.choose_policy": Effect.EMPOWERS,
    "accidents.choose_report_to": Effect.EMPOWERS,
    "accounts.propose_second_factor": Effect.EMPOWERS,
    "accounts.renew_recovery_codes": Effect.EMPOWERS,
    "accounts.remove_second_factor": Effect.EMPOWERS,
    "accounts.require": Effect.EMPOWERS,
    "administration.reset_password": Effect.EMPOWERS,
    "administration.unbind_telephone": Effect.EMPOWERS,
    "administration.change_address": Effect.EMPOWERS,
    "administration.give_post": Effect.EMPOWERS,
    "administration.hand_over": Effect.EMPOWERS,
    "administration.release": Effect.EMPOWERS,
    "administration.entrust": Effect.EMPOWERS,
    "administration.revoke_key": Effect.EMPOWERS,
    "administration.put_in_seal": Effect.EMPOWERS,
    "administration.withdraw_seal": Effect.EMPOWERS,
}

_FREE: Mapping[Reason, tuple[str, ...]] = {
    Reason.PREPARES: (
        "rounds.new", "rounds.upload", "rounds.add_annex", "rounds.move_annex_up", "rounds.remove_annex",
        "rounds.save_details", "rounds.set_deadline", "rounds.choose_recipients", "rounds.choose_reminders",
        "rounds.edit_structure", "rounds.correct_structure", "rounds.send_to_head",
        "comments.add", "comments.change", "comments.remove", "comments.no_objection", "comments.upload", "replies.send",
        "replies.send_no_objection",
        "decisions.decide", "decisions.decide_many", "decisions.send", "decisions.begin_further_round",
        "accidents.save_items", "accidents.lay_before_government", "accidents.ask_extension",
        "reports.finish_report", "reports.add_cause", "reports.change_cause", "reports.propose_measure",
        "reports.change_measure", "reports.save_chapter", "reports.finish_signing", "reports.hide_names",
        "reports.edit_public_text", "reports.finish_check",
        "measures.answer", "measures.add_proof", "measures.report", "measures.ask_extension",
        "evaluations.record", "evaluations.save_opinion", "evaluations.finish", "evaluations.form",
        "supervisions.send_proposal", "administration.open_account", "administration.hand_in",
    ),
    Reason.RECORDS: (
        "replies.acknowledge", "checks.accept", "checks.use_late", "checks.record_delivery", "checks.remind",
        "checks.register", "rounds.remind", "decisions.record_coordination",
        "accidents.record_correction", "accidents.record_unit_report", "accidents.inform_body",
        "accidents.finish_informing", "accidents.add_casualties", "accidents.hand_over", "accidents.finish_interests",
        "accidents.recuse", "accidents.join", "accidents.commission", "accidents.conclude_appraisal",
        "reports.record_evidence", "reports.record_interview", "reports.hand_over", "reports.tell_asked",
        "reports.register_consent", "reports.register_return", "reports.record_item", "reports.carry_out",
        "reports.hand_over_crime", "reports.settle", "measures.record_inspection",
        "administration.enter_unit", "administration.correct_unit", "administration.take_over",
    ),
    Reason.RETURNS: (
        "rounds.send_back", "replies.hand_back", "replies.refuse_seal", "checks.reject", "decisions.send_back",
        "accidents.send_team_back", "reports.withdraw", "reports.drop_cause", "reports.drop_measure",
        "reports.send_report_back", "reports.take_back_to_work", "reports.return_report", "reports.send_back_to_check",
        "measures.withdraw_proof", "measures.hand_back", "measures.inspect_again", "evaluations.send_back",
        "administration.drop", "administration.revoke", "administration.close_account",
        "administration.reopen_account",  # with the password he had, and no post
    ),
    Reason.URGENT: ("accidents.take_in", "accidents.report_up"),
    Reason.KEEPS: (
        "decisions.conclude_for_submission", "decisions.archive_round", "reports.archive_case",
        "papers.pack_everything", "papers.pack_letters", "papers.pack_archive", "reports.pack_archive",
        "administration.export_journal",
    ),
    Reason.OWN: (
        "accounts.change_password", "accounts.end_visit", "accounts.end_other_visits", "accounts.confirm_second_factor",
        "accounts.confirm_address", "replies.forget_handwriting",
    ),
}  # fmt: skip

FREE: Mapping[str, Reason] = {endpoint: reason for reason, endpoints in _FREE.items() for endpoint in endpoints}
