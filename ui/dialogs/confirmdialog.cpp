// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dialogs/confirmdialog.h"

#include "dialogs/plaintext.h"
#include "format/format.h"
#include "store/store.h"

#include <QDialogButtonBox>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace tollkeeper::ui {

QString actorText(const StoreInfo &store)
{
    const QString who = store.databaseRole.isEmpty()
                            ? store.osUser
                            : ConfirmDialog::tr("%1 (operating-system user %2)")
                                  .arg(store.databaseRole, store.osUser);
    return ConfirmDialog::tr("%1 on %2").arg(format::safeText(who), format::safeText(store.title));
}

ConfirmDialog::ConfirmDialog(const QString &title, const QString &action, QWidget *parent)
    : QDialog(parent)
{
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(title);
    setMinimumWidth(440);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 20, 20, 16);
    layout->setSpacing(14);
    layout->addWidget(headingLabel(title, this));
    m_content = new QVBoxLayout;
    m_content->setSpacing(10);
    layout->addLayout(m_content, 1);

    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    m_action = buttons->addButton(action, QDialogButtonBox::AcceptRole);
    m_action->setObjectName(u"confirm"_s);
    m_action->setProperty("kind", u"danger"_s);
    m_action->setAutoDefault(false);
    m_action->installEventFilter(this);
    auto *cancel = buttons->button(QDialogButtonBox::Cancel);
    cancel->setDefault(true);
    cancel->setFocus();
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    layout->addWidget(buttons);
}

void ConfirmDialog::addText(const QString &text)
{
    m_content->addWidget(plainLabel(text, this));
}

void ConfirmDialog::addReason(const QString &text)
{
    auto *label = new QLabel(tr("&Reason, for the audit log"), this);
    m_reason = new QLineEdit(text, this);
    m_reason->setObjectName(u"reason"_s);
    m_reason->setMaxLength(1000);
    m_reason->setPlaceholderText(tr("Optional"));
    label->setBuddy(m_reason);
    m_content->addWidget(label);
    m_content->addWidget(m_reason);
    m_reason->setFocus();
    m_reason->installEventFilter(this);
}

bool ConfirmDialog::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() != QEvent::KeyPress)
        return QDialog::eventFilter(watched, event);
    const int key = static_cast<QKeyEvent *>(event)->key();
    if (key != Qt::Key_Return && key != Qt::Key_Enter)
        return QDialog::eventFilter(watched, event);
    if (watched == m_action) // which is never the default button, but may have the focus
        m_action->click();
    else // after the reason Enter must neither run the action nor throw the reason away
        m_action->setFocus(Qt::TabFocusReason);
    return true;
}

QString ConfirmDialog::reason() const
{
    return m_reason ? m_reason->text().trimmed() : QString();
}

ConfirmDialog *ConfirmDialog::clearLimit(const Budget &budget, const StoreInfo &store,
                                         QWidget *parent)
{
    auto *dialog = new ConfirmDialog(tr("Clear the limit of %1?")
                                         .arg(format::safeText(budget.project, 60)),
                                     tr("Clear limit"), parent);
    if (budget.limit) {
        dialog->addText(tr("Its limit of %1 goes away: calls that bring no cap of their own are no "
                           "longer refused. What it has spent stays.")
                            .arg(format::usdExact(Money::fromUsd(budget.limit->maxBudgetUsd))));
    }
    dialog->addText(tr("Written to the audit log as %1.").arg(actorText(store)));
    return dialog;
}

ConfirmDialog *ConfirmDialog::undoReset(const AuditEntry &reset, const StoreInfo &store,
                                        QWidget *parent)
{
    auto *dialog = new ConfirmDialog(tr("Undo the reset of %1?")
                                         .arg(format::safeText(reset.project, 60)),
                                     tr("Undo reset"), parent);
    if (reset.action == AuditEntry::Action::PeriodClosed)
        dialog->addText(tr("What was spent in a period that is over then counts into the one that "
                           "runs."));
    dialog->addText(tr("%1, cleared on %2, is added back to what the project has spent since.")
                        .arg(format::usdExact(Money::fromUsd(reset.amountUsd)),
                             format::dateTime(reset.at)));
    dialog->addText(tr("Written to the audit log as %1.").arg(actorText(store)));
    dialog->addReason();
    return dialog;
}

} // namespace tollkeeper::ui
