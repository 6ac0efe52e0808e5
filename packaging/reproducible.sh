#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Tollkeeper authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Do two builds of the last commit give the same Debian packages, byte for byte? They differ in folder,
# time, time zone, language and number of jobs. A full build twice takes some 20 minutes.
#   packaging/reproducible.sh              # two builds
#   packaging/reproducible.sh --pack-only  # packs build/release twice: seconds
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source-path=SCRIPTDIR/.. source=packaging/packages.sh
. packaging/packages.sh

install_missing "${build_packages[@]}"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
umask 022 # cpack passes it on to the members of the package

# Packs the build tree $1 into the folder $2 with the environment "${@:3}".
pack() {
    (cd "$1" && env "${@:3}" cpack -G DEB -B "$2" >"$work/log" 2>&1) || { cat "$work/log" && exit 1; }
}

# Builds the last commit in the folder $1 with $2 jobs and the environment "${@:3}". What ccache
# remembers of another build would prove nothing.
build() {
    echo "Building in $1"
    mkdir -p "$1"
    git archive HEAD | tar -x -C "$1"
    (
        cd "$1"
        export CCACHE_DISABLE=1 "${@:3}"
        cmake --preset release -DTOLLKEEPER_BUILD_TESTS=OFF
        cmake --build --preset release --parallel "$2"
    ) >"$work/log" 2>&1 || { tail -n 30 "$work/log" && exit 1; }
    pack "$1/build/release" "$1/packages" "${@:3}"
}

one=$work/one
other=$work/another/folder
if [ "${1:-}" = --pack-only ]; then
    pack "$PWD/build/release" "$one/packages" TZ=UTC
    pack "$PWD/build/release" "$other/packages" TZ=Asia/Tokyo LC_ALL=C
else
    build "$one" "$(nproc)" TZ=UTC LC_ALL=C.UTF-8
    build "$other" "$(($(nproc) + 1))" TZ=Asia/Tokyo LC_ALL=C
fi

status=0
for package in "$one"/packages/*.deb; do
    name=${package##*/}
    if cmp "$package" "$other/packages/$name"; then
        echo "same bytes: $(cd "$one/packages" && sha256sum "$name")"
        continue
    fi
    status=1
    for folder in "$one" "$other"; do
        { # what is in it, and a checksum of each file
            dpkg-deb --info "$folder/packages/$name"
            dpkg-deb --contents "$folder/packages/$name"
            dpkg-deb --raw-extract "$folder/packages/$name" "$folder/$name"
            (cd "$folder/$name" && find . -type f -exec sha256sum {} + | sort -k 2)
        } >"$folder/$name.listing"
    done
    diff "$one/$name.listing" "$other/$name.listing" || true
done
exit "$status"
