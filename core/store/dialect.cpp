// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "store/dialect.h"

#include "format/translation.h"

#include <QFile>
#include <QRegularExpression>

#include <cmath>

using namespace Qt::StringLiterals;

namespace tollkeeper {

const Dialect &Dialect::of(Backend backend)
{
    return backend == Backend::Postgres ? dialects::postgres() : dialects::sqlite();
}

QString Dialect::statement(const QString &name, const Parts &parts) const
{
    for (const QString &folder : {this->name() + u'/', QString()}) {
        QFile file(u":/tollkeeper/sql/"_s + folder + name + u".sql"_s);
        if (!file.open(QIODevice::ReadOnly))
            continue;
        // Comments are for the reader: an apostrophe in one would confuse the driver's parser.
        static const QRegularExpression comment(u"--[^\n]*\n"_s);
        QString sql = QString::fromUtf8(file.readAll()).remove(comment).trimmed();
        for (const auto &[placeholder, text] : parts)
            sql.replace(u'{' + placeholder + u'}', text);
        return filledIn(sql);
    }
    qFatal("no SQL statement '%s'", qPrintable(name));
}

QString Dialect::filledIn(const QString &sql) const
{
    static const QRegularExpression placeholder(u"\\{(\\w+)(?: ([^{}]+))?\\}"_s);
    QString filled = sql;
    for (auto match = placeholder.match(filled); match.hasMatch();
         match = placeholder.match(filled)) {
        filled.replace(match.capturedStart(), match.capturedLength(),
                       fragment(match.captured(1), match.captured(2)));
    }
    return filled;
}

StoreError Dialect::notATable(const QString &name, const QString &kind)
{
    return {StoreError::Kind::Internal,
            Text::tr("%1 in this store is a %2 and not a table, as llm-toll makes it. To read it would "
                     "run what somebody else wrote, so it was not read, and nothing was changed. Name "
                     "another store, or put a table in its place.")
                .arg(name, kind),
            {}};
}

QString Dialect::commonFragment(const QString &name)
{
    if (name == u"unreadable_day")
        return QString::number(unreadableDay);
    if (name == u"longest_name")
        return QString::number(longestStoredName);
    if (name == u"projects") {
        // The projects of the log from one end of its index to the other, a step each: with few
        // projects and many calls that is nothing, where DISTINCT reads everything.
        return u"WITH RECURSIVE known (name) AS (SELECT min(project) FROM usage_logs UNION ALL"
               " SELECT (SELECT min(project) FROM usage_logs WHERE project > known.name)"
               " FROM known WHERE known.name IS NOT NULL)"
               " SELECT name FROM known WHERE name IS NOT NULL"_s;
    }
    qFatal("there is no SQL fragment '%s'", qPrintable(name));
}

QString storedName(const QVariant &value)
{
    const QString name = value.toString();
    return name.size() <= longestStoredName ? name : name.first(longestStoredName);
}

QString badReason(const Call &call)
{
    const UsageRecord &usage = call.usage;
    const auto tooLong = [](const QString &name) { return name.toUtf8().size() >= longestStoredName; };
    if (tooLong(usage.project) || tooLong(usage.model))
        return Text::tr("name is too long");
    if (std::isnan(usage.costUsd))
        return Text::tr("cost is not a number");
    if (usage.costUsd < 0)
        return Text::tr("cost is negative");
    if (usage.costUsd > maxCostUsd)
        return Text::tr("cost is over %1 USD").arg(maxCostUsd, 0, 'f', 0);
    if (usage.inputTokens < 0 || usage.inputTokens > maxTokens || usage.outputTokens < 0
        || usage.outputTokens > maxTokens)
        return Text::tr("token count is out of range");
    if (!call.createdAt)
        return Text::tr("date cannot be read");
    return Text::tr("value of the wrong type");
}

} // namespace tollkeeper
