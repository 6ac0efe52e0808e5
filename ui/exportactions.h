// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dialogs/exportdialog.h"
#include "export/manifest.h"
#include "export/recipe.h"
#include "exportmenu.h"
#include "navigation.h"

#include <QAbstractItemModel>
#include <QObject>
#include <QPointer>

#include <functional>

namespace tollkeeper::ui {

class Session;
class Settings;

/// Export from the dialog to the file: calls are streamed by the session, a table is taken out of its
/// model step by step, and other threads write; with progress that can be cancelled. GUI thread;
/// owned by the window.
class ExportActions final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ExportActions)

public:
    ExportActions(Session &session, Settings &settings, QWidget *window);

    /// Asks what of \a place to write, how and where to; \a table is what it shows, if it has one.
    /// Calls come from \a store, which the snapshot is of.
    void ask(const Place &place, const Snapshot &snapshot, QAbstractItemModel *table,
             ExportChoice::What what, ExportFormat format, int store = 0);
    /// Asks for what a FOCUS file needs, and writes the spend that \a place selects.
    void askForFocus(const Place &place, const Snapshot &snapshot, int store);
    /// Asks for a file and writes the report on \a view to it.
    void askForReport(const SnapshotPtr &snapshot, const View &view);
    /// Copies \a content, which \a place shows, or asks for a file and draws it there.
    void chart(const ReportDocument::Chart &content, ChartAs as, const Place &place,
               const Snapshot &snapshot);
    void copyRecipe(const Recipe &recipe, const StoreLocation &store, RecipeAs as);

Q_SIGNALS:
    void done(const QString &sentence);
    void failed(const QString &sentence);

private:
    /// What there is to write.
    struct Subject
    {
        ExportDialog::Offer offer;
        QPointer<QAbstractItemModel> table;
        Place place;
        QString page; ///< pageName() of where it is shown
        CallQuery calls;
        int storeNumber = 0;
    };
    [[nodiscard]] Subject subjectOf(const Place &place, const Snapshot &snapshot,
                                    QAbstractItemModel *table) const;
    void run(const ExportChoice &choice, const Subject &subject);
    /// Asks where to write \a name, and calls \a write with it.
    void askForFile(const QString &title, const QString &name,
                    const std::function<void(const QString &)> &write);
    void runCalls(const ExportChoice &choice, const Subject &subject);
    void runTable(const ExportChoice &choice, const Subject &subject);
    /// \a sentence, if it is so.
    void tell(const Result<void> &written, const QString &sentence);
    void report(const Result<qint64> &rows, const QString &path);
    Session &m_session;
    Settings &m_settings;
    QWidget *m_window;
};

/// What the table of \a place shows, to be found out elsewhere.
[[nodiscard]] Recipe recipeOf(const Place &place, const View &view);
/// The spend that the table of \a place shows; empty where it shows none, or not all.
[[nodiscard]] std::optional<ExportSelection> shownSelection(const Place &place,
                                                            const Snapshot &snapshot);

} // namespace tollkeeper::ui
