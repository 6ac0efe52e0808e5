// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "teststore.h"
#include "values/money.h"

#include <QTest>

#include <cmath>
#include <limits>

using namespace Qt::StringLiterals;
using namespace tollkeeper;
using namespace tollkeeper::test;

/// Check-and-log, one caller at a time: what is written, what is refused.
class tst_storecontract_recording final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { addBackends(); }
    void writesTheRowsOfACall();
    void leavesOutTheFractionOfAWholeSecond();
    void roundsCostsAndTotalsAsPythonDoes();
    void logsWithoutACapWhateverTheTotal();
    void allowsReachingTheCapExactly();
    void refusesWhatWouldPassTheCap();
    void refusesTheFirstCallOfAProjectWithoutWritingAnything();
    void refusesEverythingUnderACapOfZero();
    void holdsACallToTheStoredLimit();
    void holdsACallToTheSmallerOfTwoCaps_data();
    void holdsACallToTheSmallerOfTwoCaps();
    void appliesALimitToItsProjectAlone();
    void takesTheTotalFromWhateverLlmTollWrote();
    void logsNothingUnderACapWhenTheTotalIsNoNumber();
    void refusesInvalidValues_data();
    void refusesInvalidValues();
    void keepsAwkwardNames_data();
    void keepsAwkwardNames();
};

namespace {

const Timestamp noon = *Timestamp::parse(u"2026-11-23T12:00:00Z");

StoreOptions at(Timestamp moment)
{
    StoreOptions options;
    options.clock = [moment] { return moment; };
    return options;
}

QString isoOf(const QString &column, Backend backend)
{
    return backend == Backend::Sqlite
        ? column
        : u"to_char(%1 AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US+00:00')"_s.arg(column);
}

Limit limitOf(double usd)
{
    Limit limit;
    limit.maxBudgetUsd = usd;
    return limit;
}

// The state of both tables in one text: two of them are equal when nothing was written.
QString contents(const TestStore &place)
{
    QStringList lines;
    RawConnection raw = place.raw();
    for (const auto &table : {u"usage_logs"_s, u"budgets"_s}) {
        for (const QStringList &row : raw.rows(u"SELECT * FROM %1 ORDER BY 1"_s.arg(table)))
            lines << table + u' ' + row.join(u'|');
    }
    return lines.join(u'\n');
}

} // namespace

