// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "values/budget.h"

#include <array>
#include <utility>

namespace tollkeeper {

namespace {

using namespace Qt::Literals::StringLiterals;

constexpr std::array periodNames{
    std::pair{Period::None, QLatin1StringView()},
    std::pair{Period::Daily, "daily"_L1},
    std::pair{Period::Weekly, "weekly"_L1},
    std::pair{Period::Monthly, "monthly"_L1},
};

constexpr std::array actionNames{
    std::pair{AuditEntry::Action::Reset, "reset"_L1},
    std::pair{AuditEntry::Action::Undo, "undo"_L1},
    std::pair{AuditEntry::Action::LimitSet, "limit_set"_L1},
    std::pair{AuditEntry::Action::LimitCleared, "limit_cleared"_L1},
    std::pair{AuditEntry::Action::PeriodClosed, "period_closed"_L1},
    std::pair{AuditEntry::Action::Repaired, "repaired"_L1},
};

template <class Names, class Value>
QString nameOf(const Names &names, Value value)
{
    for (const auto &[known, name] : names) {
        if (known == value)
            return name;
    }
    Q_UNREACHABLE();
}

template <class Names>
auto valueOf(const Names &names, QStringView text) -> std::optional<decltype(names[0].first)>
{
    for (const auto &[value, name] : names) {
        if (text == name)
            return value;
    }
    return std::nullopt;
}

} // namespace

QString periodName(Period period)
{
    return nameOf(periodNames, period);
}

std::optional<Period> parsePeriod(QStringView name)
{
    return valueOf(periodNames, name);
}

std::optional<QDate> periodStart(Period period, QDate day)
{
    switch (period) {
    case Period::None:
        break;
    case Period::Daily:
        return day;
    case Period::Weekly:
        return day.addDays(1 - day.dayOfWeek());
    case Period::Monthly:
        return QDate(day.year(), day.month(), 1);
    }
    return std::nullopt;
}

std::optional<QDate> nextPeriodStart(Period period, QDate day)
{
    const auto start = periodStart(period, day);
    if (!start)
        return std::nullopt;
    if (period == Period::Monthly)
        return start->addMonths(1);
    return start->addDays(period == Period::Weekly ? 7 : 1);
}

QString actionName(AuditEntry::Action action)
{
    return nameOf(actionNames, action);
}

std::optional<AuditEntry::Action> parseAction(QStringView name)
{
    return valueOf(actionNames, name);
}

} // namespace tollkeeper
