"""Lines of the pages that belong to no process: coming in, one's own desk, files, the system itself."""

from web.permissions.lines import Line, about
from web.permissions.things import ENTRANCE, FILE, INSTALLATION, OWN_DESK
from web.permissions.who import ADMINISTRATOR, ANYBODY, PUBLIC, READER

LINES: dict[str, Line] = {
    **about(ENTRANCE, {
        "static": ("取页面的样式和脚本", PUBLIC),
        "login.enter": ("打开登录页", PUBLIC),
        "login.check": ("登录", PUBLIC),
        "login.enter_code": ("打开验证码页", PUBLIC),
        "login.check_code": ("核对验证码", PUBLIC),
        "login.leave": ("退出登录", PUBLIC),
    }),
    **about(OWN_DESK, {
        "tasks.waiting": ("查看待办和通知", ANYBODY),
        "tasks.done": ("查看已办", ANYBODY),
        "tasks.started": ("查看我发起的", ANYBODY),
    }),
    **about(FILE, {
        "files.download": ("下载文件", READER),
    }),
    **about(INSTALLATION, {
        "checkup.index": ("查看体检", ADMINISTRATOR),
        "rights.index": ("查看岗位权限", ADMINISTRATOR),
    }),
}  # fmt: skip
