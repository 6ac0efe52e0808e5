// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/seriesmodel.h"

#include "format/format.h"
#include "models/cells.h"

#include <numeric>

namespace tollkeeper::ui {
namespace {

const char *unitTitle(BarUnit unit)
{
    switch (unit) {
    case BarUnit::Hour:
        return QT_TRANSLATE_NOOP("tollkeeper::ui::SeriesModel", "Hour (UTC)");
    case BarUnit::Day:
        return QT_TRANSLATE_NOOP("tollkeeper::ui::SeriesModel", "Day (UTC)");
    case BarUnit::Week:
        return QT_TRANSLATE_NOOP("tollkeeper::ui::SeriesModel", "Week (UTC)");
    case BarUnit::Month: break;
    }
    return QT_TRANSLATE_NOOP("tollkeeper::ui::SeriesModel", "Month (UTC)");
}

} // namespace

void SeriesModel::setSeries(const SpendSeries &series)
{
    // Other groups are other columns: a chart is redrawn as a whole, and so is its table.
    resetTo({});
    m_series = series;
    updateColumns();
    std::vector<std::size_t> bars(series.bars.size());
    std::iota(bars.begin(), bars.end(), std::size_t(0));
    resetTo(std::move(bars));
}

void SeriesModel::updateColumns()
{
    std::vector<Column> columns{{.title = unitTitle(m_series.unit)},
                                {.title = QT_TR_NOOP("Total"), .alignment = Qt::AlignRight}};
    int priority = 0;
    for (const SpendSeries::Group &group : m_series.groups) {
        const QString name = group.other ? tr("Other") : cells::name(group.name);
        columns.push_back({.name = format::safeText(name, 24),
                           .toolTip = name,
                           .alignment = Qt::AlignRight,
                           .priority = ++priority});
    }
    setColumns(std::move(columns));
}

QString SeriesModel::key(const std::size_t &bar) const
{
    return QString::number(bar);
}

Money SeriesModel::amount(int index, int column) const
{
    const std::size_t bar = row(index);
    return column == Total ? m_series.totals[bar]
                           : m_series.groups[std::size_t(column - FirstGroup)].bars[bar];
}

Cell SeriesModel::cell(int index, int column) const
{
    if (column != Bar)
        return cells::money(amount(index, column));
    const SpendSeries::Bar &bar = m_series.bars[row(index)];
    return {.text = format::barTitle(m_series.unit, bar),
            .raw = m_series.unit == BarUnit::Hour
                       ? bar.range.begin().toIso()
                       : bar.range.firstDay().toString(Qt::ISODate)};
}

QVariant SeriesModel::sortValue(int index, int column) const
{
    if (column == Bar)
        return qint64(row(index));
    return amount(index, column).units();
}

} // namespace tollkeeper::ui
