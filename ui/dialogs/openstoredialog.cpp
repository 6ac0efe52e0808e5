// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dialogs/openstoredialog.h"

#include "dialogs/plaintext.h"
#include "dialogs/storetable.h"
#include "format/format.h"
#include "keychain.h"
#include "session/background.h"
#include "session/namedstore.h"
#include "session/session.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QFileDialog>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTabWidget>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace tollkeeper::ui {
namespace {

const QString passwordKey = u"password"_s;
const QString sslModeKey = u"sslmode"_s;

} // namespace

OpenStoreDialog::OpenStoreDialog(const std::optional<StoreLocation> &present,
                                 const std::vector<KnownStore> &known, QWidget *parent)
    : QDialog(parent), m_known(known)
{
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Open store"));
    setMinimumWidth(560);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 20, 20, 16);
    layout->setSpacing(14);
    layout->addWidget(headingLabel(tr("Open store"), this));
    if (!known.empty())
        layout->addWidget(knownChoice());

    m_tabs = new QTabWidget(this);
    m_tabs->setObjectName(u"kind"_s);
    m_tabs->addTab(postgresTab(), tr("&PostgreSQL"));
    m_tabs->addTab(sqliteTab(), tr("SQLite &file"));
    layout->addWidget(m_tabs);
    m_name = addNameField(layout, tr("&Name"), tr("optional: keeps this store in the menu"));
    layout->addWidget(testRow());
    layout->addStretch();

    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    m_open = buttons->addButton(tr("Open"), QDialogButtonBox::AcceptRole);
    m_open->setObjectName(u"open"_s);
    m_open->setDefault(true);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    layout->addWidget(buttons);

    connect(m_tabs, &QTabWidget::currentChanged, this, &OpenStoreDialog::check);
    m_file->setText(defaultStorePath());
    if (present) {
        setLocation(*present);
        for (const KnownStore &store : known) {
            if (store.url != present->withoutSecrets())
                continue;
            m_name->setText(store.name);
            m_keepPassword->setChecked(store.password);
        }
    }
    check();
    lookForKeychain();
}

OpenStoreDialog::~OpenStoreDialog()
{
    m_url->disconnect(this); // it says that editing has finished as it is destroyed
}

QComboBox *OpenStoreDialog::knownChoice()
{
    auto *choice = new QComboBox(this);
    choice->setObjectName(u"recent"_s);
    choice->addItem(tr("Stores that were open before…"));
    std::erase_if(m_known, [](const KnownStore &store) { return isMerged(store.url); });
    for (const KnownStore &store : m_known)
        choice->addItem(store.name.isEmpty()
                            ? format::safeText(store.url, 90)
                            : format::safeText(store.name + u" · "_s + store.url, 90));
    choice->setAccessibleName(tr("Stores that were open before"));
    connect(choice, &QComboBox::activated, this, [this](int index) {
        if (index > 0)
            setKnown(m_known[static_cast<std::size_t>(index - 1)]);
    });
    return choice;
}

void OpenStoreDialog::setKnown(const KnownStore &store)
{
    const auto location = StoreLocation::parse(store.url);
    if (!location)
        return;
    setLocation(*location);
    m_name->setText(store.name);
    if (m_keepPassword->isEnabled())
        m_keepPassword->setChecked(store.password);
    if (!store.password)
        return;
    keychain::read(store.url, this, [this, url = store.url](const keychain::Password &kept) {
        const auto shown = this->location();
        auto *field = m_fields[passwordKey];
        if (!shown || shown->withoutSecrets() != url || !field->text().isEmpty())
            return;
        field->setText(kept.text);
        takeFields();
        if (kept.text.isEmpty())
            field->setFocus();
    });
}

void OpenStoreDialog::lookForKeychain()
{
    keychain::read(u"-"_s, this, [this](const keychain::Password &answer) {
        if (answer.problem.isEmpty())
            return;
        m_keepPassword->setChecked(false);
        m_keepPassword->setEnabled(false);
        m_keepPassword->setText(tr("%1 It is asked for each time.").arg(answer.problem));
    });
}

StoreWish OpenStoreDialog::wish() const
{
    const auto where = location();
    return {where ? where->withoutSecrets() : QString(), name(), keepsPassword()};
}

QString OpenStoreDialog::name() const
{
    return m_name->text().trimmed();
}

bool OpenStoreDialog::keepsPassword() const
{
    return m_keepPassword->isChecked();
}

void OpenStoreDialog::askForPassword(const QString &why)
{
    m_result->setText(tr("%1 Please type it.").arg(why));
    m_fields[passwordKey]->setFocus();
}

