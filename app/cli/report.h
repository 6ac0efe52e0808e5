// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "arguments.h"
#include "console.h"
#include "table.h"

#include "budget/budgetstate.h"
#include "values/budget.h"
#include "values/money.h"
#include "values/timestamp.h"

#include <QByteArray>
#include <QString>

#include <optional>
#include <utility>
#include <vector>

namespace tollkeeper::cli {

/// One value as people, JSON and CSV have it. Empty JSON leaves the key out.
struct Value
{
    Table::Cell shown;
    QByteArray json;
    QString csv;
    bool isName = false; ///< text that others wrote: may look like a formula to a spreadsheet

    [[nodiscard]] static Value name(const QString &text);
    [[nodiscard]] static Value word(const QString &text);
    [[nodiscard]] static Value count(qint64 value);
    [[nodiscard]] static Value id(const std::optional<qint64> &value);
    [[nodiscard]] static Value usd(Money amount);
    /// A double from the store, which may be NaN or past Money's range.
    [[nodiscard]] static Value usd(const std::optional<double> &amount);
    [[nodiscard]] static Value percent(const std::optional<double> &value);
    [[nodiscard]] static Value moment(const std::optional<Timestamp> &moment);
    [[nodiscard]] static Value status(BudgetStatus status);
};

/// An amount that may be NaN or past Money's range, as JSON: exact to 10 decimals where it can be.
[[nodiscard]] QByteArray jsonUsd(double amount);

/// What a verb has to say, once, for all three formats:
///   table: the titled columns; JSON: {HEAD,"KEY":[{...}],"total":{...}}; CSV: the columns with a
///   key.
struct Report
{
    struct Column
    {
        const char *key; ///< in JSON and CSV; nullptr: table only
        QString title;   ///< of the table; empty: JSON and CSV only
        bool right = false;
    };
    /// JSON only: what is said once, complete JSON by key.
    std::vector<std::pair<const char *, QByteArray>> head;
    const char *key = nullptr;
    std::vector<Column> columns;
    std::vector<std::vector<Value>> rows;
    std::vector<Value> total; ///< a last row; not in CSV, where it would be added to the sums

    void print(Console &console, const FormatArguments &format) const;
    [[nodiscard]] QByteArray toJson() const;
    /// \a row as a JSON object.
    [[nodiscard]] QByteArray toJson(const std::vector<Value> &row) const;
    [[nodiscard]] QByteArray toCsv(bool raw) const;
    [[nodiscard]] QByteArray toTable(bool colour) const;
};

/// What was done and written to the audit log: one object in JSON, \a sentence for people.
void printAuditEntry(Console &console, const FormatArguments &format, const AuditEntry &entry,
                     const QString &sentence);

} // namespace tollkeeper::cli
