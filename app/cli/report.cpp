// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "report.h"

#include "export/csv.h"
#include "export/json.h"
#include "format/format.h"

#include <cmath>

using namespace Qt::StringLiterals;

namespace tollkeeper::cli {

namespace {

const Table::Cell nothing{u"–"_s, Tone::Faint};

bool fitsMoney(double amount)
{
    // Below Money's range with a margin, so that nothing saturates.
    return std::abs(amount) < 9e8;
}

Tone toneOf(BudgetStatus status)
{
    switch (status) {
    case BudgetStatus::Ok:
        return Tone::Good;
    case BudgetStatus::Warning:
        return Tone::Caution;
    case BudgetStatus::Exceeded:
        return Tone::Bad;
    case BudgetStatus::NoLimit:
        return Tone::Faint;
    }
    return Tone::Plain;
}

} // namespace

QByteArray jsonUsd(double amount)
{
    return fitsMoney(amount) ? json::number(Money::fromUsd(amount)) : json::number(amount);
}

Value Value::name(const QString &text)
{
    return {{text}, json::string(text), text, true};
}

Value Value::word(const QString &text)
{
    return {{text}, json::string(text), text};
}

Value Value::count(qint64 value)
{
    const QString digits = QString::number(value);
    return {{format::count(value)}, digits.toLatin1(), digits};
}

Value Value::id(const std::optional<qint64> &value)
{
    if (!value)
        return {nothing, "null", {}};
    const QString digits = QString::number(*value);
    return {{digits}, digits.toLatin1(), digits};
}

Value Value::usd(Money amount)
{
    return {{format::usd(amount)}, json::number(amount), amount.toString()};
}

Value Value::usd(const std::optional<double> &amount)
{
    if (!amount)
        return {nothing, "null", {}};
    if (fitsMoney(*amount))
        return usd(Money::fromUsd(*amount));
    const QByteArray number = json::number(*amount);
    if (!std::isfinite(*amount))
        return {{u"unreadable"_s, Tone::Bad}, number, {}};
    return {{u'$' + QString::fromLatin1(number)}, number, QString::fromLatin1(number)};
}

Value Value::percent(const std::optional<double> &value)
{
    if (!value)
        return {nothing, "null", {}};
    const QByteArray number = json::number(*value);
    return {{format::percent(*value)}, number, QString::fromLatin1(number)};
}

Value Value::moment(const std::optional<Timestamp> &moment)
{
    if (!moment)
        return {nothing, "null", {}};
    const QString iso = moment->toIso();
    return {{format::dateTime(*moment)}, json::string(iso), iso};
}

Value Value::status(BudgetStatus status)
{
    const QString word = statusName(status);
    return {{format::status(status), toneOf(status)}, json::string(word), word};
}

void Report::print(Console &console, const FormatArguments &format) const
{
    switch (format.read()) {
    case OutputFormat::Table:
        if (!rows.empty()) // a verb says in words that there is nothing
            console.print(toTable(console.colour()));
        break;
    case OutputFormat::Json:
        console.print(toJson() + '\n');
        break;
    case OutputFormat::Csv:
        console.print(toCsv(format.raw));
        break;
    }
}

QByteArray Report::toJson() const
{
    QList<QByteArray> objects;
    for (const auto &row : rows)
        objects.append(toJson(row));
    json::Object report;
    for (const auto &[name, value] : head)
        report.addRaw(name, value);
    report.addRaw(key, json::array(objects));
    if (!total.empty())
        report.addRaw("total", toJson(total));
    return report.toJson();
}

QByteArray Report::toJson(const std::vector<Value> &row) const
{
    json::Object object;
    for (size_t i = 0; i < columns.size(); ++i) {
        if (columns[i].key && !row[i].json.isEmpty())
            object.addRaw(columns[i].key, row[i].json);
    }
    return object.toJson();
}

QByteArray Report::toCsv(bool raw) const
{
    QStringList keys;
    for (const Column &column : columns) {
        if (column.key)
            keys.append(QString::fromLatin1(column.key));
    }
    QByteArray text = csv::line(keys);
    for (const auto &row : rows) {
        QStringList cells;
        for (size_t i = 0; i < columns.size(); ++i) {
            if (columns[i].key)
                cells.append(row[i].isName && !raw ? csv::withoutFormula(row[i].csv) : row[i].csv);
        }
        text += csv::line(cells);
    }
    return text;
}

QByteArray Report::toTable(bool colour) const
{
    const auto cellsOf = [this](const std::vector<Value> &row) {
        std::vector<Table::Cell> cells;
        for (size_t i = 0; i < columns.size(); ++i) {
            if (!columns[i].title.isEmpty())
                cells.push_back(row[i].shown);
        }
        return cells;
    };
    std::vector<Table::Column> titled;
    for (const Column &column : columns) {
        if (!column.title.isEmpty())
            titled.push_back({column.title, column.right});
    }
    Table table(std::move(titled));
    for (const auto &row : rows)
        table.addRow(cellsOf(row));
    if (!total.empty()) {
        table.addRule();
        table.addRow(cellsOf(total));
    }
    return table.toText(colour);
}

} // namespace tollkeeper::cli
