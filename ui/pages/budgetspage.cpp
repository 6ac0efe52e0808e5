// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/budgetspage.h"

#include "format/format.h"
#include "models/budgetmodel.h"
#include "models/cells.h"
#include "models/periodsmodel.h"
#include "session/background.h"
#include "widgets/card.h"
#include "widgets/emptystate.h"
#include "widgets/keyfigure.h"
#include "widgets/table.h"

#include <QAction>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include <set>

using namespace Qt::StringLiterals;

namespace tollkeeper::ui {
namespace {

// Between two comparisons of all counters, while the store changes.
constexpr qint64 compareAgainMs = 30'000;

} // namespace

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
    , m_ledger(new QPushButton(tr("Ledger…")))
    , m_note(new QLabel)
    , m_periodsCard(new Card(tr("Previous periods")))
    , m_periods(new PeriodsModel(this))
{
    m_table->setStretchColumn(BudgetModel::Project);
    m_table->sortByColumn(BudgetModel::Used, Qt::DescendingOrder);
    m_table->setVisibleRows(4, 40);
    for (auto *button : {m_setLimit, m_clearLimit, m_reset, m_ledger})
        m_card->addHeaderWidget(button);
    m_card->addHeaderWidget(m_search);
    m_empty->setContent(u"budgets"_s, tr("No budgets yet"),
                        tr("A project gets a budget with its first call."));
    m_card->body()->addWidget(m_table);
    m_card->body()->addWidget(m_empty);
    m_note->setProperty("kind", u"note"_s);
    m_note->setTextFormat(Qt::PlainText);
    m_note->setWordWrap(true);
    m_note->hide();
    m_card->body()->addWidget(m_note);
    content()->addWidget(new KeyFigureRow({m_exceeded, m_warning, m_ok, m_noLimit}));
    content()->addWidget(m_card, 1);
    auto *periods = new Table(m_periods, tr("Previous periods"));
    periods->setStretchColumn(PeriodsModel::Project);
    periods->sortByColumn(PeriodsModel::Days, Qt::DescendingOrder);
    periods->setVisibleRows(2, 4);
    m_periodsCard->body()->addWidget(periods);
    content()->addWidget(m_periodsCard);

    connect(m_table, &Table::selectionMoved, this, &BudgetsPage::drawPeriods);
    connect(m_ledger, &QPushButton::clicked, this,
            [this] { Q_EMIT ledgerRequested(m_table->selectedKeys().constFirst()); });
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
    for (auto *button : {m_setLimit, m_clearLimit, m_reset, m_ledger}) {
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

void BudgetsPage::setLedgerLoader(LedgerLoader loader)
{
    ++m_loaderGeneration;
    m_loader = std::move(loader);
    m_ledgerLines.clear();
    m_compared.reset();
    m_comparing = false;
    m_sinceCompared.invalidate();
}

void BudgetsPage::draw(const SpendReport &)
{
    drawBudgets();
    if (const QString wanted = std::exchange(m_wanted, {}); !wanted.isEmpty())
        m_table->select(wanted);
    drawPeriods();
    updateActions();
    compareLedger();
}

void BudgetsPage::drawBudgets()
{
    std::vector<BudgetRow> rows = budgetRows(snapshot());
    int differ = 0;
    bool asIf = false;
    for (BudgetRow &row : rows) {
        asIf = asIf || row.state.budget.asIfClosed;
        const auto line = m_ledgerLines.find(row.state.budget.project);
        if (line == m_ledgerLines.end())
            continue;
        row.ledger = line->second;
        differ += line->second.agrees() ? 0 : 1;
    }
    QStringList notes;
    if (m_compared && differ == 0)
        notes << tr("Ledger: every counter is what its calls in the log add up to.");
    else if (m_compared)
        notes << tr("Ledger: %1 off the log. Select one and choose Ledger… to see how.")
                     .arg(cells::counted(differ, tr("counter is"), tr("counters are")));
    if (asIf)
        notes << tr("Periods that are over are shown as if they were closed; you may not do that.");
    m_note->setText(notes.join(u' '));
    m_note->setVisible(!notes.isEmpty());
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
    m_model->setBudgets(std::move(rows), snapshot().takenAt);
}

void BudgetsPage::drawPeriods()
{
    const QStringList chosen = m_table->selectedKeys();
    std::set<QString> projects(chosen.begin(), chosen.end());
    if (projects.empty()) {
        for (const Budget &budget : snapshot().budgets)
            projects.insert(budget.project);
    }
    std::vector<PeriodRow> rows;
    for (const QString &project : projects) {
        for (const ClosedPeriod &period : closedPeriods(snapshot().audit, project))
            rows.push_back({project, period});
    }
    m_periodsCard->setVisible(!rows.empty());
    m_periodsCard->setNote(chosen.size() == 1 ? cells::name(chosen.constFirst()) : QString());
    m_periods->setPeriods(std::move(rows));
}

void BudgetsPage::compareLedger()
{
    const bool early = m_sinceCompared.isValid() && m_sinceCompared.elapsed() < compareAgainMs;
    if (!m_loader || m_comparing || m_compared == snapshot().mark || early)
        return;
    m_comparing = true;
    whenDone(m_loader(), this,
             [this, mark = snapshot().mark, generation = m_loaderGeneration](
                 const Result<std::vector<LedgerLine>> &lines) {
                 if (generation != m_loaderGeneration)
                     return;
                 m_comparing = false;
                 m_sinceCompared.start();
                 if (!lines)
                     return; // the next snapshot tries again
                 m_compared = mark;
                 m_ledgerLines.clear();
                 for (const LedgerLine &line : *lines)
                     m_ledgerLines.emplace(line.project, line);
                 drawBudgets();
             });
}

void BudgetsPage::updateActions()
{
    const QStringList chosen = m_table->selectedKeys();
    const Access access = snapshot().storeOf(chosen).access;
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
    setAllowed(m_ledger, chosen.size() == 1, tr("Select one budget first"));
    allow(m_reset, access.canReset, !chosen.isEmpty(), tr("Select one or more budgets first"));
}

} // namespace tollkeeper::ui
