// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sidebar.h"

#include "pages/pages.h"
#include "storecard.h"
#include "theme/theme.h"

#include <QButtonGroup>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace tollkeeper::ui {
namespace {

constexpr int sidebarWidth = 212;

const std::pair<PageId, QString> pages[]{
    {PageId::Overview, u"overview"_s}, {PageId::Projects, u"projects"_s},
    {PageId::Models, u"models"_s},     {PageId::Budgets, u"budgets"_s},
    {PageId::Calls, u"calls"_s},       {PageId::Audit, u"audit"_s}};

QPushButton *navigationButton(const QString &text, QWidget *parent)
{
    auto *button = new QPushButton(text, parent);
    button->setProperty("kind", u"nav"_s);
    button->setAutoDefault(false);
    button->setIconSize({16, 16});
    return button;
}

QString budgetsText(int count, const QString &one, const QString &many)
{
    return count == 1 ? one : many.arg(count);
}

} // namespace

Sidebar::Sidebar(QWidget *parent) : QFrame(parent)
{
    setObjectName(u"sidebar"_s);
    setFixedWidth(sidebarWidth);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(10, 14, 10, 12);
    layout->setSpacing(2);

    m_card = new StoreCard(this);
    layout->addWidget(m_card);
    layout->addSpacing(12);

    auto *group = new QButtonGroup(this);
    for (const auto &[page, iconName] : pages) {
        auto *button = navigationButton(pageTitle(page), this);
        button->setCheckable(true);
        button->setAutoExclusive(true); // one of several also for assistive technology
        button->setToolTip(tr("Ctrl+%1").arg(static_cast<int>(page) + 1));
        group->addButton(button);
        m_pages.emplace(page, button);
        layout->addWidget(button);
        connect(button, &QPushButton::clicked, this, [this, id = page] { Q_EMIT pageChosen(id); });
    }
    auto *budgets = m_pages.at(PageId::Budgets);
    m_badge = new QLabel(budgets);
    m_badge->setProperty("kind", u"badge"_s);
    m_badge->setAlignment(Qt::AlignCenter);
    m_badge->setAttribute(Qt::WA_TransparentForMouseEvents);
    m_badge->hide();
    auto *right = new QHBoxLayout(budgets);
    right->setContentsMargins(0, 0, 10, 0);
    right->addStretch();
    right->addWidget(m_badge);

    layout->addStretch();
    m_preferences = navigationButton(tr("Preferences"), this);
    layout->addWidget(m_preferences);
    connect(m_preferences, &QPushButton::clicked, this, &Sidebar::preferencesRequested);
    m_help = navigationButton(tr("Help"), this);
    m_helpMenu = new QMenu(m_help);
    layout->addWidget(m_help);
    connect(m_help, &QPushButton::clicked, this, [this] {
        m_helpMenu->popup(m_help->mapToGlobal(QPoint(0, -m_helpMenu->sizeHint().height() - 4)));
    });
    setPage(PageId::Overview);
}

void Sidebar::setPage(PageId page)
{
    m_pages.at(page)->setChecked(true);
    updateIcons();
}

void Sidebar::setBudgetsAtRisk(int exceeded, int warning)
{
    QStringList parts;
    if (exceeded > 0)
        parts << budgetsText(exceeded, tr("1 budget exceeded"), tr("%1 budgets exceeded"));
    if (warning > 0)
        parts << budgetsText(warning, tr("1 budget past a warning"),
                             tr("%1 budgets past a warning"));
    const QString text = parts.join(u", "_s);
    m_badge->setVisible(!parts.isEmpty());
    m_badge->setText(QString::number(exceeded + warning));
    m_badge->setProperty("tone", exceeded > 0 ? QVariant() : u"warning"_s);
    m_badge->setStyleSheet(m_badge->styleSheet()); // looks at the property again
    auto *button = m_pages.at(PageId::Budgets);
    const QString title = pageTitle(PageId::Budgets);
    button->setAccessibleName(text.isEmpty() ? title : title + u", "_s + text);
    const QString keys = tr("Ctrl+%1").arg(static_cast<int>(PageId::Budgets) + 1);
    button->setToolTip(text.isEmpty() ? keys : text + u" · "_s + keys);
}

void Sidebar::updateIcons()
{
    for (const auto &[page, iconName] : pages) {
        auto *button = m_pages.at(page);
        button->setIcon(icon(iconName, button->isChecked() ? colours().accent
                                                           : colours().secondary));
    }
    m_preferences->setIcon(icon(u"settings"_s, colours().secondary));
    m_help->setIcon(icon(u"info"_s, colours().secondary));
}

void Sidebar::changeEvent(QEvent *event)
{
    QFrame::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        updateIcons();
}

} // namespace tollkeeper::ui
