// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/changemodel.h"

#include "format/format.h"
#include "models/cells.h"

namespace tollkeeper::ui {

ChangeModel::ChangeModel(QObject *parent) : ValueModel(parent)
{
    const auto money = [](const char *title, const QString &toolTip, int priority) {
        return Column{title, {}, toolTip, Qt::AlignRight, priority};
    };
    setColumns({
        {.title = QT_TR_NOOP("Project")},
        money(QT_TR_NOOP("Before"), tr("Spend in the range that is compared with"), 6),
        money(QT_TR_NOOP("Now"), tr("Spend in the range that is explained"), 5),
        money(QT_TR_NOOP("Change"), tr("The sum of the columns to the right"), 0),
        money(QT_TR_NOOP("Calls"), tr("More or fewer calls"), 1),
        money(QT_TR_NOOP("Mix"), tr("Calls went to dearer or cheaper models"), 1),
        money(QT_TR_NOOP("Input"), tr("More or fewer input tokens per call"), 1),
        money(QT_TR_NOOP("Output"), tr("More or fewer output tokens per call"), 1),
        money(QT_TR_NOOP("Price"), tr("A token costs more or less"), 1),
    });
}

void ChangeModel::setChange(const SpendChange &change)
{
    setRows(change.projects);
}

Money ChangeModel::amount(const ProjectChange &row, int column)
{
    switch (column) {
    case Before:
        return row.before.cost;
    case Now:
        return row.now.cost;
    case Change:
        return row.difference();
    default:
        return row.parts[changeFactors[size_t(column - FirstFactor)]];
    }
}

Cell ChangeModel::cell(int index, int column) const
{
    if (column == Project)
        return cells::nameCell(row(index).project);
    const Money value = amount(row(index), column);
    return column < Change ? cells::money(value) : cells::moneyChange(value);
}

QVariant ChangeModel::sortValue(int index, int column) const
{
    if (column == Project)
        return row(index).project;
    return amount(row(index), column).units();
}

} // namespace tollkeeper::ui
