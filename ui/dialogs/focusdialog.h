// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "export/focus.h"

#include <QDialog>

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;

namespace tollkeeper::ui {

class FileField;

/// Asks what a FOCUS file needs beyond the calls: the version, who is billed, who bills for models
/// whose name does not tell, and where to write. Opened with open(); deletes itself.
class FocusDialog final : public QDialog
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
    [[nodiscard]] QString path() const;

private:
    void check();
    QString m_ownAccount;
    QComboBox *m_version;
    QLineEdit *m_account;
    QLineEdit *m_provider = nullptr; ///< where a model needs one
    FileField *m_file;
    QLabel *m_note;
    QPushButton *m_export;
};

} // namespace tollkeeper::ui
