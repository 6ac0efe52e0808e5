// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/session.h"
#include "standbypair.h"
#include "statusline.h"
#include "teststore.h"

#include <QLabel>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace tollkeeper;
using namespace tollkeeper::test;
using tollkeeper::ui::Session;

/// The window over a primary and its standby: figures from the one, commands to the other.
class SessionStandbyTest final : public QObject
{
    Q_OBJECT

    static constexpr int patienceMs = 30'000;
    std::unique_ptr<StandbyPair> m_servers;

private Q_SLOTS:
    void initTestCase()
    {
        m_servers = std::make_unique<StandbyPair>();
        const auto store = valueOf(Store::open(*StoreLocation::parse(m_servers->primaryUrl())));
        QVERIFY(valueOf(store->record(sampleCall(u"demo"_s, 0.25))).logged());
        QTRY_VERIFY_WITH_TIMEOUT(m_servers->hasFollowed(), patienceMs);
    }
    void cleanupTestCase() { m_servers.reset(); }

    void figuresComeFromTheStandbyAndCommandsShowAtOnce()
    {
        Session session;
        session.setPollInterval(100);
        ui::StatusLine line(session);
        const auto *label = line.findChild<QLabel *>(u"standby"_s);
        QVERIFY(label && label->isHidden());
        session.open(*StoreLocation::parse(m_servers->preferringStandby()));
        QTRY_VERIFY_WITH_TIMEOUT(session.snapshot() && session.standby()->used, patienceMs);
        QVERIFY(session.snapshot()->store.access.canSetLimits); // of the primary, whose it is
        QTRY_COMPARE_WITH_TIMEOUT(label->text(), sentence(*session.standby()), patienceMs);
        QVERIFY(!label->isHidden());
        QVERIFY2(label->text().contains(QString::number(m_servers->standby().port())),
                 qPrintable(label->text()));

        m_servers->pause();
        Limit limit;
        limit.maxBudgetUsd = 3;
        const auto set = session.setLimit(u"demo"_s, limit);
        QTRY_VERIFY_WITH_TIMEOUT(session.snapshot()->budgets.front().limit, patienceMs);
        QVERIFY(set.result());
        QVERIFY(!session.standby()->used);
        QTest::qWait(300); // some looks later it is still there
        QVERIFY(session.snapshot()->budgets.front().limit);
        m_servers->resume();
        QTRY_VERIFY_WITH_TIMEOUT(session.standby()->used, patienceMs);
        QVERIFY(session.snapshot()->budgets.front().limit);
    }

    void aReadUrlThatIsNoServerIsAMistake()
    {
        Session session;
        session.open(withReading(chooseStore(m_servers->primaryUrl(), {}, {}), u"/a/file.db"_s, {}));
        QTRY_COMPARE_WITH_TIMEOUT(session.state(), Session::State::Failed, patienceMs);
        QCOMPARE(session.error()->kind, StoreError::Kind::Invalid);
    }
};

QTEST_MAIN(SessionStandbyTest)
#include "tst_sessionstandby.moc"
