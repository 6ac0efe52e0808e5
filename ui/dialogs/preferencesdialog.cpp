// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dialogs/preferencesdialog.h"

#include "dialogs/plaintext.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace tollkeeper::ui {

PreferencesDialog::PreferencesDialog(const Preferences &present, QWidget *parent) : QDialog(parent)
{
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Preferences"));
    setMinimumWidth(380);

    m_theme = new QComboBox(this);
    m_theme->setObjectName(u"theme"_s);
    for (const auto &[text, scheme] : {std::pair{tr("As the system"), Scheme::System},
                                       {tr("Light"), Scheme::Light},
                                       {tr("Dark"), Scheme::Dark},
                                       {tr("High contrast"), Scheme::Contrast}})
        m_theme->addItem(text, static_cast<int>(scheme));
    m_theme->setCurrentIndex(m_theme->findData(static_cast<int>(present.scheme)));

    m_language = new QComboBox(this);
    m_language->setObjectName(u"language"_s);
    for (const auto &[text, language] : {std::pair{tr("As the system"), Language::System},
                                         {u"English"_s, Language::English},
                                         {u"Deutsch"_s, Language::German}})
        m_language->addItem(text, static_cast<int>(language));
    m_language->setCurrentIndex(m_language->findData(static_cast<int>(present.language)));
    auto *next = plainLabel(tr("The language changes when Tollkeeper is started again."), this);
    next->setObjectName(u"nextStart"_s);
    next->hide();
    connect(m_language, &QComboBox::currentIndexChanged, next, &QLabel::show);

    m_interval = new QComboBox(this);
    m_interval->setObjectName(u"interval"_s);
    for (const int seconds : {1, 2, 5, 10, 30, 60})
        m_interval->addItem(seconds == 1 ? tr("Every second")
                                         : tr("Every %1 seconds").arg(seconds),
                            seconds * 1000);
    m_interval->addItem(tr("Only with F5"), 0);
    if (m_interval->findData(present.refreshMs) < 0)
        m_interval->addItem(tr("Every %1 ms").arg(present.refreshMs), present.refreshMs);
    m_interval->setCurrentIndex(m_interval->findData(present.refreshMs));

    m_notify = new QCheckBox(tr("&Notify the desktop when a budget passes a threshold"), this);
    m_notify->setObjectName(u"notify"_s);
    m_notify->setChecked(present.notify);

    auto *form = new QFormLayout;
    form->setSpacing(10);
    form->addRow(tr("&Theme"), m_theme);
    form->addRow(tr("Lan&guage"), m_language);
    form->addRow(tr("&Look for changes"), m_interval);

    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    buttons->button(QDialogButtonBox::Close)->setDefault(true);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 20, 20, 16);
    layout->setSpacing(14);
    layout->addWidget(headingLabel(tr("Preferences"), this));
    layout->addLayout(form);
    layout->addWidget(m_notify);
    layout->addWidget(next);
    layout->addStretch();
    layout->addWidget(buttons);

    for (auto *box : {m_theme, m_language, m_interval})
        connect(box, &QComboBox::currentIndexChanged, this,
                [this] { Q_EMIT changed(preferences()); });
    connect(m_notify, &QCheckBox::toggled, this, [this] { Q_EMIT changed(preferences()); });
}

Preferences PreferencesDialog::preferences() const
{
    return {static_cast<Scheme>(m_theme->currentData().toInt()), m_interval->currentData().toInt(),
            m_notify->isChecked(), static_cast<Language>(m_language->currentData().toInt())};
}

} // namespace tollkeeper::ui
