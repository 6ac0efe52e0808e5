// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "stateview.h"

#include "format/format.h"
#include "session/session.h"
#include "storemenu.h"
#include "widgets/emptystate.h"

#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace tollkeeper::ui {

StateView::StateView(const Session &session, const Settings &settings, QWidget *parent)
    : QWidget(parent), m_session(session), m_settings(settings)
{
    setObjectName(u"stateView"_s);
    m_view = new EmptyState(this);
    m_retry = m_view->addButton(tr("Retry"), true);
    m_retry->setObjectName(u"retry"_s);
    auto *open = m_view->addButton(tr("Open another store…"));
    auto *sample = m_view->addButton(tr("Look at sample data"));
    connect(m_retry, &QPushButton::clicked, this, &StateView::retryRequested);
    connect(open, &QPushButton::clicked, this, &StateView::openRequested);
    connect(sample, &QPushButton::clicked, this, &StateView::sampleRequested);
    auto *layout = new QVBoxLayout(this);
    layout->addWidget(m_view);
    connect(&session, &Session::stateChanged, this, &StateView::updateState);
    updateState();
}

void StateView::updateState()
{
    const QString title = storeTitle(m_session, m_settings);
    QStringList places;
    for (const NamedStore &store : m_session.namedStores())
        places << store.location.display();
    m_retry->setVisible(m_session.state() == Session::State::Failed);
    switch (m_session.state()) {
    case Session::State::Failed:
        m_view->setContent(u"warning"_s,
                           !title.isEmpty() ? tr("%1 could not be opened").arg(title)
                                    : tr("The store could not be opened"),
                           format::safeText(m_session.error()->message));
        break;
    case Session::State::Connecting:
        m_view->setContent(u"store"_s, tr("Connecting to %1…").arg(title),
                           format::safeText(places.join(u", "_s)));
        break;
    case Session::State::Closed:
        m_view->setContent(u"store"_s, tr("No store is open"), {});
        break;
    case Session::State::Open:
    case Session::State::Partly:
    case Session::State::Stale: break;
    }
}

} // namespace tollkeeper::ui
