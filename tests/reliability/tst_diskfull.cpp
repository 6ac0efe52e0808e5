// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "faults.h"
#include "postgrescluster.h"
#include "rawconnection.h"
#include "serverprocess.h"
#include "smalldisk.h"
#include "store/store.h"

#include <QDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace tollkeeper;
using namespace tollkeeper::test;

/// The disk under the store fills up while several processes write, and has room again later.
class tst_diskfull final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void sqliteSaysSoAndGoesOn();
    void postgresqlSaysSoAndGoesOn();
};

namespace {

// Writers before, while and after the disk is full.
void writeOn(Writers &writers, quint32 seed)
{
    int index = 0;
    for (const QString &how : {u"single"_s, u"mixed"_s, u"batch"_s, u"admin"_s}) {
        writers.add({u"how="_s + how, u"projects=a,b"_s, u"seconds=3"_s,
                     u"seed=%1"_s.arg(seed * 10 + static_cast<quint32>(++index))});
    }
    writers.release();
}

int saying(const Ledger &ledger, const QString &words)
{
    return static_cast<int>(ledger.failures().filter(words).size());
}

} // namespace

void tst_diskfull::sqliteSaysSoAndGoesOn()
{
    Figures figures;
    for (const quint32 seed : seeds(1)) {
        SmallDisk disk(64);
        const QString path = disk.path() + u"/calls.db"_s;
        QVERIFY(Store::open(StoreLocation::sqliteFile(path)));
        Ledger ledger;
        Writers writers(path);
        writeOn(writers, seed);
        QTest::qWait(500);
        for (int i = 0; i < 2; ++i) {
            disk.fill();
            QTest::qWait(600);
            disk.empty();
            QTest::qWait(300);
            ++figures.faults;
        }
        writers.finish(ledger);
        figures.add(ledger);
        VERIFY_BOOKS(ledger.complaints(path, boundMs), seed);
        QVERIFY(ledger.count(u"logged"_s) > 0);
        QVERIFY2(saying(ledger, u"is full. Nothing was recorded; free some space"_s) > 0,
                 qPrintable(ledger.failures().join(u'\n')));
        QCOMPARE(saying(ledger, u"is full"_s), static_cast<int>(ledger.failures().size()));
        QCOMPARE(RawConnection(path).value(u"PRAGMA integrity_check"_s), u"ok"_s);
        const auto store = Store::open(StoreLocation::sqliteFile(path));
        QVERIFY(store);
        QVERIFY((*store)->record({u"a"_s, u"w0-1"_s, 1, 1, 0.5}));
    }
    figures.print();
}

void tst_diskfull::postgresqlSaysSoAndGoesOn()
{
    Figures figures;
    for (const quint32 seed : seeds(1)) {
        SmallDisk disk(160);
        giveAway(disk.path());
        PostgresCluster::Options options;
        options.folder = disk.path();
        options.initdb = {u"--wal-segsize=1"_s};
        options.settings = {u"min_wal_size=2MB"_s, u"max_wal_size=4MB"_s};
        PostgresCluster server(options);
        const QString url = server.createDatabase();
        QVERIFY(Store::open(*StoreLocation::parse(url)));
        Ledger ledger;
        Writers writers(url);
        writeOn(writers, seed);
        QTest::qWait(500);
        disk.fill();
        QTest::qWait(1500);
        disk.empty();
        ++figures.faults;
        // Without room for its log the server gives up; an administrator starts it again.
        if (!server.running())
            server.start();
        for (int i = 0; i < 20 && writers.running(); ++i) {
            QTest::qWait(200);
            if (!server.running())
                server.start();
        }
        writers.finish(ledger);
        figures.add(ledger);
        VERIFY_BOOKS(ledger.complaints(url, boundMs), seed);
        VERIFY_BOOKS(ledger.inDoubt() > 0 ? ledger.failures() : QStringList(), seed);
        QVERIFY(ledger.count(u"logged"_s) > 0);
        QVERIFY2(!ledger.failures().isEmpty(), "the disk was never full");
        for (const QString &failure : ledger.failures())
            qInfo("%s", qPrintable(failure));
        const auto store = Store::open(*StoreLocation::parse(url));
        QVERIFY(store);
        QVERIFY((*store)->record({u"a"_s, u"w0-1"_s, 1, 1, 0.5}));
    }
    figures.print();
}

QTEST_GUILESS_MAIN(tst_diskfull)
#include "tst_diskfull.moc"
