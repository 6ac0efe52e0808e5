// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "screenshot.h"

#include "format/translation.h"
#include "session/session.h"

#include <QPixmap>
#include <QSaveFile>
#include <QWidget>

using namespace Qt::StringLiterals;

namespace tollkeeper::ui {
namespace {

constexpr int lookEveryMs = 20;
// An answer may ask for more (a page of the log, the hours of a range) when it is shown.
constexpr int quietLooks = 4;

} // namespace

Screenshot::Screenshot(const Session &session, QWidget &window, const QString &path)
    : m_session(session), m_window(window), m_path(path), m_patience(unattendedPatienceMs)
{
    connect(&m_timer, &QTimer::timeout, this, &Screenshot::look);
    m_timer.start(lookEveryMs);
}

void Screenshot::look()
{
    const bool hopeless = m_session.pending() == 0 || m_patience.hasExpired();
    if (m_session.state() == Session::State::Failed && hopeless) {
        m_timer.stop();
        Q_EMIT finished(m_session.error());
        return;
    }
    m_quiet = m_session.snapshot() && m_session.pending() == 0 ? m_quiet + 1 : 0;
    if (m_quiet < quietLooks)
        return;
    m_timer.stop();
    Q_EMIT finished(write());
}

std::optional<StoreError> Screenshot::write() const
{
    QSaveFile file(m_path);
    if (!file.open(QIODevice::WriteOnly) || !m_window.grab().save(&file, "PNG") || !file.commit())
        return StoreError{StoreError::Kind::Invalid,
                          Text::tr("%1 could not be written: %2").arg(m_path, file.errorString()),
                          {}};
    return {};
}

} // namespace tollkeeper::ui
