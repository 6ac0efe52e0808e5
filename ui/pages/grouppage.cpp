// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/grouppage.h"

#include "format/format.h"
#include "models/budgetmodel.h"
#include "models/daysmodel.h"
#include "models/spendmodel.h"
#include "pages/figures.h"
#include "pages/spendcard.h"
#include "widgets/banner.h"
#include "widgets/budgetgauge.h"
#include "widgets/card.h"
#include "widgets/table.h"

#include <QBoxLayout>
#include <QLineEdit>
#include <QPushButton>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace tollkeeper::ui {

namespace {

constexpr int besideFrom = 860; ///< pixels of width from which the days stand beside the chart

GroupBy otherThan(GroupBy groupBy)
{
    return groupBy == GroupBy::Project ? GroupBy::Model : GroupBy::Project;
}

} // namespace

GroupPage::GroupPage(GroupBy groupBy, QWidget *parent)
    : DataPage(groupBy == GroupBy::Project ? PageId::Projects : PageId::Models, parent)
    , m_groupBy(groupBy)
{
    m_list = makeList();
    m_detail = makeDetail();
    for (const SpendCard *card : {m_listSpend, m_spend})
        connect(card, &SpendCard::pictureRequested, this, &Page::chartRequested);
    content()->addWidget(m_list, 1);
    content()->addWidget(m_detail, 1);
}

QWidget *GroupPage::makeList()
{
    const bool projects = m_groupBy == GroupBy::Project;
    auto *list = new QWidget;
    auto *layout = new QVBoxLayout(list);
    layout->setContentsMargins({});
    layout->setSpacing(14);
    m_listSpend = new SpendCard;
    m_listSpend->setMinimumHeight(260);
    m_listCard = new Card(projects ? tr("All projects") : tr("All models"));
    m_rows = new SpendModel(m_groupBy, this);
    m_table = new Table(m_rows, m_listCard->title());
    m_table->sortByColumn(SpendModel::Spend, Qt::DescendingOrder);
    m_table->setVisibleRows(6, 60);
    m_search = makeSearchField(m_table, projects ? tr("Search projects") : tr("Search models"));
    auto *why = new QPushButton(tr("Why did it change?"));
    why->setToolTip(tr("What the difference of spend against the range before is made of"));
    m_listCard->addHeaderWidget(why);
    m_listCard->addHeaderWidget(m_search);
    m_listCard->body()->addWidget(m_table);
    m_unpriced = new Banner;
    m_unpriced->setClosable(true);
    layout->addWidget(m_unpriced);
    layout->addWidget(m_listSpend, 4);
    layout->addWidget(m_listCard, 5);
    connect(why, &QPushButton::clicked, this, [this] { Q_EMIT whyRequested(view()); });
    connect(m_unpriced, &Banner::closed, this,
            [this] { m_dismissedUnpriced = m_unpriced->message(); });
    connect(m_listSpend, &SpendCard::chosen, this,
            [this](const Range &range, const std::optional<QString> &group) {
                Destination destination = towards(PageId::Calls, m_groupBy, group, range);
                if (!group)
                    destination.store = view().store;
                Q_EMIT navigate(destination);
            });
    offerToOpen(m_table, [this] { return m_groupBy; });
    connect(m_table, &Table::opened, this, [this](int row) {
        const PageId own = m_groupBy == GroupBy::Project ? PageId::Projects : PageId::Models;
        Q_EMIT navigate(towards(own, m_groupBy, m_rows->row(row).name));
    });
    return list;
}

QWidget *GroupPage::makeDetail()
{
    const bool projects = m_groupBy == GroupBy::Project;
    auto *detail = new QWidget;
    auto *layout = new QVBoxLayout(detail);
    layout->setContentsMargins({});
    layout->setSpacing(14);

    m_figures = new Figures;
    m_spend = new SpendCard;
    m_spend->setMinimumHeight(280);
    m_daysCard = new Card(tr("Days"));
    m_days = new DaysModel(this);
    m_daysTable = new Table(m_days, tr("Days"));
    m_daysTable->sortByColumn(DaysModel::Day, Qt::DescendingOrder);
    m_daysTable->setVisibleRows(5, 8);
    m_daysCard->body()->addWidget(m_daysTable);
    m_daysCard->setMinimumWidth(340);
    m_middle = new QBoxLayout(QBoxLayout::LeftToRight);
    m_middle->setSpacing(14);
    m_middle->addWidget(m_spend, 8);
    m_middle->addWidget(m_daysCard, 5);

    m_othersCard = new Card(projects ? tr("Models") : tr("Projects"));
    m_others = new SpendModel(otherThan(m_groupBy), this);
    m_othersTable = new Table(m_others, m_othersCard->title());
    m_othersTable->sortByColumn(SpendModel::Spend, Qt::DescendingOrder);
    m_othersTable->setVisibleRows(4, 12);
    m_othersCard->body()->addWidget(m_othersTable);
    auto *calls = new QPushButton(tr("All calls"));
    calls->setToolTip(tr("The calls of this range, one by one"));
    m_othersCard->addHeaderWidget(calls);

    m_budgetBar = makeBudgetBar();
    layout->addWidget(m_budgetBar);
    layout->addWidget(m_figures);
    layout->addLayout(m_middle, 5);
    layout->addWidget(m_othersCard, 3);

    connect(m_figures, &Figures::whyRequested, this, [this] { Q_EMIT whyRequested(view()); });
    connect(calls, &QPushButton::clicked, this, [this] { goToCalls({}, {}); });
    connect(m_spend, &SpendCard::chosen, this,
            [this](const Range &range, const std::optional<QString> &group) {
                goToCalls(group, range);
            });
    for (Table *table : {m_daysTable, m_othersTable})
        table->offerToOpen(tr("Show calls"));
    connect(m_daysTable, &Table::opened, this,
            [this](int row) { goToCalls({}, m_days->range(row)); });
    connect(m_othersTable, &Table::opened, this,
            [this](int row) { goToCalls(m_others->row(row).name, {}); });
    return detail;
}

