// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "writers.h"

#include <QTest>

namespace tollkeeper::test {

/// Nobody waits longer for an answer: two attempts, each with its time to find out.
inline constexpr qint64 boundMs = 60'000;

/// What a test tried and what became of it, over its seeds: a line of RELIABILITY.md.
struct Figures
{
    int trials = 0;
    int faults = 0;
    QMap<QString, int> answers;
    qint64 longestWaitMs = 0;

    void add(const Ledger &ledger);
    void print() const; ///< under the name of the running test
};

} // namespace tollkeeper::test

/// Fails the running test with the first of the sentences, if there are any.
#define VERIFY_BOOKS(complaints, seed)                                                             \
    if (const QStringList found = (complaints); !found.isEmpty())                                  \
    QFAIL(qPrintable(u"seed %1: %2"_s.arg(seed).arg(found.mid(0, 8).join(u'\n'))))
