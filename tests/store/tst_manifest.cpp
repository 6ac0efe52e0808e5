// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "export/files.h"
#include "peer.h"
#include "postgrescluster.h"
#include "testdata.h"
#include "teststore.h"

#include <QCryptographicHash>
#include <QFile>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace tollkeeper;
using namespace tollkeeper::test;

namespace {

void append(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    if (!file.open(QIODevice::Append) || file.write(bytes) != bytes.size())
        failBecause(u"Cannot write "_s + path);
}

} // namespace

/// What stands beside an exported file, and what verifying makes of it later.
class tst_manifest final : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;

private Q_SLOTS:
    void initTestCase_data() { addBackends(); }
    void everyFormatIsDescribedExactly();
    void whatIsUnchangedIsSaidToBe();
    void anAlteredFileIsFoundOut();
    void aStoreThatWentOnIsTold();
    void theFilterIsAskedAgain();
    void hoursAreKeptAsHours();
    void badRowsAreComparedToo();
    void aManifestThatIsMissingOrBrokenIsInvalid();

private:
    [[nodiscard]] QString file(const QString &name = u"calls.csv"_s) const
    {
        return m_folder.filePath(name);
    }
    QString verified(Store &store, const QString &path)
    {
        const Manifest manifest = valueOf(readManifest(path));
        return valueOf(verifyExport(store, path, manifest)).toText();
    }
    void exportTo(Store &store, const CallQuery &query = {})
    {
        static_cast<void>(valueOf(exportCallsAs(store, query, file(), {})));
    }
};

void tst_manifest::everyFormatIsDescribedExactly()
{
    const TestStore place;
    place.loadAzure();
    const auto store = place.open();
    const Totals all = GoldenAnswers(place.backend()).total();
    for (const ExportFormat format : {ExportFormat::Csv, ExportFormat::Json, ExportFormat::Xlsx}) {
        const QString path = file(u"all."_s + formatName(format));
        ExportOptions options;
        options.format = format;
        QCOMPARE(valueOf(exportCallsAs(*store, {}, path, options)), all.calls);
        const Manifest manifest = valueOf(readManifest(path));
        QCOMPARE(manifest.rows, all.calls);
        QVERIFY(manifest.selection);
        QCOMPARE(manifest.selection->tally, ExportTally::of(all, 0));
        QCOMPARE(manifest.store, store->info().title);
        QCOMPARE(manifest.bytes, contentOf(path).size());
        QCOMPARE(manifest.sha256.toLatin1(),
                 QCryptographicHash::hash(contentOf(path), QCryptographicHash::Sha256).toHex());
        QVERIFY(manifest.createdAt >= manifest.readAt);
        const QByteArray json = contentOf(manifestPath(path));
        QVERIFY2(!json.contains(PostgresCluster::adminPassword().toUtf8()), json);
        QVERIFY2(!json.contains(m_folder.path().toUtf8()), json);
        QVERIFY2(json.contains("\"total_cost\":" + all.cost.toString().toLatin1() + ','), json);
        QFile::remove(manifestPath(path));
        static_cast<void>(valueOf(exportCallsAs(*store, {}, path, options, false)));
        QVERIFY(!QFile::exists(manifestPath(path)));
    }
}

void tst_manifest::whatIsUnchangedIsSaidToBe()
{
    const TestStore place;
    place.loadAzure();
    const auto store = place.open();
    exportTo(*store);
    QCOMPARE(verified(*store, file()), u"unchanged"_s);
}

void tst_manifest::anAlteredFileIsFoundOut()
{
    const TestStore place;
    const auto store = place.open();
    QVERIFY(valueOf(store->record(sampleCall())).logged());
    exportTo(*store);
    append(file(), "x");
    QCOMPARE(verified(*store, file()), u"file was altered"_s);
    QVERIFY(valueOf(store->record(sampleCall())).logged());
    QCOMPARE(verified(*store, file()),
             u"file was altered; store has changed since: +1 call, +$0.2500"_s);
}

void tst_manifest::aStoreThatWentOnIsTold()
{
    const TestStore place;
    const auto store = place.open();
    QVERIFY(valueOf(store->record(sampleCall(u"demo"_s, 0.1))).logged());
    exportTo(*store);
    for (int i = 0; i < 12; ++i)
        QVERIFY(valueOf(store->record(sampleCall(u"demo"_s, 0.3))).logged());
    QCOMPARE(verified(*store, file()), u"store has changed since: +12 calls, +$3.60"_s);
    place.raw().execute(u"DELETE FROM usage_logs"_s);
    QCOMPARE(verified(*store, file()), u"store has changed since: -1 call, -$0.1000"_s);
}

void tst_manifest::theFilterIsAskedAgain()
{
    const TestStore place;
    place.loadAzure();
    const auto store = place.open();
    const QDate day = GoldenAnswers(place.backend()).onlyDay();
    CallQuery query;
    query.filter = {Range::days(day, day), u"code-assistant"_s, {}};
    exportTo(*store, query);
    QCOMPARE(valueOf(readManifest(file())).selection->filter, query.filter);
    QVERIFY(valueOf(store->record(sampleCall(u"another"_s))).logged());
    QCOMPARE(verified(*store, file()), u"unchanged"_s);
    // What the text of a name says is no figure.
    query.filter = {{}, u"\"total_cost\":99,\"x"_s, {}};
    exportTo(*store, query);
    QCOMPARE(valueOf(readManifest(file())).selection->tally, ExportTally());
    QCOMPARE(valueOf(readManifest(file())).selection->filter, query.filter);
}

void tst_manifest::hoursAreKeptAsHours()
{
    const TestStore place;
    const auto store = place.open();
    QVERIFY(valueOf(store->record(sampleCall())).logged());
    CallQuery query;
    const qint32 hour = bucketOf(Timestamp::now(), BucketUnit::Hour);
    query.filter.range = Range{BucketUnit::Hour, hour - 1, hour};
    exportTo(*store, query);
    QCOMPARE(valueOf(readManifest(file())).selection->filter, query.filter);
    QCOMPARE(verified(*store, file()), u"unchanged"_s);
}

void tst_manifest::badRowsAreComparedToo()
{
    const TestStore place;
    const auto store = place.open();
    peer::LogRow bad;
    bad.cost = u"-1.5"_s;
    place.raw().execute(peer::insertLog(bad));
    for (const bool badOnly : {false, true}) {
        CallQuery query;
        query.badOnly = badOnly;
        exportTo(*store, query);
        QCOMPARE(valueOf(readManifest(file())).selection->tally, (ExportTally{0, 1, {}}));
        QCOMPARE(verified(*store, file()), u"unchanged"_s);
    }
    place.raw().execute(peer::insertLog(bad));
    QCOMPARE(verified(*store, file()), u"store has changed since: +1 bad row"_s);
}

void tst_manifest::aManifestThatIsMissingOrBrokenIsInvalid()
{
    const TestStore place;
    const auto store = place.open();
    QCOMPARE(errorOf(readManifest(file(u"none.csv"_s))), StoreError::Kind::Invalid);
    exportTo(*store);
    append(manifestPath(file()), "{");
    QCOMPARE(errorOf(readManifest(file())), StoreError::Kind::Invalid);
    exportTo(*store);
    const Manifest manifest = valueOf(readManifest(file()));
    QFile::remove(file());
    QCOMPARE(errorOf(verifyExport(*store, file(), manifest)), StoreError::Kind::Invalid);
}

QTEST_GUILESS_MAIN(tst_manifest)
#include "tst_manifest.moc"
