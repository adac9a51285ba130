"""Builds the browser's files (frontend/ -> web/static/vendor/) when the package is installed or a wheel is made.

Skipped while nothing below frontend/ has changed. Run by hand after a change there: `python hatch_build.py`.
"""

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

VENDOR = "web/static/vendor"
NO_NPM = (
    "zhengxun builds its pages' scripts and styles with Node.js 20 or newer, but npm was not found: "
    "install Node.js with npm, or install a ready-made wheel of zhengxun, which needs neither."
)


class CustomBuildHook(BuildHookInterface):  # type: ignore[type-arg]
    """Runs for wheels and for editable installs."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        build_assets(Path(self.root))
        build_data["artifacts"].append(f"/{VENDOR}/*")


def build_assets(root: Path) -> None:
    """Make the bundles below `root` unless they were made from these very sources; SystemExit when npm is missing."""
    frontend, stamp = root / "frontend", root / VENDOR / ".stamp"
    digest = _digest(frontend)
    if stamp.exists() and stamp.read_text() == digest:
        return
    npm = shutil.which("npm")
    if npm is None:
        sys.exit(NO_NPM)
    subprocess.run([npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=frontend, check=True)
    subprocess.run([npm, "run", "--silent", "build"], cwd=frontend, check=True)
    stamp.write_text(digest)


def _digest(frontend: Path) -> str:
    sources = [*frontend.glob("*.json"), *frontend.glob("*.mjs"), *(frontend / "src").rglob("*")]
    digest = hashlib.sha256()
    for source in sorted(path for path in sources if path.is_file()):
        content = source.read_bytes()
        digest.update(f"{source.relative_to(frontend).as_posix()} {len(content)}\n".encode() + content)
    return digest.hexdigest()


if __name__ == "__main__":
    build_assets(Path(__file__).parent)
