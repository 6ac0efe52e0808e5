// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "exportactions.h"

#include "format/format.h"
#include "session/background.h"
#include "session/session.h"
#include "settings.h"
#include "tableexport.h"

#include <QElapsedTimer>
#include <QFileInfo>
#include <QProgressDialog>
#include <QTimer>

#include <atomic>

using namespace Qt::StringLiterals;

namespace tollkeeper::ui {
namespace {

constexpr int progressSteps = 1000;
constexpr int progressShownAfterMs = 400;

/// What the worker thread and the window tell each other while calls are written.
struct Progress
{
    std::atomic<qint64> rows = 0;
    std::atomic_bool cancelled = false;
};

} // namespace

ExportActions::ExportActions(Session &session, Settings &settings, QWidget *window)
    : QObject(window), m_session(session), m_settings(settings), m_window(window)
{
}

void ExportActions::ask(const Subject &subject, ExportChoice::What what, ExportFormat format)
{
    ExportDialog::Offer offer = subject.offer;
    offer.folder = m_settings.exportFolder();
    auto *dialog = new ExportDialog(offer, {what, format, false, {}}, m_window);
    connect(dialog, &QDialog::accepted, this,
            [this, dialog, table = QPointer(subject.table), calls = subject.calls,
             count = offer.callCount] { run(dialog->choice(), table, calls, count); });
    dialog->open();
}

void ExportActions::run(const ExportChoice &choice, const QPointer<QAbstractItemModel> &table,
                        const CallQuery &calls, qint64 callCount)
{
    m_settings.setExportFolder(QFileInfo(choice.path).absolutePath());
    if (choice.what == ExportChoice::What::Calls)
        return runCalls(choice, calls, callCount);
    if (table)
        report(exportTable(*table, choice.path, {choice.format, choice.rawCells, {}}), choice.path);
}

void ExportActions::runCalls(const ExportChoice &choice, const CallQuery &calls, qint64 callCount)
{
    auto progress = std::make_shared<Progress>();
    auto *dialog = new QProgressDialog(tr("Writing calls…"), tr("Cancel"), 0, progressSteps,
                                       m_window);
    dialog->setWindowTitle(tr("Export"));
    dialog->setWindowModality(Qt::WindowModal);
    dialog->setMinimumDuration(progressShownAfterMs);
    dialog->setAutoClose(false);
    dialog->setAutoReset(false);
    dialog->setValue(0);
    connect(dialog, &QProgressDialog::canceled, this, [progress] { progress->cancelled = true; });

    auto *tick = new QTimer(dialog);
    tick->setInterval(100);
    QElapsedTimer timer;
    timer.start();
    connect(tick, &QTimer::timeout, dialog, [dialog, progress, callCount, timer] {
        const qint64 rows = progress->rows;
        if (callCount > 0)
            dialog->setValue(static_cast<int>(std::min<qint64>(progressSteps - 1,
                                                               rows * progressSteps / callCount)));
        dialog->setLabelText(
            tr("Writing: %1").arg(format::progress(rows, callCount, timer.elapsed())));
    });
    tick->start();

    ExportOptions options;
    options.format = choice.format;
    options.rawCells = choice.rawCells;
    options.progress = [progress](qint64 rows) {
        progress->rows = rows;
        return !progress->cancelled;
    };
    whenDone(m_session.exportCalls(calls, choice.path, options), this,
             [this, dialog, path = choice.path](const Result<qint64> &rows) {
                 delete dialog;
                 report(rows, path);
             });
}

void ExportActions::report(const Result<qint64> &rows, const QString &path)
{
    if (rows)
        Q_EMIT done((*rows == 1 ? tr("1 row was written to %2.") : tr("%1 rows were written to %2."))
                        .replace(u"%1"_s, format::count(*rows))
                        .replace(u"%2"_s, path));
    else if (rows.error().kind == StoreError::Kind::Cancelled)
        Q_EMIT done(tr("The export was cancelled; no file was written."));
    else
        Q_EMIT failed(rows.error().message);
}

} // namespace tollkeeper::ui
