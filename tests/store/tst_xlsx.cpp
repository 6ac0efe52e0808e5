// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "export/xlsx.h"
#include "peer.h"
#include "testdata.h"
#include "teststore.h"

#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace tollkeeper;
using namespace tollkeeper::test;

namespace {

const QString script = QStringLiteral(READ_XLSX);

/// What openpyxl, a program that is not ours, finds in the workbook.
QJsonObject read(const QString &path)
{
    QProcess python;
    python.start(u"/usr/bin/python3"_s, {script, path});
    if (!python.waitForFinished(60'000) || python.exitCode() != 0)
        failBecause(QString::fromUtf8(python.readAllStandardError()));
    return QJsonDocument::fromJson(python.readAllStandardOutput()).object();
}

QJsonObject sheet(const QJsonObject &book, const QString &name)
{
    return book["sheets"_L1][name].toObject();
}

qint64 sum(const QJsonObject &sheet, const QString &column)
{
    const QJsonArray header = sheet["header"_L1].toArray();
    for (qsizetype i = 0; i < header.size(); ++i) {
        if (header[i].toString() == column)
            return sheet["sums"_L1][i].toString().toLongLong();
    }
    failBecause(u"There is no column "_s + column);
    return 0;
}

} // namespace

/// The workbook, as another program reads it.
class tst_xlsx final : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;

private Q_SLOTS:
    void initTestCase_data() { addBackends(); }
    void sumsAreTheStoresToTheLastDigit();
    void cellsHaveTheirTypes();
    void noNameIsEverAFormula();
    void callsGoOnOnFurtherSheets();
    void badRowsAreListedButInNoSum();
    void anEmptyLogIsStillAWorkbook();
    void aWorkbookAppearsCompleteOrNotAtAll();

private:
    [[nodiscard]] QString file() const { return m_folder.filePath(u"book.xlsx"_s); }
};

void tst_xlsx::sumsAreTheStoresToTheLastDigit()
{
    const TestStore place;
    place.loadAzure();
    const auto store = place.open();
    const Totals all = GoldenAnswers(place.backend()).total();
    QCOMPARE(valueOf(exportXlsx(*store, {}, file())), all.calls);
    const QJsonObject book = read(file());
    QCOMPARE(book["names"_L1].toVariant().toStringList(),
             QStringList({u"Summary"_s, u"Projects"_s, u"Models"_s, u"Calls"_s, u"Days"_s, u"Chart"_s}));
    for (const QString &name : {u"Projects"_s, u"Models"_s, u"Calls"_s})
        QCOMPARE(sum(sheet(book, name), u"Cost (USD)"_s), all.cost.units());
    QCOMPARE(sum(sheet(book, u"Days"_s), u"Total"_s), all.cost.units());
    QCOMPARE(sheet(book, u"Calls"_s)["rows"_L1].toInteger(), all.calls);
    QCOMPARE(sum(sheet(book, u"Projects"_s), u"Calls"_s), all.calls * Money::unitsPerUsd);
    QCOMPARE(sum(sheet(book, u"Calls"_s), u"Input tokens"_s), all.inputTokens * Money::unitsPerUsd);
    QCOMPARE(sum(sheet(book, u"Models"_s), u"Output tokens"_s),
             all.outputTokens * Money::unitsPerUsd);
    QVERIFY(QJsonDocument(book["summary"_L1].toArray()).toJson().contains(
        all.cost.toString().toUtf8()));
    QCOMPARE(book["charts"_L1].toArray(), QJsonArray{1});
}

void tst_xlsx::cellsHaveTheirTypes()
{
    const TestStore place;
    StoreOptions at;
    at.clock = [] { return *Timestamp::parse(u"2026-11-23T09:34:00.250000Z"); };
    const auto store = place.open(at);
    for (int i = 0; i < 5; ++i)
        QVERIFY(valueOf(store->record(sampleCall())).logged());
    QVERIFY(exportXlsx(*store, {}, file()));
    const QJsonObject calls = sheet(read(file()), u"Calls"_s);
    QCOMPARE(calls["types"_L1].toVariant().toStringList().mid(0, 6),
             QStringList({u"s"_s, u"s"_s, u"n"_s, u"n"_s, u"n"_s, u"d"_s}));
    QCOMPARE(calls["dates"_L1][5].toInteger(), 5);
    QCOMPARE(calls["first"_L1][5].toString(), u"2026-11-23 09:34:00.250000"_s);
    QCOMPARE(calls["freeze"_L1].toString(), u"A2"_s);
    QCOMPARE(calls["filter"_L1].toString(), u"A1:G6"_s);
    QVERIFY(calls["formats"_L1][4].toString().contains(u"0.00########"));
}

void tst_xlsx::noNameIsEverAFormula()
{
    const TestStore place;
    const auto store = place.open();
    const QString evil = u"=cmd|'/c calc'!A0"_s;
    for (const QString &name : {evil, u"+1"_s, u"{=SUM(A1)}"_s, u"http://x.example"_s}) {
        UsageRecord usage = sampleCall(name);
        usage.model = name;
        QVERIFY(valueOf(store->record(usage)).logged());
    }
    QVERIFY(exportXlsx(*store, {}, file()));
    const QJsonObject book = read(file());
    const QJsonObject sheets = book["sheets"_L1].toObject();
    for (const auto &each : sheets)
        QCOMPARE(each["formulas"_L1].toInt(), 0);
    QVERIFY(QJsonDocument(sheet(book, u"Days"_s)["header"_L1].toArray())
                .toJson().contains("=cmd|'/c calc'!A0"));
}

void tst_xlsx::callsGoOnOnFurtherSheets()
{
    const TestStore place;
    const auto store = place.open();
    for (int i = 0; i < 7; ++i)
        QVERIFY(valueOf(store->record(sampleCall(u"p%1"_s.arg(i)))).logged());
    QCOMPARE(valueOf(exportXlsx(*store, {}, file(), {}, 3)), 7);
    const QJsonObject book = read(file());
    QList<qint64> rows;
    for (const QString &name : {u"Calls"_s, u"Calls 2"_s, u"Calls 3"_s}) {
        QCOMPARE(sheet(book, name)["header"_L1][0].toString(), u"Project"_s);
        rows << sheet(book, name)["rows"_L1].toInteger();
    }
    QCOMPARE(rows, QList<qint64>({3, 3, 1}));
    QCOMPARE(xlsxRowsPerSheet + 1, 1'048'576);
}

void tst_xlsx::badRowsAreListedButInNoSum()
{
    const TestStore place;
    const auto store = place.open();
    QVERIFY(valueOf(store->record(sampleCall())).logged());
    peer::LogRow bad;
    bad.cost = u"-1.5"_s;
    place.raw().execute(peer::insertLog(bad));
    ExportTally tally;
    ExportOptions options;
    options.tally = &tally;
    QCOMPARE(valueOf(exportXlsx(*store, {}, file(), options)), 2);
    QCOMPARE(tally, (ExportTally{1, 1, Money::fromUsd(0.25)}));
    const QJsonObject book = read(file());
    QCOMPARE(sheet(book, u"Calls"_s)["rows"_L1].toInt(), 2);
    QCOMPARE(sheet(book, u"Calls"_s)["types"_L1][6].toString(), u"s"_s); // why it is left out
    QCOMPARE(sum(sheet(book, u"Projects"_s), u"Cost (USD)"_s), Money::fromUsd(0.25).units());
}

void tst_xlsx::anEmptyLogIsStillAWorkbook()
{
    const TestStore place;
    const auto store = place.open();
    QCOMPARE(valueOf(exportXlsx(*store, {}, file())), 0);
    QVERIFY(read(file())["names"_L1].toArray().contains(u"Calls"_s));
}

void tst_xlsx::aWorkbookAppearsCompleteOrNotAtAll()
{
    const TestStore place;
    place.loadAzure();
    const auto store = place.open();
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"calls.xlsx"_s);
    ExportOptions options;
    options.progress = [](qint64) { return false; };
    QCOMPARE(errorOf(exportXlsx(*store, {}, path, options)), StoreError::Kind::Cancelled);
    QVERIFY(QDir(folder.path()).entryList(QDir::Files | QDir::Hidden).isEmpty());
    const auto missing = exportXlsx(*store, {}, folder.filePath(u"none/calls.xlsx"_s));
    QCOMPARE(errorOf(missing), StoreError::Kind::Internal);
    QVERIFY2(missing.error().message.contains(u"none/calls.xlsx"),
             qPrintable(missing.error().message));
}

QTEST_GUILESS_MAIN(tst_xlsx)
#include "tst_xlsx.moc"
