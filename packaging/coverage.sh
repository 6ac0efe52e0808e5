#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Tollkeeper authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Which lines of core the tests of core, store and terminal run. Writes build/coverage/core.html and a
# page for each file; fails under 90 % of core's lines.
#   packaging/coverage.sh [CTEST OPTIONS]
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source-path=SCRIPTDIR/.. source=packaging/packages.sh
. packaging/packages.sh

install_missing "${run_packages[@]}" "${build_packages[@]}" "${test_packages[@]}" "${coverage_packages[@]}"
umask 0 # where tests run a program as nobody, it counts, too
cmake --preset coverage
cmake --build --preset coverage
find build/coverage -name '*.gcda' -delete # what an earlier run has counted
status=0
# Not those that measure, nor the one that builds another program with the library, without counting.
ctest --preset coverage --no-tests=error --parallel "$(nproc)" -LE reliability \
    -E '^(bench_runs|tst_package)$' "$@" || status=$?
# Lines alone: GCC counts a branch for each exception that a call might throw.
gcovr --root . --object-directory build/coverage --filter core/ --exclude '.*_autogen/' \
    --html-details build/coverage/core.html --txt - --print-summary --fail-under-line 90 || status=$?
exit "$status"
