#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Tollkeeper authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Looks for input that breaks Tollkeeper, by libFuzzer under AddressSanitizer, for some time on each
# target: location, timestamp, callline and sqlitefile, or those that are named.
#   packaging/fuzz.sh [SECONDS [TARGET...]]
# What it finds is kept in build/fuzz/found/TARGET; what breaks something is build/fuzz/found/TARGET-crash-*.
# A crash that was mended belongs into tests/fuzz/corpus/TARGET, where every test run replays it.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source-path=SCRIPTDIR/.. source=packaging/packages.sh
. packaging/packages.sh

case ${1:-} in
-h | --help)
    sed -n '5,10s/^# \{0,1\}//p' packaging/fuzz.sh
    exit 0
    ;;
esac
seconds=${1:-600}
targets=("${@:2}")
[ ${#targets[@]} -gt 0 ] || targets=(location timestamp callline sqlitefile)

install_missing "${run_packages[@]}" "${build_packages[@]}" "${test_packages[@]}" "${fuzz_packages[@]}"
cmake --preset fuzz -DTOLLKEEPER_BUILD_TESTS=ON
cmake --build --preset fuzz
status=0
for target in "${targets[@]}"; do
    found=build/fuzz/found/$target
    mkdir -p "$found"
    build/fuzz/bin/fuzz_"$target" -max_total_time="$seconds" -timeout=20 -rss_limit_mb=2048 \
        -artifact_prefix="$found-" "$found" tests/fuzz/corpus/"$target" || status=$?
done
exit "$status"
