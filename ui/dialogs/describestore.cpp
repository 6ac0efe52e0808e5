// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dialogs/openstoredialog.h"
#include "format/format.h"

using namespace Qt::StringLiterals;

namespace tollkeeper::ui {
namespace {

QStringList rightsOf(const Access &access)
{
    QStringList rights;
    if (access.canRecord)
        rights << OpenStoreDialog::tr("record calls");
    if (access.canReset)
        rights << OpenStoreDialog::tr("reset budgets");
    if (access.canSetLimits)
        rights << OpenStoreDialog::tr("set limits");
    return rights;
}

} // namespace

QString describeStore(const StoreInfo &info)
{
    QStringList facts{info.serverVersion};
    if (info.backend == Backend::Postgres) {
        facts << (info.encrypted ? OpenStoreDialog::tr("encrypted (TLS)")
                                 : OpenStoreDialog::tr("not encrypted"))
              << OpenStoreDialog::tr("signed in as %1").arg(info.databaseRole);
    }
    const QStringList rights = rightsOf(info.access);
    QString text = OpenStoreDialog::tr("Works: %1.").arg(facts.join(u", "));
    text += u' '
            + (rights.isEmpty() ? OpenStoreDialog::tr("You may only read.")
                                : OpenStoreDialog::tr("You may %1.").arg(rights.join(u", ")));
    if (!info.access.reason.isEmpty())
        text += u' ' + info.access.reason;
    return format::safeText(text);
}

} // namespace tollkeeper::ui
