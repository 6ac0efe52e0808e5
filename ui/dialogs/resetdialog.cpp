// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dialogs/resetdialog.h"

#include "format/format.h"
#include "models/richtext.h"

#include <QCheckBox>
#include <QHeaderView>
#include <QLabel>
#include <QTableWidget>
#include <QVBoxLayout>

#include <cmath>

using namespace Qt::StringLiterals;

namespace tollkeeper::ui {
namespace {

QString titleFor(const std::vector<Budget> &budgets)
{
    return budgets.size() == 1
               ? ResetDialog::tr("Reset the budget of %1?")
                     .arg(format::safeText(budgets.front().project, 60))
               : ResetDialog::tr("Reset %1 budgets?").arg(budgets.size());
}

QString actionFor(const std::vector<Budget> &budgets)
{
    return budgets.size() == 1 ? ResetDialog::tr("Reset budget")
                               : ResetDialog::tr("Reset %1 budgets").arg(budgets.size());
}

QString totalText(double usd)
{
    return std::isfinite(usd) ? format::usdExact(Money::fromUsd(usd))
                              : ResetDialog::tr("unreadable");
}

} // namespace

ResetDialog::ResetDialog(std::vector<Budget> budgets, const StoreInfo &store, QWidget *parent)
    : ConfirmDialog(titleFor(budgets), actionFor(budgets), parent), m_budgets(std::move(budgets))
{
    addText(tr("What was spent is set to zero and counts anew. The calls themselves stay in the "
               "log, and the reset can be undone from the audit log."));
    addTable();
    addText(tr("Written to the audit log as %1.").arg(actorText(store)));
    addReason();
}

ResetDialog::ResetDialog(std::vector<Budget> budgets, const StoreInfo &store,
                         const QString &reason, QWidget *parent)
    : ConfirmDialog(titleFor(budgets), actionFor(budgets), parent), m_budgets(std::move(budgets))
{
    addText(tr("More was spent after you confirmed, so nothing was cleared here. These are the "
               "totals now:"));
    addTable();
    m_anyTotal = new QCheckBox(tr("Clear &whatever the total is by then"), this);
    m_anyTotal->setObjectName(u"anyTotal"_s);
    content()->addWidget(m_anyTotal);
    addText(tr("Written to the audit log as %1.").arg(actorText(store)));
    addReason(reason);
}

void ResetDialog::addTable()
{
    const bool sum = m_budgets.size() > 1;
    const int count = static_cast<int>(m_budgets.size());
    auto *table = new QTableWidget(count + (sum ? 1 : 0), 3, this);
    table->setObjectName(u"totals"_s);
    table->setAccessibleName(tr("What will be cleared"));
    table->setHorizontalHeaderLabels({tr("Project"), tr("Will be cleared"), tr("Last reset")});
    table->horizontalHeaderItem(0)->setTextAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    for (const int column : {1, 2})
        table->horizontalHeaderItem(column)->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
    table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    table->setSelectionMode(QAbstractItemView::NoSelection);
    table->setTabKeyNavigation(false);
    table->setShowGrid(false);
    table->setWordWrap(false);
    table->verticalHeader()->hide();

    const auto addRow = [table](int row, const QString &name, const QString &total,
                                const QString &last) {
        table->setItem(row, 0, new QTableWidgetItem(name));
        table->setItem(row, 1, new QTableWidgetItem(total));
        table->setItem(row, 2, new QTableWidgetItem(last));
        for (const int column : {1, 2})
            table->item(row, column)->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
    };
    Money total;
    for (int row = 0; row < count; ++row) {
        const Budget &budget = m_budgets[static_cast<std::size_t>(row)];
        total += Money::fromUsd(budget.totalUsd);
        addRow(row, format::safeText(budget.project, 80), totalText(budget.totalUsd),
               budget.lastResetAt ? format::dateTime(*budget.lastResetAt) : tr("never"));
        table->item(row, 0)->setToolTip(asRichText(format::safeText(budget.project)));
    }
    if (sum) {
        addRow(count, tr("Together"), format::usdExact(total), {});
        for (int column = 0; column < 3; ++column) {
            QFont bold = table->font();
            bold.setBold(true);
            table->item(count, column)->setFont(bold);
        }
    }
    table->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    table->horizontalHeader()->setSectionResizeMode(0, QHeaderView::Stretch);
    // As high as its rows, up to eight: more scroll.
    const int rows = std::min(table->rowCount(), 8);
    table->setFixedHeight(table->horizontalHeader()->sizeHint().height()
                          + rows * table->rowHeight(0) + 2 * table->frameWidth());
    content()->addWidget(table);
    setMinimumWidth(560);
}

std::vector<ResetRequest> ResetDialog::requests() const
{
    std::vector<ResetRequest> requests;
    for (const Budget &budget : m_budgets) {
        ResetRequest request{budget.project, reason(), {}};
        // NaN equals nothing, not even what is found under the lock.
        if (!(m_anyTotal && m_anyTotal->isChecked()) && std::isfinite(budget.totalUsd))
            request.expectedTotalUsd = budget.totalUsd;
        requests.push_back(std::move(request));
    }
    return requests;
}

} // namespace tollkeeper::ui
