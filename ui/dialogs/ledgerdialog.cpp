// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dialogs/ledgerdialog.h"

#include "dialogs/plaintext.h"
#include "format/format.h"
#include "models/cells.h"

#include <QFormLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace tollkeeper::ui {
namespace {

QString counterText(const LedgerLine &line)
{
    return line.counterUsd ? cells::storedUsd(*line.counterUsd) : LedgerDialog::tr("none");
}

} // namespace

LedgerDialog::LedgerDialog(const LedgerLine &line, const StoreInfo &store, QWidget *parent)
    : ConfirmDialog(tr("Ledger of %1").arg(format::safeText(line.project, 60)),
                    tr("Repair counter"), parent)
    , m_line(line)
{
    setMinimumWidth(520);
    auto *form = new QFormLayout;
    form->setHorizontalSpacing(24);
    form->setSpacing(8);
    const auto add = [&](const QString &title, const QString &text, const QString &name) {
        auto *value = plainLabel(text, this);
        value->setObjectName(name);
        value->setAlignment(Qt::AlignRight);
        form->addRow(title, value);
    };
    add(tr("Counter (budgets.total_cost)"), counterText(line), u"counter"_s);
    add(tr("Log, %1").arg(format::ledgerBasis(line.base)), format::usdExact(line.logged),
        u"logged"_s);
    if (line.base.givenBack > Money())
        add(tr("of it given back by undone resets"), format::usdExact(line.base.givenBack),
            u"givenBack"_s);
    if (!line.agrees())
        add(tr("Difference"), format::usdExact(line.difference()), u"difference"_s);
    add(tr("Finding"), format::ledgerFinding(line.finding), u"finding"_s);
    content()->addLayout(form);
    addText(format::ledgerSentence(line));

    const bool repairs = !line.agrees() && store.access.canReset;
    actionButton()->setVisible(repairs);
    if (repairs) {
        addText(tr("Repairing sets the counter to what the log says. Both amounts are written to the "
                   "audit log as %1; calls are not touched.").arg(actorText(store)));
        addReason();
    } else if (!line.agrees()) {
        addText(format::safeText(store.access.reason));
    }
}

RepairRequest LedgerDialog::request() const
{
    return {m_line.project, reason(), m_line.counterUsd};
}

} // namespace tollkeeper::ui
