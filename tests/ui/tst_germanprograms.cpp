// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "testdata.h"
#include "teststore.h"

#include <QFile>
#include <QProcess>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace tollkeeper;
using namespace tollkeeper::test;

namespace {

/// As on a desktop in \a language, whose locale may stand in \a locales.
QString run(const QString &program, const QStringList &arguments, const QString &language,
            const QString &locales = {})
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"LC_ALL"_s, language);
    environment.remove(u"LANGUAGE"_s);
    if (!locales.isEmpty()) {
        environment.insert(u"LOCPATH"_s, locales);
        environment.insert(u"LSAN_OPTIONS"_s, u"detect_leaks=0"_s); // the C library keeps that path
    }
    QProcess process;
    process.setProcessEnvironment(environment);
    process.start(program, arguments);
    if (!process.waitForFinished(60'000) || process.exitCode() != 0)
        failBecause(QString::fromUtf8(process.readAllStandardError()));
    return QString::fromUtf8(process.readAllStandardOutput());
}

} // namespace

/// The programs themselves on a German desktop: what they write for people and for other programs.
class GermanProgramsTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void theReportSpeaksTheLanguageOfTheDesktop();
    void theReportIsWrittenAsInTheCountry_data();
    void theReportIsWrittenAsInTheCountry();
    void mistakesAreToldInTheLanguageOfPreferences();
    void theTerminalStaysEnglish();
    void aWorkbookOfAGermanMachineHasNumbers();

private:
    void makeGermanMachine();
    QTemporaryDir m_home;
    QTemporaryDir m_locales; ///< with the C library's German locale
    QString m_azure;
};

void GermanProgramsTest::initTestCase()
{
    qputenv("HOME", m_home.path().toLocal8Bit());
    m_azure = copyAzureDatabase(m_home.path());
}

void GermanProgramsTest::theReportSpeaksTheLanguageOfTheDesktop()
{
    const QString pdf = m_home.filePath(u"report.pdf"_s);
    const auto text = [&](const QString &program, const QStringList &arguments,
                          const QString &language) {
        run(program, arguments + QStringList{u"--db"_s, m_azure, u"--output"_s, pdf}, language);
        return run(u"pdftotext"_s, {u"-layout"_s, pdf, u"-"_s}, u"C.UTF-8"_s).simplified();
    };
    const QStringList window{u"--report"_s, u"pdf"_s, u"--range"_s, u"all"_s};
    const QString program = QStringLiteral(TOLLKEEPER_PROGRAM);
    const QString german = text(program, window, u"de_DE.UTF-8"_s);
    for (const auto &words : {u"Ausgaben für LLM-APIs"_s, u"16. Nov. 2023"_s, u"28.193"_s,
                              u"Genaue Summe: 56,59226015"_s, u"Seite 1 von"_s})
        QVERIFY2(german.contains(words), qPrintable(words + u" in "_s + german));
    QVERIFY(text(program, window + QStringList{u"--language"_s, u"en"_s}, u"de_DE.UTF-8"_s)
                .contains(u"Exact total: $56.59226015"));
    QVERIFY(text(program, window + QStringList{u"--language"_s, u"de"_s}, u"C.UTF-8"_s)
                .contains(u"Genaue Summe: 56,59226015"));
    const QString terminal = QStringLiteral(TOLLCTL_PROGRAM);
    const QStringList verb{u"report"_s, u"pdf"_s, u"--since"_s, u"2023-11-01"_s};
    QVERIFY(text(terminal, verb, u"de_DE.UTF-8"_s).contains(u"Exact total: $56.59226015"));
    QVERIFY(text(terminal, verb + QStringList{u"--language"_s, u"de"_s}, u"C.UTF-8"_s)
                .contains(u"Genaue Summe: 56,59226015"));
}

void GermanProgramsTest::theReportIsWrittenAsInTheCountry_data()
{
    QTest::addColumn<QString>("locale");
    QTest::addColumn<QStringList>("words");
    QTest::newRow("Austria") << u"de_AT.UTF-8"_s
                             << QStringList{u"28 193"_s, u"56,59 $"_s, u"16. Nov. 2023"_s};
    QTest::newRow("Switzerland") << u"de_CH.UTF-8"_s
                                 << QStringList{u"28’193"_s, u"56.59 $"_s, u"16. Nov. 2023"_s};
    QTest::newRow("Britain") << u"en_GB.UTF-8"_s
                             << QStringList{u"28,193"_s, u"$56.59"_s, u"16 Nov 2023"_s};
}

