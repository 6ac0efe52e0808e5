# SPDX-FileCopyrightText: 2026 The Tollkeeper authors
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
#
# The one list of the Debian 12 packages that Tollkeeper needs, and how the scripts beside it install
# those that are missing. Source it.

# To run: Qt's plugins and fonts, which no library depends on. Without a font every letter is a box.
# shellcheck disable=SC2034
run_packages=(
    libqt6sql6-psql libqt6sql6-sqlite
    libqt6svg6
    qt6-translations-l10n
    qt6-qpa-plugins qt6-wayland
    fonts-inter fonts-dejavu-core
)
# To build: a C++20 compiler, Qt 6.4 with Charts, libpq, SQLite, libcrypto, libxlsxwriter, CLI11 and
# tl::expected.
# shellcheck disable=SC2034
build_packages=(
    g++ cmake ninja-build ccache
    qt6-base-dev qt6-base-dev-tools qt6-charts-dev qt6-svg-dev qt6-tools-dev qt6-l10n-tools qtkeychain-qt6-dev libqt6opengl6-dev libgl-dev libxkbcommon-dev
    libpq-dev libsqlite3-dev libssl-dev libxlsxwriter-dev libcli11-dev libexpected-dev
)
# To test: a real PostgreSQL 15 and a pooler before it, certificates, SQLite's own shell, what drives a real window,
# and other programs that read our PDF and XLSX files.
# shellcheck disable=SC2034
test_packages=(
    postgresql-15 pgbouncer openssl python3-psycopg2
    sqlite3
    procps xvfb xdotool imagemagick
    dunst trayer openbox
    poppler-utils python3-openpyxl
    locales
    dbus gnome-keyring at-spi2-core python3-pyatspi
    appstream desktop-file-utils
)

# To try the packages in a clean Debian, and to look for faults by command.
# shellcheck disable=SC2034
install_test_packages=(debootstrap lintian)
# shellcheck disable=SC2034
lint_packages=(clang-tidy-14 clazy shellcheck)
# shellcheck disable=SC2034
memory_packages=(valgrind)
# shellcheck disable=SC2034
coverage_packages=(gcovr)
# shellcheck disable=SC2034
fuzz_packages=(clang libclang-rt-14-dev)

# Installs those of the packages "$@" that are missing. Asks nothing.
install_missing() {
    local package missing=() root=()
    for package in "$@"; do
        if [ "$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null)" != installed ]; then
            missing+=("$package")
        fi
    done
    [ ${#missing[@]} -gt 0 ] || return 0

    if ! command -v apt-get >/dev/null; then
        echo "This system has no apt-get. Install by its own means what Debian calls:" >&2
        echo "    ${missing[*]}" >&2
        return 1
    fi
    if [ "$(id -u)" -ne 0 ]; then
        if ! command -v sudo >/dev/null; then
            echo "Packages are missing, and you are neither root nor is there sudo. As root, run:" >&2
            echo "    apt-get install ${missing[*]}" >&2
            return 1
        fi
        root=(sudo)
        [ -t 0 ] || root+=(-n) # nobody is there to type a password
    fi

    echo "Installing: ${missing[*]}"
    root+=(env DEBIAN_FRONTEND=noninteractive)
    local apt=("${root[@]}" apt-get -o DPkg::Lock::Timeout=300 -q -y)
    "${apt[@]}" update
    # Installing a PostgreSQL server would also create and start a database cluster, which the tests
    # do not use and nobody asked for: not for the time of this installation.
    local no_cluster=/etc/postgresql-common/createcluster.d/tollkeeper-test.conf
    local status=0
    "${root[@]}" sh -c "mkdir -p '${no_cluster%/*}' && echo 'create_main_cluster = false' >'$no_cluster'"
    "${apt[@]}" install --no-install-recommends "${missing[@]}" || status=$?
    "${root[@]}" rm -f "$no_cluster"
    return "$status"
}
