"""One case from the news to the archive: which scene comes on which day after the accident.

The days are those of an accident on 1 December 2017: report due on 24 February with 25 days of appraisal, extended to
25 April, approved on 24 April, evaluation from 24 February of the next year.
"""

from datetime import date

from workflow.clock import beijing
from workflow.demo.accident import beginning, evaluating, investigating, rectifying, settling, supervising, team
from workflow.demo.accident.case import Act, Case, Scene, announce
from workflow.demo.accident.collapse import COLLAPSE
from workflow.demo.simulation import Simulation

OCCURRED = date(2017, 12, 1)
BEGUN = beijing(2017, 12, 1, 9)

SCENES = (
    Scene(0, "10:35", beginning.register, "接报、上报、定级"),
    Scene(0, "10:45", beginning.inform_police_and_union),
    Scene(0, "10:55", beginning.inform_labour_and_procuratorate),
    Scene(0, "11:10", beginning.report_up),
    Scene(0, "13:30", beginning.finish_informing),
    Scene(0, "15:00", beginning.classify),
    Scene(3, "09:30", team.propose, "成立调查组，核对回避声明"),
    Scene(3, "16:00", team.appoint),
    Scene(4, "09:00", team.declare),
    Scene(4, "15:00", team.clear_interests),
    Scene(5, "14:30", investigating.record_evidence, "调查取证、技术鉴定、申请延期"),
    Scene(6, "10:00", beginning.supplement),
    Scene(10, "10:00", team.commission_appraisal),
    Scene(10, "10:30", investigating.hand_over_for_appraisal),
    Scene(35, "16:00", team.conclude_appraisal),
    Scene(40, "10:00", settling.hand_over_crime),
    Scene(66, "10:00", team.ask_extension),
    Scene(69, "15:00", team.grant_extension),
    Scene(87, "10:00", investigating.find_causes, "分析原因、拟提措施、撰写报告"),
    Scene(101, "10:00", investigating.propose_measures),
    Scene(108, "16:00", investigating.write),
    Scene(122, "09:30", investigating.finish_report, "讨论和签署报告，报送，批复"),
    Scene(123, "10:00", investigating.sign_first_half),
    Scene(124, "10:00", investigating.sign_rest),
    Scene(129, "10:00", investigating.conclude),
    Scene(132, "16:00", investigating.submit),
    Scene(rectifying.ORDERED, "15:00", investigating.approve),
    Scene(147, "10:00", settling.check_privacy, "全文公布，落实整改和责任追究"),
    Scene(153, "10:00", settling.record_accountability),
    Scene(157, "09:00", settling.publish),
    Scene(178, "15:00", settling.pay_in_time),
    Scene(185, "10:00", supervising.impose),
    Scene(199, "15:00", settling.pay_late),
    Scene(202, "10:00", supervising.lift),
    Scene(220, "10:00", settling.carry_out_the_rest),
    Scene(230, "10:00", settling.settle),
    Scene(455, "09:30", evaluating.form_team, "整改评估、重新整改、复评、归档"),
    Scene(465, "10:00", evaluating.assess_first_half),
    Scene(472, "16:00", evaluating.assess),
    Scene(479, "10:00", evaluating.approve),
    Scene(487, "10:00", evaluating.publish),
)
AGAIN = (
    Scene(515, "10:00", evaluating.assess),
    Scene(521, "10:00", evaluating.approve),
    Scene(525, "10:00", evaluating.publish),
    Scene(531, "10:00", settling.account_for_what_failed),
)
ARCHIVE = (Scene(535, "10:00", settling.archive),)


def course(case: Case, upto: Act = settling.archive) -> list[Scene]:
    """The scenes of a case until somebody does `upto`; units go on with their measures beside it."""
    again = (*rectifying.scenes_again(case), *AGAIN) if any(task.has_failed for task in case.plot.measures) else ()
    main = [*SCENES, *again, *ARCHIVE]
    last = next(place for place, scene in enumerate(main) if scene.act is upto)
    is_approved = any(scene.act is investigating.approve for scene in main[: last + 1])
    return main[: last + 1] + (rectifying.scenes(case) if is_approved else [])


def play_case(play: Simulation) -> Case:
    """The whole case of 2017; the clock stands before it."""
    case = Case(play, COLLAPSE, OCCURRED)
    announce(case, course(case))
    play.run()
    return case
