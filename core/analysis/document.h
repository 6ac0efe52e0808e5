// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analysis/report.h"

namespace tollkeeper {

/// A report on paper: everything that stands on it as finished text and series, so that it says
/// what the window and the terminal say. A plain value: any thread.
struct ReportDocument
{
    struct Figure
    {
        QString title;
        QString value;
        QString change; ///< against the range before; empty when nothing is compared
        QString detail;
    };
    struct Chart
    {
        QString title;
        QString note;
        SpendSeries series;
    };
    struct Column
    {
        QString title;
        double width = 1; ///< relative to the others
        bool number = true; ///< stands at the right
    };
    struct Table
    {
        QString title;
        QString note;
        std::vector<Column> columns;
        std::vector<QStringList> rows;
        QStringList total; ///< a last row; may be empty
    };

    QString title;
    QString store;
    QString range;
    QString made;
    QString total;  ///< "Exact total: $56.59226015 in 16,185 calls"
    QString notice; ///< about rows that are left out; may be empty
    std::vector<Figure> figures;
    std::vector<Chart> charts;
    std::vector<Table> tables;
    SpendFilter filter; ///< what it is about
    Totals totals;
};

/// "Daily spend by project"
[[nodiscard]] QString chartTitle(BarUnit unit, GroupBy groupBy);

/// The report on what \a view selects: of whole days. A pure function: any thread.
[[nodiscard]] ReportDocument reportDocument(const Snapshot &snapshot, const View &view);

/// The calendar month before the one of \a now, compared with the one before it.
[[nodiscard]] RangeSelection lastMonth(Timestamp now);

} // namespace tollkeeper
