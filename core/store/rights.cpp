// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "store/rights.h"

#include "format/translation.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace tollkeeper {

namespace {

// The sequence of the log's ids; which one it is the server knows.
const QString sequence = u"SEQUENCE "_s;

std::vector<MissingRight> on(const QString &table, const QStringList &rights)
{
    std::vector<MissingRight> result;
    for (const QString &right : rights)
        result.push_back({right, table});
    return result;
}

std::vector<MissingRight> needsOf(Task task)
{
    std::vector<MissingRight> needs;
    const auto need = [&needs](const QString &table, const QStringList &rights) {
        for (MissingRight &one : on(table, rights))
            needs.push_back(std::move(one));
    };
    switch (task) {
    case Task::Record:
        need(u"usage_logs"_s, {u"INSERT"_s});
        need(sequence, {u"USAGE"_s});
        need(u"budgets"_s, {u"SELECT"_s, u"INSERT"_s, u"UPDATE"_s});
        need(u"tollkeeper_limits"_s, {u"SELECT"_s}); // a limit that may not be read cannot be held
        break;
    case Task::Reset:
        need(u"budgets"_s, {u"SELECT"_s, u"INSERT"_s, u"UPDATE"_s});
        need(u"tollkeeper_audit"_s, {u"SELECT"_s, u"INSERT"_s});
        break;
    case Task::SetLimits:
        need(u"tollkeeper_limits"_s, {u"SELECT"_s, u"INSERT"_s, u"UPDATE"_s, u"DELETE"_s});
        need(u"tollkeeper_audit"_s, {u"SELECT"_s, u"INSERT"_s});
        break;
    case Task::Seal:
        for (const QString &table : {u"tollkeeper_usage_daily"_s, u"tollkeeper_sealing"_s,
                                     u"tollkeeper_dirty_days"_s})
            need(table, {u"SELECT"_s, u"INSERT"_s, u"UPDATE"_s, u"DELETE"_s});
        break;
    }
    return needs;
}

bool meets(const MissingRight &missing, const MissingRight &need)
{
    return missing.right == need.right
        && (need.object == sequence ? missing.object.startsWith(sequence)
                                    : missing.object == need.object);
}

// Rights on the same object together, in the order in which the objects come.
std::vector<std::pair<QString, QStringList>> byObject(const std::vector<MissingRight> &rights)
{
    std::vector<std::pair<QString, QStringList>> objects;
    for (const MissingRight &right : rights) {
        auto at = std::find_if(objects.begin(), objects.end(),
                               [&](const auto &object) { return object.first == right.object; });
        if (at == objects.end())
            at = objects.insert(at, {right.object, {}});
        at->second << right.right;
    }
    return objects;
}

} // namespace

bool mayDo(Task task, const Access &access)
{
    switch (task) {
    case Task::Record: return access.canRecord;
    case Task::Reset: return access.canReset;
    case Task::SetLimits: return access.canSetLimits;
    case Task::Seal: return access.canSeal;
    }
    return false;
}

std::vector<MissingRight> missingFor(Task task, const Access &access)
{
    std::vector<MissingRight> missing;
    const std::vector<MissingRight> needs = needsOf(task);
    std::copy_if(access.missing.begin(), access.missing.end(), std::back_inserter(missing),
                 [&](const MissingRight &right) {
                     return std::any_of(needs.begin(), needs.end(), [&](const MissingRight &need) {
                         return meets(right, need);
                     });
                 });
    return missing;
}

QString rightsText(const std::vector<MissingRight> &rights)
{
    QStringList parts;
    for (const auto &[object, granted] : byObject(rights)) {
        QStringList names = granted;
        const QString last = names.takeLast();
        const QString all =
            names.isEmpty() ? last : Text::tr("%1 and %2").arg(names.join(u", "_s), last);
        const bool sequential = object.startsWith(sequence);
        parts << (sequential ? Text::tr("%1 on the sequence %2") : Text::tr("%1 on %2"))
                     .arg(all, sequential ? object.mid(sequence.size()) : object);
    }
    return parts.join(u"; "_s);
}

QString grantStatements(const std::vector<MissingRight> &rights, const QString &role)
{
    const QString quoted = u'"' + QString(role).replace(u'"', u"\"\""_s) + u'"';
    QStringList lines;
    for (const auto &[object, names] : byObject(rights))
        lines << u"GRANT %1 ON %2 TO %3;"_s.arg(names.join(u", "_s), object, quoted);
    return lines.join(u'\n');
}

QString missingRightsSql(const QStringList &ownTables)
{
    std::vector<MissingRight> needs;
    for (const Task task : {Task::Record, Task::Reset, Task::SetLimits, Task::Seal}) {
        for (const MissingRight &need : needsOf(task)) {
            const bool there = !need.object.startsWith(u"tollkeeper_")
                || ownTables.contains(need.object);
            if (there && need.object != sequence
                && std::find(needs.begin(), needs.end(), need) == needs.end())
                needs.push_back(need);
        }
    }
    QStringList values;
    for (const MissingRight &need : needs)
        values << u"(%1, '%2', '%3')"_s.arg(values.size()).arg(need.right, need.object);
    const QString serial = u"pg_get_serial_sequence('usage_logs', 'id')"_s;
    return u"coalesce((SELECT string_agg(needed_right || ' ' || object, chr(10) ORDER BY place) FROM ("
           "SELECT place, needed_right, object FROM (VALUES %1) AS needed (place, needed_right, object)"
           " WHERE NOT has_table_privilege(object, needed_right)"
           " UNION ALL SELECT -1, 'USAGE', '%2' || %3"
           " WHERE NOT has_sequence_privilege(%3, 'USAGE')) AS missing), '')"_s
        .arg(values.join(u", "_s), sequence, serial);
}

std::vector<MissingRight> readMissing(const QString &text)
{
    std::vector<MissingRight> missing;
    for (const QString &line : text.split(u'\n', Qt::SkipEmptyParts))
        missing.push_back({line.section(u' ', 0, 0), line.section(u' ', 1)});
    return missing;
}

} // namespace tollkeeper
