// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <atomic>
#include <functional>
#include <memory>

class QProgressDialog;
class QWidget;

namespace tollkeeper::ui {

/// What the thread that writes a file and the window tell each other meanwhile.
struct ExportProgress
{
    std::atomic<qint64> done = 0;
    std::atomic<qint64> all = 0; ///< 0: not known
    std::atomic_bool cancelled = false;

    /// For the thread that writes: false, when it is to stop.
    bool tell(qint64 soFar, qint64 ofAll)
    {
        done = soFar;
        all = ofAll;
        return !cancelled;
    }
};
using ExportProgressPtr = std::shared_ptr<ExportProgress>;
/// What to say of so many of so many after so many milliseconds.
using ExportSentence = std::function<QString(qint64 done, qint64 all, qint64 elapsedMs)>;

/// Shows how far it is, if it takes a while, and cancels it if the user wants that. Whoever asked
/// for the file deletes the dialog when that is written. GUI thread.
[[nodiscard]] QProgressDialog *showProgress(const ExportProgressPtr &progress,
                                            const QString &beginning,
                                            const ExportSentence &sentence, QWidget *window);

} // namespace tollkeeper::ui
