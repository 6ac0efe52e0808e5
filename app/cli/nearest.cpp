// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "nearest.h"

#include <algorithm>
#include <cstdlib>
#include <numeric>
#include <vector>

using namespace Qt::StringLiterals;

namespace tollkeeper::cli {

namespace {

// Levenshtein's distance, where swapping two neighbours is one step too.
int distance(const QString &a, const QString &b)
{
    const auto width = static_cast<size_t>(b.size()) + 1;
    std::vector<int> before(width), above(width), row(width);
    std::iota(above.begin(), above.end(), 0);
    for (qsizetype i = 1; i <= a.size(); ++i) {
        row[0] = static_cast<int>(i);
        for (qsizetype j = 1; j <= b.size(); ++j) {
            const auto at = static_cast<size_t>(j);
            const bool same = a[i - 1] == b[j - 1];
            row[at] = std::min({above[at] + 1, row[at - 1] + 1, above[at - 1] + (same ? 0 : 1)});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                row[at] = std::min(row[at], before[at - 2] + 1);
        }
        std::swap(before, above);
        std::swap(above, row);
    }
    return above.back();
}

} // namespace

QString nearest(const QString &text, const QStringList &candidates)
{
    const QString wanted = text.toCaseFolded();
    QString best;
    int bestDistance = static_cast<int>(std::clamp<qsizetype>(text.size() / 3, 2, 8)) + 1;
    for (const QString &candidate : candidates) {
        const QString folded = candidate.toCaseFolded();
        const bool beginning = wanted.size() >= 3 && folded.startsWith(wanted);
        if (!beginning && std::abs(wanted.size() - folded.size()) >= bestDistance)
            continue;
        const int steps = beginning ? 1 : distance(wanted, folded);
        // A candidate of which nothing is left is not a slip of the pen.
        if (steps < bestDistance && steps < folded.size()) {
            bestDistance = steps;
            best = candidate;
        }
    }
    return best;
}

QString didYouMean(const QString &text, const QStringList &candidates)
{
    const QString candidate = nearest(text, candidates);
    return candidate.isEmpty() ? QString() : u" Did you mean \"%1\"?"_s.arg(candidate);
}

} // namespace tollkeeper::cli
