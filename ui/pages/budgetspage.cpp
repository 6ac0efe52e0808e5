// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/budgetspage.h"

#include "format/format.h"
#include "models/budgetmodel.h"
#include "models/cells.h"
#include "widgets/card.h"
#include "widgets/emptystate.h"
#include "widgets/keyfigure.h"
#include "widgets/table.h"

#include <QAction>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include <map>

using namespace Qt::StringLiterals;

namespace tollkeeper::ui {

BudgetsPage::BudgetsPage(QWidget *parent)
    : DataPage(PageId::Budgets, parent)
    , m_exceeded(new KeyFigure(format::status(BudgetStatus::Exceeded)))
    , m_warning(new KeyFigure(format::status(BudgetStatus::Warning)))
    , m_ok(new KeyFigure(format::status(BudgetStatus::Ok)))
    , m_noLimit(new KeyFigure(format::status(BudgetStatus::NoLimit)))
    , m_card(new Card(tr("Budgets")))
    , m_model(new BudgetModel(this))
    , m_table(new Table(m_model, tr("Budgets"), Table::Style::Gauges))
    , m_empty(new EmptyState)
    , m_search(makeSearchField(m_table, tr("Search budgets")))
    , m_setLimit(new QPushButton(tr("Set limit…")))
    , m_clearLimit(new QPushButton(tr("Clear limit…")))
    , m_reset(new QPushButton(tr("Reset…")))
{
    m_table->setStretchColumn(BudgetModel::Project);
    m_table->sortByColumn(BudgetModel::Used, Qt::DescendingOrder);
    m_table->setVisibleRows(4, 40);
    for (auto *button : {m_setLimit, m_clearLimit, m_reset})
        m_card->addHeaderWidget(button);
    m_card->addHeaderWidget(m_search);
    m_empty->setContent(u"budgets"_s, tr("No budgets yet"),
                        tr("A project gets a budget with its first call."));
    m_card->body()->addWidget(m_table);
    m_card->body()->addWidget(m_empty);
    content()->addWidget(new KeyFigureRow({m_exceeded, m_warning, m_ok, m_noLimit}));
    content()->addWidget(m_card, 1);

    connect(m_table, &Table::selectionMoved, this, &BudgetsPage::updateActions);
    connect(m_setLimit, &QPushButton::clicked, this,
            [this] { Q_EMIT limitRequested(m_table->selectedKeys().constFirst()); });
    connect(m_clearLimit, &QPushButton::clicked, this,
            [this] { Q_EMIT clearLimitRequested(m_table->selectedKeys().constFirst()); });
    connect(m_reset, &QPushButton::clicked, this,
            [this] { Q_EMIT resetRequested(m_table->selectedKeys()); });
    connect(m_table, &Table::opened, this, [this](int row) {
        Q_EMIT navigate(
            towards(PageId::Projects, GroupBy::Project, m_model->row(row).state.budget.project));
    });
    for (auto *button : {m_setLimit, m_clearLimit, m_reset}) {
        auto *action = new QAction(button->text(), this);
        connect(action, &QAction::triggered, button, &QPushButton::click);
        m_table->addRowAction(action);
    }
}

void BudgetsPage::arrive(const Destination &destination)
{
    m_wanted = destination.project.value_or(QString());
}

QAbstractItemModel *BudgetsPage::shownTable() const
{
    return m_table->shown();
}

void BudgetsPage::focusSearch()
{
    m_search->setFocus();
}

void BudgetsPage::draw(const SpendReport &)
{
    const std::vector<BudgetRow> rows = budgetRows(snapshot());
    std::map<BudgetStatus, int> counts;
    for (const BudgetRow &row : rows)
        ++counts[row.state.status];
    const auto count = [&](KeyFigure *figure, BudgetStatus status, const QString &detail) {
        figure->setContent({.value = format::count(counts[status]), .detail = detail});
    };
    count(m_exceeded, BudgetStatus::Exceeded, tr("limit reached: calls are refused"));
    count(m_warning, BudgetStatus::Warning, tr("past a warning threshold"));
    count(m_ok, BudgetStatus::Ok, tr("below every threshold"));
    count(m_noLimit, BudgetStatus::NoLimit, tr("nothing holds these back"));

    m_table->setVisible(!rows.empty());
    m_empty->setVisible(rows.empty());
    m_search->setVisible(!rows.empty());
    m_model->setBudgets(rows, snapshot().takenAt);
    if (const QString wanted = std::exchange(m_wanted, {}); !wanted.isEmpty())
        m_table->select(wanted);
    updateActions();
}

void BudgetsPage::updateActions()
{
    const QStringList chosen = m_table->selectedKeys();
    const Access &access = snapshot().store.access;
    const bool hasLimit =
        chosen.size() == 1 && std::any_of(snapshot().budgets.begin(), snapshot().budgets.end(),
                                          [&](const Budget &budget) {
                                              return budget.project == chosen.constFirst() &&
                                                     budget.limit;
                                          });
    const auto allow = [&](QPushButton *button, bool allowed, bool possible, const QString &hint) {
        setAllowed(button, allowed && possible, allowed ? hint : access.reason);
    };
    allow(m_setLimit, access.canSetLimits, chosen.size() == 1, tr("Select one budget first"));
    allow(m_clearLimit, access.canSetLimits, hasLimit, tr("Select one budget with a limit first"));
    allow(m_reset, access.canReset, !chosen.isEmpty(), tr("Select one or more budgets first"));
}

} // namespace tollkeeper::ui
