// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pages/page.h"

#include <functional>

class QLineEdit;
class QPushButton;
class QStackedLayout;
class QVBoxLayout;

namespace tollkeeper::ui {

class Banner;
class EmptyState;
class Table;

/// A page of cards that scrolls where the window is small, with what all such pages have: a notice
/// about bad rows, a word for an empty store, and one for a range without calls. GUI thread.
class DataPage : public Page
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(DataPage)

public:
    DataPage(PageId id, QWidget *parent);

    void show(const SnapshotPtr &snapshot, const View &view) final;

protected:
    /// What of the user's choice this page heeds: Overview shows all projects, for instance.
    [[nodiscard]] virtual View heeded(const View &view) const { return view; }
    /// Draws \a report of snapshot() as view() says. Called when there is something to draw.
    virtual void draw(const SpendReport &report) = 0;
    /// False: the page has something to show without a call in the range, and gets an empty report.
    [[nodiscard]] virtual bool needsCalls() const { return true; }

    /// What the context menu of \a table, which lists projects or models by \a groupBy, leads to.
    void offerToOpen(Table *table, const std::function<GroupBy()> &groupBy);

    [[nodiscard]] QVBoxLayout *content() const { return m_content; }
    [[nodiscard]] const Snapshot &snapshot() const { return *m_snapshot; }
    [[nodiscard]] const View &view() const { return m_view; }

private:
    void showEmptyStore();
    void showEmptyRange(const SpendReport &report);
    void showBadRows();

    const PageId m_id;
    SnapshotPtr m_snapshot;
    View m_view;
    QVBoxLayout *m_content = nullptr;
    Banner *m_badRows = nullptr;
    qint64 m_dismissedBadRows = 0;
    QStackedLayout *m_stack = nullptr;
    QWidget *m_data = nullptr;
    EmptyState *m_emptyStore = nullptr;
    EmptyState *m_emptyRange = nullptr;
};

/// A field that filters \a table as one types.
[[nodiscard]] QLineEdit *makeSearchField(Table *table, const QString &placeholder);
/// Enables \a button where \a allowed; else its tooltip says why not.
void setAllowed(QPushButton *button, bool allowed, const QString &reason);
/// What a page says of its rows, by what they are.
struct GroupTexts
{
    QString many;     ///< "Projects"
    QString bySpend;  ///< "Projects by spend"
    QString one;      ///< "project", after the number 1
    QString counted;  ///< "projects", after other numbers
    PageId page;      ///< that shows one of them
};
[[nodiscard]] GroupTexts textsOf(GroupBy groupBy);
/// "25 Oct – 23 Nov", with the year only where it is not that of \a now.
[[nodiscard]] QString rangeText(const Range &range, Timestamp now);
/// For Destination: from a drill-down back to everything.
inline const QString everything = QStringLiteral("");
/// To \a page for the project, model or store \a name, or for all of them.
[[nodiscard]] Destination towards(PageId page, GroupBy groupBy, const std::optional<QString> &name,
                                  const std::optional<Range> &range = {});

} // namespace tollkeeper::ui
