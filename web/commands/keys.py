"""`zhengxun keys` and `zhengxun revoke`: the signing keys of an installation, where nobody can come in by a browser."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import click

from web.commands.checking import must_exist
from web.commands.installation import installation, signing_of
from web.commands.serving import DATA, DATABASE
from web.commands.terminal import refusals_in_one_line
from workflow.administration import revoking
from workflow.administration.revoking import NUMBER, Card
from workflow.clock import BEIJING, day_in_words, day_of, moment_in_words, real_clock
from workflow.desk import Desk, Office
from workflow.engine.deployment import Engine
from workflow.errors import Incomplete, Unknown
from workflow.files import Files
from workflow.processes import PROCESSES
from workflow.signatures.revoking import Reason
from workflow.signatures.rows import SigningKey
from workflow.signatures.words import REASONS
from workflow.store import sessions

_REASONS = "，".join(f"{reason}（{words}）" for reason, words in REASONS.items())


@click.command()
@click.argument("wanted", required=False, default="")
@DATA
@DATABASE
@refusals_in_one_line
def keys(wanted: str, data: Path, database: str | None) -> None:
    """签名密钥：列出编号、所属、到期日、签名数和状态；WANTED 是姓名、单位名称的一部分，或者编号的开头。"""
    with _desk(data, database, write=False) as desk:
        for card in revoking.keys_in(desk, wanted):
            click.echo(_in_words(card, desk.now))


@click.command()
@click.argument("number")
@click.option("--reason", type=click.Choice([reason.value for reason in Reason]), required=True, help=f"{_REASONS}。")
@click.option("--since", help="撤销时间（北京时间），如 2026-11-20T09:30；不填的，从现在起。")
@click.option("--note", default="", help="说明，记入办理日志。")
@DATA
@DATABASE
@refusals_in_one_line
def revoke(number: str, reason: str, since: str | None, note: str, data: Path, database: str | None) -> None:
    """撤销签名密钥：NUMBER 是密钥编号的开头（zhengxun keys 列出）。此前的签名仍然有效，此后的不再作数。"""
    with _desk(data, database, write=True) as desk:
        key = _named(desk, number)
        lost = revoking.withdraw(desk, key, Reason(reason), _moment(since), note)
        click.echo(f"已撤销{key.name}的签名密钥 {key.key_id[:NUMBER]}；其后的签名{lost}个不再作数。")


@contextmanager
def _desk(data: Path, database: str | None, *, write: bool) -> Iterator[Desk]:
    must_exist(data, database)
    place = installation(data, database)
    engine = place.open()
    office = Office(sessions(engine), real_clock, Engine(PROCESSES), Files(place.files), signing=signing_of(place))
    try:
        with office.desk(write=write) as desk:
            yield desk
    finally:
        engine.dispose()


def _named(desk: Desk, number: str) -> SigningKey:
    found = revoking.keys_beginning_with(desk, number)
    if len(found) != 1:
        what = "没有" if not found else f"有{len(found)}个"
        raise Unknown(f"编号以“{number}”开头的密钥{what}，没有撤销。请用 zhengxun keys 查出编号，写全{NUMBER}位。")
    return found[0]


def _moment(text: str | None) -> datetime | None:
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise Incomplete({"since": f"撤销时间“{text}”不是时间，请写成 2026-11-20T09:30。"}) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=BEIJING)


def _in_words(card: Card, now: datetime) -> str:
    name = "证书机构" if card.is_authority else card.key.name
    return f"{card.number}  {name}  {day_in_words(day_of(card.key.not_after))}到期  签名{card.signatures}个  {_state(card, now)}"


def _state(card: Card, now: datetime) -> str:
    if card.revoked is None:
        return "已到期" if card.key.not_after <= now else "有效"
    reason = REASONS[Reason(card.revoked.reason)] if card.revoked.reason in set(Reason) else card.revoked.reason
    return f"自{moment_in_words(card.revoked.since, seconds=True)}起撤销，{reason}"
