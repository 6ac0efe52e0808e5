// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "exportactions.h"

#include "analysis/summary.h"
#include "dialogs/focusdialog.h"
#include "exportprogress.h"
#include "format/format.h"
#include "models/tablewalk.h"
#include "pages/pages.h"
#include "report/chartpicture.h"
#include "report/pdfreport.h"
#include "session/background.h"
#include "session/session.h"
#include "settings.h"
#include "tableexport.h"
#include "theme/theme.h"

#include <QClipboard>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QGuiApplication>
#include <QProgressDialog>

using namespace Qt::StringLiterals;

namespace tollkeeper::ui {
namespace {

constexpr QSize pictureSize(1120, 420);

QString countedRows(qint64 rows, qint64 all, qint64 elapsedMs)
{
    return ExportActions::tr("Writing: %1").arg(format::progress(rows, all, elapsedMs));
}

} // namespace

ExportActions::ExportActions(Session &session, Settings &settings, QWidget *window)
    : QObject(window), m_session(session), m_settings(settings), m_window(window)
{
}

ExportActions::Subject ExportActions::subjectOf(const Place &place, const Snapshot &snapshot,
                                                QAbstractItemModel *table) const
{
    const View view = viewOf(place, snapshot);
    Subject subject;
    subject.table = table;
    subject.place = place;
    subject.page = pageName(place.page);
    subject.calls.filter = view.over(view.range.current);
    if (table) {
        subject.offer.table = pageTitle(place.page);
        subject.offer.rows = table->rowCount();
    }
    QStringList selection{format::range(view.range.current)};
    for (const QString &name : view.narrowedTo())
        selection.prepend(format::safeText(name, 40));
    if (!snapshot.merged())
        subject.offer.calls = selection.join(u", "_s);
    SpendFilter days = subject.calls.filter;
    days.range = view.range.current.inDays();
    subject.offer.callCount = total(snapshot.daily, days).calls;
    subject.offer.folder = m_settings.exportFolder();
    subject.offer.baseName = u"tollkeeper-%1-%2"_s.arg(
        subject.page.toLower().replace(u' ', u'-'), snapshot.takenAt.day().toString(Qt::ISODate));
    return subject;
}

void ExportActions::ask(const Place &place, const Snapshot &snapshot, QAbstractItemModel *table,
                        ExportChoice::What what, ExportFormat format, int store)
{
    Subject subject = subjectOf(place, snapshot, table);
    subject.storeNumber = store;
    auto *dialog = new ExportDialog(subject.offer, {what, format, false, {}}, m_window);
    connect(dialog, &QDialog::accepted, this,
            [this, dialog, subject] { run(dialog->choice(), subject); });
    dialog->open();
}

void ExportActions::run(const ExportChoice &choice, const Subject &subject)
{
    m_settings.setExportFolder(QFileInfo(choice.path).absolutePath());
    if (choice.what == ExportChoice::What::Calls)
        return runCalls(choice, subject);
    runTable(choice, subject);
}

void ExportActions::runTable(const ExportChoice &choice, const Subject &subject)
{
    if (!subject.table)
        return;
    auto progress = std::make_shared<ExportProgress>();
    auto *dialog = showProgress(progress, tr("Writing rows…"), countedRows, m_window);
    const auto told = [this, dialog, path = choice.path](const Result<qint64> &rows) {
        delete dialog;
        report(rows, path);
    };
    auto table = std::make_shared<TableValues>();
    const auto begin = [table, model = subject.table] {
        *table = TableValues::columnsOf(*model);
        return model->rowCount();
    };
    const auto visit = [table, progress, model = subject.table](int row) {
        table->addRow(*model, row);
        return progress->tell(row + 1, model->rowCount());
    };
    const auto write = [this, table, choice, subject, told](bool complete) {
        if (!complete || !m_session.snapshot())
            return told(fail(StoreError::Kind::Cancelled, {}));
        // The table is as the snapshot says that is shown: it was read to the end without a change.
        const auto task = [table, choice, place = subject.place, page = subject.page,
                           snapshot = m_session.snapshot()]() -> Result<qint64> {
            const auto rows =
                exportTable(*table, choice.path, {choice.format, choice.rawCells, {}, {}});
            if (!rows)
                return rows;
            Manifest manifest;
            manifest.content = u"table "_s + page;
            manifest.store = snapshot->store.title;
            manifest.selection = shownSelection(place, *snapshot);
            manifest.rows = *rows;
            manifest.readAt = snapshot->oldest();
            return writeManifest(choice.path, manifest).map([&rows] { return *rows; });
        };
        whenDone(inBackground(task), this, told);
    };
    new TableWalk(subject.table, {begin, visit, write}, this);
}

void ExportActions::runCalls(const ExportChoice &choice, const Subject &subject)
{
    const qint64 callCount = subject.offer.callCount;
    auto progress = std::make_shared<ExportProgress>();
    progress->all = callCount;
    auto *dialog = showProgress(progress, tr("Writing calls…"), countedRows, m_window);

    ExportOptions options;
    options.format = choice.format;
    options.rawCells = choice.rawCells;
    options.progress = [progress, callCount](qint64 rows) {
        return progress->tell(rows, callCount);
    };
    whenDone(m_session.exportCalls(subject.calls, choice.path, options, subject.storeNumber), this,
             [this, dialog, path = choice.path](const Result<qint64> &rows) {
                 delete dialog;
                 report(rows, path);
             });
}

void ExportActions::askForFocus(const Place &place, const Snapshot &snapshot, int store)
{
    const Subject subject = subjectOf(place, snapshot, nullptr);
    SpendFilter filter = subject.calls.filter;
    if (filter.range)
        filter.range = filter.range->inDays();
    FocusDialog::Offer offer;
    offer.selection = subject.offer.calls;
    offer.unknown = modelsWithoutProvider(snapshot.daily, filter);
    offer.first = m_settings.focus();
    offer.ownAccount = billingAccountOf(snapshot.store);
    offer.path = QDir(subject.offer.folder)
                     .filePath(u"tollkeeper-focus-%1.csv"_s.arg(
                         snapshot.takenAt.day().toString(Qt::ISODate)));
    auto *dialog = new FocusDialog(offer, m_window);
    connect(dialog, &QDialog::accepted, this, [this, dialog, filter, store, own = offer.ownAccount] {
        FocusOptions options = dialog->options();
        const QString path = dialog->path();
        whenDone(m_session.exportFocus(filter, path, options, store), this,
                 [this, path](const Result<FocusFiles> &files) {
                     report(files.map(&FocusFiles::rows), path);
                 });
        m_settings.setExportFolder(QFileInfo(path).absolutePath());
        if (options.billingAccountId == own)
            options.billingAccountId.clear();
        m_settings.setFocus(options);
    });
    dialog->open();
}

void ExportActions::tell(const Result<void> &written, const QString &sentence)
{
    if (written)
        Q_EMIT done(sentence);
    else if (written.error().kind == StoreError::Kind::Cancelled)
        Q_EMIT done(tr("The export was cancelled; no file was written."));
    else
        Q_EMIT failed(written.error().message);
}

void ExportActions::report(const Result<qint64> &rows, const QString &path)
{
    const qint64 count = rows.value_or(0);
    tell(rows.map([](qint64) {}),
         (count == 1 ? tr("1 row was written to %2.") : tr("%1 rows were written to %2."))
             .replace(u"%1"_s, format::count(count))
             .replace(u"%2"_s, path));
}

void ExportActions::askForFile(const QString &title, const QString &name,
                               const std::function<void(const QString &)> &write)
{
    auto *files = new QFileDialog(m_window, title, m_settings.exportFolder());
    files->setAttribute(Qt::WA_DeleteOnClose);
    files->setAcceptMode(QFileDialog::AcceptSave);
    files->setDefaultSuffix(QFileInfo(name).suffix());
    files->selectFile(name);
    connect(files, &QFileDialog::fileSelected, this, [this, write](const QString &path) {
        m_settings.setExportFolder(QFileInfo(path).absolutePath());
        write(path);
    });
    files->open();
}

void ExportActions::askForReport(const SnapshotPtr &snapshot, const View &view)
{
    const QString name = u"tollkeeper-report-%1.pdf"_s.arg(
        view.range.current.lastDay().toString(Qt::ISODate));
    askForFile(tr("Report as PDF"), name, [this, snapshot, view](const QString &path) {
        auto progress = std::make_shared<ExportProgress>();
        auto *dialog = showProgress(progress, tr("Laying out the report…"),
                                    [](qint64 page, qint64 pages, qint64) {
                                        if (pages > 0)
                                            return tr("Writing page %1 of %2…")
                                                .arg(format::count(page), format::count(pages));
                                        return page > 1 ? tr("Laying out page %1…")
                                                              .arg(format::count(page))
                                                        : tr("Laying out the report…");
                                    },
                                    m_window);
        const auto write = [snapshot, view, path, progress] {
            return writePdfReport(*snapshot, view, path, true, [&progress](int page, int pages) {
                return progress->tell(page, pages);
            });
        };
        whenDone(inBackground(write), this, [this, dialog, path](const Result<int> &pages) {
            delete dialog;
            tell(pages.map([](int) {}), tr("The report was written to %1.").arg(path));
        });
    });
}

void ExportActions::chart(const ReportDocument::Chart &content, ChartAs as, const Place &place,
                          const Snapshot &snapshot)
{
    const ChartPicture picture(content, pictureSize, colours());
    if (as == ChartAs::Clipboard) {
        whenDone(inBackground([picture] { return picture.toImage(); }), this,
                 [this](const QImage &image) {
                     QGuiApplication::clipboard()->setImage(image);
                     Q_EMIT done(tr("The chart was copied as a picture."));
                 });
        return;
    }
    const bool svg = as == ChartAs::Svg;
    Manifest manifest;
    manifest.content = u"chart "_s + pageName(place.page);
    manifest.store = snapshot.store.title;
    manifest.selection = shownSelection(place, snapshot);
    manifest.rows = qint64(content.series.bars.size());
    manifest.readAt = snapshot.oldest();
    askForFile(svg ? tr("Chart as SVG") : tr("Chart as PNG"),
               svg ? u"tollkeeper-chart.svg"_s : u"tollkeeper-chart.png"_s,
               [this, picture, svg, manifest](const QString &path) {
                   const auto write = [picture, svg, path, manifest]() -> Result<void> {
                       const auto drawn = svg ? picture.writeSvg(path) : picture.writePng(path);
                       return drawn ? writeManifest(path, manifest) : drawn;
                   };
                   whenDone(inBackground(write), this, [this, path](const Result<void> &written) {
                       tell(written, tr("The chart was written to %1.").arg(path));
                   });
               });
}

void ExportActions::copyRecipe(const Recipe &recipe, const StoreLocation &store, RecipeAs as)
{
    const bool command = as == RecipeAs::Command;
    QGuiApplication::clipboard()->setText(command ? asCommand(recipe, store)
                                                  : asSql(recipe, store.backend()));
    Q_EMIT done(command ? tr("Copied: the tollctl line that prints what is shown.")
                        : tr("Copied: the SQL statement that gives what is shown."));
}

Recipe recipeOf(const Place &place, const View &view)
{
    Recipe recipe;
    recipe.filter = {view.range.current, view.project, view.model};
    const bool byModel = view.groupBy == GroupBy::Model;
    switch (place.page) {
    case PageId::Overview:
        recipe.of = byModel ? Recipe::Of::Models : Recipe::Of::Projects;
        recipe.filter = {view.range.current, {}, {}};
        break;
    case PageId::Projects: // drilled down: the models of a project
        recipe.of = view.project ? Recipe::Of::Models : Recipe::Of::Projects;
        recipe.filter.model.reset();
        break;
    case PageId::Models:
        recipe.of = view.model ? Recipe::Of::Projects : Recipe::Of::Models;
        recipe.filter.project.reset();
        break;
    case PageId::Calls:
        recipe.of = Recipe::Of::Calls;
        break;
    case PageId::Budgets:
        recipe.of = Recipe::Of::Budgets;
        break;
    case PageId::Audit:
        recipe.of = Recipe::Of::Audit;
        break;
    }
    return recipe;
}

std::optional<ExportSelection> shownSelection(const Place &place, const Snapshot &snapshot)
{
    if (snapshot.merged()) // of no one store, which could be asked again
        return {};
    View view = viewOf(place, snapshot);
    const Recipe recipe = recipeOf(place, view);
    if (recipe.of != Recipe::Of::Projects && recipe.of != Recipe::Of::Models)
        return {};
    view.project = recipe.filter.project;
    view.model = recipe.filter.model;
    const SpendReport report = spendReport(snapshot, view);
    return ExportSelection{{report.range, view.project, view.model},
                           false,
                           ExportTally::of(report.totals, 0),
                           false};
}

} // namespace tollkeeper::ui
