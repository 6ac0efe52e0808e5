// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "peer.h"
#include "teststore.h"

#include <QTest>

#include <functional>

using namespace Qt::StringLiterals;
using namespace tollkeeper;
using namespace tollkeeper::test;

/// The change mark: another value after every kind of change, whoever made it, and only then.
class tst_storecontract_changes final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { addBackends(); }
    void staysTheSameWhileNothingHappens();
    void changesWithEveryOperation_data();
    void changesWithEveryOperation();
    void changesWithWhateverAnotherProgramWrites_data();
    void changesWithWhateverAnotherProgramWrites();
    void changesWhenACallWithALowerIdAppearsLate();
};

namespace {

// With one call of an hour to come, as of a program whose clock is ahead: no time may be relied on.
void prepare(const TestStore &place, Store &store)
{
    (void)valueOf(store.setLimit(u"limited"_s, {5, {}, {}}));
    (void)valueOf(store.record(sampleCall(u"limited"_s)));
    (void)valueOf(store.reset({u"limited"_s, {}, {}}));
    const Timestamp later{Timestamp::now().micros + 3'600'000'000};
    place.raw().execute(peer::record(place.backend(), u"ahead"_s, 0.5, later));
}

// PostgreSQL's statistics, which tell of changed and deleted rows, come a moment late.
void settle()
{
    if (currentBackend() == Backend::Postgres)
        QTest::qWait(1200);
}

} // namespace

void tst_storecontract_changes::staysTheSameWhileNothingHappens()
{
    const TestStore place;
    const auto store = place.open();
    prepare(place, *store);
    settle();
    const ChangeMark mark = valueOf(store->changeMark());
    QVERIFY(store->spend({}, BucketUnit::Day));
    QVERIFY(place.open()->budgets());
    settle();
    QCOMPARE(valueOf(store->changeMark()), mark);
}

void tst_storecontract_changes::changesWithEveryOperation_data()
{
    using Operation = std::function<bool(Store &)>;
    QTest::addColumn<Operation>("operation");
    const auto row = [](const char *name, const Operation &operation) {
        QTest::newRow(name) << operation;
    };
    row("record", [](Store &s) { return s.record(sampleCall()).has_value(); });
    row("record for nothing", [](Store &s) { return s.record(sampleCall(u"ahead"_s, 0)).has_value(); });
    row("reset", [](Store &s) { return s.reset({u"ahead"_s, {}, {}}).has_value(); });
    row("undo", [](Store &s) {
        return s.undoReset(valueOf(s.audit()).front().id).has_value();
    });
    row("set limit", [](Store &s) { return s.setLimit(u"limited"_s, {6, {}, {}}).has_value(); });
    row("clear limit", [](Store &s) { return s.clearLimit(u"limited"_s).has_value(); });
}

void tst_storecontract_changes::changesWithEveryOperation()
{
    QFETCH(std::function<bool(Store &)>, operation);
    const TestStore place;
    const auto store = place.open();
    const auto other = place.open();
    prepare(place, *store);
    settle();
    const ChangeMark before = valueOf(store->changeMark());
    const ChangeMark otherBefore = valueOf(other->changeMark());
    QVERIFY(operation(*store));
    QTRY_VERIFY(valueOf(store->changeMark()) != before);
    QTRY_VERIFY(valueOf(other->changeMark()) != otherBefore);
}

void tst_storecontract_changes::changesWithWhateverAnotherProgramWrites_data()
{
    QTest::addColumn<QString>("sql");
    QTest::newRow("a log row alone") << peer::insertLog({});
    QTest::newRow("a counter by a slow clock")
        << u"UPDATE budgets SET total_cost = total_cost + 1, "
           "updated_at = '2026-01-01T00:00:00+00:00' WHERE project = 'limited'"_s;
    QTest::newRow("llm-toll's reset by a slow clock")
        << u"UPDATE budgets SET total_cost = 0, last_reset_at = '2026-01-01T00:00:00+00:00', "
           "updated_at = '2026-01-01T00:00:00+00:00' WHERE project = 'limited'"_s;
    QTest::newRow("a counter is removed") << u"DELETE FROM budgets WHERE project = 'limited'"_s;
    QTest::newRow("a log row is removed")
        << u"DELETE FROM usage_logs WHERE project = 'limited'"_s;
    QTest::newRow("a log row is mended") << u"UPDATE usage_logs SET cost = 9 WHERE id = 1"_s;
    QTest::newRow("a limit is changed by hand")
        << u"UPDATE tollkeeper_limits SET max_budget = 77"_s;
}

void tst_storecontract_changes::changesWithWhateverAnotherProgramWrites()
{
    QFETCH(QString, sql);
    const TestStore place;
    const auto store = place.open();
    prepare(place, *store);
    settle();
    const ChangeMark before = valueOf(store->changeMark());
    place.raw().execute(sql);
    QTRY_VERIFY(valueOf(store->changeMark()) != before);
}

void tst_storecontract_changes::changesWhenACallWithALowerIdAppearsLate()
{
    if (currentBackend() == Backend::Sqlite)
        return; // its writers come one after the other
    const TestStore place;
    const auto store = place.open();
    const Timestamp earlier = Timestamp::now();
    QVERIFY(store->record(sampleCall(u"slow"_s)));
    RawConnection slow = place.raw();
    QString call = peer::record(Backend::Postgres, u"slow"_s, 0.5, earlier);
    slow.execute(call.replace(u"COMMIT;"_s, QString()));
    QVERIFY(store->record(sampleCall(u"fast"_s)));
    settle();
    const ChangeMark before = valueOf(store->changeMark());
    slow.execute(u"COMMIT"_s);
    QTRY_VERIFY(valueOf(store->changeMark()) != before);
}

QTEST_GUILESS_MAIN(tst_storecontract_changes)
#include "tst_storecontract_changes.moc"
