// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "testdata.h"

#include <QFile>
#include <QImage>
#include <QProcess>
#include <QRegularExpression>
#include <QSet>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace tollkeeper::test;

namespace {

struct Run
{
    int exitCode = -1;
    QString out;
    QString err;
};

} // namespace

/// The program itself, as cron or a script starts it: without a display.
class ScreenshotTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void everyPageIsDrawnInBothThemes_data();
    void everyPageIsDrawnInBothThemes();
    void theSamePictureIsDrawnTwice();
    void aRangeAndAProjectAreShown();
    void theSampleStoreIsMadeWhereItIsMissing();
    void aStoreThatCannotBeOpenedIsExitCode4WithoutItsPassword();
    void aHandedOverUrlIsAnExplicitOne();
    void theStoreOfTheEnvironmentFallsBack();
    void wrongUsageIsExitCode64_data();
    void wrongUsageIsExitCode64();
    void helpNeedsNoDisplay();
    void theManPageNamesEveryOption();

private:
    [[nodiscard]] Run run(const QStringList &arguments) const;
    [[nodiscard]] QString file(const QString &name) const { return m_folder->filePath(name); }
    std::unique_ptr<QTemporaryDir> m_folder;
    QProcessEnvironment m_environment;
    QString m_azure;
};

void ScreenshotTest::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_azure = copyAzureDatabase(m_folder->path());
    m_environment = QProcessEnvironment::systemEnvironment();
    for (const auto &name : {u"QT_QPA_PLATFORM"_s, u"DISPLAY"_s, u"WAYLAND_DISPLAY"_s,
                             u"LLM_TOLL_STORE_URL"_s, u"TOLLKEEPER_STORE_URL"_s,
                             u"XDG_DATA_HOME"_s, u"XDG_CONFIG_HOME"_s})
        m_environment.remove(name);
    m_environment.insert(u"HOME"_s, m_folder->path());
}

