// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "peer.h"
#include "testdata.h"
#include "teststore.h"

#include <QTest>


using namespace Qt::StringLiterals;
using namespace tollkeeper;
using namespace tollkeeper::test;

/// The raw log: in order, in pages, filtered, streamed and broken off.
class tst_storecontract_calls final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { addBackends(); }
    void listsTheLatestCallsAsLlmTollDoes();
    void pagesThroughEveryRowOnce_data();
    void pagesThroughEveryRowOnce();
    void pagesBackToTheNewestRow_data() { pagesThroughEveryRowOnce_data(); }
    void pagesBackToTheNewestRow();
    void pagesFindWhatTheSummariesPointTo();
    void aPageBeginsAtAnyMoment();
    void rowsOfOtherOffsetsKeepTheirPlace();
    void pagesOnWhileNewRowsArrive();
    void filtersByProjectModelAndRange();
    void streamsEveryRowInTheSameOrder();
    void stopsStreamingWhenTheSinkSaysSo();
    void stopsStreamingWhenCancelled();
    void keepsMicroseconds();
};

namespace {

// 300 rows in 7 moments, good and bad, so that most pages break within a tie.
void insertTies(const TestStore &place)
{
    RawConnection raw = place.raw();
    QString sql = u"BEGIN;"_s;
    for (int i = 0; i < 300; ++i) {
        peer::LogRow row;
        row.project = RawConnection::quoted(u"project %1"_s.arg(i % 3));
        row.model = RawConnection::quoted(u"model %1"_s.arg(i % 5));
        row.cost = i % 11 == 0 ? u"-1"_s : u"0.5"_s;
        row.createdAt = RawConnection::quoted(u"2026-11-%1T12:00:00+00:00"_s.arg(10 + i % 7));
        sql += peer::insertLog(row);
    }
    // Dates that cannot be read, and that sort before and after all others.
    const QStringList odd = place.backend() == Backend::Postgres
        ? QStringList{u"'infinity'"_s, u"'-infinity'"_s, u"'infinity'"_s, u"'-infinity'"_s}
        : QStringList{u"'yesterday'"_s, u"''"_s, u"'yesterday'"_s, u"''"_s, u"x'00'"_s, u"x'00'"_s};
    for (const QString &moment : odd) {
        peer::LogRow row;
        row.createdAt = moment;
        sql += peer::insertLog(row);
    }
    raw.execute(sql + u"COMMIT;"_s);
}

std::vector<Call> paged(Store &store, CallQuery query)
{
    std::vector<Call> all;
    for (;;) {
        const auto page = valueOf(store.calls(query));
        if (page.empty() || all.size() > 10'000)
            return all;
        all.insert(all.end(), page.begin(), page.end());
        query.after = page.back();
    }
}

std::vector<Call> pagedBack(Store &store, CallQuery query)
{
    std::vector<Call> all;
    for (;;) {
        const auto page = valueOf(store.calls(query));
        if (page.empty() || all.size() > 10'000)
            return all;
        all.insert(all.begin(), page.begin(), page.end());
        query.before = page.front();
    }
}

std::vector<qint64> idsOf(const std::vector<Call> &calls)
{
    std::vector<qint64> ids;
    for (const Call &call : calls)
        ids.push_back(call.id);
    return ids;
}

std::vector<qint64> idsBySql(const TestStore &place, const QString &where)
{
    std::vector<qint64> ids;
    for (const QStringList &row : place.raw().rows(
             u"SELECT id FROM usage_logs WHERE %1 ORDER BY created_at DESC, id DESC"_s.arg(where)))
        ids.push_back(row.front().toLongLong());
    return ids;
}

} // namespace

void tst_storecontract_calls::listsTheLatestCallsAsLlmTollDoes()
{
    const TestStore place;
    place.loadAzure();
    const auto golden = GoldenAnswers(place.backend()).latestCalls();
    CallQuery query;
    query.limit = static_cast<int>(golden.size());
    const auto calls = valueOf(place.open()->calls(query));
    QCOMPARE(calls.size(), golden.size());
    for (size_t i = 0; i < calls.size(); ++i) {
        QCOMPARE(calls[i].usage, golden[i].usage);
        QCOMPARE(calls[i].createdAt, golden[i].createdAt);
        QCOMPARE(calls[i].badReason, QString());
    }
}

void tst_storecontract_calls::pagesThroughEveryRowOnce_data()
{
    QTest::addColumn<int>("pageSize");
    QTest::addColumn<QString>("where");
    QTest::addColumn<bool>("badOnly");
    QTest::newRow("one by one") << 1 << u"1 = 1"_s << false;
    QTest::newRow("in small pages") << 13 << u"1 = 1"_s << false;
    QTest::newRow("all at once") << 1000 << u"1 = 1"_s << false;
    QTest::newRow("of one project") << 13 << u"project = 'project 1'"_s << false;
    QTest::newRow("bad rows") << 7 << u"(cost < 0 OR project = 'demo')"_s << true;
}

void tst_storecontract_calls::pagesThroughEveryRowOnce()
{
    QFETCH(int, pageSize);
    QFETCH(QString, where);
    QFETCH(bool, badOnly);
    const TestStore place;
    const auto store = place.open();
    insertTies(place);
    CallQuery query;
    query.limit = pageSize;
    query.badOnly = badOnly;
    if (where.startsWith(u"project"))
        query.filter.project = u"project 1"_s;
    const auto expected = idsBySql(place, where);
    QVERIFY(expected.size() > 20);
    QCOMPARE(idsOf(paged(*store, query)), expected);
}

void tst_storecontract_calls::pagesBackToTheNewestRow()
{
    QFETCH(int, pageSize);
    QFETCH(QString, where);
    QFETCH(bool, badOnly);
    const TestStore place;
    const auto store = place.open();
    insertTies(place);
    CallQuery query;
    query.limit = 1000;
    query.badOnly = badOnly;
    if (where.startsWith(u"project"))
        query.filter.project = u"project 1"_s;
    auto expected = idsBySql(place, where);
    query.before = valueOf(store->calls(query)).back();
    QCOMPARE(query.before->id, expected.back());
    expected.pop_back();
    query.limit = pageSize;
    QCOMPARE(idsOf(pagedBack(*store, query)), expected);
}

void tst_storecontract_calls::pagesFindWhatTheSummariesPointTo()
{
    const TestStore place;
    auto raw = place.raw();
    const auto store = place.open();
    const auto insert = [&](int count, const QString &model, const QString &cost) {
        QString sql = u"BEGIN;"_s;
        for (int i = 0; i < count; ++i) {
            peer::LogRow row;
            row.project = RawConnection::quoted(u"project %1"_s.arg(i % 3));
            row.model = RawConnection::quoted(i % 23 == 0 ? model : u"common"_s);
            row.cost = i % 37 == 0 ? cost : u"0.5"_s;
            row.createdAt =
                RawConnection::quoted(u"2026-%1-%2T12:00:00+00:00"_s.arg(1 + i % 9, 2, 10, QChar(u'0'))
                                          .arg(1 + i % 28, 2, 10, QChar(u'0')));
            sql += peer::insertLog(row);
        }
        raw.execute(sql + u"COMMIT;"_s);
    };
    insert(400, u"rare"_s, u"-1"_s);
    while (!valueOf(store->seal(50)).finished) {
    }
    // What the summaries do not know: late rows, changed ones and ones that are gone.
    insert(30, u"rare"_s, u"-2"_s);
    raw.execute(u"UPDATE usage_logs SET model = 'rare' WHERE id = 77;"
                "DELETE FROM usage_logs WHERE id = 24"_s);
    for (const bool badOnly : {false, true}) {
        for (const bool ranged : {false, true}) {
            CallQuery query;
            query.badOnly = badOnly;
            if (!badOnly)
                query.filter.model = u"rare"_s;
            QString where = badOnly ? u"cost < 0"_s : u"model = 'rare'"_s;
            if (ranged) {
                query.filter.range = Range::days(QDate(2026, 2, 3), QDate(2026, 7, 8));
                where += u" AND created_at >= '2026-02-03T00:00:00+00:00' AND"
                         " created_at < '2026-07-09T00:00:00+00:00'"_s;
            }
            const auto expected = idsBySql(place, where);
            QVERIFY(expected.size() > 5);
            query.limit = 3;
            QCOMPARE(idsOf(paged(*store, query)), expected);
            query.before.emplace().createdAtText = u"2020-01-01T00:00:00+00:00"_s;
            QCOMPARE(idsOf(pagedBack(*store, query)), expected);
        }
    }
}

void tst_storecontract_calls::aPageBeginsAtAnyMoment()
{
    const TestStore place;
    const auto store = place.open();
    insertTies(place);
    for (const QString &moment : {u"2026-11-13T12:00:00+00:00"_s, u"2026-11-13T11:59:59+00:00"_s,
                                  u"2031-01-01T00:00:00+00:00"_s}) {
        CallQuery query;
        query.filter.project = u"project 1"_s;
        query.from = Timestamp::parse(moment);
        query.limit = 20;
        auto expected = idsBySql(place, u"project = 'project 1' AND created_at <= '%1'"_s.arg(moment));
        expected.resize(20);
        QCOMPARE(idsOf(valueOf(store->calls(query))), expected);
    }
}

void tst_storecontract_calls::rowsOfOtherOffsetsKeepTheirPlace()
{
    const TestStore place;
    const auto store = place.open();
    QString sql = u"BEGIN;"_s;
    const QStringList offsets{u"+00:00"_s, u"-11:00"_s, u"+13:30"_s, u"Z"_s};
    for (int i = 0; i < 200; ++i) {
        peer::LogRow row;
        const QString offset = offsets[i % offsets.size()];
        row.createdAt = RawConnection::quoted(u"2026-11-%1%2%3:30:00%4"_s.arg(10 + i % 5)
                                                  .arg(i % 2 ? u"T"_s : u" "_s)
                                                  .arg(i % 24, 2, 10, QChar(u'0'))
                                                  .arg(offset));
        sql += peer::insertLog(row);
    }
    place.raw().execute(sql + u"COMMIT;"_s);
    const auto expected = idsBySql(place, u"1 = 1"_s);
    for (const int pageSize : {1, 7, 150}) {
        CallQuery query;
        query.limit = pageSize;
        const auto all = paged(*store, query);
        QCOMPARE(idsOf(all), expected);
        query.before = all.back();
        auto others = expected;
        others.pop_back();
        QCOMPARE(idsOf(pagedBack(*store, query)), others);
    }
}

void tst_storecontract_calls::pagesOnWhileNewRowsArrive()
{
    const TestStore place;
    const auto store = place.open();
    insertTies(place);
    const auto expected = idsBySql(place, u"1 = 1"_s);
    CallQuery query;
    query.limit = 50;
    auto seen = valueOf(store->calls(query));
    QVERIFY(place.open()->record(sampleCall()));
    query.after = seen.back();
    const auto rest = paged(*store, query);
    seen.insert(seen.end(), rest.begin(), rest.end());
    QCOMPARE(idsOf(seen), expected);
}

void tst_storecontract_calls::filtersByProjectModelAndRange()
{
    const TestStore place;
    const auto store = place.open();
    insertTies(place);
    const QDate first(2026, 11, 11);
    const QDate last(2026, 11, 13);
    CallQuery query;
    query.limit = 10;
    query.filter = {Range::days(first, last), u"project 2"_s, u"model 3"_s};
    const auto expected = idsBySql(
        place, u"project = 'project 2' AND model = 'model 3' AND "
               "created_at >= '2026-11-11T00:00:00+00:00' AND "
               "created_at < '2026-11-14T00:00:00+00:00'"_s);
    QVERIFY(expected.size() > 5);
    QCOMPARE(idsOf(paged(*store, query)), expected);
    query.filter.model = u"no such model"_s;
    QCOMPARE(valueOf(store->calls(query)).size(), size_t(0));
}

void tst_storecontract_calls::streamsEveryRowInTheSameOrder()
{
    const TestStore place;
    place.loadAzure();
    const auto store = place.open();
    CallQuery query;
    query.limit = 1; // does not apply
    std::vector<qint64> ids;
    QCOMPARE(valueOf(store->forEachCall(query,
                                        [&ids](const Call &call) {
                                            ids.push_back(call.id);
                                            return true;
                                        })),
             GoldenAnswers(place.backend()).total().calls);
    QCOMPARE(ids, idsBySql(place, u"1 = 1"_s));
    query.filter.project = u"code-assistant"_s;
    QCOMPARE(valueOf(store->forEachCall(query, [](const Call &) { return true; })),
             GoldenAnswers(place.backend()).projects().front().totals.calls);
}

void tst_storecontract_calls::stopsStreamingWhenTheSinkSaysSo()
{
    const TestStore place;
    place.loadAzure();
    const auto store = place.open();
    int seen = 0;
    const auto result = store->forEachCall({}, [&seen](const Call &) { return ++seen < 10; });
    QCOMPARE(errorOf(result), StoreError::Kind::Cancelled);
    QCOMPARE(seen, 10);
    QVERIFY(valueOf(store->record(sampleCall())).logged());
}

void tst_storecontract_calls::stopsStreamingWhenCancelled()
{
    const TestStore place;
    place.loadAzure();
    const auto store = place.open();
    std::atomic_bool cancel = false;
    store->setCancelFlag(&cancel);
    qint64 seen = 0;
    const auto result = store->forEachCall({}, [&](const Call &) {
        cancel = ++seen >= 1000;
        return true;
    });
    QCOMPARE(errorOf(result), StoreError::Kind::Cancelled);
    QVERIFY(seen < GoldenAnswers(place.backend()).total().calls / 2);
    cancel = false;
    QVERIFY(valueOf(store->record(sampleCall())).logged());
}

void tst_storecontract_calls::keepsMicroseconds()
{
    const TestStore place;
    StoreOptions options;
    const Timestamp moment = *Timestamp::parse(u"2026-11-23T23:59:59.999999Z");
    options.clock = [moment] { return moment; };
    const auto store = place.open(options);
    QVERIFY(store->record(sampleCall()));
    const Call call = valueOf(store->calls({})).at(0);
    QCOMPARE(call.createdAt, std::optional(moment));
    QCOMPARE(call.createdAtText, moment.toIso());
    QCOMPARE(total(valueOf(store->spend({}, BucketUnit::Hour))).lastUsed, std::optional(moment));
}

QTEST_GUILESS_MAIN(tst_storecontract_calls)
#include "tst_storecontract_calls.moc"
