// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/daysmodel.h"

#include "format/format.h"
#include "models/cells.h"

namespace tollkeeper::ui {

DaysModel::DaysModel(QObject *parent) : ValueModel(parent)
{
    updateColumns();
}

void DaysModel::updateColumns()
{
    setColumns({
        {.title = m_unit == BucketUnit::Hour ? QT_TR_NOOP("Hour (UTC)") : QT_TR_NOOP("Day (UTC)")},
        {.title = QT_TR_NOOP("Spend"), .alignment = Qt::AlignRight},
        {.title = QT_TR_NOOP("Calls"), .alignment = Qt::AlignRight, .priority = 1},
        {.title = QT_TR_NOOP("Tokens in"),
         .toolTip = tr("Input tokens"),
         .alignment = Qt::AlignRight,
         .priority = 3},
        {.title = QT_TR_NOOP("Tokens out"),
         .toolTip = tr("Output tokens"),
         .alignment = Qt::AlignRight,
         .priority = 3},
        {.title = QT_TR_NOOP("Per call"),
         .toolTip = tr("Mean cost of a call"),
         .alignment = Qt::AlignRight,
         .priority = 2},
    });
}

void DaysModel::setBuckets(std::vector<BucketTotals> buckets, BucketUnit unit)
{
    if (unit != m_unit) {
        resetTo({});
        m_unit = unit;
        updateColumns();
        Q_EMIT headerDataChanged(Qt::Horizontal, Day, Day);
    }
    std::erase_if(buckets, [](const BucketTotals &bucket) { return bucket.totals.calls == 0; });
    setRows(std::move(buckets));
}

Range DaysModel::range(int index) const
{
    return {m_unit, row(index).bucket, row(index).bucket};
}

QString DaysModel::key(const BucketTotals &bucket) const
{
    return QString::number(int(m_unit)) + u'/' + QString::number(bucket.bucket);
}

Cell DaysModel::cell(int index, int column) const
{
    const Totals &totals = row(index).totals;
    switch (column) {
    case Day: {
        const Range bucket = range(index);
        if (m_unit == BucketUnit::Hour)
            return cells::moment(bucket.begin());
        return {.text = format::day(bucket.firstDay()),
                .raw = bucket.firstDay().toString(Qt::ISODate)};
    }
    case Spend:
        return cells::money(totals.cost);
    case Calls:
        return cells::count(totals.calls);
    case TokensIn:
        return cells::tokens(totals.inputTokens);
    case TokensOut:
        return cells::tokens(totals.outputTokens);
    case PerCall:
        return cells::money(costPer(1, totals));
    default:
        return {};
    }
}

QVariant DaysModel::sortValue(int index, int column) const
{
    const BucketTotals &bucket = row(index);
    switch (column) {
    case Spend:
        return bucket.totals.cost.units();
    case Calls:
        return bucket.totals.calls;
    case TokensIn:
        return bucket.totals.inputTokens;
    case TokensOut:
        return bucket.totals.outputTokens;
    case PerCall:
        return costPer(1, bucket.totals).value_or(Money()).units();
    default:
        return bucket.bucket;
    }
}

} // namespace tollkeeper::ui
