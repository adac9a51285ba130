#!/bin/sh
# System packages the tests run against: LibreOffice (old .doc files), Chromium with a Chinese font, poppler (words of a PDF).
# PostgreSQL is taken where it is installed; where it is not, it has come with the libraries of the tests.
set -eu
missing=""
command -v soffice >/dev/null 2>&1 || missing="$missing libreoffice-writer-nogui libreoffice-core-nogui"
ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 ||
    echo "PostgreSQL is not installed: the tests run the one that comes with their libraries" >&2
command -v chromium-headless-shell >/dev/null 2>&1 || command -v chromium >/dev/null 2>&1 ||
    command -v chromium-browser >/dev/null 2>&1 || command -v google-chrome >/dev/null 2>&1 ||
    missing="$missing chromium-headless-shell"
command -v pdftotext >/dev/null 2>&1 || missing="$missing poppler-utils"
fc-list :lang=zh 2>/dev/null | grep -q . || missing="$missing fontconfig fonts-noto-cjk"
[ -z "$missing" ] && exit 0
if [ "$(id -u)" = 0 ]; then as_root=""; elif command -v sudo >/dev/null 2>&1; then as_root="sudo"; else
    echo "make test needs these system packages, please install them:$missing" >&2; exit 1
fi
$as_root apt-get update -qq
# where the distribution has no Chromium without windows, the one with them does as well, more slowly
apt-cache show chromium-headless-shell >/dev/null 2>&1 || missing=$(echo "$missing" | sed 's/chromium-headless-shell/chromium/')
# shellcheck disable=SC2086
DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq --no-install-recommends $missing >/dev/null
