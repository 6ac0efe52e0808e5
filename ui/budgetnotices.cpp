// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "budgetnotices.h"

#include "format/format.h"
#include "session/session.h"
#include "settings.h"
#include "widgets/banner.h"

#include <QMenu>

using namespace Qt::StringLiterals;

namespace tollkeeper::ui {
namespace {

constexpr qint64 microsPerHour = 3'600'000'000;
constexpr int hoursPerDay = 24;
constexpr qsizetype mostSentences = 3; // the Budgets page shows the rest

} // namespace

BudgetNotices::BudgetNotices(const Session &session, Settings &settings, Banner *banner,
                             QObject *parent)
    : QObject(parent), m_session(session), m_settings(settings), m_banner(banner)
{
    if (!settings.remembers())
        return;
    connect(&session, &Session::checked, this, &BudgetNotices::look);
    connect(banner, &Banner::actionTriggered, this, &BudgetNotices::offerSnooze);
    connect(banner, &Banner::closed, this, &BudgetNotices::close);
}

void BudgetNotices::look()
{
    const SnapshotPtr snapshot = m_session.snapshot();
    const QString store = m_session.address();
    if (!snapshot || store.isEmpty())
        return;
    if (m_store != store) {
        close();
        m_store = store;
        m_notices = m_settings.notices(store);
    }
    std::map<QString, BudgetNotice> notices;
    QStringList sentences;
    QStringList projects;
    bool exceeded = false;
    for (const BudgetState &state : budgetStates(snapshot->budgets)) {
        const QString &project = state.budget.project;
        const auto before = m_notices.find(project);
        const auto [remembered, notify] =
            decideNotice(before == m_notices.end() ? std::nullopt : std::optional(before->second),
                         state, Timestamp::now());
        if (remembered.level > 0)
            notices.emplace(project, remembered);
        if (!notify)
            continue;
        projects << project;
        sentences << format::thresholdPassed(state);
        exceeded = exceeded || state.status == BudgetStatus::Exceeded;
    }
    for (const auto &[project, notice] : m_notices) { // of a store that is still to be opened
        if (!snapshot->placeOf(project))
            notices.emplace(project, notice);
    }
    if (notices != m_notices) {
        m_notices = std::move(notices);
        m_settings.setNotices(m_store, m_notices);
    }
    if (projects.isEmpty())
        return;
    m_shown = projects;
    const qsizetype more = sentences.size() - mostSentences;
    QString text = sentences.mid(0, mostSentences).join(u' ');
    if (more > 0)
        text += u' ' + (more == 1 ? tr("So has one more budget.")
                                  : tr("So have %1 more budgets.").arg(more));
    m_banner->setMessage(exceeded ? Banner::Tone::Error : Banner::Tone::Warning, text);
    m_banner->setAction(tr("Remind me…"));
    Q_EMIT told(text);
}

void BudgetNotices::close()
{
    m_shown.clear();
    m_banner->setMessage({}, {});
}

void BudgetNotices::snooze(int hours)
{
    for (const QString &project : std::as_const(m_shown)) {
        const auto notice = m_notices.find(project);
        if (notice != m_notices.end())
            notice->second.remindAt = Timestamp{Timestamp::now().micros + hours * microsPerHour};
    }
    if (!m_store.isEmpty())
        m_settings.setNotices(m_store, m_notices);
    close();
}

void BudgetNotices::offerSnooze()
{
    auto *menu = new QMenu(m_banner);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    connect(menu->addAction(tr("In an &hour")), &QAction::triggered, this, [this] { snooze(1); });
    connect(menu->addAction(tr("In a &day")), &QAction::triggered, this,
            [this] { snooze(hoursPerDay); });
    connect(menu->addAction(tr("At the next &threshold")), &QAction::triggered, this,
            &BudgetNotices::close);
    menu->popup(m_banner->mapToGlobal(m_banner->rect().bottomRight()
                                      - QPoint(menu->sizeHint().width(), 0)));
}

} // namespace tollkeeper::ui
