#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Tollkeeper authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# clang-tidy (.clang-tidy), clazy (levels 0 and 1) and shellcheck: any finding is a failure. All files
# take an hour on two processors, a few files seconds. What was clean is remembered in build/lint/clean
# and looked at again only when it, a header of ours that it includes, the rules or the tools change.
#   packaging/lint.sh [FILES]
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source-path=SCRIPTDIR/.. source=packaging/packages.sh
. packaging/packages.sh

# ---- One file: says whether it is clean, or what was found.
look_at() {
    local file=$1 memory=build/lint/clean/${1//\//+} key findings
    # Of a file that no target compiles nobody knows what it includes.
    key=$({
        cat build/lint/rules
        grep -B 2 -F "\"file\": \"$PWD/$file\"" build/lint/compile_commands.json
        sort build/lint/included | awk -v file="$file" '$1 == file { print $2 }' | xargs -r sha256sum
    } | sha256sum)
    if grep -q "^$file " build/lint/included && [ "$key" = "$(cat "$memory" 2>/dev/null)" ]; then
        echo "clean before: $file"
        return
    fi
    # In the files that another program makes there is nothing to mend. Tables of words and dates before
    # main() delay libraries that every program loads, and not ours, which is linked statically.
    findings=$({
        clang-tidy-14 -p build/lint --quiet "$file" || echo "error: clang-tidy: exit code $?"
        clazy-standalone -p build/lint -checks=level0,level1,no-non-pod-global-static \
            --header-filter='/(core|ui|app|tests)/' --ignore-dirs='.*_autogen.*|/usr/.*' "$file" ||
            echo "error: clazy: exit code $?"
    } 2>&1)
    if grep -qE '(warning|error): ' <<<"$findings"; then
        printf 'FOUND in %s:\n%s\n' "$file" "$findings"
        return 1
    fi
    echo "$key" >"$memory"
    echo "clean: $file"
}
if [ "${1:-}" = --look-at ]; then
    look_at "$2"
    exit
fi

install_missing "${run_packages[@]}" "${build_packages[@]}" "${test_packages[@]}" "${lint_packages[@]}"
files=("$@")
# Not the example, which is a project of its own, nor what reads a std::views::istream: clang 14 does not
# compile that of libstdc++ 12.
[ $# -gt 0 ] || mapfile -t files < <(git ls-files '*.cpp' ':!tests/package/example' ':!tests/store/tst_tracking.cpp')

# They need the files that Qt's moc makes, and how each file is compiled, but for GCC's precompiled
# headers, which clang cannot read.
cmake --preset release -DTOLLKEEPER_BUILD_TESTS=ON
cmake --build --preset release
mkdir -p build/lint/clean
sed -E 's/-Winvalid-pch|-fpch-preprocess|-include [^ ]*cmake_pch.hxx//g' \
    build/release/compile_commands.json >build/lint/compile_commands.json
# Each file and what it includes of ours, itself too, as the build found: "FILE INCLUDED".
ninja -C build/release -t deps | awk -v here="$PWD/" '
    /^[^ ].*: #deps / { file = ""; next }
    NF == 1 {
        path = $1
        sub(/^(\.\.\/)+/, here, path)
        if (index(path, here) != 1)
            next
        path = substr(path, length(here) + 1)
        if (path ~ /^build\//)
            next
        if (file == "")
            file = path
        print file, path
    }' | sort -u >build/lint/included
{
    clang-tidy-14 --version
    clazy-standalone --version
    cat .clang-tidy tests/.clang-tidy packaging/lint.sh
} >build/lint/rules

status=0
shellcheck -x packaging/*.sh .ci/run || status=1
printf '%s\0' "${files[@]}" | xargs -0 -n 1 -P "$(nproc)" packaging/lint.sh --look-at || status=1
exit "$status"