QWidget *GroupPage::makeBudgetBar()
{
    auto *bar = new Card;
    m_gauge = new BudgetGauge;
    m_setLimit = new QPushButton(tr("Set limit…"));
    m_reset = new QPushButton(tr("Reset…"));
    auto *row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(m_gauge, 1);
    row->addWidget(m_setLimit);
    row->addWidget(m_reset);
    bar->body()->addLayout(row);
    connect(m_gauge, &QAbstractButton::clicked, this, [this] {
        Q_EMIT navigate(towards(PageId::Budgets, GroupBy::Project, m_gauge->project()));
    });
    connect(m_setLimit, &QPushButton::clicked, this, [this] { Q_EMIT limitRequested(*chosen()); });
    connect(m_reset, &QPushButton::clicked, this, [this] { Q_EMIT resetRequested({*chosen()}); });
    return bar;
}

QAbstractItemModel *GroupPage::shownTable() const
{
    return chosen() ? m_othersTable->shown() : m_table->shown();
}

std::optional<ReportDocument::Chart> GroupPage::shownChart() const
{
    return (chosen() ? m_spend : m_listSpend)->content();
}

void GroupPage::focusSearch()
{
    m_search->setFocus();
}

std::optional<QString> GroupPage::chosen() const
{
    return m_groupBy == GroupBy::Project ? view().project : view().model;
}

View GroupPage::heeded(const View &view) const
{
    View own = view;
    (m_groupBy == GroupBy::Project ? own.model : own.project).reset();
    if (m_groupBy == GroupBy::Model)
        own.store.reset();
    const bool drilled =
        m_groupBy == GroupBy::Project ? own.project.has_value() : own.model.has_value();
    own.groupBy = drilled ? otherThan(m_groupBy) : m_groupBy;
    return own;
}

void GroupPage::draw(const SpendReport &report)
{
    const bool drilled = chosen().has_value();
    m_list->setVisible(!drilled);
    m_detail->setVisible(drilled);
    if (drilled)
        drawDetail(report);
    else
        drawList(report);
}

void GroupPage::drawList(const SpendReport &report)
{
    const bool compare = view().compare && report.previousRange.size() > 0;
    m_listSpend->setReport(report, m_groupBy, snapshot().takenAt);
    m_rows->setReport(report, m_groupBy, compare, snapshot().takenAt);
    drawUnpriced(report);
}

void GroupPage::drawUnpriced(const SpendReport &report)
{
    const QString text =
        m_groupBy == GroupBy::Model ? format::unpriced(report.unpriced) : QString();
    m_unpriced->setMessage(Banner::Tone::Warning,
                           text == m_dismissedUnpriced ? QString() : text);
}

void GroupPage::drawDetail(const SpendReport &report)
{
    const Timestamp now = snapshot().takenAt;
    const bool compare = view().compare && report.previousRange.size() > 0;
    m_figures->setReport(report, view(), now);
    m_spend->setReport(report, view().groupBy, now);
    m_others->setReport(report, view().groupBy, compare, now);
    const SpendCube &cube = report.hourly ? snapshot().hourly : snapshot().daily;
    m_daysCard->setTitle(report.hourly ? tr("Hours") : tr("Days"));
    m_days->setBuckets(byBucket(cube, view().over(report.range)), cube.unit);
    drawBudget();
}

void GroupPage::drawBudget()
{
    const auto rows = budgetRows(snapshot());
    const auto budget = std::find_if(rows.begin(), rows.end(), [this](const BudgetRow &row) {
        return row.state.budget.project == view().project;
    });
    m_budgetBar->setVisible(budget != rows.end());
    if (budget == rows.end())
        return;
    const Access access = snapshot().storeOf({*view().project}).access;
    m_gauge->setBudget(*budget, snapshot().takenAt);
    setAllowed(m_setLimit, access.canSetLimits, access.reason);
    setAllowed(m_reset, access.canReset, access.reason);
}

void GroupPage::goToCalls(const std::optional<QString> &other, const std::optional<Range> &range)
{
    Destination destination = towards(PageId::Calls, m_groupBy, chosen(), range);
    if (other)
        (m_groupBy == GroupBy::Project ? destination.model : destination.project) = other;
    Q_EMIT navigate(destination);
}

void GroupPage::resizeEvent(QResizeEvent *event)
{
    DataPage::resizeEvent(event);
    m_middle->setDirection(width() < besideFrom ? QBoxLayout::TopToBottom
                                                : QBoxLayout::LeftToRight);
}

} // namespace tollkeeper::ui
