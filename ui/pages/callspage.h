// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/callsmodel.h"
#include "pages/page.h"

#include <QTimer>

class QComboBox;
class QDateTimeEdit;
class QPushButton;

namespace tollkeeper::ui {

class Banner;
class Card;
class ElidedLabel;
class EmptyState;
class PlaceBar;
class Table;

/// The raw log, newest first, of any size: a few pages around what is seen are here, read as the user
/// scrolls or goes to another time. GUI thread; owned by the main window's stack.
class CallsPage final : public Page
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(CallsPage)

public:
    explicit CallsPage(QWidget *parent = nullptr);

    /// Where rows come from; set it again when another store was opened.
    void setLoader(CallLoader loader);

    void show(const SnapshotPtr &snapshot, const View &view) override;
    void arrive(const Destination &destination) override;
    [[nodiscard]] QAbstractItemModel *shownTable() const override;
    void focusSearch() override;

private:
    void connectPlaces();
    void goTo(Timestamp moment);
    void goToOldest();
    /// What follows from where the table is: the place bar, and more rows at the top.
    void showPlace();
    /// All rows of the selection are in the table.
    [[nodiscard]] bool holdsAll() const { return m_model->atNewest() && m_model->complete(); }
    /// Tells where the user's choice of project or model leads.
    void chooseFilter();
    /// Reads the log if the question is another one than before.
    void ask();
    void fillFilters();
    void showState();
    [[nodiscard]] CallQuery query() const;
    [[nodiscard]] QString emptyText() const;

    bool m_hasLoader = false;
    SnapshotPtr m_snapshot;
    View m_view;
    bool m_badOnly = false;
    std::optional<CallQuery> m_asked;
    ChangeMark m_askedAt;
    Card *m_card = nullptr;
    CallsModel *m_model = nullptr;
    Table *m_table = nullptr;
    PlaceBar *m_places = nullptr;
    QDateTimeEdit *m_moment = nullptr;
    QTimer m_momentRest; ///< a moment that stays as it is for a while is where to go
    bool m_toTheEnd = false; ///< the rows that are asked for are to be seen from the last one
    QComboBox *m_project = nullptr;
    QComboBox *m_modelName = nullptr;
    QPushButton *m_badButton = nullptr;
    ElidedLabel *m_status = nullptr;
    Banner *m_problem = nullptr;
    EmptyState *m_empty = nullptr;
    QPushButton *m_showAll = nullptr;
};

} // namespace tollkeeper::ui
