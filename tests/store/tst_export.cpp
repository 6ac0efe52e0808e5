// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "analysis/summary.h"
#include "export/export.h"
#include "peer.h"
#include "testdata.h"
#include "teststore.h"

#include <QBuffer>
#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <csignal>
#include <sys/resource.h>

using namespace Qt::StringLiterals;
using namespace tollkeeper;
using namespace tollkeeper::test;

namespace {

constexpr int longLog = 50'000;

QByteArray exported(Store &store, const CallQuery &query, const ExportOptions &options = {})
{
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    static_cast<void>(valueOf(exportCalls(store, query, buffer, options)));
    return buffer.data();
}

CallQuery ofProject(const QString &project)
{
    CallQuery query;
    query.filter.project = project;
    return query;
}

// A log of many windows and blocks: most of it in the order of time, one part with gaps, one with
// several calls at a moment, and calls that came late. Their number is in the tokens.
void fillLongLog(const TestStore &place)
{
    const bool postgres = place.backend() == Backend::Postgres;
    const QString moment = postgres
        ? u"timestamptz '2026-01-01Z' + (CASE WHEN i % 1000 = 0 THEN i / 3 WHEN i > 30000 THEN i / 20 * 20"
          " ELSE i END) * interval '1 minute'"_s
        : u"strftime('%Y-%m-%dT%H:%M:%S', '2026-01-01', (CASE WHEN i % 1000 = 0 THEN i / 3"
          " WHEN i > 30000 THEN i / 20 * 20 ELSE i END) || ' minutes') || '+00:00'"_s;
    RawConnection raw = place.raw();
    raw.execute(u"INSERT INTO usage_logs (project, model, input_tokens, output_tokens, cost, created_at)"
                " WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %1)"
                " SELECT 'project ' || (i % 7), 'model', i, 1, 0.25, %2 FROM n"_s
                    .arg(longLog + longLog / 10)
                    .arg(moment));
    raw.execute(u"DELETE FROM usage_logs WHERE input_tokens BETWEEN 10001 AND 20000"
                " AND input_tokens % 2 = 0"_s);
}

// No file of this process grows past \a bytes while it lives: what a full disk looks like.
class FileSizeLimit final
{
public:
    explicit FileSizeLimit(rlim_t bytes)
    {
        getrlimit(RLIMIT_FSIZE, &m_before);
        const rlimit limit{bytes, m_before.rlim_max};
        m_handler = std::signal(SIGXFSZ, SIG_IGN);
        setrlimit(RLIMIT_FSIZE, &limit);
    }
    ~FileSizeLimit()
    {
        setrlimit(RLIMIT_FSIZE, &m_before);
        std::signal(SIGXFSZ, m_handler);
    }
    Q_DISABLE_COPY_MOVE(FileSizeLimit)

private:
    rlimit m_before{};
    void (*m_handler)(int) = SIG_DFL;
};

} // namespace

/// The raw log as CSV and JSON, into a device and into a file.
class tst_export final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { addBackends(); }
    void csvIsLlmTollsByteForByte();
    void jsonHoldsEveryCallExactly();
    void anEmptyLogIsStillADocument();
    void formulasGetAnApostropheUnlessRaw();
    void badRowsArePartOfTheExport();
    void everyRowIsThereHoweverOdd();
    void aLongLogComesInOrder();
    void aLongLogThatCannotBeWrittenIsAnError();
    void progressIsToldAndCancels();
    void aDeviceThatIsFullIsAnError();
    void aFullDiskLeavesTheOldFile();
    void aFileAppearsCompleteOrNotAtAll();
    void aFolderThatIsMissingIsNamed();
};

void tst_export::csvIsLlmTollsByteForByte()
{
    const TestStore place;
    place.loadAzure();
    const auto store = place.open();
    const QByteArray golden = contentOf(dataFile(u"llm_toll_azure.export_code-assistant.csv"_s));
    QVERIFY(golden.count('\n') > 8000);
    // Compared as lines first, so that a failure shows the one that differs.
    const QByteArray csv = exported(*store, ofProject(u"code-assistant"_s));
    QCOMPARE(csv.left(golden.indexOf('\n', 100)), golden.left(golden.indexOf('\n', 100)));
    QVERIFY(csv == golden);
}

