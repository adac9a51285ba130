"""What belongs to a round, and what to an accident case, when they are archived."""

from collections.abc import Iterator, Sequence

from workflow.accident import holdings as case_holdings
from workflow.accident.model import Accident
from workflow.archiving.holding import Held, Holding
from workflow.clock import day_of
from workflow.consultation import holdings, silence
from workflow.consultation.model import Round
from workflow.consultation.paperwork import in_marks

SECRECY, RETENTION = "未定密（由归档单位核定）", "未定（由归档单位在永久、30年、10年中核定）"
FILES, SILENCE = "files", "silence"


def gathered(about: Round | Accident) -> Holding:
    return of_round(about) if isinstance(about, Round) else of_accident(about)


def of_round(round_: Round) -> Holding:
    """The round itself, with its replies and what was said in them."""
    replies = [reply.id for reply in round_.replies]
    comments = [comment.id for reply in round_.replies for letter in reply.letters for comment in letter.comments]
    lead = round_.lead_unit.name
    return Holding(
        case=round_.case,
        title=f"{in_marks(round_.title)}征求意见案卷",
        held=_each_once(_held(round_)),
        owners={"round_id": [round_.id], "reply_id": replies, "comment_id": comments},
        described={
            "题名": f"{in_marks(round_.title)}征求意见案卷",
            "责任者": lead,
            "形成部门": lead,
            "文号": round_.doc_number,
            "成文日期": day_of(round_.issued_at) if round_.issued_at else None,
            "归档日期": day_of(round_.archived_at) if round_.archived_at else None,
            "主送": [reply.unit.name for reply in round_.replies],
            "密级": SECRECY,
            "保管期限": RETENTION,
        },
    )


def _held(round_: Round) -> Iterator[Held]:
    for folder in holdings.folders(round_):
        for held in folder.holdings:
            place = SILENCE if held.title == silence.TITLE else FILES
            yield Held(
                place, "，".join(part for part in (held.title, held.unit, held.note) if part), folder.title, held.file
            )


def of_accident(accident: Accident) -> Holding:
    """The case with its measures, its evidence and its evaluation."""
    evaluations = [accident.evaluation.id] if accident.evaluation else []
    return Holding(
        case=accident.case,
        title=f"{accident.title}案卷",
        held=_each_once(_held_of_accident(accident)),
        owners={
            "accident_id": [accident.id],
            "measure_id": [measure.id for measure in accident.measures],
            "evidence_id": [evidence.id for evidence in accident.evidence],
            "chapter_id": [chapter.id for chapter in accident.chapters],
            "evaluation_id": evaluations,
        },
        described={
            "题名": f"{accident.title}案卷",
            "责任者": accident.government.name,
            "形成部门": accident.lead_unit.name,
            "成文日期": day_of(accident.approved_at) if accident.approved_at else None,
            "密级": SECRECY,
            "保管期限": RETENTION,
        },
    )


def _held_of_accident(accident: Accident) -> Iterator[Held]:
    for held in case_holdings.papers(accident):
        yield Held(FILES, f"{held.title}{held.about}", "文书", held.file)
    for evidence in accident.evidence:
        if evidence.file is not None:
            yield Held(FILES, evidence.title, "证据材料", evidence.file)
    for measure in accident.measures:
        for proof in measure.proofs:
            if proof.file is not None:
                yield Held(FILES, proof.title, "整改佐证材料", proof.file)


def _each_once(found: Iterator[Held]) -> Sequence[Held]:
    """A letter's own paper is both a paper and a letter's file."""
    return list({held.file.id: held for held in found}.values())
