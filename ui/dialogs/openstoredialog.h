// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "settings.h"
#include "store/store.h"

#include <QDialog>

#include <map>
#include <optional>

class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QTabWidget;

namespace tollkeeper::ui {

/// What the user wished for a store, until that turns out to open.
struct StoreWish
{
    QString url;               ///< without secrets
    QString name = {};         ///< to keep it under; empty: none
    bool keepPassword = false; ///< that was typed
};

/// Asks which store to open: PostgreSQL by URL or single fields, or a SQLite file. A password is
/// masked as soon as it is known to be one, and kept in the keychain or nowhere. Opened with open();
/// deletes itself.
class OpenStoreDialog final : public QDialog
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(OpenStoreDialog)

public:
    /// \a present fills in the fields; \a known are offered.
    OpenStoreDialog(const std::optional<StoreLocation> &present,
                    const std::vector<KnownStore> &known, QWidget *parent);
    ~OpenStoreDialog() override;

    /// What the fields say; the error is the sentence that the dialog shows.
    [[nodiscard]] Result<StoreLocation> location() const;
    /// For what location() says.
    [[nodiscard]] StoreWish wish() const;
    [[nodiscard]] QString name() const;
    [[nodiscard]] bool keepsPassword() const;
    /// Says \a why the password has to be typed, and waits for it.
    void askForPassword(const QString &why);

private:
    [[nodiscard]] QComboBox *knownChoice();
    [[nodiscard]] QWidget *postgresTab();
    [[nodiscard]] QWidget *sqliteTab();
    [[nodiscard]] QWidget *testRow();
    void lookForKeychain();
    void setKnown(const KnownStore &store);
    void setLocation(const StoreLocation &location);
    void showUrl(const StoreLocation &location);
    void takeUrl();
    void takeFields();
    void browse();
    void test();
    void check();
    void accept() override;

    std::vector<KnownStore> m_known;
    std::map<QString, QString> m_keywords; ///< all of libpq's, those without a field, too
    QString m_urlProblem;                  ///< why the text of the URL field was not taken
    QTabWidget *m_tabs = nullptr;
    QLineEdit *m_url = nullptr;
    qsizetype m_urlLength = 0; ///< before the last edit: a jump is a paste
    std::map<QString, QLineEdit *> m_fields; ///< by libpq's keyword
    QComboBox *m_sslMode = nullptr;
    QCheckBox *m_keepPassword = nullptr;
    QLineEdit *m_name = nullptr;
    QLineEdit *m_file = nullptr;
    QPushButton *m_test = nullptr;
    QLabel *m_result = nullptr;
    QPushButton *m_open = nullptr;
    quint64 m_testNumber = 0; ///< an answer to an earlier question is not shown
};

/// What the test button says of a store that could be opened.
[[nodiscard]] QString describeStore(const StoreInfo &info);

} // namespace tollkeeper::ui
