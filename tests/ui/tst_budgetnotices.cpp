// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "budgetnotices.h"

#include "session/session.h"
#include "settings.h"
#include "teststore.h"
#include "widgets/banner.h"

#include <QMenu>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace tollkeeper;
using namespace tollkeeper::test;
using namespace tollkeeper::ui;

/// A crossing is told once, also after a restart, and again when a snooze is over.
class BudgetNoticesTest final : public QObject
{
    Q_OBJECT

    static constexpr int patienceMs = 30'000;

    QTemporaryDir m_folder;
    std::unique_ptr<TestStore> m_place;
    std::unique_ptr<Store> m_store;
    int m_files = 0;

    /// A run of the window on the store, with what it needs of it.
    struct Run
    {
        Run(const QString &settingsFile, const TestStore &place)
            : settings(Settings::inFile(settingsFile))
            , notices(session, settings, &banner, nullptr)
            , told(&notices, &BudgetNotices::told)
        {
            session.setPollInterval(0);
            session.open(place.location());
            look();
        }
        void look()
        {
            QSignalSpy checked(&session, &Session::checked);
            session.refresh();
            QTRY_VERIFY_WITH_TIMEOUT(!checked.isEmpty(), patienceMs);
            QTRY_COMPARE_WITH_TIMEOUT(session.pending(), 0, patienceMs);
        }
        Settings settings;
        Session session;
        Banner banner;
        BudgetNotices notices;
        QSignalSpy told;
    };

    [[nodiscard]] QString settingsFile() const
    {
        return m_folder.filePath(u"settings%1.ini"_s.arg(m_files));
    }

private Q_SLOTS:
    void initTestCase_data() { addBackends(); }
    void init()
    {
        ++m_files;
        m_place = std::make_unique<TestStore>();
        m_store = m_place->open();
        QVERIFY(m_store->setLimit(u"demo"_s, {10, Period::None, {50, 80}}));
        QVERIFY(m_store->record(sampleCall(u"demo"_s, 4)));
    }
    void cleanup()
    {
        m_store.reset();
        m_place.reset();
    }

    void tellsOfEachCrossingOnce()
    {
        Run run(settingsFile(), *m_place);
        QCOMPARE(run.told.size(), 0);
        QVERIFY(m_store->record(sampleCall(u"demo"_s, 2)));
        run.look();
        QCOMPARE(run.told.size(), 1);
        QCOMPARE(run.told.back().front().toString(),
                 u"demo has passed 50 % of its limit: $6.00 of $10.00."_s);
        QCOMPARE(run.banner.message(), run.told.back().front().toString());
        run.look();
        QCOMPARE(run.told.size(), 1);
        QVERIFY(m_store->record(sampleCall(u"demo"_s, 4)));
        run.look();
        QCOMPARE(run.told.size(), 2);
        QVERIFY(run.banner.message().contains(u"has reached its limit"));
    }

    void remembersFromOneRunToTheNext()
    {
        QVERIFY(m_store->record(sampleCall(u"demo"_s, 2)));
        {
            const Run run(settingsFile(), *m_place);
            QCOMPARE(run.told.size(), 1);
        }
        Run again(settingsFile(), *m_place);
        QCOMPARE(again.told.size(), 0);
        QCOMPARE(again.banner.message(), QString());
        QVERIFY(m_store->reset({u"demo"_s, {}, {}})); // a new beginning
        QVERIFY(m_store->record(sampleCall(u"demo"_s, 6)));
        again.look();
        QCOMPARE(again.told.size(), 1);
    }

    void aSnoozeIsRememberedAndReminds()
    {
        QVERIFY(m_store->record(sampleCall(u"demo"_s, 2)));
        Run run(settingsFile(), *m_place);
        run.notices.snooze(1);
        QCOMPARE(run.banner.message(), QString());
        auto notices = run.settings.notices(m_place->location().withoutSecrets());
        QVERIFY(notices.at(u"demo"_s).remindAt);
        run.look();
        QCOMPARE(run.told.size(), 1);
        // As if the hour was over.
        notices.at(u"demo"_s).remindAt = Timestamp{Timestamp::now().micros - 1};
        run.settings.setNotices(m_place->location().withoutSecrets(), notices);
        Run later(settingsFile(), *m_place);
        QCOMPARE(later.told.size(), 1);
        later.look();
        QCOMPARE(later.told.size(), 1);
    }

    void theBannerOffersToSnooze()
    {
        QVERIFY(m_store->record(sampleCall(u"demo"_s, 2)));
        Run run(settingsFile(), *m_place);
        run.banner.show();
        Q_EMIT run.banner.actionTriggered();
        auto *menu = run.banner.findChild<QMenu *>();
        QVERIFY(menu);
        QCOMPARE(menu->actions().size(), 3);
        menu->actions().at(1)->trigger();
        const auto remindAt =
            run.settings.notices(m_place->location().withoutSecrets()).at(u"demo"_s).remindAt;
        QVERIFY(remindAt && remindAt->micros > Timestamp::now().micros + 23 * 3'600'000'000);
    }

    void saysNothingWhereNothingIsRemembered()
    {
        QVERIFY(m_store->record(sampleCall(u"demo"_s, 6)));
        Session session;
        Settings settings = Settings::forgetful();
        Banner banner;
        const BudgetNotices notices(session, settings, &banner, nullptr);
        QSignalSpy told(&notices, &BudgetNotices::told);
        QSignalSpy checked(&session, &Session::checked);
        session.open(m_place->location());
        QTRY_VERIFY_WITH_TIMEOUT(!checked.isEmpty(), patienceMs);
        QCOMPARE(told.size(), 0);
    }
};

QTEST_MAIN(BudgetNoticesTest)
#include "tst_budgetnotices.moc"
