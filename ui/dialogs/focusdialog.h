// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dialogs/savedialog.h"
#include "export/focus.h"

class QCheckBox;
class QComboBox;
class QLineEdit;

namespace tollkeeper::ui {

/// Asks what a FOCUS file needs beyond the calls: the version, who is billed, who bills for models
/// whose name does not tell, what a row is of, and where to write.
class FocusDialog final : public SaveDialog
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(FocusDialog)

public:
    struct Offer
    {
        QString selection;     ///< "support-bot, 25 Oct – 23 Nov": what is written
        QStringList unknown;   ///< models that no rule knows a provider for
        FocusOptions first;    ///< as the last time; an empty billing account: the store's own
        QString ownAccount;    ///< what the store's own is
        QString path;
    };
    FocusDialog(const Offer &offer, QWidget *parent);

    /// Its billingAccountId is never empty.
    [[nodiscard]] FocusOptions options() const;

private:
    void checkAll();
    QString m_ownAccount;
    QComboBox *m_version;
    QComboBox *m_unit;
    QCheckBox *m_split;
    FileField *m_prices;
    QLineEdit *m_account;
    QLineEdit *m_provider = nullptr; ///< where a model needs one
};

} // namespace tollkeeper::ui
