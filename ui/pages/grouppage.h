// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pages/datapage.h"

class QBoxLayout;

namespace tollkeeper::ui {

class Banner;
class BudgetGauge;
class Card;
class DaysModel;
class Figures;
class SpendCard;
class SpendModel;

/// Projects, or Models: the table of all of them, and for one that was drilled down to its figures,
/// its models (a model's projects), and its days, which lead on to the calls. GUI thread; owned by
/// the main window's stack.
class GroupPage final : public DataPage
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(GroupPage)

public:
    GroupPage(GroupBy groupBy, QWidget *parent);

    [[nodiscard]] QAbstractItemModel *shownTable() const override;
    [[nodiscard]] std::optional<ReportDocument::Chart> shownChart() const override;
    void focusSearch() override;

protected:
    [[nodiscard]] View heeded(const View &view) const override;
    void draw(const SpendReport &report) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    [[nodiscard]] QWidget *makeList();
    [[nodiscard]] QWidget *makeDetail();
    [[nodiscard]] QWidget *makeBudgetBar();
    void drawList(const SpendReport &report);
    void drawDetail(const SpendReport &report);
    void drawBudget();
    void drawUnpriced(const SpendReport &report);
    /// The name that was drilled down to.
    [[nodiscard]] std::optional<QString> chosen() const;
    /// To the calls of what was drilled down to, as narrow as \a other and \a range say.
    void goToCalls(const std::optional<QString> &other, const std::optional<Range> &range);

    const GroupBy m_groupBy;
    QWidget *m_list = nullptr;
    SpendCard *m_listSpend = nullptr;
    Card *m_listCard = nullptr;
    Banner *m_unpriced = nullptr; ///< Models only
    QString m_dismissedUnpriced;
    SpendModel *m_rows = nullptr;
    Table *m_table = nullptr;
    QLineEdit *m_search = nullptr;

    QWidget *m_detail = nullptr;
    QWidget *m_budgetBar = nullptr;
    BudgetGauge *m_gauge = nullptr;
    QPushButton *m_setLimit = nullptr;
    QPushButton *m_reset = nullptr;
    Figures *m_figures = nullptr;
    SpendCard *m_spend = nullptr;
    Card *m_daysCard = nullptr;
    DaysModel *m_days = nullptr;
    Table *m_daysTable = nullptr;
    Card *m_othersCard = nullptr;
    SpendModel *m_others = nullptr;
    Table *m_othersTable = nullptr;
    QBoxLayout *m_middle = nullptr;
};

} // namespace tollkeeper::ui
