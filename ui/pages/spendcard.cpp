// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/spendcard.h"

#include "exportmenu.h"
#include "models/cells.h"
#include "models/seriesmodel.h"
#include "pages/datapage.h"
#include "widgets/card.h"
#include "widgets/legend.h"
#include "widgets/spendchart.h"
#include "widgets/table.h"

#include <QContextMenuEvent>
#include <QMenu>
#include <QPushButton>
#include <QVBoxLayout>

namespace tollkeeper::ui {

SpendCard::SpendCard(QWidget *parent)
    : QWidget(parent), m_card(new Card), m_legend(new Legend), m_chart(new SpendChart)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->addWidget(m_card);
    m_card->body()->addWidget(m_legend);
    m_card->body()->addWidget(m_chart, 1);
    m_asTable = new QPushButton(tr("As a table"));
    m_asTable->setObjectName(QStringLiteral("asTable"));
    m_asTable->setProperty("kind", QStringLiteral("link"));
    m_asTable->setCheckable(true);
    m_asTable->setAutoDefault(false);
    m_card->addHeaderWidget(m_asTable);
    connect(m_asTable, &QPushButton::toggled, this, &SpendCard::showTable);
    connect(m_chart, &SpendChart::barActivated, this, [this](int bar, int group) {
        const SpendSeries &series = m_chart->series();
        std::optional<QString> name;
        if (group >= 0 && !series.groups[size_t(group)].other)
            name = series.groups[size_t(group)].name;
        Q_EMIT chosen(series.bars[size_t(bar)].range, name);
    });
}

void SpendCard::setReport(const SpendReport &report, GroupBy groupBy, Timestamp now)
{
    m_card->setTitle(chartTitle(report.series.unit, groupBy));
    m_card->setNote(
        (report.series.unit == BarUnit::Hour ? tr("UTC hours · %1") : tr("UTC days · %1"))
            .arg(rangeText(report.range, now)));
    m_legend->setItems(legendOf(report.series));
    m_chart->setAccessibleName(m_card->title() + QStringLiteral(", ") + m_card->note());
    m_chart->setSeries(report.series, report.unusual);
    if (m_model)
        m_model->setSeries(report.series);
}

ReportDocument::Chart SpendCard::content() const
{
    return {m_card->title(), m_card->note(), m_chart->series()};
}

void SpendCard::contextMenuEvent(QContextMenuEvent *event)
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    ExportMenu::addChartActions(menu, [this](ChartAs as) { Q_EMIT pictureRequested(as); });
    menu->popup(event->globalPos());
}

void SpendCard::showTable(bool table)
{
    if (table && !m_table) {
        m_model = new SeriesModel(this);
        m_model->setSeries(m_chart->series());
        m_table = new Table(m_model, tr("Spend over time"));
        m_table->sortByColumn(SeriesModel::Bar, Qt::AscendingOrder);
        m_card->body()->addWidget(m_table, 1);
    }
    if (m_table)
        m_table->setVisible(table);
    m_chart->setVisible(!table);
    m_legend->setVisible(!table);
    m_asTable->setText(table ? tr("As a chart") : tr("As a table"));
}

} // namespace tollkeeper::ui
