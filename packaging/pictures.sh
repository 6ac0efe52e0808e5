#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Tollkeeper authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Takes the pictures of README and of the AppStream metadata anew, of the sample data, without a display.
# Build first: packaging/run.sh --help
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
for theme in light dark; do
    for page in overview projects models budgets calls audit; do
        QT_QPA_PLATFORM=offscreen build/release/bin/tollkeeper --sample --page "$page" --theme "$theme" \
            --size 1440x900 --screenshot "resources/pictures/$page-$theme.png"
    done
done
