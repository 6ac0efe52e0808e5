// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dialogs/focusdialog.h"

#include "dialogs/plaintext.h"
#include "widgets/filefield.h"

#include <QComboBox>
#include <QFormLayout>
#include <QLineEdit>

using namespace Qt::StringLiterals;

namespace tollkeeper::ui {

FocusDialog::FocusDialog(const Offer &offer, QWidget *parent)
    : SaveDialog(tr("Export as FOCUS"), parent), m_ownAccount(offer.ownAccount)
{
    m_version = new QComboBox(this);
    m_version->setObjectName(u"version"_s);
    for (const FocusVersion version : {FocusVersion::V1_4, FocusVersion::V1_2})
        m_version->addItem(versionName(version), static_cast<int>(version));
    m_version->setCurrentIndex(m_version->findData(static_cast<int>(offer.first.version)));
    m_account = new QLineEdit(offer.first.billingAccountId, this);
    m_account->setObjectName(u"account"_s);
    m_account->setPlaceholderText(offer.ownAccount);
    m_account->setToolTip(tr("BillingAccountId: what your finance team knows this account by"));

    form()->addRow(tr("&Version"), m_version);
    form()->addRow(tr("Billing &account"), m_account);
    if (!offer.unknown.isEmpty()) {
        m_provider = new QLineEdit(offer.first.defaultProvider.value_or(QString()), this);
        m_provider->setObjectName(u"provider"_s);
        m_provider->setToolTip(tr("FOCUS wants to know who bills for each model."));
        form()->addRow(tr("&Provider of %1").arg(withoutMnemonics(listed(offer.unknown))), m_provider);
        form()->setRowWrapPolicy(QFormLayout::WrapLongRows);
    }
    addFileRow(offer.path);
    layOut(tr("%1, one row a project, model and UTC day. Costs are as logged, not as invoiced.")
               .arg(offer.selection));

    connect(file(), &FileField::changed, this, &FocusDialog::checkAll);
    if (m_provider)
        connect(m_provider, &QLineEdit::textChanged, this, &FocusDialog::checkAll);
    checkAll();
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

void FocusDialog::checkAll()
{
    const bool providerMissing = m_provider && m_provider->text().trimmed().isEmpty();
    check(providerMissing ? tr("Name who bills for the models that no rule knows.") : QString());
}

} // namespace tollkeeper::ui
