// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/pages.h"

#include "pages/auditpage.h"
#include "pages/budgetspage.h"
#include "pages/callspage.h"
#include "pages/grouppage.h"
#include "pages/overviewpage.h"

#include <QCoreApplication>

namespace tollkeeper::ui {

Page *createPage(PageId id, QWidget *parent)
{
    switch (id) {
    case PageId::Overview:
        return new OverviewPage(parent);
    case PageId::Projects:
        return new GroupPage(GroupBy::Project, parent);
    case PageId::Models:
        return new GroupPage(GroupBy::Model, parent);
    case PageId::Budgets:
        return new BudgetsPage(parent);
    case PageId::Calls:
        return new CallsPage(parent);
    case PageId::Audit:
        return new AuditPage(parent);
    }
    Q_UNREACHABLE();
    return nullptr;
}

QString pageTitle(PageId id)
{
    const auto tr = [](const char *text) { return QCoreApplication::translate("Page", text); };
    switch (id) {
    case PageId::Overview:
        return tr("Overview");
    case PageId::Projects:
        return tr("Projects");
    case PageId::Models:
        return tr("Models");
    case PageId::Budgets:
        return tr("Budgets");
    case PageId::Calls:
        return tr("Calls");
    case PageId::Audit:
        return tr("Audit log");
    }
    Q_UNREACHABLE();
    return {};
}

} // namespace tollkeeper::ui