void tst_storecontract_recording::writesTheRowsOfACall()
{
    const TestStore place;
    const Timestamp moment{noon.micros + 123'456};
    const auto store = place.open(at(moment));
    const Decision decision = valueOf(store->record({u"demo"_s, u"gpt-4o"_s, 549, 173, 0.0031025}));
    QCOMPARE(decision, (Decision{Decision::Outcome::Logged, 0.0031025, {}}));
    RawConnection raw = place.raw();
    const auto calls = raw.rows(
        u"SELECT project, model, input_tokens, output_tokens, cost, %1 FROM usage_logs"_s.arg(
            isoOf(u"created_at"_s, place.backend())));
    QCOMPARE(calls.size(), size_t(1));
    QCOMPARE(calls.front(), (QStringList{u"demo"_s, u"gpt-4o"_s, u"549"_s, u"173"_s, u"0.0031025"_s,
                                         u"2026-11-23T12:00:00.123456+00:00"_s}));
    const auto budgets = raw.rows(u"SELECT project, total_cost, last_reset_at, %1 FROM budgets"_s.arg(
        isoOf(u"updated_at"_s, place.backend())));
    QCOMPARE(budgets.size(), size_t(1));
    QCOMPARE(budgets.front(), (QStringList{u"demo"_s, u"0.0031025"_s, QString(),
                                           u"2026-11-23T12:00:00.123456+00:00"_s}));
}

void tst_storecontract_recording::leavesOutTheFractionOfAWholeSecond()
{
    const TestStore place;
    QVERIFY(place.open(at(noon))->record(sampleCall()));
    if (place.backend() == Backend::Sqlite) {
        QCOMPARE(place.raw().value(u"SELECT created_at FROM usage_logs"_s),
                 u"2026-11-23T12:00:00+00:00"_s);
    }
    const Call call = valueOf(place.open()->calls({})).at(0);
    QCOMPARE(call.createdAt, std::optional(noon));
}

void tst_storecontract_recording::roundsCostsAndTotalsAsPythonDoes()
{
    const TestStore place;
    const auto store = place.open();
    // 0.1 + 0.2 is 0.30000000000000004; the tie 0.00000000005 is stored a little below it.
    QCOMPARE(valueOf(store->record(sampleCall(u"demo"_s, 0.1))).totalUsd, 0.1);
    QCOMPARE(valueOf(store->record(sampleCall(u"demo"_s, 0.2))).totalUsd, 0.3);
    QVERIFY(store->record(sampleCall(u"tiny"_s, 1.23456789012345)));
    QVERIFY(store->record(sampleCall(u"tie"_s, 0.00000000005)));
    const auto same = [&](const QString &project, const QString &value) {
        return place.raw().value(
            u"SELECT count(*) FROM budgets JOIN usage_logs USING (project) WHERE project = '%1' "
            "AND total_cost = CAST('%2' AS DOUBLE PRECISION)"_s.arg(project, value));
    };
    QCOMPARE(same(u"demo"_s, u"0.3"_s), u"2"_s);
    QCOMPARE(same(u"tiny"_s, u"1.2345678901"_s), u"1"_s);
    QCOMPARE(same(u"tie"_s, QString::number(round10(0.00000000005), 'g', 17)), u"1"_s);
    QCOMPARE(valueOf(store->projectTotal(u"demo"_s)), 0.3);
}

void tst_storecontract_recording::logsWithoutACapWhateverTheTotal()
{
    const TestStore place;
    const auto store = place.open();
    double total = 0;
    for (int i = 0; i < 10; ++i) {
        const Decision decision = valueOf(store->record(sampleCall(u"demo"_s, maxCostUsd)));
        total += maxCostUsd;
        QCOMPARE(decision, (Decision{Decision::Outcome::Logged, total, {}}));
    }
    QCOMPARE(valueOf(store->record(sampleCall(u"demo"_s, 0))).totalUsd, total);
    QCOMPARE(valueOf(store->projectTotal(u"nobody"_s)), 0.0);
}

void tst_storecontract_recording::allowsReachingTheCapExactly()
{
    const TestStore place;
    const auto store = place.open();
    // Ten times 0.1 is 0.9999999999999999 in doubles; rounded sums make it 1.
    for (int i = 0; i < 10; ++i)
        QVERIFY(valueOf(store->record(sampleCall(u"demo"_s, 0.1), 1.0)).logged());
    QCOMPARE(valueOf(store->projectTotal(u"demo"_s)), 1.0);
    QCOMPARE(valueOf(store->record(sampleCall(u"demo"_s, 0), 1.0)),
             (Decision{Decision::Outcome::Refused, 1.0, 1.0}));
}

void tst_storecontract_recording::refusesWhatWouldPassTheCap()
{
    const TestStore place;
    const auto store = place.open();
    QVERIFY(valueOf(store->record(sampleCall(u"demo"_s, 0.75), 1.0)).logged());
    const QString before = contents(place);
    QCOMPARE(valueOf(store->record(sampleCall(u"demo"_s, 0.2500000001), 1.0)),
             (Decision{Decision::Outcome::Refused, 1.0000000001, 1.0}));
    QCOMPARE(contents(place), before);
    QCOMPARE(valueOf(store->record(sampleCall(u"demo"_s, 0.25), 1.0)),
             (Decision{Decision::Outcome::Logged, 1.0, 1.0}));
}

void tst_storecontract_recording::refusesTheFirstCallOfAProjectWithoutWritingAnything()
{
    const TestStore place;
    const auto store = place.open();
    QCOMPARE(valueOf(store->record(sampleCall(u"demo"_s, 2), 1.0)),
             (Decision{Decision::Outcome::Refused, 2.0, 1.0}));
    QCOMPARE(contents(place), QString());
}

void tst_storecontract_recording::refusesEverythingUnderACapOfZero()
{
    const TestStore place;
    QCOMPARE(valueOf(place.open()->record(sampleCall(u"demo"_s, 0), 0.0)),
             (Decision{Decision::Outcome::Refused, 0.0, 0.0}));
    QCOMPARE(contents(place), QString());
}

void tst_storecontract_recording::holdsACallToTheStoredLimit()
{
    const TestStore place;
    const auto store = place.open();
    const auto other = place.open();
    QVERIFY(store->setLimit(u"demo"_s, limitOf(1)));
    QCOMPARE(valueOf(other->record(sampleCall(u"demo"_s, 1))),
             (Decision{Decision::Outcome::Logged, 1.0, 1.0}));
    QCOMPARE(valueOf(other->record(sampleCall(u"demo"_s, 1))),
             (Decision{Decision::Outcome::Refused, 1.0, 1.0}));
    QVERIFY(store->clearLimit(u"demo"_s));
    QCOMPARE(valueOf(other->record(sampleCall(u"demo"_s, 1))),
             (Decision{Decision::Outcome::Logged, 2.0, {}}));
}

void tst_storecontract_recording::holdsACallToTheSmallerOfTwoCaps_data()
{
    QTest::addColumn<double>("stored");
    QTest::addColumn<double>("given");
    QTest::newRow("the stored one is smaller") << 1.0 << 5.0;
    QTest::newRow("the given one is smaller") << 5.0 << 1.0;
    QTest::newRow("both are the same") << 1.0 << 1.0;
}

void tst_storecontract_recording::holdsACallToTheSmallerOfTwoCaps()
{
    QFETCH(double, stored);
    QFETCH(double, given);
    const TestStore place;
    const auto store = place.open();
    QVERIFY(store->setLimit(u"demo"_s, limitOf(stored)));
    QCOMPARE(valueOf(store->record(sampleCall(u"demo"_s, 2), given)),
             (Decision{Decision::Outcome::Refused, 2.0, std::min(stored, given)}));
}

void tst_storecontract_recording::appliesALimitToItsProjectAlone()
{
    const TestStore place;
    const auto store = place.open();
    QVERIFY(store->setLimit(u"demo"_s, limitOf(0)));
    QVERIFY(valueOf(store->record(sampleCall(u"Demo"_s, 2))).logged());
    QVERIFY(valueOf(store->record(sampleCall(u"demo "_s, 2))).logged());
    QVERIFY(!valueOf(store->record(sampleCall(u"demo"_s, 2))).logged());
}

void tst_storecontract_recording::takesTheTotalFromWhateverLlmTollWrote()
{
    const TestStore place;
    const auto store = place.open();
    place.raw().execute(u"INSERT INTO budgets (project, total_cost, updated_at) "
                        "VALUES ('demo', 52.70175050000012, '2023-11-16 19:14:19+00:00')"_s);
    QCOMPARE(valueOf(store->record(sampleCall(u"demo"_s, 0.25))).totalUsd, 52.9517505);
}

void tst_storecontract_recording::logsNothingUnderACapWhenTheTotalIsNoNumber()
{
    const TestStore place;
    const auto store = place.open();
    const QString broken = place.backend() == Backend::Postgres ? u"'NaN'"_s : u"-9e999"_s;
    place.raw().execute(u"INSERT INTO budgets (project, total_cost, updated_at) "
                        "VALUES ('demo', %1, '2023-11-16 19:14:19+00:00')"_s.arg(broken));
    const QString before = contents(place);
    const auto answer = store->record(sampleCall(u"demo"_s, 1), 10.0);
    QVERIFY(!answer || !answer->logged());
    QCOMPARE(contents(place), before);
}

void tst_storecontract_recording::refusesInvalidValues_data()
{
    QTest::addColumn<UsageRecord>("usage");
    QTest::addColumn<double>("cap");
    const auto with = [](auto member, auto value) {
        UsageRecord usage = sampleCall();
        usage.*member = value;
        return usage;
    };
    const double nan = std::numeric_limits<double>::quiet_NaN();
    const double infinity = std::numeric_limits<double>::infinity();
    const QString nul = u"a"_s + QChar(0) + u"b"_s;
    const QString tooLong(maxNameLength + 1, u'a');
    const QString halfCharacter(1, QChar(0xd83d));
    using U = UsageRecord;
    QTest::newRow("empty project") << with(&U::project, QString()) << 9.0;
    QTest::newRow("empty model") << with(&U::model, QString()) << 9.0;
    QTest::newRow("NUL in the project") << with(&U::project, nul) << 9.0;
    QTest::newRow("NUL in the model") << with(&U::model, nul) << 9.0;
    QTest::newRow("long project") << with(&U::project, tooLong) << 9.0;
    QTest::newRow("long model") << with(&U::model, tooLong) << 9.0;
    QTest::newRow("half a character") << with(&U::project, halfCharacter) << 9.0;
    QTest::newRow("negative input") << with(&U::inputTokens, qint64(-1)) << 9.0;
    QTest::newRow("negative output") << with(&U::outputTokens, qint64(-1)) << 9.0;
    QTest::newRow("too much input") << with(&U::inputTokens, maxTokens + 1) << 9.0;
    QTest::newRow("too much output") << with(&U::outputTokens, maxTokens + 1) << 9.0;
    QTest::newRow("negative cost") << with(&U::costUsd, -0.01) << 9.0;
    QTest::newRow("NaN cost") << with(&U::costUsd, nan) << 9.0;
    QTest::newRow("infinite cost") << with(&U::costUsd, infinity) << 9.0;
    QTest::newRow("absurd cost") << with(&U::costUsd, maxCostUsd * 2) << 9.0;
    QTest::newRow("negative cap") << sampleCall() << -1.0;
    QTest::newRow("NaN cap") << sampleCall() << nan;
    QTest::newRow("infinite cap") << sampleCall() << infinity;
}

void tst_storecontract_recording::refusesInvalidValues()
{
    QFETCH(UsageRecord, usage);
    QFETCH(double, cap);
    const TestStore place;
    const auto store = place.open();
    const auto answer = store->record(usage, cap);
    QCOMPARE(errorOf(answer), StoreError::Kind::Invalid);
    QVERIFY(!answer.error().message.isEmpty());
    QCOMPARE(contents(place), QString());
}

void tst_storecontract_recording::keepsAwkwardNames_data()
{
    QTest::addColumn<QString>("name");
    QTest::newRow("quotes") << u"O'Brien \"quoted\" `back`"_s;
    QTest::newRow("injection") << u"'; DROP TABLE usage_logs; --"_s;
    QTest::newRow("backslashes") << u"a\\'b\\\\c\\n"_s;
    QTest::newRow("placeholders") << u":project ? $1 %1 {good} :model"_s;
    QTest::newRow("line breaks") << u"a\nb\r\nc\td"_s;
    QTest::newRow("escape") << u"\x1b[31mred\x1b[0m\x7f"_s;
    QTest::newRow("right to left") << u"abc\u202egnp.exe \u05d0"_s;
    QTest::newRow("blanks") << u"  padded "_s;
    QTest::newRow("HTML") << u"<b>bold</b>&amp;"_s;
    QTest::newRow("emoji") << u"日本 🚀 e\u0301"_s;
    QTest::newRow("longest") << QString(maxNameLength, u'ü');
    QTest::newRow("longest beyond the basic plane") << u"🚀"_s.repeated(maxNameLength);
}

void tst_storecontract_recording::keepsAwkwardNames()
{
    QFETCH(QString, name);
    const TestStore place;
    const auto store = place.open();
    UsageRecord usage = sampleCall(name, 0.25);
    usage.model = name;
    QVERIFY(store->setLimit(name, limitOf(0.5)));
    QCOMPARE(valueOf(store->record(usage)), (Decision{Decision::Outcome::Logged, 0.25, 0.5}));
    QVERIFY(store->record(sampleCall(u"other"_s)));
    CallQuery query;
    query.filter.project = name;
    query.filter.model = name;
    const auto calls = valueOf(store->calls(query));
    QCOMPARE(calls.size(), size_t(1));
    QCOMPARE(calls.front().usage, usage);
    QCOMPARE(valueOf(store->spend(query.filter, BucketUnit::Day)).projects, QStringList{name});
    QCOMPARE(valueOf(store->reset({name, name, 0.25})).reason, name);
    QCOMPARE(valueOf(store->projectTotal(name)), 0.0);
    QCOMPARE(valueOf(store->audit(name)).at(0).reason, name);
}

QTEST_GUILESS_MAIN(tst_storecontract_recording)
#include "tst_storecontract_recording.moc"
