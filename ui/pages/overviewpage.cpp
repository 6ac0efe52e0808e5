// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/overviewpage.h"

#include "format/format.h"
#include "models/budgetmodel.h"
#include "models/cells.h"
#include "models/spendmodel.h"
#include "pages/figures.h"
#include "pages/spendcard.h"
#include "widgets/budgetgauge.h"
#include "widgets/card.h"
#include "widgets/table.h"

#include <QBoxLayout>
#include <QPushButton>

using namespace Qt::StringLiterals;

namespace tollkeeper::ui {

namespace {

constexpr int besideFrom = 720; ///< pixels of width from which the budgets stand beside the chart

} // namespace

OverviewPage::OverviewPage(QWidget *parent)
    : DataPage(PageId::Overview, parent)
    , m_figures(new Figures)
    , m_spend(new SpendCard)
    , m_budgetCard(new Card(tr("Budgets")))
    , m_gauges(new BudgetGauges)
    , m_middle(new QBoxLayout(QBoxLayout::LeftToRight))
    , m_tableCard(new Card)
    , m_model(new SpendModel(GroupBy::Project, this))
    , m_table(new Table(m_model, textsOf(GroupBy::Project).bySpend))
{
    m_budgetCard->body()->addWidget(m_gauges);
    m_tableCard->body()->addWidget(m_table);
    m_table->sortByColumn(SpendModel::Spend, Qt::DescendingOrder);
    m_table->setVisibleRows(5, 7);
    m_spend->setMinimumHeight(300);
    m_budgetCard->setMinimumWidth(286);

    m_middle->setSpacing(14);
    m_middle->addWidget(m_spend, 8);
    m_middle->addWidget(m_budgetCard, 3);
    content()->addWidget(m_figures);
    content()->addLayout(m_middle, 6);
    content()->addWidget(m_tableCard, 4);

    connect(m_spend, &SpendCard::chosen, this,
            [this](const Range &range, const std::optional<QString> &group) {
                Q_EMIT navigate(towards(PageId::Calls, view().groupBy, group, range));
            });
    connect(m_figures, &Figures::whyRequested, this, [this] { Q_EMIT whyRequested(view()); });
    connect(m_spend, &SpendCard::pictureRequested, this, &Page::chartRequested);
    connect(m_gauges, &BudgetGauges::chosen, this, [this](const QString &project) {
        Q_EMIT navigate(towards(PageId::Budgets, GroupBy::Project, project));
    });
    connect(m_gauges, &BudgetGauges::shownCountChanged, this, &OverviewPage::countBudgets);
    offerToOpen(m_table, [this] { return view().groupBy; });
    connect(m_table, &Table::opened, this, [this](int row) {
        const GroupBy groupBy = view().groupBy;
        Q_EMIT navigate(towards(textsOf(groupBy).page, groupBy, m_model->row(row).name));
    });
}

QAbstractItemModel *OverviewPage::shownTable() const
{
    return m_table->shown();
}

std::optional<ReportDocument::Chart> OverviewPage::shownChart() const
{
    return m_spend->content();
}

View OverviewPage::heeded(const View &view) const
{
    View all = view;
    all.project.reset();
    all.model.reset();
    all.store.reset();
    return all;
}

void OverviewPage::draw(const SpendReport &report)
{
    const Timestamp now = snapshot().takenAt;
    const GroupTexts texts = textsOf(view().groupBy);
    const auto count = int(report.rows.size());
    m_figures->setReport(report, view(), now);
    m_spend->setReport(report, view().groupBy, now);
    m_tableCard->setTitle(texts.many);
    m_tableCard->setNote(cells::counted(count, texts.one, texts.counted));
    m_table->setAccessibleName(texts.bySpend);
    m_model->setReport(report, view().groupBy, view().compare && report.previousRange.size() > 0,
                       now);
    showBudgets();
}

void OverviewPage::showBudgets()
{
    const std::vector<BudgetRow> rows = budgetRows(snapshot());
    m_budgetCount = int(rows.size());
    m_gauges->setBudgets(rows, snapshot().takenAt);
    m_budgetCard->setVisible(m_budgetCount > 0);
    countBudgets();
}

void OverviewPage::countBudgets()
{
    const int shown = m_gauges->shownCount();
    m_budgetCard->setNote(shown < m_budgetCount
                              ? tr("%1 of %2, most at risk first")
                                    .arg(format::count(shown), format::count(m_budgetCount))
                              : tr("most at risk first"));
}

void OverviewPage::resizeEvent(QResizeEvent *event)
{
    DataPage::resizeEvent(event);
    m_middle->setDirection(width() < besideFrom ? QBoxLayout::TopToBottom
                                                : QBoxLayout::LeftToRight);
}

} // namespace tollkeeper::ui
