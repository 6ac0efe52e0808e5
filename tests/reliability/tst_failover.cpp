// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "faults.h"
#include "postgrescluster.h"
#include "rawconnection.h"
#include "store/store.h"

#include <QTest>

#include <random>

using namespace Qt::StringLiterals;
using namespace tollkeeper;
using namespace tollkeeper::test;

/// The primary dies under load and its standby takes over. What was on its way is found out on the
/// new primary.
class tst_failover final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theStandbyHasWhatCallersWereTold();
    void aStandbyThatIsNotWaitedForHasTheBooksOfAMomentBefore();

private:
    static void failOver(bool synchronous);
};

namespace {

// Both servers in one URL: the one that takes changes is meant.
QString urlOf(const PostgresCluster &first, const PostgresCluster &second)
{
    const QString place = u"%1:%2"_s.arg(PostgresCluster::host());
    return first.url(u"calls"_s).replace(place.arg(first.port()),
                                         place.arg(first.port()) + u',' + place.arg(second.port()))
        + u"?target_session_attrs=read-write"_s;
}

} // namespace

void tst_failover::failOver(bool synchronous)
{
    Figures figures;
    qsizetype lost = 0;
    for (const quint32 seed : seeds(1)) {
        std::mt19937 random(seed);
        PostgresCluster primary;
        const QString admin = primary.url(u"postgres"_s);
        PostgresCluster::execute(admin, u"CREATE DATABASE calls"_s);
        PostgresCluster standby(PostgresCluster::Options{.primary = &primary});
        if (synchronous) {
            RawConnection(admin).execute(u"ALTER SYSTEM SET synchronous_standby_names = '*'"_s);
            RawConnection(admin).execute(u"SELECT pg_reload_conf()"_s);
        }
        QTRY_COMPARE_WITH_TIMEOUT(
            PostgresCluster::execute(admin, u"SELECT sync_state FROM pg_stat_replication"_s),
            synchronous ? u"sync"_s : u"async"_s, 20'000);

        const QString url = urlOf(primary, standby);
        QVERIFY(Store::open(*StoreLocation::parse(url)));
        Ledger ledger;
        Writers writers(url);
        int index = 0;
        for (const QString &how : {u"single"_s, u"single"_s, u"mixed"_s, u"batch"_s, u"admin"_s}) {
            writers.add({u"how="_s + how, u"projects=a,b"_s, u"caps=-,90,500"_s, u"seconds=4"_s,
                         u"seed=%1"_s.arg(seed * 10 + static_cast<quint32>(++index))});
        }
        writers.release();
        QTest::qWait(std::uniform_int_distribution(300, 1500)(random));
        primary.kill();
        QTest::qWait(std::uniform_int_distribution(0, 800)(random));
        standby.promote();
        ++figures.faults;
        writers.finish(ledger);
        figures.add(ledger);
        QStringList complaints = ledger.complaints(standby.url(u"calls"_s), boundMs);
        if (!synchronous) {
            // The last moments of the primary are gone, as a whole.
            lost += complaints.removeIf(
                [](const QString &complaint) { return complaint.contains(u" was lost: "); });
        }
        VERIFY_BOOKS(complaints, seed);
        VERIFY_BOOKS(ledger.inDoubt() > 0 ? ledger.failures() : QStringList(), seed);
        QVERIFY(ledger.count(u"logged"_s) > 0);
        // It went on after the change: the old primary is no more.
        const auto store = Store::open(*StoreLocation::parse(url));
        QVERIFY(store);
        QVERIFY((*store)->record({u"a"_s, u"w0-1"_s, 1, 1, 0}));
    }
    figures.print();
    if (!synchronous)
        printFigures(u"acknowledged, and lost with the old primary"_s, QString::number(lost));
}

// Commits wait for the standby, so what was acknowledged is there.
void tst_failover::theStandbyHasWhatCallersWereTold()
{
    failOver(true);
}

void tst_failover::aStandbyThatIsNotWaitedForHasTheBooksOfAMomentBefore()
{
    failOver(false);
}

QTEST_GUILESS_MAIN(tst_failover)
#include "tst_failover.moc"
