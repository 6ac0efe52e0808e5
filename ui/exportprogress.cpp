// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "exportprogress.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QProgressDialog>
#include <QTimer>

#include <algorithm>

namespace tollkeeper::ui {
namespace {

constexpr int steps = 1000;
constexpr int shownAfterMs = 400;
constexpr int tickMs = 100;

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(tollkeeper::ui::ExportProgress)
};

} // namespace

QProgressDialog *showProgress(const ExportProgressPtr &progress, const QString &beginning,
                              const ExportSentence &sentence, QWidget *window)
{
    auto *dialog = new QProgressDialog(beginning, Words::tr("Cancel"), 0, steps, window);
    dialog->setWindowTitle(Words::tr("Export"));
    dialog->setWindowModality(Qt::WindowModal);
    dialog->setMinimumDuration(shownAfterMs);
    dialog->setAutoClose(false);
    dialog->setAutoReset(false);
    dialog->setValue(0);
    QObject::connect(dialog, &QProgressDialog::canceled, dialog,
                     [progress] { progress->cancelled = true; });

    auto *tick = new QTimer(dialog);
    tick->setInterval(tickMs);
    QElapsedTimer timer;
    timer.start();
    QObject::connect(tick, &QTimer::timeout, dialog, [dialog, progress, sentence, timer] {
        const qint64 done = progress->done;
        const qint64 all = progress->all;
        if (all > 0)
            dialog->setValue(static_cast<int>(std::min<qint64>(steps - 1, done * steps / all)));
        dialog->setLabelText(sentence(done, all, timer.elapsed()));
    });
    tick->start();
    return dialog;
}

} // namespace tollkeeper::ui
