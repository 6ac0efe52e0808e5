// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "export/manifest.h"
#include "exportactions.h"
#include "format/format.h"
#include "report/pdfreport.h"
#include "testdata.h"
#include "teststore.h"
#include "theme/theme.h"
#include "uitest.h"

#include <QApplication>
#include <QDir>
#include <QFile>
#include <QProcess>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace tollkeeper;
using namespace tollkeeper::test;
using namespace tollkeeper::ui;

namespace {

struct Run
{
    int exitCode = -1;
    QString out;
    QString err;
};

Run run(const QString &program, const QStringList &arguments,
        const QProcessEnvironment &environment = QProcessEnvironment::systemEnvironment())
{
    QProcess process;
    process.setProcessEnvironment(environment);
    process.start(program, arguments);
    if (!process.waitForFinished(60'000))
        return {};
    return {process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1,
            QString::fromUtf8(process.readAllStandardOutput()),
            QString::fromUtf8(process.readAllStandardError())};
}

/// The words of a PDF as another program reads them, each stretch of blanks as one.
QString textOf(const QString &pdf)
{
    const Run done = run(u"pdftotext"_s, {u"-layout"_s, pdf, u"-"_s});
    if (done.exitCode != 0)
        failBecause(done.err);
    return done.out.simplified();
}

int pagesOf(const QString &pdf)
{
    const QString info = run(u"pdfinfo"_s, {pdf}).out;
    return info.section(u"Pages:"_s, 1).section(u'\n', 0, 0).trimmed().toInt();
}

} // namespace

/// Reports on paper, as other programs read them.
class PaperTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void everyFigureAndCellStandsInThePdf();
    void chartsAreVectorsAndTextIsText();
    void paperIsWhiteInTheDarkToo();
    void aLongReportNumbersItsPages();
    void aCancelledReportLeavesWhatWasThere();
    void lastMonthComparesWithTheMonthBefore();
    void theDocumentSaysWhatStatsSays();
    void theManifestHoldsTheExactTotal();
    void theProgramWritesItWithoutADisplay();
    void theTerminalHasItWritten();
    void wrongUsageIsExitCode64_data();
    void wrongUsageIsExitCode64();
    void whatIsShownHasItsRecipe();

private:
    [[nodiscard]] QString file(const QString &name) const { return m_folder.filePath(name); }
    [[nodiscard]] QProcessEnvironment bare() const
    {
        auto environment = QProcessEnvironment::systemEnvironment();
        for (const auto &name : {u"QT_QPA_PLATFORM"_s, u"DISPLAY"_s, u"WAYLAND_DISPLAY"_s,
                                 u"LLM_TOLL_STORE_URL"_s})
            environment.remove(name);
        environment.insert(u"HOME"_s, m_folder.path());
        return environment;
    }
    QTemporaryDir m_folder;
    SnapshotPtr m_snapshot;
    View m_view;
};

void PaperTest::initTestCase()
{
    applyTheme(*qApp, Scheme::Light);
    m_snapshot = snapshotOf(*openSampleStore(m_folder.path()), sampleNow());
    m_view = test::viewOf(*m_snapshot);
}

void PaperTest::everyFigureAndCellStandsInThePdf()
{
    const ReportDocument document = reportDocument(*m_snapshot, m_view);
    QVERIFY(valueOf(writePdf(document, file(u"r.pdf"_s))) >= 2);
    const QString text = textOf(file(u"r.pdf"_s));
    const auto contains = [&text](const QString &words) {
        return text.contains(words.simplified()) || words.isEmpty();
    };
    QVERIFY2(contains(document.title) && contains(document.range) && contains(document.total),
             qPrintable(text.left(1000)));
    QCOMPARE(document.figures.size(), 5U);
    for (const auto &figure : document.figures)
        QVERIFY2(contains(figure.value), qPrintable(figure.value + u" in "_s + text.left(1500)));
    QCOMPARE(document.tables.size(), 3U);
    for (const auto &table : document.tables) {
        for (const QStringList &row : table.rows) {
            QCOMPARE(size_t(row.size()), table.columns.size());
            for (const QString &cell : row) {
                // Names and forecasts may be cut where the column ends.
                QVERIFY2(contains(cell) || contains(cell.left(10)), qPrintable(cell));
            }
        }
    }
}

void PaperTest::chartsAreVectorsAndTextIsText()
{
    static_cast<void>(valueOf(writePdf(reportDocument(*m_snapshot, m_view), file(u"v.pdf"_s))));
    const QString images = run(u"pdfimages"_s, {u"-list"_s, file(u"v.pdf"_s)}).out;
    QVERIFY2(images.split(u'\n', Qt::SkipEmptyParts).size() <= 2, qPrintable(images)); // a header
    QVERIFY(!run(u"pdffonts"_s, {file(u"v.pdf"_s)}).out.contains(u"Type 3"));
    QVERIFY(QFile(file(u"v.pdf"_s)).size() < 400'000);
}

void PaperTest::paperIsWhiteInTheDarkToo()
{
    const ReportDocument document = reportDocument(*m_snapshot, m_view);
    static_cast<void>(valueOf(writePdf(document, file(u"light.pdf"_s))));
    applyTheme(*qApp, Scheme::Dark);
    static_cast<void>(valueOf(writePdf(document, file(u"dark.pdf"_s))));
    QCOMPARE(look(), Look::Dark);
    applyTheme(*qApp, Scheme::Light);
    const auto picture = [this](const QString &name) {
        QCOMPARE(run(u"pdftoppm"_s, {u"-r"_s, u"50"_s, u"-png"_s, u"-singlefile"_s,
                                     file(name + u".pdf"_s), file(name)})
                     .exitCode,
                 0);
    };
    picture(u"light"_s);
    picture(u"dark"_s);
    const QImage light(file(u"light.png"_s));
    QVERIFY(!light.isNull());
    QCOMPARE(QImage(file(u"dark.png"_s)), light);
    QCOMPARE(light.pixelColor(3, 3), QColor(Qt::white));
}

void PaperTest::aLongReportNumbersItsPages()
{
    ReportDocument document = reportDocument(*m_snapshot, m_view);
    auto &rows = document.tables.front().rows;
    while (rows.size() < 200)
        rows.push_back(rows.front());
    const int pages = valueOf(writePdf(document, file(u"long.pdf"_s)));
    QVERIFY(pages >= 7);
    QCOMPARE(pagesOf(file(u"long.pdf"_s)), pages);
    for (int page = 1; page <= pages; ++page) {
        const QString number = QString::number(page);
        const QString text = run(u"pdftotext"_s, {u"-layout"_s, u"-f"_s, number, u"-l"_s, number,
                                                  file(u"long.pdf"_s), u"-"_s})
                                 .out.simplified();
        QVERIFY2(text.contains(u"Page %1 of %2"_s.arg(page).arg(pages)), qPrintable(text));
        QVERIFY(text.contains(u"as logged, UTC days"));
        QVERIFY(text.contains(document.range) && text.contains(document.store));
    }
}

void PaperTest::aCancelledReportLeavesWhatWasThere()
{
    const ReportDocument document = reportDocument(*m_snapshot, m_view);
    QTemporaryDir folder;
    const QString path = folder.filePath(u"r.pdf"_s);
    const int pages = valueOf(writePdf(document, path));
    QFile before(path);
    QVERIFY(before.open(QIODevice::ReadOnly));
    const QByteArray content = before.readAll();
    // While pages are counted, and while they are written.
    for (const int whenOf : {0, pages}) {
        QStringList told;
        const auto stopAtTheSecond = [&](int page, int of) {
            told << u"%1 of %2"_s.arg(page).arg(of);
            return of != whenOf || page < 2;
        };
        QCOMPARE(errorOf(writePdf(document, path, stopAtTheSecond)), StoreError::Kind::Cancelled);
        QCOMPARE(told.last(), u"2 of %1"_s.arg(whenOf));
        QCOMPARE(QDir(folder.path()).entryList(QDir::Files | QDir::Hidden), QStringList(u"r.pdf"_s));
        QFile after(path);
        QVERIFY(after.open(QIODevice::ReadOnly));
        QCOMPARE(after.readAll(), content);
    }
}

void PaperTest::lastMonthComparesWithTheMonthBefore()
{
    const auto month = lastMonth(*Timestamp::parse(u"2026-03-31T23:59:00Z"));
    QCOMPARE(month.current, Range::days({2026, 2, 1}, {2026, 2, 28}));
    QCOMPARE(month.previous, Range::days({2026, 1, 1}, {2026, 1, 31}));
    const auto december = lastMonth(*Timestamp::parse(u"2026-01-01T00:00:00Z"));
    QCOMPARE(december.current, Range::days({2025, 12, 1}, {2025, 12, 31}));
}

void PaperTest::theDocumentSaysWhatStatsSays()
{
    const auto store = openAzureStore(m_folder.path());
    const SnapshotPtr snapshot = snapshotOf(*store, Timestamp::now(), RangePreset::All);
    const View view = test::viewOf(*snapshot, RangePreset::All);
    const ReportDocument document = reportDocument(*snapshot, view);
    static_cast<void>(valueOf(writePdf(document, file(u"azure.pdf"_s))));
    const QString text = textOf(file(u"azure.pdf"_s));
    const GoldenAnswers golden(Backend::Sqlite);
    QVERIFY2(text.contains(u"Exact total: "_s + format::usdExact(golden.total().cost)),
             qPrintable(text.left(800)));
    for (const auto &groups : {golden.projects(), golden.models()}) {
        for (const Summary &group : groups) {
            QVERIFY2(text.contains(format::usd(group.totals.cost)), qPrintable(group.name));
            QVERIFY2(text.contains(format::count(group.totals.inputTokens)),
                     qPrintable(group.name));
        }
    }
    QCOMPARE(document.totals.cost, golden.total().cost);
}

void PaperTest::theManifestHoldsTheExactTotal()
{
    static_cast<void>(valueOf(writePdfReport(*m_snapshot, m_view, file(u"m.pdf"_s))));
    const Manifest manifest = valueOf(readManifest(file(u"m.pdf"_s)));
    const SpendReport report = spendReport(*m_snapshot, m_view);
    QCOMPARE(manifest.selection->tally.cost, report.totals.cost);
    QCOMPARE(manifest.selection->filter.range, std::optional(report.range));
    QFile::remove(manifestPath(file(u"m.pdf"_s)));
    static_cast<void>(valueOf(writePdfReport(*m_snapshot, m_view, file(u"m.pdf"_s), false)));
    QVERIFY(!QFile::exists(manifestPath(file(u"m.pdf"_s))));
}

void PaperTest::theProgramWritesItWithoutADisplay()
{
    const QTemporaryDir folder;
    const QString azure = copyAzureDatabase(folder.path());
    const Run done = run(QStringLiteral(TOLLKEEPER_PROGRAM),
                         {u"--db"_s, azure, u"--report"_s, u"pdf"_s, u"--range"_s, u"all"_s,
                          u"--output"_s, file(u"p.pdf"_s)},
                         bare());
    QVERIFY2(done.exitCode == 0, qPrintable(done.err));
    QVERIFY(textOf(file(u"p.pdf"_s))
                .contains(format::usdExact(GoldenAnswers(Backend::Sqlite).total().cost)));
    const Run gone = run(QStringLiteral(TOLLKEEPER_PROGRAM),
                         {u"--store-url"_s, u"postgresql://u:hidden@127.0.0.1:1/none"_s,
                          u"--report"_s, u"pdf"_s, u"--output"_s, file(u"q.pdf"_s)},
                         bare());
    QCOMPARE(gone.exitCode, 4);
    QVERIFY(!gone.err.contains(u"hidden") && !QFile::exists(file(u"q.pdf"_s)));
    const Run wrong = run(QStringLiteral(TOLLKEEPER_PROGRAM),
                          {u"--store-url"_s, u"mysql://host/db"_s, u"--report"_s, u"pdf"_s,
                           u"--output"_s, file(u"q.pdf"_s)},
                          bare());
    QCOMPARE(wrong.exitCode, 64);
}

void PaperTest::theTerminalHasItWritten()
{
    const QTemporaryDir folder;
    const QString azure = copyAzureDatabase(folder.path());
    const QString day = GoldenAnswers(Backend::Sqlite).onlyDay().toString(Qt::ISODate);
    const Run done = run(QStringLiteral(TOLLCTL_PROGRAM),
                         {u"report"_s, u"pdf"_s, u"--since"_s, day, u"--until"_s, day,
                          u"--project"_s, u"code-assistant"_s, u"--output"_s, file(u"t.pdf"_s),
                          u"--db"_s, azure},
                         bare());
    QVERIFY2(done.exitCode == 0, qPrintable(done.err));
    const QString text = textOf(file(u"t.pdf"_s));
    QVERIFY2(text.contains(u"$52.7017505") && text.contains(u"code-assistant"), qPrintable(text));
    const Run verified =
        run(QStringLiteral(TOLLCTL_PROGRAM), {u"verify"_s, file(u"t.pdf"_s), u"--db"_s, azure}, bare());
    QVERIFY2(verified.out.endsWith(u": unchanged\n"), qPrintable(verified.out + verified.err));
    const Run month = run(QStringLiteral(TOLLCTL_PROGRAM),
                          {u"report"_s, u"pdf"_s, u"--last-month"_s, u"--output"_s,
                           file(u"l.pdf"_s), u"--db"_s, azure},
                          bare());
    QVERIFY2(month.exitCode == 0, qPrintable(month.err)); // nothing was spent then: still a report
    QVERIFY(textOf(file(u"l.pdf"_s)).contains(u"$0.00"));
}

void PaperTest::wrongUsageIsExitCode64_data()
{
    QTest::addColumn<QStringList>("arguments");
    const QStringList pdf{u"--report"_s, u"pdf"_s, u"--output"_s, u"x.pdf"_s};
    QTest::newRow("another format") << QStringList{u"--report"_s, u"odt"_s};
    QTest::newRow("no file") << QStringList{u"--report"_s, u"pdf"_s};
    QTest::newRow("no report") << QStringList{u"--output"_s, u"x.pdf"_s};
    QTest::newRow("no date") << pdf + QStringList{u"--since"_s, u"yesterday"_s};
    QTest::newRow("two ranges") << pdf + QStringList{u"--last-month"_s, u"--since"_s, u"2026-01-01"_s};
    QTest::newRow("backwards")
        << pdf + QStringList{u"--since"_s, u"2026-02-01"_s, u"--until"_s, u"2026-01-01"_s};
    QTest::newRow("a picture, too") << pdf + QStringList{u"--screenshot"_s, u"x.png"_s};
}

void PaperTest::wrongUsageIsExitCode64()
{
    QFETCH(QStringList, arguments);
    const Run done = run(QStringLiteral(TOLLKEEPER_PROGRAM), arguments, bare());
    QCOMPARE(done.exitCode, 64);
    QVERIFY(!done.err.isEmpty());
}

void PaperTest::whatIsShownHasItsRecipe()
{
    using Of = Recipe::Of;
    Place place;
    View view = m_view;
    QCOMPARE(recipeOf(place, view).of, Of::Projects);
    view.groupBy = GroupBy::Model;
    QCOMPARE(recipeOf(place, view).of, Of::Models);
    place.page = PageId::Projects;
    QCOMPARE(recipeOf(place, view).of, Of::Projects);
    view.project = u"support-bot"_s;
    QCOMPARE(recipeOf(place, view).of, Of::Models);
    QCOMPARE(recipeOf(place, view).filter.project, view.project);
    place.page = PageId::Audit;
    QCOMPARE(recipeOf(place, view).of, Of::Audit);
    place.page = PageId::Calls;
    QCOMPARE(recipeOf(place, view).of, Of::Calls);
}

QTEST_MAIN(PaperTest)
#include "tst_paper.moc"
