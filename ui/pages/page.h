// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analysis/document.h"

#include <QWidget>

#include <optional>

class QAbstractItemModel;

namespace tollkeeper::ui {

enum class PageId { Overview, Projects, Models, Budgets, Calls, Audit };

/// How a chart leaves the window.
enum class ChartAs { Png, Svg, Clipboard };

/// Where a click leads: a page, and what of the view changes with it.
struct Destination
{
    PageId page = PageId::Overview;
    std::optional<QString> project; ///< drill down to; empty: as it is; an empty string: to all
    std::optional<QString> model;
    std::optional<Range> range;     ///< becomes the custom range
    bool badOnly = false;           ///< Calls: only the rows that are left out of the sums
    std::optional<QString> store = {}; ///< instead of a project: to all of this store of the view
};

/// One page of the window. Gets finished values, draws them, and says what the user asked for; it
/// never talks to the store. Lives in the GUI thread; owned by the main window's stack.
class Page : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Page)

public:
    explicit Page(QWidget *parent = nullptr) : QWidget(parent) {}

    /// Shows \a snapshot as \a view says. Called whenever either changed; cheap when the page is
    /// not visible (the main window calls it for the visible page only).
    virtual void show(const SnapshotPtr &snapshot, const View &view) = 0;
    using QWidget::show;
    /// The user came here by \a destination (a click, not a refresh); called before show().
    virtual void arrive(const Destination &destination) { Q_UNUSED(destination) }
    /// The table that "Export what is shown" writes; null where the page has none.
    [[nodiscard]] virtual QAbstractItemModel *shownTable() const { return nullptr; }
    /// The chart that "Chart as PNG" draws; empty where the page has none.
    [[nodiscard]] virtual std::optional<ReportDocument::Chart> shownChart() const { return {}; }
    /// Puts the keyboard into the page's search field (Ctrl+F), if it has one.
    virtual void focusSearch() {}

Q_SIGNALS:
    void navigate(const tollkeeper::ui::Destination &destination);
    void limitRequested(const QString &project);
    void clearLimitRequested(const QString &project);
    void resetRequested(const QStringList &projects);
    void undoRequested(qint64 auditId, int store);
    void ledgerRequested(const QString &project);
    void whyRequested(const tollkeeper::View &view); ///< why spend changed against the range before
    void chartRequested(tollkeeper::ui::ChartAs as); ///< of shownChart()
    void sampleRequested();    ///< empty store: open the sample data
    void openStoreRequested(); ///< empty store: open another one
};

} // namespace tollkeeper::ui
