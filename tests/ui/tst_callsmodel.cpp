// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/callsmodel.h"
#include "testdata.h"
#include "teststore.h"
#include "uitest.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace tollkeeper;
using namespace tollkeeper::test;
using namespace tollkeeper::ui;

namespace {

constexpr auto strict = QAbstractItemModelTester::FailureReportingMode::QtTest;

QVariant at(const QAbstractItemModel &model, int row, int column, int role = Qt::DisplayRole)
{
    return model.index(row, column).data(role);
}

} // namespace

class CallsModelTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_store = openAzureStore(m_dir.path()); }
    void theLogIsReadAPageAtATimeNewestFirst();
    void fewRowsAreHeldAndEveryOneIsReached();
    void anyMomentIsOneStepAway();
    void newCallsAppearAboveWithoutReadingEverythingAgain();
    void anAnswerToAnOlderQuestionIsDropped();
    void aFailedPageIsReportedAndCanBeTriedAgain();
    void aBadRowShowsWhatIsStoredAndWhy();

private:
    QTemporaryDir m_dir;
    std::unique_ptr<Store> m_store;
};

void CallsModelTest::theLogIsReadAPageAtATimeNewestFirst()
{
    CallsModel model;
    model.setLoader(loaderOf(*m_store));
    CallQuery query;
    query.limit = 5000;
    model.setQuery(query);
    QTRY_COMPARE(model.rowCount(), query.limit);
    QVERIFY(!model.complete());
    QVERIFY(model.canFetchMore({}));
    // From here on the tester asks for more whenever there is more.
    QAbstractItemModelTester tester(&model, strict);
    while (!model.complete()) {
        model.fetchMore({});
        QTRY_VERIFY(!model.loading());
        QVERIFY(!model.error());
    }
    const GoldenAnswers golden(Backend::Sqlite);
    QCOMPARE(qint64(model.rowCount()), golden.total().calls);
    const auto latest = golden.latestCalls();
    for (size_t row = 0; row < latest.size(); ++row)
        QCOMPARE(model.row(int(row)).usage, latest[row].usage);
    Money sum;
    for (int row = 0; row < model.rowCount(); ++row)
        sum += Money::fromUsd(at(model, row, CallsModel::Cost, ExportRole).toDouble());
    QCOMPARE(sum, golden.total().cost);
}

void CallsModelTest::fewRowsAreHeldAndEveryOneIsReached()
{
    CallsModel model;
    QAbstractItemModelTester tester(&model, strict);
    CallQuery query;
    query.limit = 900;
    model.setQuery(query);
    model.setLoader(loaderOf(*m_store));
    QTRY_COMPARE(model.rowCount(), query.limit);
    QVERIFY(model.atNewest());
    QList<qint64> down;
    const auto seen = [&](QList<qint64> &ids, int from, int to, bool above) {
        QList<qint64> more;
        for (int row = from; row < to; ++row)
            more.append(model.row(row).id);
        ids = above ? more + ids : ids + more;
    };
    seen(down, 0, model.rowCount(), false);
    while (!model.complete()) {
        const qint64 last = model.row(model.rowCount() - 1).id;
        model.fetchMore({});
        QTRY_VERIFY(!model.loading());
        QVERIFY(model.rowCount() <= query.limit * CallsModel::mostPages);
        int row = model.rowCount() - 1;
        while (row >= 0 && model.row(row).id != last)
            --row;
        seen(down, row + 1, model.rowCount(), false);
    }
    QCOMPARE(down.size(), GoldenAnswers(Backend::Sqlite).total().calls);
    QVERIFY(!model.atNewest());
    QList<qint64> up;
    seen(up, 0, model.rowCount(), false);
    while (!model.atNewest()) {
        const qint64 first = model.row(0).id;
        model.fetchNewer();
        QTRY_VERIFY(!model.loading());
        QVERIFY(model.rowCount() <= query.limit * CallsModel::mostPages);
        int row = 0;
        while (row < model.rowCount() && model.row(row).id != first)
            ++row;
        seen(up, 0, row, true);
    }
    QCOMPARE(up, down);
    QVERIFY(!model.complete());
}

void CallsModelTest::anyMomentIsOneStepAway()
{
    int asked = 0;
    CallsModel model;
    CallQuery query;
    query.limit = 100;
    model.setQuery(query);
    model.setLoader([&](const CallQuery &page) {
        ++asked;
        return QtFuture::makeReadyFuture(m_store->calls(page));
    });
    QTRY_COMPARE(model.rowCount(), query.limit);
    const Call newest = model.row(0);
    const Call oldest = [&] {
        CallQuery last;
        last.before.emplace().createdAtText = u"0001-01-01T00:00:00+00:00"_s;
        last.limit = 1;
        return valueOf(m_store->calls(last)).at(0);
    }();
    const Timestamp middle{(newest.createdAt->micros + oldest.createdAt->micros) / 2};
    asked = 0;
    model.goTo(middle);
    QTRY_VERIFY(model.row(0).id != newest.id);
    QCOMPARE(asked, 1);
    QVERIFY(*model.row(0).createdAt <= middle);
    QVERIFY(!model.atNewest() && !model.complete());
    const qint64 top = model.row(0).id;
    model.refresh(); // new calls are far away from here
    QCOMPARE(asked, 1);
    model.fetchNewer();
    QTRY_COMPARE(model.rowCount(), 2 * query.limit);
    QCOMPARE(model.row(query.limit).id, top);
    QVERIFY(*model.row(query.limit - 1).createdAt >= middle);

    // Before the first call of all there is nothing: the first calls are shown.
    model.goTo({oldest.createdAt->micros - 1});
    QTRY_VERIFY(model.complete());
    QCOMPARE(model.row(model.rowCount() - 1).id, oldest.id);
    QCOMPARE(model.rowCount(), query.limit);
    model.goToNewest();
    QTRY_COMPARE(model.row(0).id, newest.id);
    QVERIFY(model.atNewest());
}

