// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "export/recipe.h"

#include "store/dialect.h"
#include "values/buckettext.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace tollkeeper {

namespace {

QStringList filterOptions(const SpendFilter &filter)
{
    QStringList options;
    if (filter.project)
        options << u"--project"_s << shellQuoted(*filter.project);
    if (filter.model)
        options << u"--model"_s << shellQuoted(*filter.model);
    if (filter.range) {
        const Range &range = *filter.range;
        options << u"--since"_s << bucketText(range.unit, range.first) << u"--until"_s
                << bucketText(range.unit, range.last);
    }
    return options;
}

QStringList verbOf(const Recipe &recipe)
{
    const bool byModelAnyway = recipe.filter.project.has_value();
    switch (recipe.of) {
    case Recipe::Of::Projects:
        return byModelAnyway ? QStringList{u"stats"_s, u"--group-by"_s, u"project"_s}
                             : QStringList{u"stats"_s};
    case Recipe::Of::Models:
        return byModelAnyway ? QStringList{u"stats"_s}
                             : QStringList{u"stats"_s, u"--group-by"_s, u"model"_s};
    case Recipe::Of::Calls:
        return recipe.badOnly ? QStringList{u"export"_s, u"csv"_s, u"--bad-only"_s}
                              : QStringList{u"export"_s, u"csv"_s};
    case Recipe::Of::Budgets:
        return {u"budgets"_s};
    case Recipe::Of::Audit:
        break;
    }
    return {u"audit"_s};
}

bool readsTheLog(const Recipe &recipe)
{
    return recipe.of != Recipe::Of::Budgets && recipe.of != Recipe::Of::Audit;
}

// "FROM ... WHERE ..." with its values in place, one part a line. Names may hold anything, so everything
// else is filled in before them. Where moments are text in several forms (SQLite), how they are read
// stands in it once.
QString fromWhere(const Recipe &recipe, const Dialect &dialect)
{
    const SpendFilter &filter = recipe.filter;
    const auto where = [](const QStringList &parts, const QString &indent) {
        return parts.isEmpty() ? QString()
                               : u"\n"_s + indent + u"WHERE "_s
                + parts.join(u"\n"_s + indent + u"  AND "_s);
    };
    const QString reading = dialect.filledIn(u"{utc created_at}"_s);
    const bool isText = reading != u"created_at";
    const QString moment = isText ? u"moment"_s : u"created_at"_s;
    QStringList rows; // that are looked at
    QStringList parts;
    if (filter.project)
        rows << u"project = :project"_s;
    if (filter.model)
        rows << u"model = :model"_s;
    const bool needsMoment = filter.range || recipe.of != Recipe::Of::Calls || recipe.badOnly;
    if (filter.range) {
        parts << u"%1 >= {moment :from}"_s.arg(moment) << u"%1 < {moment :to}"_s.arg(moment);
        // By the index where a project is given; a day to spare for moments with another offset.
        const QDate first = filter.range->begin().day().addDays(-1);
        const QDate last = filter.range->end().day().addDays(2);
        if (isText && first.year() > 0 && last.year() <= 9999) {
            rows << u"created_at >= '%1' AND created_at < '%2'"_s.arg(first.toString(Qt::ISODate),
                                                                      last.toString(Qt::ISODate));
        }
    }
    if (recipe.of != Recipe::Of::Calls)
        parts << u"{good_at %1}"_s.arg(moment);
    else if (recipe.badOnly)
        parts << u"({good_at %1}) IS NOT TRUE"_s.arg(moment);
    QString sql;
    if (isText && needsMoment) {
        sql = u"\nFROM (SELECT *, "_s + QString(reading).replace(u" WHEN "_s, u"\n        WHEN "_s)
            + u" AS moment\n      FROM usage_logs"_s + where(rows, u"      "_s) + u"\n      {apart}) AS calls"_s
            + where(parts, {});
    } else {
        sql = u"\nFROM usage_logs"_s + where(rows + parts, {});
    }
    sql = dialect.filledIn(sql);
    static const QRegularExpression placeholder(u":(project|model|from|to)\\b"_s);
    QString filled;
    qsizetype done = 0;
    for (auto all = placeholder.globalMatch(sql); all.hasNext();) {
        const auto match = all.next();
        const QString name = match.captured(1);
        const QString value = name == u"project" ? *filter.project
            : name == u"model"                   ? *filter.model
            : name == u"from"                    ? filter.range->begin().toIso()
                                                 : filter.range->end().toIso();
        filled += sql.mid(done, match.capturedStart() - done) + sqlQuoted(value);
        done = match.capturedEnd();
    }
    return filled + sql.mid(done);
}

QString spendSql(const Recipe &recipe, Backend backend)
{
    const QString name = recipe.of == Recipe::Of::Projects ? u"project"_s : u"model"_s;
    const QString units = u"sum(CAST(round(cost * 1e10) AS BIGINT))"_s;
    // Costs have 10 decimals: added up as whole numbers of them, nothing is lost.
    const QString usd = backend == Backend::Postgres
        ? u"%1 * 0.0000000001"_s.arg(units)
        : u"printf('%d.%010d', %1 / 10000000000, %1 % 10000000000)"_s.replace(u"%1"_s, units);
    return u"SELECT %1, count(*) AS calls, sum(input_tokens) AS input_tokens,\n"
           "       sum(output_tokens) AS output_tokens,\n"
           "       %2 AS cost"_s.replace(u"%1"_s, name).replace(u"%2"_s, usd)
        + fromWhere(recipe, Dialect::of(backend))
        + u"\nGROUP BY %1\nORDER BY %2 DESC, %1;"_s.replace(u"%1"_s, name).replace(u"%2"_s, units);
}

} // namespace

QString shellQuoted(const QString &text)
{
    static const QRegularExpression plain(u"^[A-Za-z0-9_@%+=:,./-]+$"_s);
    if (plain.match(text).hasMatch())
        return text;
    return u'\'' + QString(text).replace(u'\'', u"'\\''"_s) + u'\'';
}

QString sqlQuoted(QString text)
{
    return u'\'' + text.replace(u'\'', u"''"_s) + u'\'';
}

QString asCommand(const Recipe &recipe, const StoreLocation &store)
{
    QStringList words{u"tollctl"_s};
    words += verbOf(recipe);
    if (readsTheLog(recipe))
        words += filterOptions(recipe.filter);
    if (store.backend() == Backend::Sqlite)
        words << u"--db"_s << shellQuoted(store.path());
    else
        words << u"--store-url"_s << shellQuoted(store.withoutSecrets());
    return words.join(u' ');
}

QString asSql(const Recipe &recipe, Backend backend)
{
    switch (recipe.of) {
    case Recipe::Of::Projects:
    case Recipe::Of::Models:
        return spendSql(recipe, backend);
    case Recipe::Of::Calls:
        return u"SELECT project, model, input_tokens, output_tokens, cost, created_at"_s
            + fromWhere(recipe, Dialect::of(backend))
            + u"\nORDER BY created_at DESC, id DESC;"_s;
    case Recipe::Of::Budgets:
        return u"SELECT b.project, b.total_cost, l.max_budget, l.period, b.last_reset_at, "
               "b.updated_at\n"
               "FROM budgets b LEFT JOIN tollkeeper_limits l ON l.project = b.project\n"
               "ORDER BY b.total_cost DESC, b.project;"_s;
    case Recipe::Of::Audit:
        break;
    }
    return u"SELECT * FROM tollkeeper_audit ORDER BY id DESC;"_s;
}

} // namespace tollkeeper
