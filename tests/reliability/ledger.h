// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "answer.h"

#include <QMap>

#include <map>
#include <set>

namespace tollkeeper::test {

/// Holds what callers were told against what the store holds.
class Ledger final
{
public:
    /// One caller's answers in its order. A caller that was \a killed may have asked for more than
    /// it was told about.
    void add(const QString &caller, const std::vector<Answer> &answers, bool killed = false);

    /// What does not fit together, in sentences; empty when the books are right:
    /// - every call that was logged is in the log once, with its cost,
    /// - nothing else is in the log, but for calls in doubt and those that a killed caller had on
    ///   their way,
    /// - each total is the sum of the log, less what resets cleared, plus what undoing gave back,
    /// - no call was logged over the cap that it was held to, none refused below it,
    /// - nobody waited longer than \a longestMs.
    [[nodiscard]] QStringList complaints(const QString &url, qint64 longestMs) const;
    /// Where nothing but our own calls with a cost above 0 was logged, nothing was reset and no
    /// answer was lost: the totals that the callers were told are a chain, each the one before plus
    /// one cost, and so one order in which all of it happened.
    [[nodiscard]] QStringList brokenChains() const;

    [[nodiscard]] const QMap<QString, int> &counts() const { return m_counts; }
    [[nodiscard]] int count(const QString &outcome) const { return m_counts.value(outcome); }
    [[nodiscard]] int inDoubt() const;
    [[nodiscard]] qint64 longestWaitMs() const;
    /// The messages of everything that was neither logged nor refused, each once.
    [[nodiscard]] QStringList failures() const;

private:
    [[nodiscard]] QString callerOf(const QString &model) const;
    std::vector<Answer> m_answers;
    std::set<QString> m_killed;
    QMap<QString, int> m_counts;
};

} // namespace tollkeeper::test
