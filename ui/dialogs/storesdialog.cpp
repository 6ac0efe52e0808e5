// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dialogs/storesdialog.h"

#include "dialogs/plaintext.h"
#include "format/format.h"

#include <QDialogButtonBox>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QTableWidget>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace tollkeeper::ui {
namespace {

enum Column { Name, Location };

} // namespace

StoresDialog::StoresDialog(std::vector<KnownStore> stores, QWidget *parent)
    : QDialog(parent), m_stores(std::move(stores))
{
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Stores"));
    resize(640, 380);

    m_table = new QTableWidget(static_cast<int>(m_stores.size()), 2, this);
    m_table->setObjectName(u"stores"_s);
    m_table->setAccessibleName(tr("Stores that were open before"));
    m_table->setHorizontalHeaderLabels({tr("Name"), tr("Location")});
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setTabKeyNavigation(false);
    m_table->setShowGrid(false);
    m_table->verticalHeader()->hide();
    m_table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_table->setColumnWidth(Name, 200);
    m_table->horizontalHeader()->setSectionResizeMode(Location, QHeaderView::Stretch);
    for (int row = 0; row < m_table->rowCount(); ++row) {
        const KnownStore &store = m_stores[static_cast<std::size_t>(row)];
        m_table->setItem(row, Name, new QTableWidgetItem(format::safeText(store.name)));
        auto *place = new QTableWidgetItem(format::safeText(displayOf(store)));
        place->setFlags(place->flags() & ~Qt::ItemIsEditable);
        m_table->setItem(row, Location, place);
    }
    if (!m_stores.empty())
        m_table->setCurrentCell(0, Name);

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
            [this] { m_table->editItem(m_table->item(m_table->currentRow(), Name)); });
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
