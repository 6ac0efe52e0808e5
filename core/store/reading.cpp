// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "store/operations.h"

#include "format/format.h"
#include "values/money.h"

#include <algorithm>
#include <cmath>
#include <limits>

using namespace Qt::StringLiterals;

namespace tollkeeper::operations {

namespace {

// Rows between two looks at the cancel flag.
constexpr int rowsBetweenLooks = 256;

tl::unexpected<StoreError> cancelledByCaller()
{
    return fail(StoreError::Kind::Cancelled, u"Cancelled."_s);
}

struct Condition
{
    QString sql;
    Bindings bindings;

    void add(const QString &condition) { sql += sql.isEmpty() ? condition : u" AND "_s + condition; }
    [[nodiscard]] QString orTrue() const { return sql.isEmpty() ? u"1 = 1"_s : sql; }
};

Condition conditionOf(const Dialect &dialect, const SpendFilter &filter)
{
    Condition condition;
    if (filter.project) {
        condition.add(u"project = :project"_s);
        condition.bindings.emplace_back(u":project"_s, *filter.project);
    }
    if (filter.model) {
        condition.add(u"model = :model"_s);
        condition.bindings.emplace_back(u":model"_s, *filter.model);
    }
    if (filter.range) {
        condition.add(dialect.inRange());
        condition.bindings.emplace_back(u":from"_s, filter.range->begin().toIso());
        condition.bindings.emplace_back(u":to"_s, filter.range->end().toIso());
    }
    return condition;
}

Money moneyOf(qint64 wholeUsd, qint64 restUnits)
{
    constexpr qint64 most = std::numeric_limits<qint64>::max() / Money::unitsPerUsd;
    const Money rest = Money::fromUnits(restUnits);
    if (wholeUsd > most)
        return Money::fromUnits(std::numeric_limits<qint64>::max());
    return Money::fromUnits(wholeUsd * Money::unitsPerUsd) + rest;
}

// Gives each name an index, in the order of first appearance.
class Names
{
public:
    explicit Names(QStringList &list) : m_list(list) {}
    qint32 index(const QString &name)
    {
        const auto known = m_indexes.constFind(name);
        if (known != m_indexes.constEnd())
            return *known;
        const auto index = static_cast<qint32>(m_list.size());
        m_list << name;
        m_indexes.insert(name, index);
        return index;
    }

private:
    QStringList &m_list;
    QHash<QString, qint32> m_indexes;
};

Call callOf(const Rows &row)
{
    Call call;
    call.id = row.value(0).toLongLong();
    call.usage.project = row.value(1).toString();
    call.usage.model = row.value(2).toString();
    call.usage.inputTokens = row.value(3).toLongLong();
    call.usage.outputTokens = row.value(4).toLongLong();
    call.usage.costUsd = row.value(5).toDouble();
    call.createdAtText = row.value(6).toString();
    call.createdAt = Timestamp::parse(call.createdAtText);
    if (!row.value(7).toBool())
        call.badReason = badReason(call);
    return call;
}

Limit limitOf(const Rows &row)
{
    Limit limit;
    limit.maxBudgetUsd = row.value(1).toDouble();
    limit.period = parsePeriod(row.value(2).toString()).value_or(Period::None);
    limit.warnPercents.clear();
    for (const QString &percent : row.value(3).toString().split(u',', Qt::SkipEmptyParts))
        limit.warnPercents.push_back(percent.toInt());
    return limit;
}

} // namespace

Result<double> projectTotal(Connection &connection, const QString &project)
{
    const auto total = connection.value(u"project_total"_s, {{u":project"_s, project}});
    if (!total)
        return tl::unexpected(total.error());
    return total->toDouble();
}

Result<SpendCube> spend(Connection &connection, const SpendFilter &filter, BucketUnit unit)
{
    const Dialect &dialect = connection.dialect();
    const Condition condition = conditionOf(dialect, filter);
    const QString sql = dialect.statement(u"spend"_s, {{u"where"_s, condition.orTrue()},
                                                       {u"bucket"_s, dialect.bucket(unit)},
                                                       {u"bucket_number"_s,
                                                        dialect.bucketNumber(unit)}});
    auto rows = connection.queryText(sql, condition.bindings, true);
    if (!rows)
        return tl::unexpected(rows.error());

    SpendCube cube;
    cube.unit = unit;
    Names projects(cube.projects);
    Names models(cube.models);
    int untilLook = 0;
    while (rows->next()) {
        if (++untilLook % rowsBetweenLooks == 0 && connection.cancelled()) {
            dialect.stopStreaming(connection.database());
            return cancelledByCaller();
        }
        if (rows->isNull(0)) {
            cube.badRows += rows->value(3).toLongLong();
            continue;
        }
        SpendCube::Cell cell;
        cell.bucket = rows->value(0).toInt();
        cell.project = projects.index(rows->value(1).toString());
        cell.model = models.index(rows->value(2).toString());
        cell.totals.calls = rows->value(3).toLongLong();
        cell.totals.inputTokens = rows->value(4).toLongLong();
        cell.totals.outputTokens = rows->value(5).toLongLong();
        cell.totals.cost = moneyOf(rows->value(6).toLongLong(), rows->value(7).toLongLong());
        cell.totals.lastUsed = Timestamp::parse(rows->value(8).toString());
        cube.cells.push_back(cell);
    }
    if (const auto ended = connection.endOf(*rows); !ended)
        return tl::unexpected(ended.error());
    return cube;
}

Result<qint64> forEachCall(Connection &connection, const CallQuery &query, std::optional<int> limit,
                           const std::function<bool(const Call &)> &sink)
{
    const Dialect &dialect = connection.dialect();
    Condition condition = conditionOf(dialect, query.filter);
    if (query.badOnly)
        condition.add(u"({good}) IS NOT TRUE"_s);
    if (query.after) {
        condition.add(u"(created_at, id) < ({moment :after_at}, :after_id)"_s);
        condition.bindings.emplace_back(u":after_at"_s, query.after->createdAtText);
        condition.bindings.emplace_back(u":after_id"_s, query.after->id);
    }
    QString sql = dialect.statement(u"calls"_s, {{u"where"_s, condition.orTrue()}});
    if (limit)
        sql += u" LIMIT %1"_s.arg(*limit);
    auto rows = connection.queryText(sql, condition.bindings, !limit);
    if (!rows)
        return tl::unexpected(rows.error());
    qint64 count = 0;
    while (rows->next()) {
        ++count;
        if (!sink(callOf(*rows))
            || (count % rowsBetweenLooks == 0 && connection.cancelled())) {
            dialect.stopStreaming(connection.database());
            return cancelledByCaller();
        }
    }
    if (const auto ended = connection.endOf(*rows); !ended)
        return tl::unexpected(ended.error());
    return count;
}

Result<std::vector<Budget>> budgets(Connection &connection)
{
    const auto reading = Transaction::beginRead(connection);
    if (!reading)
        return tl::unexpected(reading.error());
    std::vector<Budget> budgets;
    QHash<QString, size_t> byProject;
    auto rows = connection.query(u"budgets_all"_s);
    if (!rows)
        return tl::unexpected(rows.error());
    while (rows->next()) {
        Budget budget;
        budget.project = rows->value(0).toString();
        budget.totalUsd = rows->value(1).toDouble();
        budget.lastResetAt = Timestamp::parse(rows->value(2).toString());
        budget.updatedAt = Timestamp::parse(rows->value(3).toString());
        byProject.insert(budget.project, budgets.size());
        budgets.push_back(std::move(budget));
    }
    if (const auto ended = connection.endOf(*rows); !ended)
        return tl::unexpected(ended.error());

    if (connection.hasLimits()) {
        auto limits = connection.query(u"limits"_s);
        if (!limits)
            return tl::unexpected(limits.error());
        while (limits->next()) {
            const QString project = limits->value(0).toString();
            auto known = byProject.constFind(project);
            if (known == byProject.constEnd()) {
                known = byProject.insert(project, budgets.size());
                Budget budget;
                budget.project = project;
                budgets.push_back(std::move(budget));
            }
            budgets[*known].limit = limitOf(*limits);
        }
        if (const auto ended = connection.endOf(*limits); !ended)
            return tl::unexpected(ended.error());
    }
    // NaN has no place in an order: it goes last.
    const auto rank = [](const Budget &budget) {
        return std::isnan(budget.totalUsd) ? -std::numeric_limits<double>::infinity()
                                           : budget.totalUsd;
    };
    std::sort(budgets.begin(), budgets.end(), [&rank](const Budget &a, const Budget &b) {
        return rank(a) != rank(b) ? rank(a) > rank(b) : a.project < b.project;
    });
    return budgets;
}

Result<ChangeMark> changeMark(Connection &connection)
{
    ChangeMark mark;
    const auto append = [&](const QString &name) -> Result<void> {
        auto row = connection.query(name);
        if (!row)
            return tl::unexpected(row.error());
        if (!row->next())
            return connection.endOf(*row);
        for (int i = 0; i < row->columns(); ++i)
            mark.value += row->value(i).toString() + u'|';
        return {};
    };
    auto done = append(u"mark"_s);
    if (done && connection.hasLimits() && connection.hasAudit())
        done = append(u"own_mark"_s);
    if (!done)
        return tl::unexpected(done.error());
    mark.value += connection.dialect().fileMark(connection.location());
    return mark;
}

} // namespace tollkeeper::operations
