"""LibreOffice without a window: old Word files to .docx, and Word files to PDF.

Each conversion has a profile of its own: of two on one profile, one silently yields nothing. Macros never run and
nothing is fetched from other machines. Where fonts of the standard are missing, `fonts.conf` says what stands in for them.
"""

import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from workflow.errors import Unreadable

ABSENT = "本机没有安装LibreOffice，无法转换这个文件。请在Word或WPS中另存为.docx后重新上传。"
SLOW = "转换这个文件用时过长，已经停止。请用Word打开原文件，另存为.docx后重新上传。"
FAILED = "这个文件转换不成功，可能已经损坏或者设有密码。请用Word打开原文件，另存为.docx后重新上传。"

FONTS = Path(__file__).resolve().parents[2] / "templates" / "word" / "fonts.conf"

_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop>
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop>
</item></oor:items>
"""


def available() -> bool:
    """Whether LibreOffice is installed on this machine."""
    return _program() is not None


def convert(data: bytes, suffix_to: str, timeout: float = 120, *, suffix_from: str = "docx") -> bytes:
    """The document in another format ("docx", "pdf"), within `timeout` seconds; Unreadable when that fails."""
    program = _program()
    if program is None:
        raise Unreadable(ABSENT)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        source = Path(folder, f"document.{suffix_from}")
        source.write_bytes(data)
        _run(program, source, suffix_to, timeout)
        result = Path(folder, "out", f"document.{suffix_to}")
        if not result.exists() or not result.stat().st_size:
            raise Unreadable(FAILED)
        return result.read_bytes()


def _program() -> str | None:
    return shutil.which("soffice") or shutil.which("libreoffice")


def _run(program: str, source: Path, suffix_to: str, timeout: float) -> None:
    home = source.parent
    profile = home / "profile"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_SETTINGS, encoding="utf-8")
    command = [program, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore", "--convert-to"]
    with subprocess.Popen(
        [*command, suffix_to, "--outdir", str(home / "out"), str(source)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "HOME": str(home), "FONTCONFIG_FILE": str(FONTS)},
        start_new_session=True,
    ) as process:
        try:
            process.wait(timeout)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)  # the program is a script whose child does the work
            raise Unreadable(SLOW) from None
