// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "budget/notices.h"

#include <QObject>

#include <map>

namespace tollkeeper::ui {

class Banner;
class Session;
class Settings;

/// Tells the user once when a budget passes a threshold or reaches its limit, and again when a snooze
/// is over; what was told is remembered from one run to the next. Tells nothing where the settings do
/// not remember (a screenshot). GUI thread; owned by the window.
class BudgetNotices final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(BudgetNotices)

public:
    /// \a banner shows what is told until it is closed or snoozed.
    BudgetNotices(const Session &session, Settings &settings, Banner *banner, QObject *parent);

    /// Hides the banner, and tells what it says again after \a hours, if it is still so.
    void snooze(int hours);

Q_SIGNALS:
    /// For the desktop.
    void told(const QString &sentence);

private:
    void look();
    void close();
    void offerSnooze();

    const Session &m_session;
    Settings &m_settings;
    Banner *m_banner;
    QString m_store; ///< that m_notices are of
    std::map<QString, BudgetNotice> m_notices;
    QStringList m_shown; ///< the projects that the banner tells of
};

} // namespace tollkeeper::ui
