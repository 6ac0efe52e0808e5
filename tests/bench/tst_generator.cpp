// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "loader.h"
#include "teststore.h"

#include <QTest>

#include <set>

using namespace Qt::StringLiterals;
using namespace tollkeeper;
using namespace tollkeeper::test;

/// The generator makes stores as llm-toll would have, the same ones again from the same seed.
class TestGenerator : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { addBackends(); }
    void rowsAndCountersAgree();
    void callsFillTheDaysInTheOrderOfTime();
    void theSameSeedMakesTheSameCalls();
};

namespace {

bench::GeneratorOptions options()
{
    bench::GeneratorOptions options;
    options.rows = 5000;
    options.days = 30;
    options.projects = 10;
    options.models = 8;
    options.end = QDate(2026, 11, 24);
    return options;
}

void fill(const TestStore &place, const bench::GeneratorOptions &options)
{
    bench::CallGenerator generator(options);
    bench::load(place.location(), generator, [](qint64) {});
}

QStringList allCalls(const TestStore &place)
{
    QStringList lines;
    const auto store = place.open();
    const auto read = store->forEachCall({}, [&lines](const Call &call) {
        const UsageRecord &usage = call.usage;
        lines << u"%1 %2 %3 %4 %5 %6 %7"_s.arg(call.createdAtText, usage.project, usage.model)
                     .arg(usage.inputTokens)
                     .arg(usage.outputTokens)
                     .arg(usage.costUsd, 0, 'g', 17)
                     .arg(call.badReason);
        return true;
    });
    return read ? lines : QStringList();
}

} // namespace

void TestGenerator::rowsAndCountersAgree()
{
    const TestStore place;
    fill(place, options());
    const auto store = place.open();
    std::map<QString, Money> logged;
    double total = 0;
    std::map<QString, double> counted; // as llm-toll would have counted them
    std::vector<Call> calls;
    QCOMPARE(valueOf(store->forEachCall({},
                                        [&](const Call &call) {
                                            calls.push_back(call);
                                            return true;
                                        })),
             options().rows);
    for (auto call = calls.rbegin(); call != calls.rend(); ++call) { // oldest first
        QCOMPARE(call->badReason, QString());
        QCOMPARE(round10(call->usage.costUsd), call->usage.costUsd);
        logged[call->usage.project] += Money::fromUsd(call->usage.costUsd);
        double &counter = counted[call->usage.project];
        counter = round10(counter + call->usage.costUsd);
        total += call->usage.costUsd;
    }
    QVERIFY(total > 0);
    const auto budgets = valueOf(store->budgets());
    QCOMPARE(budgets.size(), logged.size());
    QCOMPARE(budgets.size(), static_cast<size_t>(options().projects));
    for (const Budget &budget : budgets) {
        QCOMPARE(Money::fromUsd(budget.totalUsd), logged.at(budget.project));
        QCOMPARE(budget.totalUsd, counted.at(budget.project));
    }
}

void TestGenerator::callsFillTheDaysInTheOrderOfTime()
{
    bench::CallGenerator generator(options());
    std::set<QDate> days;
    std::set<int> projects;
    std::set<int> models;
    QDate last;
    qint64 rows = 0;
    bool tenDecimals = false;
    for (bench::GeneratedCall call; generator.next(call); ++rows) {
        QVERIFY(!last.isValid() || call.at.day() >= last);
        last = call.at.day();
        days.insert(last);
        projects.insert(call.project);
        models.insert(call.model);
        tenDecimals |= call.cost.units() % 10 != 0;
    }
    QCOMPARE(rows, options().rows);
    QCOMPARE(static_cast<int>(days.size()), options().days);
    QCOMPARE(last, options().end);
    QCOMPARE(static_cast<int>(projects.size()), options().projects);
    QCOMPARE(static_cast<int>(models.size()), options().models);
    QVERIFY(tenDecimals);
}

void TestGenerator::theSameSeedMakesTheSameCalls()
{
    const TestStore one;
    const TestStore two;
    const TestStore three;
    fill(one, options());
    fill(two, options());
    auto other = options();
    other.seed = 2;
    fill(three, other);
    const QStringList calls = allCalls(one);
    QCOMPARE(calls.size(), options().rows);
    QCOMPARE(allCalls(two), calls);
    QVERIFY(allCalls(three) != calls);
}

QTEST_GUILESS_MAIN(TestGenerator)
#include "tst_generator.moc"
