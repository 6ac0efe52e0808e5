// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dialogs/storesdialog.h"

#include "dialogs/plaintext.h"
#include "dialogs/storetable.h"

#include <QDialogButtonBox>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace tollkeeper::ui {

StoresDialog::StoresDialog(std::vector<KnownStore> stores, QWidget *parent)
    : QDialog(parent), m_stores(std::move(stores))
{
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Stores"));
    resize(640, 380);

    m_table = new StoreTable(tr("Stores that were open before"), tr("Name"), this);
    for (const KnownStore &store : m_stores)
        m_table->addStore(store.name, displayOf(store));
    if (!m_stores.empty())
        m_table->setCurrentCell(0, StoreTable::Name);

    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    const auto add = [&](const QString &text, const QString &name) {
        auto *button = buttons->addButton(text, QDialogButtonBox::ActionRole);
        button->setObjectName(name);
        button->setAutoDefault(false);
        return button;
    };
    m_open = add(tr("&Open"), u"open"_s);
    m_rename = add(tr("Re&name"), u"rename"_s);
    m_remove = add(tr("&Remove"), u"remove"_s);
    m_remove->setToolTip(tr("Forgets where the store is, and its password. The store stays."));

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 20, 20, 16);
    layout->setSpacing(14);
    layout->addWidget(headingLabel(tr("Stores"), this));
    layout->addWidget(plainLabel(tr("A store with a name stays in the menu; of the others the last "
                                    "few do."), this));
    layout->addWidget(m_table, 1);
    layout->addWidget(buttons);

    connect(m_table, &QTableWidget::itemChanged, this, [this](const QTableWidgetItem *item) {
        KnownStore &store = m_stores[static_cast<std::size_t>(item->row())];
        store.name = item->text().trimmed();
        Q_EMIT renamed(store.url, store.name);
    });
    connect(m_table, &QTableWidget::currentCellChanged, this, &StoresDialog::updateButtons);
    connect(m_open, &QPushButton::clicked, this, &StoresDialog::openCurrent);
    connect(m_rename, &QPushButton::clicked, this,
            [this] { m_table->editItem(m_table->item(m_table->currentRow(), StoreTable::Name)); });
    connect(m_remove, &QPushButton::clicked, this, &StoresDialog::removeCurrent);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    updateButtons();
}

void StoresDialog::updateButtons()
{
    for (auto *button : {m_open, m_rename, m_remove})
        button->setEnabled(m_table->currentRow() >= 0);
}

void StoresDialog::openCurrent()
{
    const KnownStore store = m_stores[static_cast<std::size_t>(m_table->currentRow())];
    accept();
    Q_EMIT openRequested(store);
}

void StoresDialog::removeCurrent()
{
    const int row = m_table->currentRow();
    const KnownStore store = m_stores[static_cast<std::size_t>(row)];
    m_stores.erase(m_stores.begin() + row);
    m_table->removeRow(row);
    updateButtons();
    Q_EMIT removed(store);
}

} // namespace tollkeeper::ui
