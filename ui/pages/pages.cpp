// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/pages.h"

#include "pages/auditpage.h"
#include "pages/budgetspage.h"
#include "pages/callspage.h"
#include "pages/grouppage.h"
#include "pages/overviewpage.h"

#include <QCoreApplication>

#include <array>

namespace tollkeeper::ui {
namespace {

// In the order of PageId.
constexpr std::array titles{QT_TRANSLATE_NOOP("tollkeeper::Text", "Overview"),
                            QT_TRANSLATE_NOOP("tollkeeper::Text", "Projects"),
                            QT_TRANSLATE_NOOP("tollkeeper::Text", "Models"),
                            QT_TRANSLATE_NOOP("tollkeeper::Text", "Budgets"),
                            QT_TRANSLATE_NOOP("tollkeeper::Text", "Calls"),
                            QT_TRANSLATE_NOOP("tollkeeper::Text", "Audit log")};

} // namespace

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
    return QCoreApplication::translate("tollkeeper::Text", titles[std::size_t(id)]);
}

QString pageName(PageId id)
{
    return QString::fromLatin1(titles[std::size_t(id)]);
}

} // namespace tollkeeper::ui