void tst_export::jsonHoldsEveryCallExactly()
{
    const TestStore place;
    place.loadAzure();
    const auto store = place.open();
    ExportOptions options;
    options.format = ExportFormat::Json;
    const QByteArray json = exported(*store, {}, options);
    QVERIFY(QJsonDocument::fromJson(json).isArray());

    // Line by line and from the text, because QJsonDocument knows doubles only.
    Totals sum;
    for (QByteArray line : json.split('\n')) {
        if (!line.startsWith('{'))
            continue;
        if (line.endsWith(','))
            line.chop(1);
        const QJsonObject call = QJsonDocument::fromJson(line).object();
        QCOMPARE(call.size(), 6);
        const qsizetype from = line.indexOf("\"cost\":") + 7;
        const auto cost = Money::parse(
            QString::fromLatin1(line.mid(from, line.indexOf(",\"created_at\":") - from)));
        QVERIFY2(cost, line);
        const auto created = Timestamp::parse(call[u"created_at"].toString());
        QVERIFY2(created, line);
        sum += {1, call[u"input_tokens"].toInteger(), call[u"output_tokens"].toInteger(), *cost,
                created};
    }
    QCOMPARE(sum, GoldenAnswers(place.backend()).total());
}

void tst_export::anEmptyLogIsStillADocument()
{
    const TestStore place;
    const auto store = place.open();
    QCOMPARE(exported(*store, {}), "project,model,input_tokens,output_tokens,cost,created_at\n"_ba);
    ExportOptions options;
    options.format = ExportFormat::Json;
    QCOMPARE(exported(*store, {}, options), "[]\n"_ba);
}

void tst_export::formulasGetAnApostropheUnlessRaw()
{
    const TestStore place;
    StoreOptions storeOptions;
    storeOptions.clock = [] { return *Timestamp::parse(u"2026-11-23T09:34:00Z"); };
    const auto store = place.open(storeOptions);
    UsageRecord usage = sampleCall(u"=cmd|'/c calc'!A0"_s, 1e-5);
    usage.model = u"+a,\"b\""_s;
    usage.inputTokens = 7;
    usage.outputTokens = 5;
    QVERIFY(valueOf(store->record(usage)).logged());
    const QByteArray rest = "7,5,1e-05,2026-11-23T09:34:00+00:00\n";
    const auto row = [](const QByteArray &csv) { return csv.mid(csv.indexOf('\n') + 1); };
    QCOMPARE(row(exported(*store, {})), "'=cmd|'/c calc'!A0,\"'+a,\"\"b\"\"\"," + rest);
    ExportOptions raw;
    raw.rawCells = true;
    QCOMPARE(row(exported(*store, {}, raw)), "=cmd|'/c calc'!A0,\"+a,\"\"b\"\"\"," + rest);
    ExportOptions json;
    json.format = ExportFormat::Json;
    QCOMPARE(exported(*store, {}, json),
             "[\n"
             R"({"project":"=cmd|'/c calc'!A0","model":"+a,\"b\"","input_tokens":7,)"
             R"("output_tokens":5,"cost":0.00001,"created_at":"2026-11-23T09:34:00+00:00"})"
             "\n]\n"_ba);
}

void tst_export::badRowsArePartOfTheExport()
{
    const TestStore place;
    const auto store = place.open();
    for (const QString &cost : {u"-1.5"_s, u"1e300"_s}) {
        peer::LogRow row;
        row.cost = cost;
        place.raw().execute(peer::insertLog(row));
    }
    CallQuery bad;
    bad.badOnly = true;
    const QByteArray csv = exported(*store, bad);
    QVERIFY2(csv.contains(",-1.5,") && csv.contains(",1e+300,"), csv);
    ExportOptions options;
    options.format = ExportFormat::Json;
    const QByteArray json = exported(*store, bad, options);
    QVERIFY2(json.contains("\"cost\":-1.5,") && json.contains("\"cost\":1e+300,"), json);
}

