// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/auditpage.h"

#include "models/auditmodel.h"
#include "models/cells.h"
#include "widgets/card.h"
#include "widgets/emptystate.h"
#include "widgets/table.h"

#include <QAction>
#include <QItemSelectionModel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace tollkeeper::ui {

AuditPage::AuditPage(QWidget *parent)
    : DataPage(PageId::Audit, parent)
    , m_card(new Card(tr("Resets and limits")))
    , m_model(new AuditModel(this))
    , m_table(new Table(m_model, tr("Audit log")))
    , m_empty(new EmptyState)
    , m_search(makeSearchField(m_table, tr("Search the audit log")))
    , m_undo(new QPushButton(tr("Undo reset…")))
{
    m_table->setStretchColumn(AuditModel::Reason);
    m_table->sortByColumn(AuditModel::When, Qt::DescendingOrder);
    m_table->setVisibleRows(8, 60);
    m_card->addHeaderWidget(m_undo);
    m_card->addHeaderWidget(m_search);
    m_empty->setContent(u"audit"_s, tr("Nothing was reset or limited yet"),
                        tr("Every reset of a budget and every change of a limit is written down "
                           "here: when, by whom, how much and why."));
    m_card->body()->addWidget(m_table);
    m_card->body()->addWidget(m_empty);
    content()->addWidget(m_card, 1);

    auto *action = new QAction(m_undo->text(), this);
    m_table->addRowAction(action);
    connect(action, &QAction::triggered, m_undo, &QPushButton::click);
    connect(m_undo, &QPushButton::clicked, this, &AuditPage::undo);
    connect(m_table, &Table::selectionMoved, this, &AuditPage::updateActions);
}

QAbstractItemModel *AuditPage::shownTable() const
{
    return m_table->shown();
}

void AuditPage::focusSearch()
{
    m_search->setFocus();
}

void AuditPage::draw(const SpendReport &)
{
    const auto &entries = snapshot().audit;
    m_card->setNote(entries.empty()
                        ? QString()
                        : cells::counted(qint64(entries.size()), tr("entry"), tr("entries")));
    m_table->setVisible(!entries.empty());
    m_search->setVisible(!entries.empty());
    m_undo->setVisible(!entries.empty());
    m_empty->setVisible(entries.empty());
    m_model->setEntries(entries, snapshot().parts);
    updateActions();
}

const AuditEntry *AuditPage::chosen() const
{
    const QModelIndexList rows = m_table->selectionModel()->selectedRows();
    return rows.size() == 1 ? &m_model->row(m_table->sourceRow(rows.constFirst())) : nullptr;
}

void AuditPage::updateActions()
{
    const AuditEntry *entry = chosen();
    const Access access =
        snapshot().storeOf(entry ? QStringList(entry->project) : QStringList()).access;
    QString reason = access.reason;
    if (access.canReset)
        reason = !entry            ? tr("Select one reset first")
                 : entry->undoneBy ? tr("This reset was undone already")
                                   : tr("Only a reset or the end of a period can be undone");
    setAllowed(m_undo, access.canReset && entry && entry->canBeUndone(), reason);
}

void AuditPage::undo()
{
    if (const AuditEntry *entry = chosen(); entry && entry->canBeUndone())
        Q_EMIT undoRequested(entry->id, entry->store);
}

} // namespace tollkeeper::ui
