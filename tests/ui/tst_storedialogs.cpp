// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dialogs/aboutstoredialog.h"
#include "dialogs/openstoredialog.h"
#include "dialogs/storesdialog.h"
#include "settings.h"
#include "shown.h"
#include "testdata.h"

#include <QApplication>
#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTabWidget>
#include <QTableWidget>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace tollkeeper;
using namespace tollkeeper::test;
using namespace tollkeeper::ui;

/// How stores are opened, remembered, named and looked at.
class StoreDialogsTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aPastedUrlFillsTheFieldsAndHidesItsPassword();
    void fieldsAndUrlSayTheSame();
    void extraKeywordsOfAUrlAreKept();
    void aUrlThatCannotBeReadSaysWhyAndCannotBeOpened();
    void aPortIsANumber();
    void theTestButtonTellsOfVersionAndRights();
    void aTestOfNothingSaysWhy();
    void settingsNeverKeepAPassword();
    void aStoreWithANameIsKeptAndOthersGoInTime();
    void thePlaceIsRememberedWithoutTheDrillDown();
    void storesAreNamedAndRemovedInTheirDialog();
    void theStoreTellsWhatOneMayDoAndWhatToAskFor();
    void withoutAKeychainThePasswordIsAskedForPolitely();
};

void StoreDialogsTest::aPastedUrlFillsTheFieldsAndHidesItsPassword()
{
    const Shown dialog(new OpenStoreDialog({}, {}, nullptr));
    auto *url = child<QLineEdit>(dialog.get(), u"url"_s);
    QApplication::clipboard()->setText(
        u"postgresql://al%40ice:ge%20heim@db.internal:6432/costs?sslmode=require"_s);
    url->setFocus();
    url->paste();
    // A paste is an edit of the user's; setText() would not be.
    QCOMPARE(child<QLineEdit>(dialog.get(), u"host"_s)->text(), u"db.internal"_s);
    QCOMPARE(child<QLineEdit>(dialog.get(), u"port"_s)->text(), u"6432"_s);
    QCOMPARE(child<QLineEdit>(dialog.get(), u"dbname"_s)->text(), u"costs"_s);
    QCOMPARE(child<QLineEdit>(dialog.get(), u"user"_s)->text(), u"al@ice"_s);
    QCOMPARE(child<QComboBox>(dialog.get(), u"sslmode"_s)->currentData().toString(), u"require"_s);
    const auto *password = child<QLineEdit>(dialog.get(), u"password"_s);
    QCOMPARE(password->text(), u"ge heim"_s);
    QCOMPARE(password->echoMode(), QLineEdit::Password);
    QVERIFY2(!url->text().contains(u"heim"), qPrintable(url->text()));
    QCOMPARE(dialog->location()->keywords().at(u"password"_s), u"ge heim"_s);
}

void StoreDialogsTest::fieldsAndUrlSayTheSame()
{
    const Shown dialog(new OpenStoreDialog({}, {}, nullptr));
    QTest::keyClicks(child<QLineEdit>(dialog.get(), u"host"_s), u"::1"_s);
    QTest::keyClicks(child<QLineEdit>(dialog.get(), u"dbname"_s), u"my costs"_s);
    QTest::keyClicks(child<QLineEdit>(dialog.get(), u"password"_s), u"a b"_s);
    auto *url = child<QLineEdit>(dialog.get(), u"url"_s);
    QCOMPARE(url->text(), u"postgresql://[::1]/my%20costs"_s);
    QCOMPARE(StoreLocation::parse(url->text())->keywords().at(u"dbname"_s), u"my costs"_s);
    // Typing on in the URL keeps the password, which it does not show.
    url->setFocus();
    url->end(false);
    QTest::keyClicks(url, u"2"_s);
    QTest::keyClick(url, Qt::Key_Tab);
    QCOMPARE(child<QLineEdit>(dialog.get(), u"dbname"_s)->text(), u"my costs2"_s);
    QCOMPARE(dialog->location()->keywords().at(u"password"_s), u"a b"_s);
}

