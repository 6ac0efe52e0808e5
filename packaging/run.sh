#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Tollkeeper authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Installs what is missing, builds Tollkeeper and opens its window. Arguments are passed on to it:
#   packaging/run.sh --db team.db
# Without a display it writes a picture of the window, tollkeeper.png, into the current folder.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
source_dir=$(dirname "$here")
build_dir=$source_dir/build/release
# shellcheck source-path=SCRIPTDIR source=packages.sh
. "$here/packages.sh"

install_missing "${run_packages[@]}" "${build_packages[@]}"
cmake -S "$source_dir" --preset release -DTOLLKEEPER_BUILD_TESTS=OFF
cmake --build "$build_dir"

program=$build_dir/bin/tollkeeper
if [ -n "${DISPLAY:-}" ] || [ -n "${WAYLAND_DISPLAY:-}" ]; then
    exec "$program" "$@"
fi
export QT_QPA_PLATFORM=offscreen
for argument in "$@"; do
    case $argument in
    --screenshot | --screenshot=* | --help | -h | --version) exec "$program" "$@" ;;
    esac
done
echo "There is no display (DISPLAY and WAYLAND_DISPLAY are not set)." >&2
"$program" --screenshot tollkeeper.png "$@"
echo "Wrote a picture of the window instead: $PWD/tollkeeper.png" >&2