void GermanProgramsTest::theReportIsWrittenAsInTheCountry()
{
    QFETCH(QString, locale);
    QFETCH(QStringList, words);
    const QString pdf = m_home.filePath(u"country.pdf"_s);
    run(QStringLiteral(TOLLKEEPER_PROGRAM),
        {u"--report"_s, u"pdf"_s, u"--range"_s, u"all"_s, u"--db"_s, m_azure, u"--output"_s, pdf},
        locale);
    const QString text = run(u"pdftotext"_s, {u"-layout"_s, pdf, u"-"_s}, u"C.UTF-8"_s).simplified();
    for (const QString &each : words)
        QVERIFY2(text.contains(each), qPrintable(each + u" in "_s + text));
}

void GermanProgramsTest::mistakesAreToldInTheLanguageOfPreferences()
{
    const QString folder = m_home.filePath(u"preferences"_s);
    {
        QSettings settings(folder + u"/tollkeeper/tollkeeper.conf"_s, QSettings::IniFormat);
        settings.setValue(u"language"_s, u"de"_s);
    }
    const auto complaint = [&folder](const QStringList &more) {
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(u"LC_ALL"_s, u"C.UTF-8"_s);
        environment.insert(u"XDG_CONFIG_HOME"_s, folder);
        QProcess process;
        process.setProcessEnvironment(environment);
        process.start(QStringLiteral(TOLLKEEPER_PROGRAM),
                      QStringList{u"--page"_s, u"nowhere"_s} + more);
        process.waitForFinished(60'000);
        return process.exitCode() == 64 ? QString::fromUtf8(process.readAllStandardError())
                                        : u"not refused"_s;
    };
    QVERIFY2(complaint({}).contains(u"--page nowhere: erwartet wird"), qPrintable(complaint({})));
    QVERIFY(complaint({u"--language"_s, u"en"_s}).contains(u"--page nowhere: expected"));
}

// Few machines have the locale, and only with it the C library writes a comma into numbers.
void GermanProgramsTest::makeGermanMachine()
{
    const QString locale = m_locales.filePath(u"de_DE.UTF-8"_s);
    if (QFile::exists(locale))
        return;
    run(u"localedef"_s, {u"-i"_s, u"de_DE"_s, u"-f"_s, u"UTF-8"_s, locale}, u"C.UTF-8"_s);
    QVERIFY(QFile::exists(locale));
}

void GermanProgramsTest::theTerminalStaysEnglish()
{
    makeGermanMachine();
    for (const QStringList &arguments : {QStringList{u"stats"_s},
                                         {u"stats"_s, u"--json"_s},
                                         {u"budgets"_s},
                                         {u"ledger"_s},
                                         {u"export"_s, u"csv"_s, u"--output"_s, u"-"_s}}) {
        const QStringList all = arguments + QStringList{u"--db"_s, m_azure};
        const QString german =
            run(QStringLiteral(TOLLCTL_PROGRAM), all, u"de_DE.UTF-8"_s, m_locales.path());
        QVERIFY(!german.isEmpty());
        QCOMPARE(german, run(QStringLiteral(TOLLCTL_PROGRAM), all, u"C.UTF-8"_s));
    }
}

void GermanProgramsTest::aWorkbookOfAGermanMachineHasNumbers()
{
    makeGermanMachine();
    const QString path = m_home.filePath(u"report.xlsx"_s);
    run(QStringLiteral(TOLLCTL_PROGRAM),
        {u"report"_s, u"xlsx"_s, u"--db"_s, m_azure, u"--output"_s, path}, u"de_DE.UTF-8"_s,
        m_locales.path());
    const QString read = u"import openpyxl, sys\n"
                         "sheet = openpyxl.load_workbook(sys.argv[1])['Projects']\n"
                         "print(round(sum(row[4].value for row in sheet.iter_rows(2)), 8))"_s;
    QCOMPARE(run(u"/usr/bin/python3"_s, {u"-c"_s, read, path}, u"C.UTF-8"_s).trimmed(),
             u"56.59226015"_s);
}

QTEST_GUILESS_MAIN(GermanProgramsTest)
#include "tst_germanprograms.moc"
