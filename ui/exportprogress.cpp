// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "exportprogress.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QLabel>
#include <QProgressBar>
#include <QProgressDialog>
#include <QPushButton>
#include <QTimer>

#include <algorithm>

namespace tollkeeper::ui {
namespace {

constexpr int steps = 1000;
constexpr int shownAfterMs = 400;
constexpr int tickMs = 100;
constexpr int leastWidth = 440; // sentences change: the dialog does not

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(tollkeeper::ui::ExportProgress)
};

} // namespace

QProgressDialog *showProgress(const ExportProgressPtr &progress, const QString &beginning,
                              const ExportSentence &sentence, QWidget *window)
{
    // As long as nobody knows how much there is to do, the bar only says that something is done.
    auto *dialog = new QProgressDialog(window);
    dialog->setWindowTitle(Words::tr("Export"));
    auto *label = new QLabel(dialog);
    label->setTextFormat(Qt::PlainText);
    label->setAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    dialog->setLabel(label);
    dialog->setLabelText(beginning);
    auto *bar = new QProgressBar(dialog);
    bar->setTextVisible(false); // the sentence has the figures
    bar->setAccessibleName(beginning);
    dialog->setBar(bar);
    dialog->setRange(0, 0);
    auto *cancel = new QPushButton(Words::tr("Cancel"), dialog);
    cancel->setAutoDefault(false); // nothing to be recommended
    dialog->setCancelButton(cancel);
    dialog->setMinimumWidth(leastWidth);
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
        if (all > 0) {
            dialog->setMaximum(steps);
            dialog->setValue(static_cast<int>(std::min<qint64>(steps - 1, done * steps / all)));
        }
        dialog->setLabelText(sentence(done, all, timer.elapsed()));
    });
    tick->start();
    return dialog;
}

} // namespace tollkeeper::ui
