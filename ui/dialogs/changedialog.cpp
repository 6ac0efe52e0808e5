// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dialogs/changedialog.h"

#include "dialogs/customrangedialog.h"
#include "dialogs/plaintext.h"
#include "format/format.h"
#include "models/cells.h"
#include "models/changemodel.h"
#include "pages/datapage.h"
#include "widgets/changebars.h"
#include "widgets/table.h"

#include <QDateEdit>
#include <QDialogButtonBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace tollkeeper::ui {

ChangeDialog::ChangeDialog(SnapshotPtr snapshot, const View &view, QWidget *parent)
    : QDialog(parent), m_snapshot(std::move(snapshot)), m_view(view)
{
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Why did it change?"));
    m_sentence = headingLabel({}, this);
    m_sentence->setObjectName(u"sentence"_s);
    m_note = plainLabel({}, this);
    m_note->setObjectName(u"note"_s);
    m_note->setProperty("kind", u"secondary"_s);
    m_bars = new ChangeBars(this);
    m_model = new ChangeModel(this);
    m_table = new Table(m_model, tr("Projects by change"), Table::Style::Rows, this);
    m_table->setVisibleRows(4, 8);
    m_table->setToolTip(tr("Enter opens a project"));
    auto *how = plainLabel(tr("Each part is what spend would change by if it alone changed, "
                              "averaged over all orders; together they are the difference, "
                              "exactly. Costs are as logged; the price of a token is worked out "
                              "from them."),
                           this);
    how->setProperty("kind", u"secondary"_s);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    buttons->button(QDialogButtonBox::Close)->setDefault(true);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_table, &Table::opened, this, [this](int row) {
        const std::optional<Range> range =
            m_daysChosen ? std::optional(m_change.rangeNow) : std::nullopt;
        Q_EMIT navigate(
            towards(PageId::Projects, GroupBy::Project, m_model->row(row).project, range));
        accept();
    });

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 20, 20, 16);
    layout->setSpacing(12);
    layout->addWidget(m_sentence);
    layout->addWidget(m_note);
    layout->addLayout(makeRanges());
    layout->addWidget(m_bars);
    layout->addWidget(m_table, 1);
    layout->addWidget(how);
    layout->addWidget(buttons);
    // Room for six projects, as far as the window it stands before is that high.
    resize(880, std::clamp(parent ? parent->window()->height() - 100 : 0, 580, 670));

    const SpendReport report = spendReport(*m_snapshot, m_view);
    const bool hours = report.previousRange.size() > 0 && report.range.unit == BucketUnit::Hour;
    const Range now = hours ? report.range : report.range.inDays();
    // Nothing lies before all there is, and where nothing is compared something must be.
    const Range before = report.previousRange.size() > 0 ? report.previousRange : now.before();
    m_nowFirst->setDate(now.firstDay());
    m_nowLast->setDate(now.lastDay());
    m_beforeFirst->setDate(before.firstDay());
    m_beforeLast->setDate(before.lastDay());
    for (QDateEdit *field : {m_nowFirst, m_nowLast, m_beforeFirst, m_beforeLast})
        connect(field, &QDateEdit::dateChanged, this, &ChangeDialog::chooseDays);
    explain(hours ? m_snapshot->hourly : m_snapshot->daily, before, now);
    // What moved spend the most comes first.
    m_table->sortByColumn(ChangeModel::Change, m_change.difference() < Money()
                                                   ? Qt::AscendingOrder
                                                   : Qt::DescendingOrder);
    m_table->setFocus();
}

QLayout *ChangeDialog::makeRanges()
{
    auto *row = new QHBoxLayout;
    row->setSpacing(8);
    const auto addField = [&](const QString &caption, const QString &name) {
        auto *label = new QLabel(caption, this);
        auto *field = makeDayField({}, this);
        label->setBuddy(field);
        field->setAccessibleName(name);
        row->addWidget(label);
        row->addWidget(field);
        return field;
    };
    m_nowFirst = addField(tr("&Days"), tr("First day"));
    m_nowLast = addField(tr("t&o"), tr("Last day"));
    m_beforeFirst = addField(tr("compared &with"), tr("First day to compare with"));
    m_beforeLast = addField(tr("&to"), tr("Last day to compare with"));
    m_nowFirst->setObjectName(u"nowFirst"_s);
    m_nowLast->setObjectName(u"nowLast"_s);
    m_beforeFirst->setObjectName(u"beforeFirst"_s);
    m_beforeLast->setObjectName(u"beforeLast"_s);
    row->addStretch();
    return row;
}

void ChangeDialog::chooseDays()
{
    const Range before = Range::days(m_beforeFirst->date(), m_beforeLast->date());
    const Range now = Range::days(m_nowFirst->date(), m_nowLast->date());
    if (before.size() == 0 || now.size() == 0) {
        m_note->setText(tr("The last day is before the first: these are the figures of the days "
                           "before."));
        return;
    }
    m_daysChosen = true;
    explain(m_snapshot->daily, before, now);
}

void ChangeDialog::explain(const SpendCube &cube, const Range &before, const Range &now)
{
    m_change = spendChange(cube, before, now, m_view.over({}));
    m_sentence->setText(format::change(m_change));
    QString note = tr("%1 (%2), compared with %3 (%4). UTC days.")
                       .arg(rangeText(now, m_snapshot->takenAt), cells::lengthText(now),
                            rangeText(before, m_snapshot->takenAt), cells::lengthText(before));
    for (const QString &name : m_view.narrowedTo())
        note += tr(" Only %1.").arg(cells::name(name));
    m_note->setText(note);
    m_bars->setChange(m_change);
    m_model->setChange(m_change);
}

} // namespace tollkeeper::ui