void StoreDialogsTest::extraKeywordsOfAUrlAreKept()
{
    const auto present = StoreLocation::parse(
        u"postgresql://a,b/costs?target_session_attrs=read-write&sslrootcert=/ca.pem"_s);
    const Shown dialog(new OpenStoreDialog(*present, {}, nullptr));
    QTest::keyClicks(child<QLineEdit>(dialog.get(), u"user"_s), u"x"_s);
    const auto location = dialog->location();
    QCOMPARE(location->keywords().at(u"target_session_attrs"_s), u"read-write"_s);
    QCOMPARE(location->keywords().at(u"sslrootcert"_s), u"/ca.pem"_s);
    QCOMPARE(location->keywords().at(u"host"_s), u"a,b"_s);
}

void StoreDialogsTest::aUrlThatCannotBeReadSaysWhyAndCannotBeOpened()
{
    const Shown dialog(new OpenStoreDialog({}, {}, nullptr));
    auto *url = child<QLineEdit>(dialog.get(), u"url"_s);
    const auto *open = child<QPushButton>(dialog.get(), u"open"_s);
    for (const QString &text : {u"mysql://host/db"_s, u"postgresql://u:p%zz@host/db"_s}) {
        url->setFocus();
        url->selectAll();
        QTest::keyClicks(url, text);
        QTest::keyClick(url, Qt::Key_Return);
        QVERIFY(dialog->isVisible());
        QVERIFY(!open->isEnabled());
        QVERIFY(!child<QLabel>(dialog.get(), u"result"_s)->text().isEmpty());
        QVERIFY(!child<QLabel>(dialog.get(), u"result"_s)->text().contains(u"p%zz"));
    }
    QTest::keyClicks(child<QLineEdit>(dialog.get(), u"host"_s), u"db"_s);
    QVERIFY(open->isEnabled());
}

void StoreDialogsTest::aPortIsANumber()
{
    const Shown dialog(new OpenStoreDialog({}, {}, nullptr));
    auto *port = child<QLineEdit>(dialog.get(), u"port"_s);
    QTest::keyClicks(port, u"x"_s);
    QVERIFY(!dialog->location());
    port->clear();
    QTest::keyClicks(port, u"70000"_s);
    QVERIFY(!dialog->location());
    QTest::keyClick(port, Qt::Key_Backspace);
    QVERIFY(dialog->location());
}

void StoreDialogsTest::theTestButtonTellsOfVersionAndRights()
{
    QTemporaryDir folder;
    const auto location = StoreLocation::sqliteFile(copyAzureDatabase(folder.path()));
    const Shown dialog(new OpenStoreDialog(location, {}, nullptr));
    QCOMPARE(child<QTabWidget>(dialog.get(), u"kind"_s)->currentIndex(), 1);
    QCOMPARE(child<QLineEdit>(dialog.get(), u"file"_s)->text(), location.path());
    QTest::mouseClick(child<QPushButton>(dialog.get(), u"test"_s), Qt::LeftButton);
    const auto *result = child<QLabel>(dialog.get(), u"result"_s);
    QTRY_VERIFY2(result->text().contains(u"SQLite 3"), qPrintable(result->text()));
    QVERIFY2(result->text().contains(u"reset budgets"), qPrintable(result->text()));
}

