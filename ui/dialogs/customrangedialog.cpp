// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dialogs/customrangedialog.h"

#include "dialogs/plaintext.h"
#include "format/format.h"

#include <QDateEdit>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace tollkeeper::ui {

QDateEdit *makeDayField(const QDate &day, QWidget *parent)
{
    auto *field = new QDateEdit(day, parent);
    field->setCalendarPopup(true);
    field->setDisplayFormat(CustomRangeDialog::tr("yyyy-MM-dd", "format of a field for a date"));
    field->setMinimumWidth(134); // the style sheet's padding is not in the size hint
    field->setDateRange(QDate(1, 1, 1), QDate(9999, 12, 31));
    return field;
}

CustomRangeDialog::CustomRangeDialog(const Range &present, const Range &stored, QWidget *parent)
    : QDialog(parent)
{
    setAttribute(Qt::WA_DeleteOnClose);
    setMinimumWidth(360);
    setWindowTitle(tr("Custom range"));

    m_first = makeDayField(present.firstDay(), this);
    m_first->setObjectName(u"first"_s);
    m_last = makeDayField(present.lastDay(), this);
    m_last->setObjectName(u"last"_s);
    auto *form = new QFormLayout;
    form->setSpacing(10);
    form->addRow(tr("&First day"), m_first);
    form->addRow(tr("&Last day"), m_last);
    m_note = plainLabel({}, this);
    m_note->setObjectName(u"note"_s);

    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    m_show = buttons->addButton(tr("Show"), QDialogButtonBox::AcceptRole);
    m_show->setDefault(true);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 20, 20, 16);
    layout->setSpacing(14);
    layout->addWidget(headingLabel(tr("Custom range"), this));
    layout->addWidget(plainLabel(
        stored.size() > 0 ? tr("Days are UTC. The store has calls from %1.")
                                .arg(format::range(stored))
                          : tr("Days are UTC. The store has no calls yet."),
        this));
    layout->addLayout(form);
    layout->addWidget(m_note);
    layout->addStretch();
    layout->addWidget(buttons);

    connect(m_first, &QDateEdit::dateChanged, this, &CustomRangeDialog::check);
    connect(m_last, &QDateEdit::dateChanged, this, &CustomRangeDialog::check);
    check();
}

Range CustomRangeDialog::range() const
{
    return Range::days(m_first->date(), m_last->date());
}

void CustomRangeDialog::check()
{
    const int days = range().size();
    m_show->setEnabled(days > 0);
    m_note->setText(days == 0  ? tr("The last day is before the first.")
                    : days == 1 ? tr("1 day")
                                : tr("%1 days").arg(format::count(days)));
}

} // namespace tollkeeper::ui