void tst_export::everyRowIsThereHoweverOdd()
{
    const TestStore place;
    const auto store = place.open();
    QByteArrayList expected;
    const auto add = [&](const QByteArray &line, const peer::LogRow &row) {
        place.raw().execute(peer::insertLog(row));
        expected.prepend(line);
    };
    using Row = peer::LogRow;
    const auto at = [](const QString &moment) {
        Row row;
        row.createdAt = u"'%1'"_s.arg(moment);
        return row;
    };
    if (place.backend() == Backend::Postgres) {
        add("demo,gpt-4o,100,20,0.25,'-infinity", at(u"-infinity"_s));
        add("demo,gpt-4o,100,20,0.25,0044-03-15 12:00:00+00 BC", at(u"0044-03-15 12:00:00+00 BC"_s));
    }
    for (const char *moment : {"0001-01-01T00:00:00+00:00", "1969-12-31T23:59:59.999999+00:00",
                               "1999-12-31T23:59:59.500000+00:00",
                               "2024-02-29T10:00:00.000001+00:00"})
        add(QByteArray("demo,gpt-4o,100,20,0.25,") + moment, at(QString::fromLatin1(moment)));
    Row row = at(u"2026-01-01T00:00:00+00:00"_s);
    row.cost = place.backend() == Backend::Postgres ? u"'-inf'"_s : u"-9e999"_s;
    add("demo,gpt-4o,100,20,-inf,2026-01-01T00:00:00+00:00", row);
    row = at(u"2026-01-02T00:00:00+00:00"_s);
    row.inputTokens = u"-2147483648"_s;
    row.outputTokens = u"2147483647"_s;
    row.cost = u"5e-324"_s;
    row.project = u"''"_s;
    row.model = u"'tab\t, back\\slash, \"quote\" and\nline'"_s;
    add(",\"tab\t, back\\slash, \"\"quote\"\" and\nline\",-2147483648,2147483647,5e-324,"
        "2026-01-02T00:00:00+00:00", row);
    row = at(u"2026-01-03T00:00:00+00:00"_s);
    const QString longName(3'000'000, u'\u00e4'); // more than a block of rows takes
    row.model = u"'%1'"_s.arg(longName);
    row.cost = u"123456.7890123"_s;
    add("demo," + longName.toUtf8() + ",100,20,123456.7890123,2026-01-03T00:00:00+00:00", row);
    add("demo,gpt-4o,100,20,0.25,9999-12-31T23:59:59.999999+00:00",
        at(u"9999-12-31T23:59:59.999999+00:00"_s));
    if (place.backend() == Backend::Postgres) {
        add("demo,gpt-4o,100,20,0.25,10000-01-01 00:00:00+00", at(u"10000-01-01 00:00:00+00"_s));
        add("demo,gpt-4o,100,20,0.25,294276-12-31 23:59:59.999999+00",
            at(u"294276-12-31 23:59:59.999999+00"_s));
        add("demo,gpt-4o,100,20,0.25,infinity", at(u"infinity"_s));
    } else {
        add("demo,gpt-4o,100,20,0.25,yesterday", at(u"yesterday"_s));
    }
    ExportTally tally;
    ExportOptions options;
    options.tally = &tally;
    const QByteArray csv = exported(*store, {}, options);
    expected.prepend("project,model,input_tokens,output_tokens,cost,created_at");
    const QByteArray all = expected.join('\n') + '\n';
    QCOMPARE(csv.right(500), all.right(500)); // a name is too long to show all
    QVERIFY(csv == all);
    const auto totals = valueOf(store->totals({}));
    QCOMPARE(tally, ExportTally::of(total(totals), totals.badRows));
}

void tst_export::aLongLogComesInOrder()
{
    const TestStore place;
    const auto store = place.open();
    fillLongLog(place);
    QByteArrayList expected;
    for (const QStringList &row : place.raw().rows(
             u"SELECT input_tokens FROM usage_logs ORDER BY created_at DESC, id DESC"_s))
        expected << row.front().toLatin1();
    QByteArrayList numbers;
    for (const QByteArray &line : exported(*store, {}).split('\n')) {
        if (line.startsWith("project "))
            numbers << line.split(',').at(2);
    }
    QVERIFY(numbers == expected);
}

