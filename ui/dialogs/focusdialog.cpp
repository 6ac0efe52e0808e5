// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dialogs/focusdialog.h"

#include "dialogs/plaintext.h"
#include "widgets/filefield.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace tollkeeper::ui {

FocusDialog::FocusDialog(const Offer &offer, QWidget *parent)
    : QDialog(parent), m_ownAccount(offer.ownAccount)
{
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Export as FOCUS"));
    setMinimumWidth(560);

    m_version = new QComboBox(this);
    m_version->setObjectName(u"version"_s);
    for (const FocusVersion version : {FocusVersion::V1_4, FocusVersion::V1_2})
        m_version->addItem(versionName(version), static_cast<int>(version));
    m_version->setCurrentIndex(m_version->findData(static_cast<int>(offer.first.version)));
    m_account = new QLineEdit(offer.first.billingAccountId, this);
    m_account->setObjectName(u"account"_s);
    m_account->setPlaceholderText(offer.ownAccount);
    m_account->setToolTip(tr("BillingAccountId: what your finance team knows this account by"));
    m_file = new FileField(offer.path, this);
    auto *fileLabel = new QLabel(tr("F&ile"), this);
    fileLabel->setBuddy(m_file);

    auto *form = new QFormLayout;
    form->setSpacing(10);
    form->addRow(tr("&Version"), m_version);
    form->addRow(tr("Billing &account"), m_account);
    if (!offer.unknown.isEmpty()) {
        m_provider = new QLineEdit(offer.first.defaultProvider.value_or(QString()), this);
        m_provider->setObjectName(u"provider"_s);
        m_provider->setToolTip(tr("FOCUS wants to know who bills for each model."));
        form->addRow(tr("&Provider of %1").arg(withoutMnemonics(listed(offer.unknown))), m_provider);
        form->setRowWrapPolicy(QFormLayout::WrapLongRows);
    }
    form->addRow(fileLabel, m_file);

    m_note = plainLabel({}, this);
    m_note->setObjectName(u"note"_s);
    auto *what = plainLabel(
        tr("%1, one row a project, model and UTC day. Costs are as logged, not as invoiced.")
            .arg(offer.selection),
        this);
    what->setProperty("kind", u"secondary"_s);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    m_export = buttons->addButton(tr("Export"), QDialogButtonBox::AcceptRole);
    m_export->setObjectName(u"export"_s);
    m_export->setDefault(true);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 20, 20, 16);
    layout->setSpacing(14);
    layout->addWidget(headingLabel(tr("Export as FOCUS"), this));
    layout->addWidget(what);
    layout->addLayout(form);
    layout->addWidget(m_note);
    layout->addStretch();
    layout->addWidget(buttons);

    connect(m_file, &FileField::changed, this, &FocusDialog::check);
    if (m_provider)
        connect(m_provider, &QLineEdit::textChanged, this, &FocusDialog::check);
    check();
}

FocusOptions FocusDialog::options() const
{
    FocusOptions options;
    options.version = static_cast<FocusVersion>(m_version->currentData().toInt());
    options.billingAccountId = m_account->text().trimmed();
    if (options.billingAccountId.isEmpty())
        options.billingAccountId = m_ownAccount;
    if (m_provider)
        options.defaultProvider = m_provider->text().trimmed();
    return options;
}

QString FocusDialog::path() const
{
    return m_file->path();
}

void FocusDialog::check()
{
    const bool providerMissing = m_provider && m_provider->text().trimmed().isEmpty();
    m_export->setEnabled(m_file->isGood() && !providerMissing);
    m_note->setText(providerMissing ? tr("Name who bills for the models that no rule knows.")
                                    : m_file->note());
}

} // namespace tollkeeper::ui