QWidget *OpenStoreDialog::postgresTab()
{
    auto *tab = new QWidget(this);
    auto *form = new QFormLayout(tab);
    form->setContentsMargins(14, 14, 14, 14);
    form->setSpacing(10);

    m_url = new QLineEdit(tab);
    m_url->setObjectName(u"url"_s);
    m_url->setPlaceholderText(u"postgresql://user@host:5432/database"_s);
    form->addRow(tr("&URL"), m_url);
    connect(m_url, &QLineEdit::editingFinished, this, &OpenStoreDialog::takeUrl);
    // A pasted URL is whole, so a password in it need not stay readable until the field is left.
    connect(m_url, &QLineEdit::textEdited, this, [this](const QString &text) {
        if (text.size() - std::exchange(m_urlLength, text.size()) > 3)
            takeUrl();
    });

    const auto addField = [&](const QString &label, const QString &key, const QString &hint) {
        auto *field = new QLineEdit(tab);
        field->setObjectName(key);
        field->setPlaceholderText(hint);
        form->addRow(label, field);
        m_fields.emplace(key, field);
        connect(field, &QLineEdit::textEdited, this, &OpenStoreDialog::takeFields);
    };
    addField(tr("&Host"), u"host"_s, tr("name, address or socket folder"));
    addField(tr("P&ort"), u"port"_s, u"5432"_s);
    addField(tr("&Database"), u"dbname"_s, tr("as the user is called"));
    addField(tr("U&ser"), u"user"_s, tr("as you are signed in here"));
    addField(tr("Pass&word"), passwordKey, tr("empty where ~/.pgpass has it"));
    m_fields[passwordKey]->setEchoMode(QLineEdit::Password);
    m_keepPassword = new QCheckBox(tr("&Keep it in the desktop's keychain"), tab);
    m_keepPassword->setObjectName(u"keepPassword"_s);
    form->addRow({}, m_keepPassword);

    m_sslMode = new QComboBox(tab);
    m_sslMode->setObjectName(sslModeKey);
    m_sslMode->addItem(tr("As the server likes (prefer)"), QString());
    m_sslMode->addItem(tr("Only encrypted (require)"), u"require"_s);
    m_sslMode->addItem(tr("Encrypted, trusted authority (verify-ca)"), u"verify-ca"_s);
    m_sslMode->addItem(tr("Encrypted, right host (verify-full)"), u"verify-full"_s);
    m_sslMode->addItem(tr("Never encrypted (disable)"), u"disable"_s);
    form->addRow(tr("&TLS"), m_sslMode);
    connect(m_sslMode, &QComboBox::activated, this, &OpenStoreDialog::takeFields);
    return tab;
}

QWidget *OpenStoreDialog::sqliteTab()
{
    auto *tab = new QWidget(this);
    auto *form = new QFormLayout(tab);
    form->setContentsMargins(14, 14, 14, 14);
    form->setSpacing(10);
    auto *row = new QHBoxLayout;
    m_file = new QLineEdit(tab);
    m_file->setObjectName(u"file"_s);
    auto *browse = new QPushButton(tr("&Browse…"), tab);
    browse->setAutoDefault(false);
    row->addWidget(m_file, 1);
    row->addWidget(browse);
    auto *label = new QLabel(tr("F&ile"), tab);
    label->setBuddy(m_file);
    form->addRow(label, row);
    form->addRow({}, plainLabel(tr("llm-toll's own file is %1. A file that does not exist yet is "
                                   "made.").arg(defaultStorePath()), tab));
    connect(m_file, &QLineEdit::textChanged, this, &OpenStoreDialog::check);
    connect(browse, &QPushButton::clicked, this, &OpenStoreDialog::browse);
    return tab;
}

QWidget *OpenStoreDialog::testRow()
{
    auto *row = new QWidget(this);
    auto *layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(12);
    m_test = new QPushButton(tr("T&est"), row);
    m_test->setObjectName(u"test"_s);
    m_test->setAutoDefault(false);
    m_test->setToolTip(tr("Connects, looks, and changes nothing"));
    m_result = plainLabel({}, row);
    m_result->setObjectName(u"result"_s);
    m_result->setMinimumHeight(3 * m_result->fontMetrics().lineSpacing());
    layout->addWidget(m_test, 0, Qt::AlignTop);
    layout->addWidget(m_result, 1);
    connect(m_test, &QPushButton::clicked, this, &OpenStoreDialog::test);
    return row;
}