void CallsModelTest::newCallsAppearAboveWithoutReadingEverythingAgain()
{
    TestStore place(Backend::Sqlite);
    const auto store = place.open();
    const auto record = [&](int count) {
        for (int i = 0; i < count; ++i)
            QVERIFY(valueOf(store->record(sampleCall())).logged());
    };
    record(30);
    CallsModel model;
    model.setLoader(loaderOf(*store));
    CallQuery query;
    query.limit = 10;
    model.setQuery(query);
    QTRY_COMPARE(model.rowCount(), 10);
    model.fetchMore({});
    QTRY_COMPARE(model.rowCount(), 20);

    record(3);
    QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
    model.refresh();
    QTRY_COMPARE(model.rowCount(), 23);
    QCOMPARE(resets.size(), 0);
    QList<qint64> ids;
    for (int row = 0; row < model.rowCount(); ++row)
        ids.append(model.row(row).id);
    QVERIFY(std::is_sorted(ids.rbegin(), ids.rend()));
    QCOMPARE(ids.constFirst(), 33);

    record(25); // more than a page: what lies between is not known
    model.refresh();
    QTRY_COMPARE(model.row(0).id, 58);
    QCOMPARE(model.rowCount(), query.limit);
    QVERIFY(model.canFetchMore({}));
}

void CallsModelTest::anAnswerToAnOlderQuestionIsDropped()
{
    std::vector<QPromise<Result<std::vector<Call>>>> answers;
    CallsModel model;
    model.setLoader([&](const CallQuery &) {
        answers.emplace_back();
        answers.back().start();
        return answers.back().future();
    });
    CallQuery query;
    query.filter.project = u"newer"_s;
    model.setQuery(query);
    QCOMPARE(answers.size(), size_t(2));
    const auto answer = [&](size_t question, const QString &project) {
        Call call;
        call.id = qint64(question) + 1;
        call.usage.project = project;
        answers[question].addResult(std::vector<Call>{call});
        answers[question].finish();
        QCoreApplication::processEvents();
    };
    answer(0, u"older"_s);
    QVERIFY(model.loading());
    QCOMPARE(model.rowCount(), 0);
    answer(1, u"newer"_s);
    QTRY_COMPARE(model.rowCount(), 1);
    QCOMPARE(at(model, 0, CallsModel::Project).toString(), u"newer"_s);
}

void CallsModelTest::aFailedPageIsReportedAndCanBeTriedAgain()
{
    bool broken = true;
    CallsModel model;
    model.setLoader([&](const CallQuery &query) {
        return broken ? QtFuture::makeReadyFuture(Result<std::vector<Call>>(
                            fail(StoreError::Kind::Unavailable, u"The server went away."_s)))
                      : QtFuture::makeReadyFuture(m_store->calls(query));
    });
    QTRY_VERIFY(model.error().has_value());
    QCOMPARE(model.error()->message, u"The server went away."_s);
    QVERIFY(!model.canFetchMore({}));
    broken = false;
    model.refresh();
    QTRY_VERIFY(model.rowCount() > 0);
    QVERIFY(!model.error());
}

void CallsModelTest::aBadRowShowsWhatIsStoredAndWhy()
{
    TestStore place(Backend::Sqlite);
    const auto store = place.open();
    place.raw().execute(
        u"INSERT INTO usage_logs (project, model, input_tokens, output_tokens, cost, "
        "created_at) VALUES ('p', 'm', 1, 1, -5.25, 'yesterday')"_s);
    CallsModel model;
    model.setLoader(loaderOf(*store));
    CallQuery query;
    query.badOnly = true;
    model.setQuery(query);
    QTRY_COMPARE(model.rowCount(), 1);
    QCOMPARE(at(model, 0, CallsModel::When).toString(), u"yesterday"_s);
    QCOMPARE(at(model, 0, CallsModel::Cost, ExportRole).toDouble(), -5.25);
    QVERIFY(at(model, 0, CallsModel::Cost).toString().contains(u"5.25"_s));
    QVERIFY(!at(model, 0, CallsModel::Note).toString().isEmpty());
    QCOMPARE(at(model, 0, CallsModel::Cost, ToneRole).toInt(), int(Tone::Bad));
}

QTEST_MAIN(CallsModelTest)
#include "tst_callsmodel.moc"
