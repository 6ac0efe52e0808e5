#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Tollkeeper authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# clang-tidy (.clang-tidy), clazy (levels 0 and 1) and shellcheck: any finding is a failure. All files
# take an hour on two processors, a few files seconds.
#   packaging/lint.sh [FILES]
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source-path=SCRIPTDIR/.. source=packaging/packages.sh
. packaging/packages.sh

install_missing "${run_packages[@]}" "${build_packages[@]}" "${test_packages[@]}" "${lint_packages[@]}"
files=("$@")
[ $# -gt 0 ] || mapfile -t files < <(git ls-files '*.cpp' ':!tests/package/example')

# They need the files that Qt's moc makes, and how each file is compiled, but for GCC's precompiled
# headers, which clang cannot read.
cmake --preset release -DTOLLKEEPER_BUILD_TESTS=ON
cmake --build --preset release
mkdir -p build/lint
sed -E 's/-Winvalid-pch|-fpch-preprocess|-include [^ ]*cmake_pch.hxx//g' \
    build/release/compile_commands.json >build/lint/compile_commands.json

status=0
shellcheck -x packaging/*.sh .ci/run || status=1
for_each() { printf '%s\0' "${files[@]}" | xargs -0 -n 1 -P "$(nproc)" "$@" 2>&1; }
findings=$(for_each clang-tidy-14 -p build/lint --quiet | grep -vE '^[0-9]+ warnings? generated' || true)
# In the files that another program makes there is nothing to mend. Tables of words and dates before
# main() delay libraries that every program loads, and not ours, which is linked statically.
findings+=$(for_each clazy-standalone -p build/lint -checks=level0,level1,no-non-pod-global-static \
    --header-filter='/(core|ui|app|tests)/' --ignore-dirs='.*_autogen.*|/usr/.*' || true)
if grep -E '(warning|error): ' <<<"$findings" >/dev/null; then
    printf '%s\n' "$findings"
    status=1
fi
exit "$status"