void tst_export::aLongLogThatCannotBeWrittenIsAnError()
{
    const TestStore place;
    const auto store = place.open();
    fillLongLog(place);
    QFile full(u"/dev/full"_s);
    QVERIFY(full.open(QIODevice::WriteOnly));
    QCOMPARE(errorOf(exportCalls(*store, {}, full)), StoreError::Kind::Internal);

    // What was written is taken away, while the next rows were on their way.
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"calls.csv"_s);
    ExportOptions options;
    options.progress = [](qint64 rows) { return rows < longLog - 10'000; };
    QCOMPARE(errorOf(exportCallsToFile(*store, {}, path, options)), StoreError::Kind::Cancelled);
    QVERIFY(QDir(folder.path()).isEmpty());
}

void tst_export::progressIsToldAndCancels()
{
    const TestStore place;
    place.loadAzure();
    const auto store = place.open();
    const qint64 rows = GoldenAnswers(place.backend()).total().calls;
    QList<qint64> told;
    ExportOptions options;
    options.progress = [&](qint64 soFar) {
        told += soFar;
        return true;
    };
    exported(*store, {}, options);
    QVERIFY(told.size() >= 3 && told.last() <= rows);
    QVERIFY(std::ranges::is_sorted(told));

    const QTemporaryDir folder;
    const QString path = folder.filePath(u"calls.csv"_s);
    options.progress = [](qint64) { return false; };
    QCOMPARE(errorOf(exportCallsToFile(*store, {}, path, options)), StoreError::Kind::Cancelled);
    QVERIFY(QDir(folder.path()).isEmpty());
    QCOMPARE(valueOf(exportCallsToFile(*store, {}, path)), rows); // the store goes on
}

void tst_export::aDeviceThatIsFullIsAnError()
{
    const TestStore place;
    const auto store = place.open();
    QVERIFY(valueOf(store->record(sampleCall())).logged());
    QFile full(u"/dev/full"_s);
    QVERIFY(full.open(QIODevice::WriteOnly));
    const auto result = exportCalls(*store, {}, full);
    QCOMPARE(errorOf(result), StoreError::Kind::Internal);
    QVERIFY2(result.error().message.contains(u"No space left on device"),
             qPrintable(result.error().message));
}

void tst_export::aFullDiskLeavesTheOldFile()
{
    const TestStore place;
    place.loadAzure();
    const auto store = place.open();
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"calls.csv"_s);
    QFile old(path);
    QVERIFY(old.open(QIODevice::WriteOnly) && old.write("old") == 3);
    old.close();
    {
        const FileSizeLimit limit(100'000);
        const auto result = exportCallsToFile(*store, ofProject(u"code-assistant"_s), path);
        QCOMPARE(errorOf(result), StoreError::Kind::Internal);
        QVERIFY2(result.error().message.contains(u"File too large"),
                 qPrintable(result.error().message));
    }
    QCOMPARE(contentOf(path), "old"_ba);
    QCOMPARE(QDir(folder.path()).entryList(QDir::Files | QDir::Hidden).size(), 1);
}

void tst_export::aFileAppearsCompleteOrNotAtAll()
{
    const TestStore place;
    place.loadAzure();
    const auto store = place.open();
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"calls.csv"_s);
    ExportOptions options;
    bool seenBefore = false;
    options.progress = [&](qint64) {
        seenBefore = seenBefore || QFile::exists(path);
        return true;
    };
    QVERIFY(exportCallsToFile(*store, {}, path, options));
    QVERIFY(!seenBefore);
    QCOMPARE(contentOf(path), exported(*store, {}));
}

void tst_export::aFolderThatIsMissingIsNamed()
{
    const TestStore place;
    const auto store = place.open();
    const QTemporaryDir folder;
    for (const QString &path : {folder.filePath(u"none/calls.csv"_s), folder.path()}) {
        const auto result = exportCallsToFile(*store, {}, path);
        QCOMPARE(errorOf(result), StoreError::Kind::Internal);
        QVERIFY2(result.error().message.contains(path), qPrintable(result.error().message));
    }
}

QTEST_GUILESS_MAIN(tst_export)
#include "tst_export.moc"
