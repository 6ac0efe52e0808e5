#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Tollkeeper authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Runs the terminal's tests, on both backends, with each tollctl under valgrind: an invalid access, a
# value that was never set or memory that nothing refers to any more fails the test.
#   packaging/memcheck.sh [TESTS]     e.g. tst_cli_reading
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source-path=SCRIPTDIR/.. source=packaging/packages.sh
. packaging/packages.sh

install_missing "${run_packages[@]}" "${build_packages[@]}" "${test_packages[@]}" "${memory_packages[@]}"
# Not the release: optimised code looks at the value of an optional before it asks whether there is one,
# which is right and looks wrong.
cmake --preset dev -DTOLLKEEPER_BUILD_TESTS=ON
[ $# -gt 0 ] || set -- tst_cli_reading tst_cli_budgets tst_cli_record tst_cli_jsonl tst_cli_exports
cmake --build --preset dev --target "$@"

# valgrind cannot follow the code that regular expressions are compiled to while the program runs.
export TOLLKEEPER_TEST_UNDER="env QT_ENABLE_REGEXP_JIT=0 valgrind --quiet --error-exitcode=99 --leak-check=full --errors-for-leak-kinds=definite --show-leak-kinds=definite"
export LC_ALL=C.UTF-8 TOLLKEEPER_TEST_DATA=$PWD/tests/data QTEST_FUNCTION_TIMEOUT=3600000
status=0
for test in "$@"; do
    "build/dev/bin/$test" || status=1
done
exit "$status"
