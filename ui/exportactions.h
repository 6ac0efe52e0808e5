// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dialogs/exportdialog.h"
#include "store/store.h"

#include <QAbstractItemModel>
#include <QObject>
#include <QPointer>

namespace tollkeeper::ui {

class Session;
class Settings;

/// Export from the dialog to the file: what is shown at once, calls streamed by the session with
/// progress that can be cancelled. GUI thread; owned by the window.
class ExportActions final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ExportActions)

public:
    ExportActions(Session &session, Settings &settings, QWidget *window);

    /// What the user looks at.
    struct Subject
    {
        ExportDialog::Offer offer; ///< without its folder
        QAbstractItemModel *table = nullptr;
        CallQuery calls;
    };
    void ask(const Subject &subject, ExportChoice::What what, ExportFormat format);

Q_SIGNALS:
    void done(const QString &sentence);
    void failed(const QString &sentence);

private:
    void run(const ExportChoice &choice, const QPointer<QAbstractItemModel> &table,
             const CallQuery &calls, qint64 callCount);
    void runCalls(const ExportChoice &choice, const CallQuery &calls, qint64 callCount);
    void report(const Result<qint64> &rows, const QString &path);
    Session &m_session;
    Settings &m_settings;
    QWidget *m_window;
};

} // namespace tollkeeper::ui
