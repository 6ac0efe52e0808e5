// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dialogs/mergedialog.h"
#include "dialogs/openstoredialog.h"
#include "keyring.h"
#include "opened.h"
#include "postgrescluster.h"
#include "skipping.h"
#include "storemenu.h"

#include <QAction>
#include <QCheckBox>
#include <QClipboard>
#include <QFile>
#include <QGuiApplication>
#include <QLineEdit>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace tollkeeper;
using namespace tollkeeper::test;
using namespace tollkeeper::ui;

/// The password of a store that is added to a merged view, with a real keychain and a real server
/// that asks for it.
class MergedPasswordsTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void aTypedPasswordIsKeptWhereThatIsWished_data();
    void aTypedPasswordIsKeptWhereThatIsWished();
    void aPasswordThatDoesNotOpenTheStoreIsNotKept();

private:
    void addToView(const Opened &opened, const QString &password, bool keep) const;
    [[nodiscard]] QString url() const { return m_server->location().withoutSecrets(); }
    PrivateKeyring m_keyring;
    std::unique_ptr<TestStore> m_file;
    std::unique_ptr<TestStore> m_server;
};

void MergedPasswordsTest::initTestCase()
{
    if (const QString program = PrivateKeyring::missing(); !program.isEmpty())
        SKIP_BUT_IN_CI(qPrintable(program + u" is not installed."_s));
    QVERIFY(m_keyring.start());
}

void MergedPasswordsTest::init()
{
    m_file = std::make_unique<TestStore>(Backend::Sqlite);
    m_server = std::make_unique<TestStore>(Backend::Postgres);
    QVERIFY(valueOf(m_file->open()->record(sampleCall(u"chat"_s, 2))).logged());
    QVERIFY(valueOf(m_server->open()->record(sampleCall(u"chat"_s, 3))).logged());
}

/// As a user does: "Several stores together…", "Another store…", a URL and the password.
void MergedPasswordsTest::addToView(const Opened &opened, const QString &password, bool keep) const
{
    const auto actions = opened.window.actions();
    const auto merge = std::ranges::find_if(actions, [](const QAction *action) {
        return action->text() == u"Several stores together…";
    });
    (*merge)->trigger();
    auto *view = opened.dialog<MergeDialog>();
    opened.click(view, u"another"_s);
    auto *store = opened.dialog<OpenStoreDialog>();
    auto *text = store->findChild<QLineEdit *>(u"url"_s);
    const auto paste = [](QLineEdit *field, const QString &what) {
        QGuiApplication::clipboard()->setText(what);
        field->selectAll();
        field->paste(); // an edit of the user's; setText() would not be
    };
    paste(text, url());
    paste(store->findChild<QLineEdit *>(u"password"_s), password);
    auto *box = store->findChild<QCheckBox *>(u"keepPassword"_s);
    QTRY_VERIFY(box->isEnabled());
    box->setChecked(keep);
    opened.click(store, u"open"_s);
    // The one that was open is chosen already.
    QTRY_COMPARE(view->stores().size(), std::size_t(2));
    opened.click(view, u"open"_s);
}

void MergedPasswordsTest::aTypedPasswordIsKeptWhereThatIsWished_data()
{
    QTest::addColumn<bool>("keep");
    QTest::newRow("kept") << true;
    QTest::newRow("not kept") << false;
}

void MergedPasswordsTest::aTypedPasswordIsKeptWhereThatIsWished()
{
    QFETCH(const bool, keep);
    const QTemporaryDir folder;
    const QString settings = folder.filePath(u"settings.ini"_s);
    const QString password = PostgresCluster::adminPassword();
    QString merged;
    {
        Opened opened(m_file->location(), at(PageId::Overview), Settings::inFile(settings));
        addToView(opened, password, keep);
        const bool open = QTest::qWaitFor(
            [&opened] {
                return opened.session.merged() && opened.session.state() == Session::State::Open;
            },
            patienceMs);
        QStringList states;
        for (const StoreStatus &store : opened.session.stores())
            states << store.name + u" is "_s + QString::number(int(store.state)) + u' '
                          + (store.error ? store.error->message : QString());
        QVERIFY2(open, qPrintable(states.join(u"; "_s)));
        QTRY_VERIFY_WITH_TIMEOUT(opened.settings.store(url()).password, patienceMs);
        QTRY_COMPARE_WITH_TIMEOUT(PrivateKeyring::read(url()).text, keep ? password : QString(),
                                  patienceMs);
        merged = opened.session.address();
        QCOMPARE(opened.settings.stores().front().url, merged);
    }
    QFile file(settings);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QVERIFY(!file.readAll().contains(password.toUtf8()));

    // Another day: the view is opened from the menu.
    Opened again(m_file->location(), at(PageId::Overview), Settings::inFile(settings));
    Q_EMIT again.window.findChild<StoreMenu *>()->storeChosen(again.settings.store(merged));
    if (keep) {
        QTRY_VERIFY_WITH_TIMEOUT(again.session.state() == Session::State::Open
                                     && again.session.merged(),
                                 patienceMs);
    } else {
        QTRY_COMPARE_WITH_TIMEOUT(again.session.state(), Session::State::Partly, patienceMs);
        QVERIFY2(again.banner(u"stale"_s).contains(u"password"_s), qPrintable(again.banner(u"stale"_s)));
    }
    keychain::forget(url());
    QTRY_COMPARE_WITH_TIMEOUT(PrivateKeyring::read(url()).text, QString(), patienceMs);
}

void MergedPasswordsTest::aPasswordThatDoesNotOpenTheStoreIsNotKept()
{
    const QTemporaryDir folder;
    Opened opened(m_file->location(), at(PageId::Overview),
                  Settings::inFile(folder.filePath(u"settings.ini"_s)));
    addToView(opened, u"wrong"_s, true);
    QTRY_COMPARE_WITH_TIMEOUT(opened.session.state(), Session::State::Partly, patienceMs);
    QVERIFY2(opened.banner(u"stale"_s).contains(u"password"_s), qPrintable(opened.banner(u"stale"_s)));
    QTest::qWait(200); // what is kept would be by now
    QCOMPARE(PrivateKeyring::read(url()).text, QString());
    QVERIFY(!opened.settings.store(url()).password);
}

QTEST_MAIN(MergedPasswordsTest)
#include "tst_mergedpasswords.moc"
