// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "faults.h"

using namespace Qt::StringLiterals;

namespace tollkeeper::test {

void Figures::add(const Ledger &ledger)
{
    ++trials;
    for (auto count = ledger.counts().cbegin(); count != ledger.counts().cend(); ++count)
        answers[count.key()] += count.value();
    longestWaitMs = std::max(longestWaitMs, ledger.longestWaitMs());
}

void Figures::print() const
{
    QStringList parts;
    for (auto count = answers.cbegin(); count != answers.cend(); ++count)
        parts << u"%1 %2"_s.arg(count.value()).arg(count.key());
    printFigures(u"%1 (%2)"_s.arg(QString::fromUtf8(QTest::currentTestFunction()),
                                  QString::fromUtf8(QTest::currentDataTag())),
                 u"%1 trials, %2 faults, %3; longest wait %4 ms; 0 lost, 0 counted twice"_s
                     .arg(trials)
                     .arg(faults)
                     .arg(parts.join(u", "_s))
                     .arg(longestWaitMs));
}

} // namespace tollkeeper::test
