"""What is kept about accounts. Nothing here opens a door by itself: passwords, tokens and codes are digests."""

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflow.people import Officer
from workflow.store import Base, RowId, public_key


class Account(Base):
    """An officer's account; without a row his password was never his own and must be changed."""

    __tablename__ = "account"
    officer_id: Mapped[int] = mapped_column(ForeignKey("officer.id"), primary_key=True)
    password_set_at: Mapped[datetime]
    one_time: Mapped[bool] = mapped_column(default=False)  # given by somebody else: good for one login
    lasting: Mapped[bool] = mapped_column(default=False)  # of a demonstration: neither changed nor outdated
    officer: Mapped[Officer] = relationship()


class OldPassword(Base):
    """A password somebody had, as its hash."""

    __tablename__ = "old_password"
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    officer_id: Mapped[int] = mapped_column(ForeignKey("officer.id"), index=True)
    hashed: Mapped[str] = mapped_column(String(200))
    set_at: Mapped[datetime]


class Failure(Base):
    """An attempt that has not succeeded, under the name that was typed, whether anybody has it or not."""

    __tablename__ = "login_failure"
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    name: Mapped[str] = mapped_column(String(60), index=True)
    address: Mapped[str] = mapped_column(String(60), index=True)
    at: Mapped[datetime] = mapped_column(index=True)


class Visit(Base):
    """登录: one browser in which an officer has come in, from then until it ends."""

    __tablename__ = "visit"
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    key: Mapped[str] = mapped_column(String(32), unique=True, default=public_key)
    token_digest: Mapped[str] = mapped_column(String(64), unique=True)
    officer_id: Mapped[int] = mapped_column(ForeignKey("officer.id"), index=True)
    began_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    confirmed_at: Mapped[datetime]  # when the person last proved who he is
    ended_at: Mapped[datetime | None]
    address: Mapped[str] = mapped_column(String(60))
    device: Mapped[str] = mapped_column(String(80))
    officer: Mapped[Officer] = relationship()


class SecondFactor(Base):
    """动态验证码: the secret that an officer's telephone shares with us, encrypted."""

    __tablename__ = "second_factor"
    officer_id: Mapped[int] = mapped_column(ForeignKey("officer.id"), primary_key=True)
    secret: Mapped[bytes] = mapped_column(LargeBinary)
    proposed_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]  # from then on it is asked for
    last_step: Mapped[int] = mapped_column(default=0)  # a code opens once


class NewAddress(Base):
    """An address that is to become an officer's own, until he has typed the code that was mailed there."""

    __tablename__ = "new_address"
    officer_id: Mapped[int] = mapped_column(ForeignKey("officer.id"), primary_key=True)
    address: Mapped[str] = mapped_column(String(200))
    code_digest: Mapped[str] = mapped_column(String(64))
    proposed_at: Mapped[datetime]


class KeptForm(Base):
    """What was typed into a form that came too late for its login, encrypted."""

    __tablename__ = "kept_form"
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    key: Mapped[str] = mapped_column(String(32), unique=True, default=public_key)
    officer_id: Mapped[int] = mapped_column(ForeignKey("officer.id"), index=True)
    page: Mapped[str] = mapped_column(String(400))
    typed: Mapped[bytes] = mapped_column(LargeBinary)
    with_files: Mapped[bool]
    kept_at: Mapped[datetime]


class RecoveryCode(Base):
    """恢复码: opens once in place of the telephone."""

    __tablename__ = "recovery_code"
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    officer_id: Mapped[int] = mapped_column(ForeignKey("officer.id"), index=True)
    digest: Mapped[str] = mapped_column(String(64))
    used_at: Mapped[datetime | None]
