// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pages/page.h"

#include <QWidget>

class QPushButton;

namespace tollkeeper::ui {

class Card;
class Legend;
class SeriesModel;
class SpendChart;
class Table;

/// The chart of a report on a card, with its title and legend, and the same in numbers for who asks
/// for it. GUI thread.
class SpendCard final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(SpendCard)

public:
    explicit SpendCard(QWidget *parent = nullptr);

    void setReport(const SpendReport &report, GroupBy groupBy, Timestamp now);
    [[nodiscard]] const Card &card() const { return *m_card; }
    [[nodiscard]] SpendChart *chart() const { return m_chart; }
    /// What is shown, for a picture of it.
    [[nodiscard]] ReportDocument::Chart content() const;

Q_SIGNALS:
    /// A bar was chosen; \a group is empty where it was no single one.
    void chosen(const tollkeeper::Range &range, const std::optional<QString> &group);
    /// From the context menu.
    void pictureRequested(tollkeeper::ui::ChartAs as);

protected:
    void contextMenuEvent(QContextMenuEvent *event) override;

private:
    void showTable(bool table);
    Card *m_card = nullptr;
    Legend *m_legend = nullptr;
    SpendChart *m_chart = nullptr;
    QPushButton *m_asTable = nullptr;
    SeriesModel *m_model = nullptr; ///< made with the table, when it is first asked for
    Table *m_table = nullptr;
};

} // namespace tollkeeper::ui
