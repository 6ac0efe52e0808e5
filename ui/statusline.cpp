// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "statusline.h"

#include "dialogs/plaintext.h"
#include "format/format.h"
#include "session/session.h"
#include "theme/theme.h"
#include "widgets/elidedlabel.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>

using namespace Qt::StringLiterals;

namespace tollkeeper::ui {
namespace {

QLabel *note(QWidget *parent)
{
    auto *label = new QLabel(parent);
    label->setProperty("kind", u"note"_s);
    label->setTextFormat(Qt::PlainText);
    return label;
}

QString rightsText(const Access &access)
{
    if (access.readOnly())
        return StatusLine::tr("read-only");
    return access.canReset && access.canSetLimits ? QString() : StatusLine::tr("limited rights");
}

QString whoText(const Snapshot &snapshot)
{
    QStringList parts;
    for (const StorePart &part : snapshot.parts) {
        const QString &name = part.label.name;
        const SnapshotPtr &one = part.snapshot;
        QStringList notes;
        if (!part.live)
            notes << StatusLine::tr("away");
        if (const QString rights = one ? rightsText(one->store.access) : QString(); !rights.isEmpty())
            notes << rights;
        parts << (notes.isEmpty() ? name : u"%1 (%2)"_s.arg(name, notes.join(u", "_s)));
    }
    if (snapshot.merged())
        return format::safeText(parts.join(u" + "_s) + u" · "_s + StatusLine::tr("UTC days"));
    const StoreInfo &store = snapshot.store;
    if (store.databaseRole.isEmpty())
        parts << store.osUser;
    else if (store.databaseRole == store.osUser)
        parts << StatusLine::tr("signed in as %1").arg(store.databaseRole);
    else
        parts << StatusLine::tr("signed in as %1 (%2)").arg(store.databaseRole, store.osUser);
    if (const QString rights = rightsText(store.access); !rights.isEmpty())
        parts << rights;
    parts << StatusLine::tr("UTC days");
    return format::safeText(parts.join(u" · "_s));
}

qint64 callsOf(const Snapshot &snapshot)
{
    return total(snapshot.daily).calls;
}

} // namespace

StatusLine::StatusLine(const Session &session, QWidget *parent) : QFrame(parent), m_session(session)
{
    setObjectName(u"statusBar"_s);
    setFixedHeight(28);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(20, 0, 20, 0);
    layout->setSpacing(18);
    auto *live = new QHBoxLayout;
    live->setSpacing(6);
    m_dot = note(this);
    m_live = note(this);
    m_live->setObjectName(u"live"_s);
    live->addWidget(m_dot);
    live->addWidget(m_live);
    layout->addLayout(live);
    m_calls = note(this);
    m_calls->setObjectName(u"calls"_s);
    layout->addWidget(m_calls);
    m_refresh = note(this);
    layout->addWidget(m_refresh);
    m_standby = note(this);
    m_standby->setObjectName(u"standby"_s);
    layout->addWidget(m_standby);
    layout->addStretch(1);
    m_badRows = new QPushButton(this);
    m_badRows->setObjectName(u"badRows"_s);
    m_badRows->setProperty("kind", u"link"_s);
    m_badRows->setFixedHeight(22);
    m_badRows->setToolTip(tr("Left out of every sum: show them in the log"));
    layout->addWidget(m_badRows);
    m_who = new ElidedLabel({}, this);
    m_who->setObjectName(u"who"_s);
    m_who->setProperty("kind", u"note"_s);
    m_who->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    layout->addWidget(m_who);

    m_second.setInterval(1000);
    connect(&m_second, &QTimer::timeout, this, &StatusLine::updateAge);
    m_second.start();
    connect(&session, &Session::checked, this, &StatusLine::updateAll);
    connect(&session, &Session::stateChanged, this, &StatusLine::updateAll);
    connect(m_badRows, &QPushButton::clicked, this, &StatusLine::badRowsRequested);
    updateAll();
}

void StatusLine::setStill(bool still)
{
    m_still = still;
    updateAll();
}

void StatusLine::updateAll()
{
    const SnapshotPtr snapshot = m_session.snapshot();
    for (QWidget *widget : std::initializer_list<QWidget *>{m_calls, m_who})
        widget->setVisible(snapshot != nullptr);
    m_refresh->setVisible(snapshot && !m_still);
    m_badRows->setVisible(snapshot && snapshot->daily.badRows > 0);
    const auto standby = m_session.standby();
    m_standby->setVisible(snapshot && standby && !m_still);
    updateAge();
    if (!snapshot)
        return;
    if (standby)
        m_standby->setText(sentence(*standby));
    const qint64 calls = callsOf(*snapshot);
    m_calls->setText(calls == 1 ? tr("1 call") : tr("%1 calls").arg(format::count(calls)));
    m_refresh->setText(tr("refresh %1 ms").arg(format::count(snapshot->readMs)));
    m_refresh->setToolTip(tr("How long the last reading of the store took"));
    const qint64 bad = snapshot->daily.badRows;
    m_badRows->setText(bad == 1 ? tr("1 bad row") : tr("%1 bad rows").arg(format::count(bad)));
    m_who->setText(whoText(*snapshot));
}

void StatusLine::updateAge()
{
    using State = Session::State;
    const Timestamp now = m_still ? m_session.currentAsOf() : Timestamp::now();
    const QString age = format::age(m_session.currentAsOf(), now);
    QColor colour = colours().secondary;
    QString text;
    switch (m_session.state()) {
    case State::Open:
        colour = colours().good;
        text = tr("Live, updated %1").arg(age);
        break;
    case State::Partly:
        colour = colours().warning;
        text = tr("Partly live, oldest %1").arg(age);
        break;
    case State::Stale:
        colour = colours().warning;
        text = tr("Not live, updated %1").arg(age);
        break;
    case State::Connecting: text = tr("Connecting…"); break;
    case State::Failed:
        colour = colours().bad;
        text = tr("No connection");
        break;
    case State::Closed: text = tr("No store"); break;
    }
    m_dot->setText(u"●"_s);
    m_dot->setStyleSheet(u"color: %1"_s.arg(colour.name()));
    m_live->setText(text);
}

} // namespace tollkeeper::ui
