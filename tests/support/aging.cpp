// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "aging.h"

#include <QThread>

using namespace Qt::StringLiterals;

namespace tollkeeper::test {

void age(const TestStore &place, int days)
{
    RawConnection raw = place.raw();
    const std::pair<QString, QString> moments[] = {
        {u"usage_logs"_s, u"created_at"_s},        {u"budgets"_s, u"last_reset_at"_s},
        {u"budgets"_s, u"updated_at"_s},           {u"tollkeeper_limits"_s, u"updated_at"_s},
        {u"tollkeeper_audit"_s, u"at"_s},          {u"tollkeeper_audit"_s, u"previous_reset_at"_s}};
    for (const auto &[table, column] : moments) {
        const QString earlier = place.backend() == Backend::Postgres
            ? u"%1 - interval '%2 days'"_s
            : u"date(substr(%1, 1, 10), '-%2 days') || substr(%1, 11)"_s;
        raw.execute(u"UPDATE %1 SET %2 = %3"_s.arg(table, column, earlier.arg(column).arg(days)));
    }
}

void awaitCalmTime()
{
    constexpr qint64 microsPerDay = 86'400'000'000;
    constexpr qint64 longestTest = 20'000'000;
    while (Timestamp::now().micros % microsPerDay > microsPerDay - longestTest)
        QThread::msleep(100);
}

} // namespace tollkeeper::test
