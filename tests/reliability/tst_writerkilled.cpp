// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "faults.h"
#include "teststore.h"

#include <QTest>

#include <random>

using namespace Qt::StringLiterals;
using namespace tollkeeper;
using namespace tollkeeper::test;

/// Writers end in the middle of whatever they do. What they left is whole, and holds nobody up.
class tst_writerkilled final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { addBackends(); }
    void leavesTotalAndLogAlike();
};

void tst_writerkilled::leavesTotalAndLogAlike()
{
    Figures figures;
    for (const quint32 seed : seeds(1)) {
        std::mt19937 random(seed);
        const TestStore place;
        (void)place.open();
        Ledger ledger;
        Writers writers(place.url());
        const QStringList ways{u"single"_s, u"mixed"_s, u"batch"_s, u"pool"_s, u"admin"_s};
        for (int i = 0; i < 7; ++i) {
            writers.add({u"how="_s + ways[i % ways.size()], u"projects=a,b"_s, u"caps=-,60"_s,
                         u"seconds=2.5"_s,
                         u"seed=%1"_s.arg(seed * 10 + static_cast<quint32>(i))});
        }
        writers.release();
        for (size_t i = 0; i < 5; ++i) { // the last two live on
            QTest::qWait(std::uniform_int_distribution(1, 450)(random));
            writers.kill(i);
            ++figures.faults;
        }
        writers.finish(ledger);
        figures.add(ledger);
        VERIFY_BOOKS(ledger.complaints(place.url(), boundMs), seed);
        VERIFY_BOOKS(ledger.failures(), seed); // the survivors noticed nothing
        QVERIFY(place.open()->record(sampleCall(u"a"_s, 0.25)));
    }
    figures.print();
}

QTEST_GUILESS_MAIN(tst_writerkilled)
#include "tst_writerkilled.moc"
