#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Tollkeeper authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Installs what is missing, builds Tollkeeper and runs every test, also against a PostgreSQL server
# that the tests start and stop themselves.
#   packaging/test.sh [--asan | --tsan | --preset NAME] [CTEST OPTIONS]
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source-path=SCRIPTDIR/.. source=packaging/packages.sh
. packaging/packages.sh

preset=release
case ${1:-} in
--asan) preset=dev-asan && shift ;;
--tsan) preset=dev-tsan && shift ;;
--preset)
    preset=${2:?"--preset needs a name"}
    shift 2
    ;;
-h | --help)
    sed -n '5,8s/^# \{0,1\}//p' packaging/test.sh
    exit 0
    ;;
esac

install_missing "${run_packages[@]}" "${build_packages[@]}" "${test_packages[@]}"
options=(-DTOLLKEEPER_BUILD_TESTS=ON)
[ -z "${CI:-}" ] || options+=(-DTOLLKEEPER_WERROR=ON)
cmake --preset "$preset" "${options[@]}"
cmake --build --preset "$preset"
ctest --preset "$preset" --no-tests=error --parallel "$(nproc)" "$@"
