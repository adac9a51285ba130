"""What a run of the harness says in the end."""

from collections.abc import Iterator

from tests.faults.episode import Report


def in_words(title: str, report: Report, episodes: int, seconds: float) -> str:
    return "\n".join(_lines(title, report, episodes, seconds))


def _lines(title: str, report: Report, episodes: int, seconds: float) -> Iterator[str]:
    total = report.acknowledged.total()
    yield f"== {title}: {episodes} episodes, {seconds:.0f} s"
    yield f"kills         {report.kills}"
    for kind, times in report.faults.most_common():
        yield f"  {times:6}  {kind}"
    yield f"acknowledged  {total}"
    for what, times in report.acknowledged.most_common():
        yield f"  {times:6}  {what}"
    yield "people heard"
    for what, times in report.heard.most_common():
        yield f"  {times:6}  {what}"
    yield f"mails taken   {report.mails}"
    yield f"lost          {report.lost}"
    yield f"wrong         {len(report.wrong)}"
    yield from (f"  {sentence}" for sentence in report.wrong)
    if report.trouble:
        yield f"faults that could not be done  {len(report.trouble)}"
        yield from (f"  {sentence[:300]}" for sentence in report.trouble[:10])