void OpenStoreDialog::setLocation(const StoreLocation &location)
{
    m_urlProblem.clear();
    m_tabs->setCurrentIndex(location.backend() == Backend::Postgres ? 0 : 1);
    if (location.backend() == Backend::Sqlite) {
        m_file->setText(location.path());
        return;
    }
    m_keywords = location.keywords();
    const auto value = [this](const QString &key) {
        const auto found = m_keywords.find(key);
        return found == m_keywords.end() ? QString() : found->second;
    };
    for (const auto &[key, field] : m_fields)
        field->setText(value(key));
    const int mode = m_sslMode->findData(value(sslModeKey));
    if (mode < 0)
        m_sslMode->addItem(value(sslModeKey), value(sslModeKey));
    m_sslMode->setCurrentIndex(mode < 0 ? m_sslMode->count() - 1 : mode);
    showUrl(location);
}

void OpenStoreDialog::showUrl(const StoreLocation &location)
{
    m_url->setText(location.withoutSecrets());
    m_url->setModified(false);
    m_urlLength = m_url->text().size();
    check();
}

void OpenStoreDialog::takeUrl()
{
    if (!m_url->isModified())
        return;
    auto location = StoreLocation::parse(m_url->text().trimmed());
    if (location && location->backend() != Backend::Postgres)
        location = fail(StoreError::Kind::Invalid,
                        tr("A PostgreSQL URL begins with postgresql://."));
    if (!location) {
        m_urlProblem = location.error().message;
        return check();
    }
    // The text of a URL that was shown without its password does not take the password back.
    auto keywords = location->keywords();
    if (const QString typed = m_fields[passwordKey]->text();
        !typed.isEmpty() && !keywords.contains(passwordKey))
        keywords[passwordKey] = typed;
    setLocation(StoreLocation::postgres(keywords));
}

void OpenStoreDialog::takeFields()
{
    const auto take = [this](const QString &key, const QString &value) {
        if (value.isEmpty())
            m_keywords.erase(key);
        else
            m_keywords[key] = value;
    };
    for (const auto &[key, field] : m_fields)
        take(key, key == passwordKey ? field->text() : field->text().trimmed());
    take(sslModeKey, m_sslMode->currentData().toString());
    m_urlProblem.clear();
    showUrl(StoreLocation::postgres(m_keywords));
}

Result<StoreLocation> OpenStoreDialog::location() const
{
    if (m_tabs->currentIndex() == 1) {
        // A file may be called "postgres://": what is typed here is a path all the same.
        if (m_file->text().trimmed().isEmpty())
            return fail(StoreError::Kind::Invalid, tr("Enter the path of a file."));
        return StoreLocation::sqliteFile(m_file->text().trimmed());
    }
    if (!m_urlProblem.isEmpty())
        return fail(StoreError::Kind::Invalid, m_urlProblem);
    for (const QString &port : m_fields.at(u"port"_s)->text().split(u',', Qt::SkipEmptyParts)) {
        bool number = false;
        const int value = port.trimmed().toInt(&number);
        if (!number || value < 1 || value > 65535)
            return fail(StoreError::Kind::Invalid, tr("A port is a number from 1 to 65535."));
    }
    return StoreLocation::postgres(m_keywords);
}

void OpenStoreDialog::browse()
{
    auto *files = new QFileDialog(this, tr("Open SQLite store"), m_file->text());
    files->setAttribute(Qt::WA_DeleteOnClose);
    files->setFileMode(QFileDialog::AnyFile);
    files->setAcceptMode(QFileDialog::AcceptOpen);
    files->setNameFilters({tr("SQLite stores (*.db *.sqlite *.sqlite3)"), tr("All files (*)")});
    connect(files, &QFileDialog::fileSelected, m_file, &QLineEdit::setText);
    files->open();
}

void OpenStoreDialog::test()
{
    takeUrl();
    const auto where = location();
    if (!where)
        return check();
    const auto number = ++m_testNumber;
    m_test->setEnabled(false);
    m_result->setText(tr("Connecting…"));
    whenDone(Session::test(*where), this, [this, number](const Result<StoreInfo> &info) {
        m_test->setEnabled(true);
        if (number == m_testNumber)
            m_result->setText(info ? describeStore(*info) : format::safeText(info.error().message));
    });
}

void OpenStoreDialog::check()
{
    ++m_testNumber;
    const auto where = location();
    m_open->setEnabled(where.has_value());
    m_test->setEnabled(where.has_value());
    m_result->setText(where ? QString() : format::safeText(where.error().message));
}

void OpenStoreDialog::accept()
{
    takeUrl();
    if (location())
        QDialog::accept();
}

} // namespace tollkeeper::ui