Run ScreenshotTest::run(const QStringList &arguments) const
{
    QProcess process;
    process.setProcessEnvironment(m_environment);
    process.start(QStringLiteral(TOLLKEEPER_PROGRAM), arguments);
    if (!process.waitForFinished(60'000))
        return {};
    return {process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1,
            QString::fromUtf8(process.readAllStandardOutput()),
            QString::fromUtf8(process.readAllStandardError())};
}

void ScreenshotTest::everyPageIsDrawnInBothThemes_data()
{
    QTest::addColumn<QString>("page");
    QTest::addColumn<QString>("theme");
    for (const auto &page : {u"overview"_s, u"projects"_s, u"models"_s, u"budgets"_s, u"calls"_s,
                             u"audit"_s}) {
        for (const auto &theme : {u"light"_s, u"dark"_s})
            QTest::newRow(qPrintable(page + u' ' + theme)) << page << theme;
    }
}

void ScreenshotTest::everyPageIsDrawnInBothThemes()
{
    QFETCH(QString, page);
    QFETCH(QString, theme);
    const QString path = file(u"page.png"_s);
    const Run done = run({u"--sample"_s, u"--page"_s, page, u"--theme"_s, theme, u"--size"_s,
                          u"1200x800"_s, u"--screenshot"_s, path});
    QVERIFY2(done.exitCode == 0, qPrintable(done.err));
    const QImage image(path);
    QCOMPARE(image.size(), QSize(1200, 800));
    const QColor corner = image.pixelColor(image.width() - 3, image.height() / 2);
    QCOMPARE(corner.lightness() > 128, theme == u"light");
    // Text and figures: a page that is all one colour has not been drawn.
    QSet<QRgb> colours;
    for (int y = 60; y < image.height() - 40; y += 2) {
        for (int x = 230; x < image.width(); x += 2)
            colours.insert(image.pixel(x, y));
    }
    QVERIFY2(colours.size() > 40, qPrintable(QString::number(colours.size())));
}

void ScreenshotTest::theSamePictureIsDrawnTwice()
{
    const QStringList arguments{u"--db"_s, m_azure, u"--range"_s, u"all"_s, u"--screenshot"_s};
    const QString one = file(u"one.png"_s);
    const QString two = file(u"two.png"_s);
    QCOMPARE(run(arguments + QStringList{one}).exitCode, 0);
    QCOMPARE(run(arguments + QStringList{two}).exitCode, 0);
    QCOMPARE(QImage(one), QImage(two));
    QCOMPARE(QImage(one).size(), QSize(1440, 900));
}

void ScreenshotTest::aRangeAndAProjectAreShown()
{
    const auto picture = [this](const QStringList &arguments) {
        const QString path = file(u"p.png"_s);
        if (run(QStringList{u"--db"_s, m_azure, u"--screenshot"_s, path} + arguments).exitCode != 0)
            return QImage();
        return QImage(path);
    };
    const QImage empty = picture({});
    const QImage day = picture({u"--range"_s, u"2023-11-16..2023-11-16"_s});
    const QImage models = picture({u"--range"_s, u"all"_s, u"--group-by"_s, u"model"_s});
    const QImage project = picture({u"--range"_s, u"all"_s, u"--page"_s, u"projects"_s,
                                    u"--project"_s, u"<b>bold</b>"_s});
    for (const QImage *image : {&empty, &day, &models, &project})
        QVERIFY(!image->isNull());
    QVERIFY(empty != day && day != models && models != project);
    const QStringList several{u"--db"_s, file(u"other.db"_s), u"--range"_s, u"all"_s, u"--group-by"_s};
    const QImage byProject = picture(several + QStringList(u"project"_s));
    const QImage byStore = picture(several + QStringList(u"store"_s));
    QVERIFY(!byStore.isNull() && byStore != byProject);
}

void ScreenshotTest::theSampleStoreIsMadeWhereItIsMissing()
{
    const QString path = file(u"s.png"_s);
    QCOMPARE(run({u"--sample"_s, u"--screenshot"_s, path}).exitCode, 0);
    QCOMPARE(run({u"--sample"_s, u"--screenshot"_s, path}).exitCode, 0);
    QVERIFY(!QFile::exists(file(u".llm_toll.db"_s)));
}

void ScreenshotTest::aStoreThatCannotBeOpenedIsExitCode4WithoutItsPassword()
{
    const Run done = run({u"--store-url"_s, u"postgresql://alice:geheim@127.0.0.1:1/costs"_s,
                          u"--screenshot"_s, file(u"n.png"_s)});
    QCOMPARE(done.exitCode, 4);
    QVERIFY2(done.err.contains(u"127.0.0.1"), qPrintable(done.err));
    QVERIFY(!(done.err + done.out).contains(u"geheim"));
    QVERIFY(!QFile::exists(file(u"n.png"_s)));
}

void ScreenshotTest::aHandedOverUrlIsAnExplicitOne()
{
    m_environment.insert(u"TOLLKEEPER_STORE_URL"_s, u"postgresql://a:geheim@127.0.0.1:1/c"_s);
    QCOMPARE(run({u"--screenshot"_s, file(u"n.png"_s)}).exitCode, 4);
    // What was typed counts more than what was handed over.
    QCOMPARE(run({u"--db"_s, m_azure, u"--screenshot"_s, file(u"n.png"_s)}).exitCode, 0);
}

void ScreenshotTest::theStoreOfTheEnvironmentFallsBack()
{
    m_environment.insert(u"LLM_TOLL_STORE_URL"_s, u"postgresql://a:geheim@127.0.0.1:1/c"_s);
    const Run done = run({u"--screenshot"_s, file(u"f.png"_s)});
    QCOMPARE(done.exitCode, 0);
    QVERIFY2(done.err.contains(u"Falling back to local SQLite."), qPrintable(done.err));
    QVERIFY(!done.err.contains(u"geheim"));
    QVERIFY(QFile::exists(file(u".llm_toll.db"_s)));
}

void ScreenshotTest::wrongUsageIsExitCode64_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::newRow("unknown option") << QStringList{u"--nonsense"_s};
    QTest::newRow("unknown page") << QStringList{u"--page"_s, u"home"_s};
    QTest::newRow("unknown theme") << QStringList{u"--theme"_s, u"pink"_s};
    QTest::newRow("unknown range") << QStringList{u"--range"_s, u"1y"_s};
    QTest::newRow("range backwards") << QStringList{u"--range"_s, u"2026-11-02..2026-11-01"_s};
    QTest::newRow("no such day") << QStringList{u"--range"_s, u"2026-02-30..2026-03-01"_s};
    QTest::newRow("unknown grouping") << QStringList{u"--group-by"_s, u"user"_s};
    QTest::newRow("grouping one store by store") << QStringList{u"--group-by"_s, u"store"_s};
    QTest::newRow("size") << QStringList{u"--size"_s, u"0x0"_s};
    QTest::newRow("value missing") << QStringList{u"--page"_s};
    QTest::newRow("two stores") << QStringList{u"--sample"_s, u"--db"_s, u"x.db"_s};
    QTest::newRow("a word too many") << QStringList{u"team.db"_s};
    QTest::newRow("unknown scheme") << QStringList{u"--store-url"_s, u"mysql://h/d"_s};
}

void ScreenshotTest::wrongUsageIsExitCode64()
{
    QFETCH(QStringList, arguments);
    const Run done = run(arguments + QStringList{u"--screenshot"_s, file(u"w.png"_s)});
    QCOMPARE(done.exitCode, 64);
    QVERIFY(done.err.contains(u"tollkeeper: "));
    QVERIFY(!QFile::exists(file(u"w.png"_s)));
}

void ScreenshotTest::helpNeedsNoDisplay()
{
    const Run help = run({u"--help"_s});
    QCOMPARE(help.exitCode, 0);
    QVERIFY(help.out.contains(u"--screenshot"));
    const Run version = run({u"--version"_s});
    QCOMPARE(version.exitCode, 0);
    QVERIFY(version.out.startsWith(u"tollkeeper "));
}

void ScreenshotTest::theManPageNamesEveryOption()
{
    QFile file(QStringLiteral(TOLLKEEPER_MAN_PAGE));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QString manPage = QString::fromUtf8(file.readAll());
    static const QRegularExpression option(u"^  (?:-[a-z], )?--([a-z-]+)"_s,
                                           QRegularExpression::MultilineOption);
    int options = 0;
    for (const auto &match : option.globalMatch(run({u"--help"_s}).out)) {
        ++options;
        QVERIFY2(manPage.contains(QRegularExpression(u"Fl -%1\\b"_s.arg(match.captured(1)))),
                 qPrintable(match.captured(0)));
    }
    QVERIFY(options > 10);
}

QTEST_GUILESS_MAIN(ScreenshotTest)
#include "tst_screenshot.moc"
