// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dialogs/storetable.h"

#include "format/format.h"
#include "models/richtext.h"

#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace tollkeeper::ui {
namespace {

constexpr int nameWidth = 190;
constexpr int longestName = 60;

} // namespace

StoreTable::StoreTable(const QString &accessibleName, const QString &nameTitle, QWidget *parent)
    : QTableWidget(0, 2, parent)
{
    setObjectName(u"stores"_s);
    setAccessibleName(accessibleName);
    setHorizontalHeaderLabels({nameTitle, tr("Location")});
    setSelectionBehavior(SelectRows);
    setSelectionMode(SingleSelection);
    setTabKeyNavigation(false);
    setShowGrid(false);
    verticalHeader()->hide();
    horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    setColumnWidth(Name, nameWidth);
    horizontalHeader()->setSectionResizeMode(Location, QHeaderView::Stretch);
}

QTableWidgetItem *StoreTable::addStore(const QString &name, const QString &location)
{
    const int row = rowCount();
    auto *called = new QTableWidgetItem(format::safeText(name, longestName));
    auto *place = new QTableWidgetItem(format::safeText(location));
    place->setFlags(place->flags() & ~Qt::ItemIsEditable);
    place->setToolTip(asRichText(location)); // a narrow column cuts it
    insertRow(row);
    setItem(row, Name, called);
    setItem(row, Location, place);
    return called;
}

void StoreTable::swapRows(int one, int other)
{
    for (const int column : {Name, Location}) {
        QTableWidgetItem *moved = takeItem(one, column);
        setItem(one, column, takeItem(other, column));
        setItem(other, column, moved);
    }
}

QLineEdit *addNameField(QVBoxLayout *layout, const QString &label, const QString &hint)
{
    auto *field = new QLineEdit;
    field->setObjectName(u"name"_s);
    field->setMaxLength(longestName);
    field->setPlaceholderText(hint);
    auto *caption = new QLabel(label);
    caption->setBuddy(field);
    auto *row = new QHBoxLayout;
    row->setSpacing(12);
    row->addWidget(caption);
    row->addWidget(field, 1);
    layout->addLayout(row);
    return field;
}

} // namespace tollkeeper::ui
