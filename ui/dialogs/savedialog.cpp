// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dialogs/savedialog.h"

#include "dialogs/plaintext.h"
#include "widgets/filefield.h"

#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace tollkeeper::ui {

SaveDialog::SaveDialog(const QString &title, QWidget *parent)
    : QDialog(parent), m_form(new QFormLayout)
{
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(title);
    setMinimumWidth(560);
    m_form->setSpacing(10);
}

QString SaveDialog::path() const
{
    return m_file->path();
}

void SaveDialog::addFileRow(const QString &path)
{
    m_file = new FileField(path, this);
    auto *label = new QLabel(tr("F&ile"), this);
    label->setBuddy(m_file);
    m_form->addRow(label, m_file);
}

void SaveDialog::layOut(const QString &explanation)
{
    m_note = plainLabel({}, this);
    m_note->setObjectName(u"note"_s);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    m_export = buttons->addButton(tr("Export"), QDialogButtonBox::AcceptRole);
    m_export->setObjectName(u"export"_s);
    m_export->setDefault(true);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 20, 20, 16);
    layout->setSpacing(14);
    layout->addWidget(headingLabel(windowTitle(), this));
    if (!explanation.isEmpty()) {
        auto *label = plainLabel(explanation, this);
        label->setProperty("kind", u"secondary"_s);
        layout->addWidget(label);
    }
    layout->addLayout(m_form);
    layout->addWidget(m_note);
    layout->addStretch();
    layout->addWidget(buttons);
}

void SaveDialog::check(const QString &problem)
{
    m_export->setEnabled(m_file->isGood() && problem.isEmpty());
    m_note->setText(problem.isEmpty() ? m_file->note() : problem);
}

} // namespace tollkeeper::ui
