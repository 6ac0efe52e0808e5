// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dialogs/mergedialog.h"

#include "analysis/storelabel.h"
#include "dialogs/plaintext.h"
#include "dialogs/storetable.h"

#include <QDialogButtonBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace tollkeeper::ui {

MergeDialog::MergeDialog(const NamedStores &present, const std::vector<KnownStore> &known,
                         QWidget *parent)
    : QDialog(parent), m_known(known)
{
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Several stores together"));
    resize(680, 460);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 20, 20, 16);
    layout->setSpacing(14);
    layout->addWidget(headingLabel(tr("Several stores together"), this));
    layout->addWidget(plainLabel(tr("Choose two or more. They are shown as one: one total, one "
                                    "chart, one list of budgets and of calls. Each project stands "
                                    "under the short name of its store, which you can change here, "
                                    "and changes go to the store that it is in."),
                                 this));
    layout->addWidget(tableWithButtons(), 1);

    m_name = addNameField(layout, tr("N&ame of the view"),
                          tr("optional: keeps this view in the menu"));
    m_note = plainLabel({}, this);
    m_note->setObjectName(u"note"_s);
    layout->addWidget(m_note);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    m_open = buttons->addButton(tr("Open"), QDialogButtonBox::AcceptRole);
    m_open->setObjectName(u"open"_s);
    m_open->setDefault(true);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    layout->addWidget(buttons);

    for (const NamedStore &store : present)
        add(store, true);
    for (const KnownStore &store : known) {
        const auto location = StoreLocation::parse(store.url);
        if (location && !isMerged(store.url))
            add({store.name, *location}, false);
    }
    if (!m_locations.empty())
        m_table->setCurrentCell(0, StoreTable::Name);
    connect(m_table, &QTableWidget::itemChanged, this, &MergeDialog::check);
    connect(m_table, &QTableWidget::currentCellChanged, this, &MergeDialog::check);
    check();
}

QWidget *MergeDialog::tableWithButtons()
{
    auto *both = new QWidget(this);
    auto *columns = new QHBoxLayout(both);
    columns->setContentsMargins(0, 0, 0, 0);
    columns->setSpacing(12);
    m_table = new StoreTable(tr("Stores to show together"), tr("Short name"), both);
    columns->addWidget(m_table, 1);

    auto *buttons = new QVBoxLayout;
    const auto button = [&](const QString &text, const QString &name, auto clicked) {
        auto *made = new QPushButton(text, both);
        made->setObjectName(name);
        made->setAutoDefault(false);
        connect(made, &QPushButton::clicked, this, clicked);
        buttons->addWidget(made);
        return made;
    };
    m_up = button(tr("&Up"), u"up"_s, [this] { move(-1); });
    m_down = button(tr("&Down"), u"down"_s, [this] { move(1); });
    button(tr("Another s&tore…"), u"another"_s, [this] { addNew(); });
    buttons->addStretch();
    columns->addLayout(buttons);
    return both;
}

void MergeDialog::add(const NamedStore &store, bool chosen)
{
    const QString url = store.location.withoutSecrets();
    for (std::size_t row = 0; row < m_locations.size(); ++row) {
        if (m_locations[row].withoutSecrets() != url)
            continue;
        if (chosen) { // the password may be another one
            m_locations[row] = store.location;
            m_table->item(static_cast<int>(row), StoreTable::Name)->setCheckState(Qt::Checked);
        }
        return;
    }
    QString name = store.name;
    for (const KnownStore &known : m_known) {
        if (name.isEmpty() && known.url == url)
            name = known.name;
    }
    m_locations.push_back(store.location);
    m_table->addStore(name.isEmpty() ? shortName(store.location) : name, url)
        ->setCheckState(chosen ? Qt::Checked : Qt::Unchecked);
}

void MergeDialog::addNew()
{
    auto *dialog = new OpenStoreDialog({}, m_known, this);
    connect(dialog, &QDialog::accepted, this, [this, dialog] {
        const auto location = dialog->location();
        if (!location)
            return;
        const StoreWish wish = dialog->wish();
        std::erase_if(m_wishes, [&wish](const StoreWish &other) { return other.url == wish.url; });
        m_wishes.push_back(wish);
        add({wish.name, *location}, true);
        check();
    });
    dialog->open();
}

void MergeDialog::move(int by)
{
    const int from = m_table->currentRow();
    const int to = from + by;
    if (from < 0 || to < 0 || to >= m_table->rowCount())
        return;
    m_table->swapRows(from, to);
    std::swap(m_locations[static_cast<std::size_t>(from)], m_locations[static_cast<std::size_t>(to)]);
    m_table->setCurrentCell(to, StoreTable::Name);
}

NamedStores MergeDialog::stores() const
{
    NamedStores chosen;
    QStringList names;
    for (int row = 0; row < m_table->rowCount(); ++row) {
        const QTableWidgetItem *item = m_table->item(row, StoreTable::Name);
        if (!item || item->checkState() != Qt::Checked)
            continue;
        names << item->text();
        chosen.push_back({item->text(), m_locations[static_cast<std::size_t>(row)]});
    }
    for (const StoreLabel &label : labelStores(names))
        chosen[static_cast<std::size_t>(label.store)].name = label.name;
    return chosen;
}

QString MergeDialog::name() const
{
    return m_name->text().trimmed();
}

void MergeDialog::setName(const QString &name)
{
    m_name->setText(name);
}

std::vector<StoreWish> MergeDialog::wishes() const
{
    std::vector<StoreWish> wishes;
    for (const NamedStore &store : stores()) {
        const auto found = std::ranges::find(m_wishes, store.location.withoutSecrets(), &StoreWish::url);
        if (found != m_wishes.end())
            wishes.push_back(*found);
    }
    return wishes;
}

void MergeDialog::check()
{
    const int row = m_table->currentRow();
    m_up->setEnabled(row > 0);
    m_down->setEnabled(row >= 0 && row + 1 < m_table->rowCount());
    const NamedStores chosen = stores();
    m_open->setEnabled(chosen.size() >= 2);
    m_note->setText(chosen.size() < 2 ? tr("Choose two stores or more.")
                                      : tr("Projects will be called as in “%1”.")
                                            .arg(StoreLabel{0, chosen.front().name}.shown(
                                                tr("chat", "an example of a project"))));
}

} // namespace tollkeeper::ui
