// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/session.h"
#include "teststore.h"

#include <QSignalSpy>
#include <QTest>
#include <QThreadPool>

using namespace Qt::StringLiterals;
using namespace tollkeeper;
using namespace tollkeeper::test;
using tollkeeper::ui::Session;

/// Calls that were recorded on this computer while the team's store was away, as the window sees
/// them once it is back.
class SessionForwardingTest final : public QObject
{
    Q_OBJECT

    static constexpr int patienceMs = 30'000;
    QTemporaryDir m_home;
    std::unique_ptr<TestStore> m_team;

    void recordAway(const QString &place) const
    {
        const auto local =
            Store::open(StoreLocation::sqliteFile(defaultStorePath()), {.meantFor = place});
        QVERIFY(valueOf((*local)->record(sampleCall(u"demo"_s, 0.25))).logged());
    }

private Q_SLOTS:
    void initTestCase_data() { addBackends(); }
    void initTestCase() { qputenv("HOME", m_home.path().toLocal8Bit()); }
    void init()
    {
        m_team = std::make_unique<TestStore>();
        QFile::remove(defaultStorePath());
    }

    void callsThatWaitAreToldOfAndCarried()
    {
        recordAway(m_team->location().place());
        recordAway(u"postgresql://elsewhere/x"_s);
        Session session;
        QSignalSpy waiting(&session, &Session::callsWait);
        session.open(m_team->location());
        QTRY_COMPARE_WITH_TIMEOUT(waiting.size(), 1, patienceMs);
        QCOMPARE(waiting.front().front().value<OutboxTarget>().calls, 1);

        const auto future = session.sync();
        QTRY_VERIFY_WITH_TIMEOUT(future.isFinished(), patienceMs);
        const ForwardSummary summary = valueOf(future.result());
        QVERIFY(!summary.error);
        QCOMPARE(summary.received.calls, 1);
        // The window shows them without being asked to.
        QTRY_VERIFY_WITH_TIMEOUT(session.snapshot() && session.snapshot()->budgets.size() == 1,
                                 patienceMs);
        QCOMPARE(m_team->raw().value(u"SELECT count(*) FROM usage_logs"_s), u"1"_s);
    }

    void whereNothingWaitsNothingIsSaid()
    {
        recordAway(u"postgresql://elsewhere/x"_s);
        Session session;
        QSignalSpy waiting(&session, &Session::callsWait);
        session.open(m_team->location());
        QTRY_COMPARE_WITH_TIMEOUT(session.state(), Session::State::Open, patienceMs);
        QThreadPool::globalInstance()->waitForDone();
        QCoreApplication::processEvents();
        QCOMPARE(waiting.size(), 0);
    }
};

QTEST_GUILESS_MAIN(SessionForwardingTest)
#include "tst_sessionforwarding.moc"
