// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "analysis/storelabel.h"

#include "format/translation.h"

using namespace Qt::StringLiterals;

namespace tollkeeper {

namespace {

constexpr QChar sign = u'·';

// A name without the sign begins every name that is shown: two stores with different names have no
// such name in common, whatever their projects are called.
QString withoutSign(QString name)
{
    name = name.replace(sign, u'-').simplified();
    return name.isEmpty() ? Text::tr("Store") : name;
}

QString bothOf(const QString &a, const QString &b)
{
    if (a.isEmpty() || a == b)
        return b;
    return b.isEmpty() ? a : a + u", "_s + b;
}

} // namespace

QString StoreLabel::shown(const QString &project) const
{
    return name.isEmpty() ? project : name + u' ' + sign + u' ' + project;
}

Call StoreLabel::shown(Call call) const
{
    call.usage.project = shown(call.usage.project);
    call.store = store;
    return call;
}

AuditEntry StoreLabel::shown(AuditEntry entry) const
{
    entry.project = shown(entry.project);
    entry.store = store;
    return entry;
}

LedgerLine StoreLabel::shown(LedgerLine line) const
{
    line.project = shown(line.project);
    return line;
}

std::vector<StoreLabel> labelStores(const QStringList &names)
{
    std::vector<StoreLabel> labels;
    QStringList taken;
    for (const QString &name : names) {
        const QString wanted = withoutSign(name);
        QString free = wanted;
        for (int number = 2; taken.contains(free); ++number)
            free = wanted + u' ' + QString::number(number);
        taken << free;
        labels.push_back({static_cast<int>(labels.size()), free});
    }
    return labels;
}

StoreInfo commonStore(const StoreInfo &a, const StoreInfo &b)
{
    StoreInfo both = a;
    both.title = bothOf(a.title, b.title);
    both.display = bothOf(a.display, b.display);
    both.serverVersion = bothOf(a.serverVersion, b.serverVersion);
    both.databaseRole = bothOf(a.databaseRole, b.databaseRole);
    both.osUser = bothOf(a.osUser, b.osUser);
    both.host = bothOf(a.host, b.host);
    both.encrypted = a.encrypted && b.encrypted;
    both.access.canRecord = a.access.canRecord && b.access.canRecord;
    both.access.canReset = a.access.canReset && b.access.canReset;
    both.access.canSetLimits = a.access.canSetLimits && b.access.canSetLimits;
    both.access.canSeal = a.access.canSeal && b.access.canSeal;
    both.access.reason = bothOf(a.access.reason, b.access.reason);
    both.access.missing.clear(); // each store's own statements would grant them
    return both;
}

} // namespace tollkeeper
