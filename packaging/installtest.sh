#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Tollkeeper authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Makes the Debian packages of build/release, and installs, uses and removes them in a clean Debian 12
# that debootstrap makes. It lives in memory (some 1.5 GB) and in namespaces of its own, so that
# nothing is left of it, however this ends. Must be root; takes the mirror from apt's own sources.
#   packaging/installtest.sh
# shellcheck disable=SC2016 # there are texts that dpkg, apt and the tree's own shell expand
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source-path=SCRIPTDIR/.. source=packaging/packages.sh
. packaging/packages.sh

if [ "$(id -u)" -ne 0 ]; then
    echo "installtest.sh makes a file system and enters it: run it as root, e.g. with sudo." >&2
    exit 1
fi
if [ "${1:-}" != --inside ]; then
    install_missing "${run_packages[@]}" "${build_packages[@]}" "${install_test_packages[@]}"
    if [ ! -e build/release/CMakeCache.txt ]; then
        cmake --preset release -DTOLLKEEPER_BUILD_TESTS=OFF
    fi
    cmake --build --preset release
    exec unshare --mount --pid --fork --kill-child packaging/installtest.sh --inside
fi

# ---- From here on alone: what is mounted or started is gone when this process is.
tree=/mnt
mount -t tmpfs -o mode=755,size=3G clean-debian "$tree"
log=$tree/tmp/log
mkdir -m 1777 "$tree/tmp"

step() { printf '%4d s  %s\n' "$SECONDS" "$*"; }
fail() {
    echo "FAILED: $*" >&2
    exit 1
}
# Runs a command in the tree, with none of our environment but the way to the network. --userspec=0:0
# is root, --userspec=1000:1000 a user.
inside() {
    env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/home/user LC_ALL=C.UTF-8 \
        QT_QPA_PLATFORM=offscreen DEBIAN_FRONTEND=noninteractive \
        http_proxy="${http_proxy:-}" https_proxy="${https_proxy:-}" chroot "$@"
}
# Runs a command as root, quietly unless it fails.
quietly() { inside "$tree" "$@" >"$log" 2>&1 || { cat "$log" >&2 && fail "$*"; }; }
# A user's command "${@:3}" must end with exit code $1 and print what matches $2, if that is anything.
expect() {
    local status=0
    inside --userspec=1000:1000 "$tree" "${@:3}" >"$log" 2>&1 || status=$?
    if [ "$status" -ne "$1" ] || { [ -n "$2" ] && ! grep -qE -- "$2" "$log"; }; then
        cat "$log" >&2
        fail "${*:3}: exit code $status instead of $1, or no /$2/ in what it printed"
    fi
}
apt() { quietly apt-get -q -y "$@"; }
# Every file and package, but for what dpkg, apt and the caches remember.
inventory() {
    inside "$tree" find / -xdev \( -path /proc -o -path /dev -o -path /tmp -o -path /home \
        -o -path /packages -o -path /var/log -o -path /var/cache -o -path /var/lib/dpkg \
        -o -path /var/lib/apt \) -prune -o -type d -printf '%p/\n' -o -printf '%p %s %l\n' | sort
    inside "$tree" dpkg-query -W -f '${Package} ${Version} ${db:Status-Status}\n'
}
# Nothing may have changed since the inventory in the file $1.
expect_as_before() {
    inventory >"$tree/tmp/now"
    diff "$1" "$tree/tmp/now" || fail "the packages left something behind (>) or took it away (<)"
}

step "Packs build/release"
cpack --config build/release/CPackConfig.cmake -G DEB -B "$tree/packages" >"$log" 2>&1 ||
    { cat "$log" >&2 && fail "cpack"; }
