"""What follows the report: 批复 of the government, 公布稿 for everybody."""

from datetime import date
from typing import Protocol

from workflow.accident import papers
from workflow.accident.model import Accident
from workflow.accident.paperwork import grade_in_words, letterhead, seal_of
from workflow.accident.paperwork.report import text_of
from workflow.accident.rules import clocks, gate
from workflow.accident.rules.clocks import Clock
from workflow.accident.rules.facts import Facts
from workflow.clock import day_of

PRIVACY_NOTE = "公布时已隐去伤亡人员姓名。"


class Remedied(Protocol):
    """救济途径: where a decision may be contested, and within which time."""

    @property
    def review_body(self) -> str: ...
    @property
    def court(self) -> str: ...
    @property
    def review_within(self) -> str: ...
    @property
    def suit_within(self) -> str: ...


def approval(
    accident: Accident, facts: Facts, nature: str, remedy: Remedied, decisions: tuple[str, ...]
) -> papers.Approval:
    assert accident.submitted_at is not None
    assert accident.approved_at is not None
    government, publication = accident.government, clocks.publication(facts)
    return papers.Approval(
        demonstration=accident.is_demo,
        letterhead=letterhead(government),
        number=accident.approval_number,
        issuer=government.name,
        issued_on=day_of(accident.approved_at),
        telephone=government.phone,
        seal=seal_of(accident),
        accident=accident.title,
        addressee=accident.lead_unit.name,
        report_received_on=day_of(accident.submitted_at),
        submitted_by=accident.team_unit.name if accident.team_unit else accident.lead_unit.name,
        grade=grade_in_words(accident),
        nature=nature,
        accountability=tuple(sentence(decision) for decision in decisions),
        measures=len(gate.proposed(accident)),
        publish_by=publication.due if publication else None,
        evaluation_opens=_day(clocks.evaluation_opens(facts)),
        evaluation_due=_day(clocks.evaluation_due(facts)),
        review_body=remedy.review_body.strip(),
        court=remedy.court.strip(),
        review_within=remedy.review_within.strip(),
        suit_within=remedy.suit_within.strip(),
    )


def sentence(text: str) -> str:
    """With its full stop, for sentences that stand one behind the other."""
    return f"{text.strip().rstrip('。；，')}。"


def _day(clock: Clock | None) -> date:
    assert clock is not None, "an approved case has its days of evaluation"
    assert clock.due is not None
    return clock.due


def publication(accident: Accident, today: date | None = None) -> papers.Publication:
    """公布稿 with every correction made so far, which stand below the text. `today`: to look at before publication."""
    published_on = day_of(accident.published_at) if accident.published_at else today
    assert accident.approved_at is not None
    assert published_on is not None
    bodies = {chapter.kind: chapter.for_the_public for chapter in accident.chapters}
    return papers.Publication(
        **text_of(accident, bodies, accident.hidden_names),
        approved_by=accident.government.name,
        approval_number=accident.approval_number,
        approved_on=day_of(accident.approved_at),
        publisher=accident.lead_unit.name,
        published_on=published_on,
        privacy_note=PRIVACY_NOTE if accident.hidden_names else "",
        corrections=tuple(
            papers.Correction(day_of(made.at), made.place, made.old, made.new, made.reason)
            for made in accident.corrections
        ),
    )