void StoreDialogsTest::aTestOfNothingSaysWhy()
{
    const auto nobody = StoreLocation::parse(u"postgresql://alice:geheim@127.0.0.1:1/costs"_s);
    const Shown dialog(new OpenStoreDialog(*nobody, {}, nullptr));
    QTest::mouseClick(child<QPushButton>(dialog.get(), u"test"_s), Qt::LeftButton);
    const auto *result = child<QLabel>(dialog.get(), u"result"_s);
    QTRY_VERIFY2_WITH_TIMEOUT(result->text().contains(u"127.0.0.1"), qPrintable(result->text()),
                              20'000);
    QVERIFY(!result->text().contains(u"geheim"));
}

void StoreDialogsTest::settingsNeverKeepAPassword()
{
    QTemporaryDir folder;
    const QString path = folder.filePath(u"settings.ini"_s);
    const QString url = u"postgresql://alice:geheim@db/costs?sslpassword=geheim2"_s;
    {
        Settings settings = Settings::inFile(path);
        settings.rememberStore(*StoreLocation::parse(u"/tmp/a.db"_s));
        settings.rememberStore(*StoreLocation::parse(url));
        settings.rememberStore(*StoreLocation::parse(u"/tmp/a.db"_s));
        settings.nameStore(u"postgresql://alice@db/costs"_s, u" Team "_s);
        settings.setPreferences({Scheme::Dark, 5000});
    }
    const Settings again = Settings::inFile(path);
    QCOMPARE(again.stores(), (std::vector<KnownStore>{
                                 {u"/tmp/a.db"_s, {}, false},
                                 {u"postgresql://alice@db/costs"_s, u"Team"_s, true}}));
    QCOMPARE(again.preferences(), (Preferences{Scheme::Dark, 5000}));
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QVERIFY(!file.readAll().contains("geheim"));
}

void StoreDialogsTest::aStoreWithANameIsKeptAndOthersGoInTime()
{
    QTemporaryDir folder;
    Settings settings = Settings::inFile(folder.filePath(u"settings.ini"_s));
    const auto named = StoreLocation::sqliteFile(u"/tmp/named.db"_s);
    settings.rememberStore(named);
    settings.nameStore(named.path(), u"Team"_s);
    for (int i = 0; i < 20; ++i)
        settings.rememberStore(StoreLocation::sqliteFile(u"/tmp/%1.db"_s.arg(i)));
    QCOMPARE(settings.store(named).name, u"Team"_s);
    QCOMPARE(settings.stores().front().url, u"/tmp/19.db"_s);
    QVERIFY(settings.stores().size() < 12);
    settings.nameStore(named.path(), {});
    settings.rememberStore(StoreLocation::sqliteFile(u"/tmp/last.db"_s));
    QVERIFY(std::ranges::none_of(settings.stores(), [&](const KnownStore &store) {
        return store.url == named.path();
    }));
    settings.forgetStore(u"/tmp/last.db"_s);
    QCOMPARE(settings.stores().front().url, u"/tmp/19.db"_s);
}

void StoreDialogsTest::thePlaceIsRememberedWithoutTheDrillDown()
{
    QTemporaryDir folder;
    const QString path = folder.filePath(u"settings.ini"_s);
    Place place{PageId::Models, RangePreset::Custom, Range::days({2026, 11, 2}, {2026, 11, 8}),
                GroupBy::Model, false, u"chat"_s, u"gpt"_s};
    {
        Settings settings = Settings::inFile(path);
        settings.setPlace(place);
    }
    place.project.reset();
    place.model.reset();
    QCOMPARE(Settings::inFile(path).place(), place);
    place.groupBy = GroupBy::Store; // of a merged view; elsewhere it waits for the next one
    place.store = u"Team"_s;
    Settings::inFile(path).setPlace(place);
    place.store.reset();
    QCOMPARE(Settings::inFile(path).place(), place);
    {
        QSettings broken(path, QSettings::IniFormat);
        broken.setValue(u"page"_s, 99);
        broken.setValue(u"range"_s, static_cast<int>(RangePreset::Custom));
        broken.remove(u"rangeFirst"_s);
    }
    QCOMPARE(Settings::inFile(path).place().page, PageId::Audit);
    QCOMPARE(Settings::inFile(path).place().preset, Place().preset);
}

void StoreDialogsTest::storesAreNamedAndRemovedInTheirDialog()
{
    const KnownStore team{u"postgresql://alice@db/costs"_s, u"Team"_s, true};
    const KnownStore file{u"/tmp/a.db"_s, {}, false};
    const Shown dialog(new StoresDialog({team, file}, nullptr));
    QSignalSpy renamed(dialog.get(), &StoresDialog::renamed);
    int removed = 0;
    connect(dialog.get(), &StoresDialog::removed, this, [&](const KnownStore &store) {
        QCOMPARE(store, team);
        ++removed;
    });
    auto *table = child<QTableWidget>(dialog.get(), u"stores"_s);
    QCOMPARE(table->item(0, 0)->text(), u"Team"_s);
    table->setCurrentCell(1, 0);
    QTest::mouseClick(child<QPushButton>(dialog.get(), u"rename"_s), Qt::LeftButton);
    auto *editor = table->findChild<QLineEdit *>();
    QVERIFY(editor);
    QTest::keyClicks(editor, u"Mine"_s);
    QTest::keyClick(editor, Qt::Key_Return);
    QTRY_COMPARE(renamed.size(), 1);
    QCOMPARE(renamed.front(), (QVariantList{file.url, u"Mine"_s}));
    table->setCurrentCell(0, 0);
    QTest::mouseClick(child<QPushButton>(dialog.get(), u"remove"_s), Qt::LeftButton);
    QCOMPARE(removed, 1);
    QCOMPARE(table->rowCount(), 1);
}

void StoreDialogsTest::theStoreTellsWhatOneMayDoAndWhatToAskFor()
{
    StoreInfo store = teamStore();
    store.serverVersion = u"PostgreSQL 15.8"_s;
    store.encrypted = true;
    store.access.canRecord = true;
    store.access.missing = {{u"INSERT"_s, u"tollkeeper_audit"_s}};
    const Shown dialog(new AboutStoreDialog(u"Team"_s, store, nullptr));
    QCOMPARE(child<QLabel>(dialog.get(), u"task0"_s)->text(), u"✓ yes"_s);
    QCOMPARE(child<QLabel>(dialog.get(), u"task1"_s)->text(),
             u"✗ no, needs INSERT on tollkeeper_audit"_s);
    QTest::mouseClick(child<QPushButton>(dialog.get(), u"copy"_s), Qt::LeftButton);
    QCOMPARE(QApplication::clipboard()->text(),
             u"GRANT INSERT ON tollkeeper_audit TO \"ledger\";"_s);
}

void StoreDialogsTest::withoutAKeychainThePasswordIsAskedForPolitely()
{
    if (qEnvironmentVariableIsSet("DBUS_SESSION_BUS_ADDRESS"))
        QSKIP("There is a session bus, perhaps with a keychain on it.");
    const KnownStore team{u"postgresql://alice@db/costs"_s, u"Team"_s, true};
    const Shown dialog(new OpenStoreDialog(*StoreLocation::parse(team.url), {team}, nullptr));
    QCOMPARE(dialog->name(), u"Team"_s);
    const auto *keep = child<QCheckBox>(dialog.get(), u"keepPassword"_s);
    QTRY_VERIFY(!keep->isEnabled());
    QVERIFY(!dialog->keepsPassword());
    QVERIFY2(keep->text().contains(u"asked for each time"), qPrintable(keep->text()));
    dialog->askForPassword(u"The keychain has none."_s);
    QVERIFY(child<QLabel>(dialog.get(), u"result"_s)->text().contains(u"none."));
    QTRY_VERIFY(child<QLineEdit>(dialog.get(), u"password"_s)->hasFocus());
    QTest::keyClicks(child<QLineEdit>(dialog.get(), u"password"_s), u"geheim"_s);
    QCOMPARE(dialog->location()->keywords().at(u"password"_s), u"geheim"_s);
}

QTEST_MAIN(StoreDialogsTest)
#include "tst_storedialogs.moc"
