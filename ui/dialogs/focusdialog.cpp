// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dialogs/focusdialog.h"

#include "dialogs/plaintext.h"
#include "widgets/filefield.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QLabel>
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
    m_unit = new QComboBox(this);
    m_unit->setObjectName(u"unit"_s);
    m_unit->addItem(tr("project, model and UTC day"), static_cast<int>(BucketUnit::Day));
    m_unit->addItem(tr("project, model and UTC hour"), static_cast<int>(BucketUnit::Hour));
    m_unit->setCurrentIndex(m_unit->findData(static_cast<int>(offer.first.unit)));
    form()->addRow(tr("Ro&ws by"), m_unit);
    m_split = new QCheckBox(tr("&Split into rows of input and of output tokens"), this);
    m_split->setObjectName(u"split"_s);
    m_split->setToolTip(tr("The cost is shared in proportion to list prices; the rows of a call's input "
                           "and output add up to it exactly."));
    form()->addRow(QString(), m_split);
    m_prices = new FileField(offer.first.priceList, this, FileField::For::Reading);
    m_prices->setObjectName(u"prices"_s);
    m_prices->setFieldName(tr("Price list"));
    m_prices->setToolTip(tr("Lines MODEL,INPUT,OUTPUT with prices in USD for a million tokens, or the "
                            "JSON that LiteLLM publishes"));
    auto *prices = new QLabel(tr("Price &list"), this);
    prices->setBuddy(m_prices);
    form()->addRow(prices, m_prices);
    m_prices->setEnabled(false);
    connect(m_split, &QCheckBox::toggled, m_prices, &QWidget::setEnabled);
    m_split->setChecked(!offer.first.priceList.isEmpty());
    addFileRow(offer.path);
    layOut(tr("%1. Costs are as logged, not as invoiced.").arg(offer.selection));

    connect(file(), &FileField::changed, this, &FocusDialog::checkAll);
    connect(m_prices, &FileField::changed, this, &FocusDialog::checkAll);
    connect(m_split, &QCheckBox::toggled, this, &FocusDialog::checkAll);
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
    options.unit = static_cast<BucketUnit>(m_unit->currentData().toInt());
    if (m_split->isChecked())
        options.priceList = m_prices->path();
    return options;
}

void FocusDialog::checkAll()
{
    const bool providerMissing = m_provider && m_provider->text().trimmed().isEmpty();
    if (providerMissing)
        return check(tr("Name who bills for the models that no rule knows."));
    if (m_split->isChecked() && m_prices->path().isEmpty())
        return check(tr("Name a file with the prices of tokens."));
    check(m_split->isChecked() ? m_prices->note() : QString());
}

} // namespace tollkeeper::ui
