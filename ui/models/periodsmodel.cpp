// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/periodsmodel.h"

#include "format/format.h"
#include "models/cells.h"

using namespace Qt::StringLiterals;

namespace tollkeeper::ui {

namespace {

QString daysText(const ClosedPeriod &period)
{
    if (!period.first)
        return PeriodsModel::tr("until %1").arg(format::day(period.last));
    return format::range(Range::days(*period.first, period.last));
}

std::optional<double> usedPercent(const ClosedPeriod &period)
{
    if (!period.limit || *period.limit <= Money())
        return {};
    return double(period.spent.units()) / double(period.limit->units()) * 100;
}

} // namespace

PeriodsModel::PeriodsModel(QObject *parent) : ValueModel(parent)
{
    setColumns({
        {.title = QT_TR_NOOP("Project")},
        {.title = QT_TR_NOOP("Period (UTC)")},
        {.title = QT_TR_NOOP("Spent"), .toolTip = tr("As logged"), .alignment = Qt::AlignRight},
        {.title = QT_TR_NOOP("Limit"), .toolTip = tr("At that time"), .alignment = Qt::AlignRight},
        {.title = QT_TR_NOOP("Used"),
         .toolTip = tr("Percent of the limit"),
         .alignment = Qt::AlignRight},
        {.title = QT_TR_NOOP("State")},
    });
}

Cell PeriodsModel::cell(int index, int column) const
{
    const auto &[project, period] = row(index);
    switch (column) {
    case Project:
        return cells::nameCell(project);
    case Days:
        return {.text = daysText(period), .raw = daysText(period)};
    case Spent: {
        Cell cell = cells::money(period.spent);
        cell.text = format::usdTotal(period.spent);
        return cell;
    }
    case Limited:
        return cells::money(period.limit);
    case Used:
        if (const auto used = usedPercent(period))
            return {.text = format::percent(*used), .raw = *used};
        return {.text = u"–"_s, .tone = Tone::Quiet};
    case Status:
        if (period.undone)
            return {.text = tr("Undone"),
                    .toolTip = tr("What was spent counted into the next period instead"),
                    .raw = u"undone"_s,
                    .tone = Tone::Quiet,
                    .chip = true};
        return {.text = format::status(period.status),
                .raw = statusName(period.status),
                .tone = cells::statusTone(period.status),
                .chip = true};
    default:
        return {};
    }
}

QVariant PeriodsModel::sortValue(int index, int column) const
{
    const auto &[project, period] = row(index);
    switch (column) {
    case Project:
        return project;
    case Spent:
        return period.spent.units();
    case Limited:
        return period.limit.value_or(Money::fromUnits(-1)).units();
    case Used:
        return usedPercent(period).value_or(-1);
    case Status:
        return int(period.status);
    default:
        return period.last.toJulianDay();
    }
}

} // namespace tollkeeper::ui