rm -rf "$tree/packages/_CPack_Packages"
# Pedantic and experimental hints do not count.
lintian --fail-on error,warning,info --display-info --allow-root "$tree"/packages/*.deb || fail "lintian"
version=$(dpkg-deb --field "$tree"/packages/tollctl_*.deb Version)

step "Makes a clean Debian 12"
find_mirror() {
    apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 'Codename: bookworm' \
        'Label: Debian' | head -n 1
}
mirror=$(find_mirror)
[ -n "$mirror" ] || { apt-get -q update && mirror=$(find_mirror); }
[ -n "$mirror" ] || fail "apt has no source of Debian 12"
debootstrap --variant=minbase bookworm "$tree" "$mirror" >"$log" 2>&1 ||
    { tail "$log" >&2 && fail "debootstrap"; }
mount -t proc proc "$tree/proc"
quietly useradd --uid 1000 --create-home user
# apt fetches as this machine's does, and what uses the packages is there before they are.
apt-config dump | grep -E '^Acquire::(http|https|Check|Retries)' >"$tree/etc/apt/apt.conf.d/90host" || true
apt update
apt install --no-install-recommends man-db bash-completion desktop-file-utils appstream

step "Installs tollctl alone"
apt satisfy --no-install-recommends "$(dpkg-deb --field "$tree"/packages/tollctl_*.deb Depends)"
inventory >"$tree/tmp/before"
apt install --no-install-recommends "/packages/tollctl_${version}_amd64.deb"
! inside "$tree" dpkg-query -W libqt6widgets6 >/dev/null 2>&1 || fail "tollctl brings Qt Widgets"

step "Uses it"
expect 0 "$version" tollctl --version
call=(tollctl record --project demo --model gpt-4o --input-tokens 1200 --output-tokens 80)
expect 0 '"status":"logged"' "${call[@]}" --cost 0.25 --max-budget 1
expect 3 '"status":"refused"' "${call[@]}" --cost 0.9 --max-budget 1
expect 0 '"call_count":1,"input_tokens":1200,"output_tokens":80,"cost":0.25' tollctl stats --json
expect 0 '^demo,gpt-4o,1200,80,0.25,' tollctl export csv
expect 0 '' tollctl export xlsx --output /home/user/calls.xlsx
expect 0 'unchanged|agree' tollctl verify /home/user/calls.xlsx
expect 0 '' tollctl limit --project demo --set 0.5
# Half of it is used: a warning, as the timer's unit would tell.
expect 1 'demo' sh -c "$(sed -n 's/^ExecStart=//p' "$tree/usr/lib/systemd/user/tollctl-check.service")"
expect 4 'libqt6sql6-psql' tollctl stats --store-url postgresql://127.0.0.1:1/none
expect 0 'tollctl export' man -P cat tollctl
expect 0 'GPL-3' cat /usr/share/doc/tollctl/copyright
expect 0 "tollkeeper \($version\)" zcat /usr/share/doc/tollctl/changelog.gz
expect 0 '^stats$' bash -c '. /usr/share/bash-completion/bash_completion
    _completion_loader tollctl
    COMP_WORDS=(tollctl st) COMP_CWORD=1
    _tollctl
    printf "%s\n" "${COMPREPLY[@]}"'

step "Purges it"
apt purge tollctl
expect_as_before "$tree/tmp/before"
[ -s "$tree/home/user/.llm_toll.db" ] || fail "the user's store was removed with the package"

step "Installs both, with what they recommend"
for package in "$tree"/packages/*.deb; do # but not each other
    apt satisfy "$(dpkg-deb --field "$package" Depends)" \
        "$(dpkg-deb --field "$package" Recommends | sed 's/, tollctl$//')"
done
inventory >"$tree/tmp/before"
apt install "/packages/tollctl_${version}_amd64.deb" "/packages/tollkeeper_${version}_amd64.deb"

step "Uses the window"
expect 0 "$version" tollkeeper --version
expect 0 '' tollkeeper --screenshot /home/user/window.png --size 1024x640
picture=$(od -An -tx1 -N 24 "$tree/home/user/window.png" | tr -d ' \n') # signature, IHDR, width, height
[ "$picture" = 89504e470d0a1a0a0000000d494844520000040000000280 ] || fail "no picture: $picture"
expect 4 'refused' tollctl stats --store-url postgresql://127.0.0.1:1/none
expect 0 'screenshot' man -P cat tollkeeper
desktop=/usr/share/applications/tollkeeper.desktop
expect 0 '' desktop-file-validate "$desktop"
expect 0 '' appstreamcli validate --no-net /usr/share/metainfo/org.tollkeeper.Tollkeeper.metainfo.xml
expect 0 '<svg' cat "/usr/share/icons/hicolor/scalable/apps/$(sed -n 's/^Icon=//p' "$tree$desktop").svg"

step "Removes the window, then all"
apt remove tollkeeper
expect 127 'tollkeeper' sh -c 'tollkeeper --version'
expect 0 "$version" tollctl --version
apt purge tollkeeper tollctl
expect_as_before "$tree/tmp/before"
[ -s "$tree/home/user/.llm_toll.db" ] || fail "the user's store was removed with the package"
step "Passed: installed, used and removed in a clean Debian 12"
