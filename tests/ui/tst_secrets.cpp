// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "opened.h"
#include "planted.h"
#include "postgrescluster.h"

#include <QAction>
#include <QClipboard>
#include <QFile>
#include <QGuiApplication>
#include <QMenu>
#include <QProcess>
#include <QTest>
#include <QToolButton>
#include <QUrl>

using namespace Qt::StringLiterals;
using namespace tollkeeper;
using namespace tollkeeper::test;
using namespace tollkeeper::ui;

/// A password that the window is given is found nowhere that it leads to.
class SecretsTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase() { m_place.reset(); }
    void init();
    void isNotShownAndNotKept_data();
    void isNotShownAndNotKept();
    void ofSeveralStoresIsNotShownAndNotKept();
    void isInNoPictureReportOrMessage_data();
    void isInNoPictureReportOrMessage();
    void isInNoArgumentListOnceTheyAreRead();
    void isNotHandedToOtherProgramsInArguments();

private:
    [[nodiscard]] QString url(const QString &more = {}) const;
    [[nodiscard]] QProcessEnvironment environment() const;
    static void lookAtAllOf(Opened &opened);
    std::unique_ptr<TestStore> m_place;
    std::unique_ptr<QTemporaryDir> m_home;
    QString m_role;
};

void SecretsTest::initTestCase()
{
    m_place = std::make_unique<TestStore>(Backend::Postgres);
    m_role = planted::role(m_place->url());
    QVERIFY(m_place->open()->record(sampleCall()));
}

void SecretsTest::init()
{
    m_home = std::make_unique<QTemporaryDir>();
}

QString SecretsTest::url(const QString &more) const
{
    const QUrl admin(m_place->url());
    return u"postgresql://%1:%2@%3:%4%5%6"_s.arg(
        m_role, QString::fromLatin1(QUrl::toPercentEncoding(planted::password())), admin.host(),
        QString::number(admin.port()), admin.path(), more);
}

QProcessEnvironment SecretsTest::environment() const
{
    QProcessEnvironment variables = QProcessEnvironment::systemEnvironment();
    for (const auto &name : {u"LLM_TOLL_STORE_URL"_s, u"TOLLKEEPER_STORE_URL"_s, u"XDG_DATA_HOME"_s,
                             u"XDG_CONFIG_HOME"_s, u"DISPLAY"_s})
        variables.remove(name);
    variables.insert(u"HOME"_s, m_home->path());
    variables.insert(u"QT_LOGGING_RULES"_s, u"*=true"_s); // all that Qt has to say
    return variables;
}

void SecretsTest::isNotShownAndNotKept_data()
{
    QTest::addColumn<QString>("store");
    QTest::newRow("user information") << url();
    QTest::newRow("query") << url(u"?sslpassword="_s + planted::encodedWholly());
}

void SecretsTest::isNotShownAndNotKept()
{
    QFETCH(QString, store);
    const QString file = m_home->filePath(u"settings.ini"_s);
    {
        Opened opened(*StoreLocation::parse(store), at(PageId::Overview), Settings::inFile(file));
        lookAtAllOf(opened);
    }
    QVERIFY(QFile::exists(file));
    QCOMPARE(planted::filesIn(m_home->path()), QStringList());
}

void SecretsTest::ofSeveralStoresIsNotShownAndNotKept()
{
    const QString file = m_home->filePath(u"settings.ini"_s);
    const TestStore local(Backend::Sqlite);
    {
        Opened opened(local.location(), at(PageId::Overview), Settings::inFile(file));
        QString away = url();
        away.replace(u":%1/"_s.arg(QUrl(m_place->url()).port()), u":1/"_s);
        const NamedStores stores{{u"Local"_s, local.location()},
                                 {u"Team"_s, *StoreLocation::parse(url())},
                                 {u"Away"_s, *StoreLocation::parse(away)}};
        opened.session.open(stores);
        QTRY_VERIFY_WITH_TIMEOUT(opened.session.snapshot() && opened.session.snapshot()->merged()
                                     && opened.session.snapshot()->away().size() == 1,
                                 patienceMs);
        lookAtAllOf(opened);
    }
    QVERIFY(QFile::exists(file));
    QCOMPARE(planted::filesIn(m_home->path()), QStringList());
}

// Whatever the window shows, says and copies.
void SecretsTest::lookAtAllOf(Opened &opened)
{
    for (QAction *action : opened.window.findChild<QToolButton *>(u"export"_s)->menu()->actions()) {
        if (!action->text().remove(u'&').startsWith(u"Copy as"))
            continue;
        action->trigger();
        const QString copied = QGuiApplication::clipboard()->text();
        QVERIFY2(!copied.isEmpty() && !planted::isIn(copied.toUtf8()), qPrintable(copied));
    }
    QVERIFY(opened.window.windowTitle().contains(u"Tollkeeper"));
    QList<QObject *> all = opened.window.findChildren<QObject *>();
    all << &opened.window;
    for (const QObject *object : std::as_const(all)) {
        for (const char *property : {"windowTitle", "text", "title", "toolTip", "statusTip",
                                     "whatsThis", "accessibleName", "accessibleDescription"}) {
            const QString shown = object->property(property).toString();
            QVERIFY2(!planted::isIn(shown.toUtf8()), qPrintable(shown));
        }
    }
}

void SecretsTest::isInNoPictureReportOrMessage_data()
{
    QTest::addColumn<QString>("store");
    QTest::addColumn<int>("exitCode");
    const QString encoded = QString::fromLatin1(QUrl::toPercentEncoding(planted::password()));
    QTest::newRow("works") << url() << 0;
    QTest::newRow("wrong") << url().replace(encoded, encoded + u'x') << 4;
    QTest::newRow("not encoded") << url().replace(encoded, planted::password()) << 64;
    QTest::newRow("no server") << u"postgresql://u:%1@127.0.0.1:1/db"_s.arg(encoded) << 4;
}

void SecretsTest::isInNoPictureReportOrMessage()
{
    QFETCH(QString, store);
    QFETCH(int, exitCode);
    const QString picture = m_home->filePath(u"page.png"_s);
    const QString report = m_home->filePath(u"report.pdf"_s);
    for (const QStringList &arguments :
         {QStringList{u"--screenshot"_s, picture},
          QStringList{u"--report"_s, u"pdf"_s, u"--output"_s, report},
          QStringList{u"--page"_s, store, u"--screenshot"_s, picture}}) {
        QProcess process;
        process.setProcessEnvironment(environment());
        process.start(QStringLiteral(TOLLKEEPER_PROGRAM), arguments + QStringList{u"--store-url"_s, store});
        QVERIFY(process.waitForFinished(60'000));
        const QByteArray said = process.readAllStandardOutput() + process.readAllStandardError();
        QVERIFY2(!planted::isIn(said), said);
        if (!arguments.contains(u"--page"_s))
            QVERIFY2(process.exitCode() == exitCode, said);
    }
    QCOMPARE(QFile::exists(report), exitCode == 0);
    QCOMPARE(planted::filesIn(m_home->path()), QStringList());
}

void SecretsTest::isInNoArgumentListOnceTheyAreRead()
{
    QProcess process;
    QProcessEnvironment variables = environment();
    variables.insert(u"QT_QPA_PLATFORM"_s, u"offscreen"_s);
    process.setProcessEnvironment(variables);
    process.start(QStringLiteral(TOLLKEEPER_PROGRAM), {u"--store-url"_s, url(), u"--store-url"_s,
                                                       url(u"?application_name=other"_s)});
    QVERIFY(process.waitForStarted());
    QTRY_COMPARE_WITH_TIMEOUT(planted::argumentsOf(process.processId()).count(":***@"), 2, patienceMs);
    const QByteArray arguments = planted::argumentsOf(process.processId());
    QVERIFY2(!planted::isIn(arguments), arguments);
    process.kill();
    process.waitForFinished();
}

// tollctl starts the window: here a program in its place writes down what it was started with.
void SecretsTest::isNotHandedToOtherProgramsInArguments()
{
    const QString tollctl = m_home->filePath(u"tollctl"_s);
    QVERIFY(QFile::copy(QStringLiteral(TOLLCTL_PROGRAM), tollctl));
    QFile window(m_home->filePath(u"tollkeeper"_s));
    QVERIFY(window.open(QIODevice::WriteOnly));
    window.write("#!/bin/sh\ntr '\\0' ' ' <\"/proc/$$/cmdline\" >\"$HOME/started\"\n");
    window.close();
    QVERIFY(window.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
    QProcess process;
    process.setProcessEnvironment(environment());
    process.start(tollctl, {u"report"_s, u"pdf"_s, u"--output"_s, m_home->filePath(u"r.pdf"_s),
                            u"--store-url"_s, url()});
    QVERIFY(process.waitForFinished());
    QFile started(m_home->filePath(u"started"_s));
    QVERIFY(started.open(QIODevice::ReadOnly));
    const QByteArray arguments = started.readAll();
    QVERIFY2(arguments.contains("--report pdf") && !planted::isIn(arguments), arguments);
}

QTEST_MAIN(SecretsTest)
#include "tst_secrets.moc"
