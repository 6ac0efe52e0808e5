// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/change.h"
#include "cubebuilder.h"
#include "format/format.h"

#include <QRandomGenerator>
#include <QTest>

using namespace tollkeeper;
using namespace Qt::Literals::StringLiterals;
using test::CubeBuilder;
using enum ChangeFactor;

namespace {

const QDate day(2023, 11, 16);
const qint32 newDay = epochDay(day);
const qint32 oldDay = newDay - 30;
const Range before{BucketUnit::Day, oldDay - 9, oldDay};
const Range now{BucketUnit::Day, newDay - 9, newDay};

// Calls of one kind at prices in units of Money per token.
struct Use
{
    qint64 calls = 0;
    qint64 input = 0; // per call
    qint64 output = 0;
    qint64 inputPrice = 25'000;
    qint64 outputPrice = 100'000;

    [[nodiscard]] Totals totals() const
    {
        return {calls,
                calls * input,
                calls * output,
                Money::fromUnits(calls * (input * inputPrice + output * outputPrice)),
                {}};
    }
};

SpendChange between(const Use &old, const Use &recent)
{
    return spendChange(CubeBuilder()
                           .add(oldDay, u"p"_s, u"m"_s, old.totals())
                           .add(newDay, u"p"_s, u"m"_s, recent.totals())
                           .build(),
                       before, now);
}

QStringList printed(const ChangeParts &parts)
{
    QStringList texts;
    for (const ChangeFactor factor : changeFactors)
        texts += parts[factor].toString();
    return texts;
}

QStringList only(ChangeFactor factor, const QString &amount)
{
    QStringList texts(qsizetype(changeFactors.size()), u"0"_s);
    texts[qsizetype(factor)] = amount;
    return texts;
}

// A cube of anything: new and gone projects and models, no tokens, no cost, large and tiny sums.
SpendCube randomCube(QRandomGenerator &dice)
{
    CubeBuilder builder;
    const int cells = dice.bounded(1, 60);
    for (int i = 0; i < cells; ++i) {
        const qint32 bucket = (dice.bounded(2) == 0 ? oldDay : newDay) - dice.bounded(10);
        const qint64 calls = dice.bounded(1, 5000);
        const qint64 input = dice.bounded(5) == 0 ? 0 : dice.bounded(1, 100'000);
        const qint64 output = dice.bounded(5) == 0 ? 0 : dice.bounded(1, 10'000);
        const qint64 cost =
            dice.bounded(6) == 0 ? 0 : qint64(dice.bounded(std::pow(10.0, dice.bounded(1, 17))));
        builder.add(bucket, u"p%1"_s.arg(dice.bounded(6)), u"m%1"_s.arg(dice.bounded(5)),
                    {calls, calls * input, calls * output, Money::fromUnits(cost), {}});
    }
    return builder.build();
}

} // namespace

class tst_change final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void moreCallsAloneAreCalls();
    void moreInputTokensAloneAreInputTokens();
    void moreOutputTokensAloneAreOutputTokens();
    void aHigherPriceAloneIsPrice();
    void aShiftToADearerModelIsMix();
    void twoFactorsShareWhatTheyDoTogether();
    void anUnusualPriceListIsToldFromTheCalls();
    void aNewProjectAndOneThatIsGoneAreCalls();
    void aNewModelIsMix();
    void withoutTokensTheCostOfACallIsThePrice();
    void onlyTheNamedProjectAndModelAreSplit();
    void projectsComeByTheSizeOfTheirDifference();
    void stepsLeadFromBeforeToNow();
    void partsOfRandomCubesAddUpToTheLastUnit();
    void swappedRangesTurnEverySign();
    void theSameRangeTwiceHasNoParts();
    void scalingCallsOfRandomCubesIsOnlyCalls();
    void aSentenceNamesTheMainCause_data();
    void aSentenceNamesTheMainCause();
};

void tst_change::moreCallsAloneAreCalls()
{
    const SpendChange change = between({100, 1000, 200}, {300, 1000, 200});
    QCOMPARE(change.difference().toString(), u"0.9"_s);
    QCOMPARE(printed(change.parts), only(Calls, u"0.9"_s));
}

void tst_change::moreInputTokensAloneAreInputTokens()
{
    QCOMPARE(printed(between({100, 1000, 200}, {100, 3000, 200}).parts),
             only(InputTokens, u"0.5"_s));
}

void tst_change::moreOutputTokensAloneAreOutputTokens()
{
    QCOMPARE(printed(between({100, 1000, 200}, {100, 1000, 50}).parts),
             only(OutputTokens, u"-0.15"_s));
}

void tst_change::aHigherPriceAloneIsPrice()
{
    QCOMPARE(printed(between({100, 1000, 200}, {100, 1000, 200, 50'000, 200'000}).parts),
             only(Price, u"0.45"_s));
}

void tst_change::aShiftToADearerModelIsMix()
{
    const Use cheap{100, 1000, 200, 2'500, 10'000};
    const Use dear{100, 1000, 200};
    const auto calls = [](Use use, qint64 count) {
        use.calls = count;
        return use.totals();
    };
    const SpendCube cube = CubeBuilder()
                               .add(oldDay, u"p"_s, u"cheap"_s, calls(cheap, 75))
                               .add(oldDay, u"p"_s, u"dear"_s, calls(dear, 25))
                               .add(newDay, u"p"_s, u"cheap"_s, calls(cheap, 25))
                               .add(newDay, u"p"_s, u"dear"_s, calls(dear, 75))
                               .build();
    // 50 calls cost 0.0045 USD instead of 0.00045.
    QCOMPARE(printed(spendChange(cube, before, now).parts), only(Mix, u"0.2025"_s));
}

void tst_change::twoFactorsShareWhatTheyDoTogether()
{
    // Calls double alone: +0.45; tokens double alone: +0.45; both together: +1.35.
    const SpendChange change = between({100, 1000, 200}, {200, 2000, 400});
    QCOMPARE(change.difference().toString(), u"1.35"_s);
    QCOMPARE(change.parts[Calls].toString(), u"0.675"_s);
    QCOMPARE((change.parts[InputTokens] + change.parts[OutputTokens]).toString(), u"0.675"_s);
    QCOMPARE(change.parts[InputTokens].toString(), u"0.375"_s); // five of nine parts of the cost
    QCOMPARE(change.parts[Mix], Money());
    QCOMPARE(change.parts[Price], Money());
}

void tst_change::anUnusualPriceListIsToldFromTheCalls()
{
    // Output costs 8 times as much as input: with the usual 4, part of this would look like price.
    const auto use = [](qint64 input, qint64 output) {
        return Use{100, input, output, 12'500, 100'000}.totals();
    };
    const SpendCube cube = CubeBuilder()
                               .add(oldDay - 1, u"p"_s, u"m"_s, use(1000, 100))
                               .add(oldDay, u"p"_s, u"m"_s, use(1000, 300))
                               .add(newDay - 1, u"p"_s, u"m"_s, use(1000, 500))
                               .add(newDay, u"p"_s, u"m"_s, use(1000, 900))
                               .build();
    const SpendChange change = spendChange(cube, before, now);
    QCOMPARE(change.difference().toString(), u"1"_s);
    QVERIFY((Money::fromUsd(1) - change.parts[OutputTokens]).toUsd() < 1e-8);
    QVERIFY(std::abs(change.parts[Price].toUsd()) < 1e-8);
}

void tst_change::aNewProjectAndOneThatIsGoneAreCalls()
{
    const SpendCube cube = CubeBuilder()
                               .add(oldDay, u"gone"_s, u"m"_s, u"5"_s)
                               .add(newDay, u"new"_s, u"m"_s, u"7"_s)
                               .add(newDay, u"new"_s, u"n"_s, u"1"_s)
                               .build();
    const SpendChange change = spendChange(cube, before, now);
    QCOMPARE(change.projects.size(), size_t(2));
    QCOMPARE(change.projects[0].project, u"new"_s);
    QCOMPARE(printed(change.projects[0].parts), only(Calls, u"8"_s));
    QCOMPARE(printed(change.projects[1].parts), only(Calls, u"-5"_s));
    QCOMPARE(printed(change.parts), only(Calls, u"3"_s));
}

void tst_change::aNewModelIsMix()
{
    const SpendCube cube = CubeBuilder()
                               .add(oldDay, u"p"_s, u"m"_s, Use{100, 1000, 200}.totals())
                               .add(newDay, u"p"_s, u"m"_s, Use{50, 1000, 200}.totals())
                               .add(newDay, u"p"_s, u"n"_s, Use{50, 4000, 800}.totals())
                               .build();
    QCOMPARE(printed(spendChange(cube, before, now).parts), only(Mix, u"0.675"_s));
}

void tst_change::withoutTokensTheCostOfACallIsThePrice()
{
    const SpendCube cube =
        CubeBuilder()
            .add(oldDay, u"images"_s, u"m"_s, {10, 0, 0, Money::fromUsd(0.4), {}})
            .add(newDay, u"images"_s, u"m"_s, {10, 5000, 100, Money::fromUsd(0.6), {}})
            .build();
    QCOMPARE(printed(spendChange(cube, before, now).parts), only(Price, u"0.2"_s));
}

void tst_change::onlyTheNamedProjectAndModelAreSplit()
{
    const SpendCube cube = CubeBuilder()
                               .add(oldDay, u"p"_s, u"m"_s, u"1"_s)
                               .add(oldDay, u"p"_s, u"n"_s, u"2"_s)
                               .add(newDay, u"p"_s, u"n"_s, u"4"_s)
                               .add(newDay, u"q"_s, u"n"_s, u"8"_s)
                               .build();
    QCOMPARE(spendChange(cube, before, now).difference().toString(), u"9"_s);
    const SpendFilter project{{}, u"p"_s, {}};
    QCOMPARE(spendChange(cube, before, now, project).difference().toString(), u"1"_s);
    const SpendFilter model{{}, {}, u"m"_s};
    QCOMPARE(spendChange(cube, before, now, model).difference().toString(), u"-1"_s);
    QVERIFY(spendChange(cube, before, now, {{}, u"nobody"_s, {}}).projects.empty());
}

void tst_change::projectsComeByTheSizeOfTheirDifference()
{
    const SpendCube cube = CubeBuilder()
                               .add(oldDay, u"falls"_s, u"m"_s, u"9"_s)
                               .add(newDay, u"falls"_s, u"m"_s, u"1"_s)
                               .add(newDay, u"rises"_s, u"m"_s, u"5"_s)
                               .add(newDay - 20, u"elsewhere"_s, u"m"_s, u"5"_s)
                               .build();
    const SpendChange change = spendChange(cube, before, now);
    QCOMPARE(change.projects.size(), size_t(2));
    QCOMPARE(change.projects[0].project, u"falls"_s);
    QCOMPARE(change.projects[1].project, u"rises"_s);
    QCOMPARE(change.before.cost.toString(), u"9"_s);
    QCOMPARE(change.now.calls, 2);
}

void tst_change::stepsLeadFromBeforeToNow()
{
    const SpendChange change = between({100, 1000, 200}, {250, 700, 900, 20'000, 90'000});
    const std::vector<ChangeStep> steps = changeSteps(change);
    QCOMPARE(steps.size(), changeFactors.size() + 2);
    QCOMPARE(steps.front().to, change.before.cost);
    for (size_t i = 0; i < changeFactors.size(); ++i) {
        QCOMPARE(steps[i + 1].factor, changeFactors[i]);
        QCOMPARE(steps[i + 1].from, steps[i].to);
        QCOMPARE(steps[i + 1].to - steps[i + 1].from, change.parts[changeFactors[i]]);
    }
    QCOMPARE(steps[changeFactors.size()].to, steps.back().to);
    QCOMPARE(steps.back().to, change.now.cost);
}

void tst_change::partsOfRandomCubesAddUpToTheLastUnit()
{
    QRandomGenerator dice(1);
    for (int round = 0; round < 3000; ++round) {
        const SpendCube cube = randomCube(dice);
        const SpendChange change = spendChange(cube, before, now);
        QCOMPARE(change.parts.sum(), change.difference());
        QCOMPARE(change.before, total(cube, {before, {}, {}}));
        QCOMPARE(change.now, total(cube, {now, {}, {}}));
        ChangeParts sum;
        for (const ProjectChange &project : change.projects) {
            QCOMPARE(project.parts.sum(), project.difference());
            sum += project.parts;
        }
        QCOMPARE(sum, change.parts);
    }
}

void tst_change::swappedRangesTurnEverySign()
{
    QRandomGenerator dice(2);
    for (int round = 0; round < 3000; ++round) {
        const SpendCube cube = randomCube(dice);
        const SpendChange there = spendChange(cube, before, now);
        const SpendChange back = spendChange(cube, now, before);
        QCOMPARE(there.projects.size(), back.projects.size());
        for (size_t i = 0; i < there.projects.size(); ++i) {
            QCOMPARE(there.projects[i].project, back.projects[i].project);
            for (const ChangeFactor factor : changeFactors)
                QCOMPARE(there.projects[i].parts[factor], Money() - back.projects[i].parts[factor]);
        }
    }
}

void tst_change::theSameRangeTwiceHasNoParts()
{
    QRandomGenerator dice(3);
    for (int round = 0; round < 300; ++round)
        QCOMPARE(spendChange(randomCube(dice), now, now).parts, ChangeParts());
}

void tst_change::scalingCallsOfRandomCubesIsOnlyCalls()
{
    QRandomGenerator dice(4);
    for (int round = 0; round < 1000; ++round) {
        CubeBuilder builder;
        const qint64 factor = dice.bounded(2, 9);
        for (int i = 0; i < 12; ++i) {
            Totals totals{dice.bounded(1, 5000),
                          dice.bounded(1, 1'000'000),
                          dice.bounded(1, 100'000),
                          Money::fromUnits(dice.bounded(2'000'000'000)),
                          {}};
            const QString project = u"p%1"_s.arg(i % 3);
            const QString model = u"m%1"_s.arg(i / 3);
            builder.add(oldDay, project, model, totals);
            totals.calls *= factor;
            totals.inputTokens *= factor;
            totals.outputTokens *= factor;
            totals.cost = Money::fromUnits(totals.cost.units() * factor);
            builder.add(newDay, project, model, totals);
        }
        const SpendChange change = spendChange(builder.build(), before, now);
        QCOMPARE(printed(change.parts), only(Calls, change.difference().toString()));
    }
}

void tst_change::aSentenceNamesTheMainCause_data()
{
    QTest::addColumn<SpendCube>("cube");
    QTest::addColumn<QString>("sentence");
    const auto cube = [] { return CubeBuilder(); };
    QTest::newRow("nothing") << cube().build() << u"There are no calls in either range."_s;
    QTest::newRow("the same")
        << cube().add(oldDay, u"p"_s, u"m"_s, u"3"_s).add(newDay, u"p"_s, u"m"_s, u"3"_s).build()
        << u"Spend is the same in both ranges: $3.00."_s;
    QTest::newRow("a project's output")
        << cube()
               .add(oldDay, u"bot"_s, u"m"_s, Use{1000, 1000, 200}.totals())
               .add(newDay, u"bot"_s, u"m"_s, Use{1000, 1000, 400}.totals())
               .add(oldDay, u"code"_s, u"m"_s, Use{1000, 1000, 200}.totals())
               .add(newDay, u"code"_s, u"m"_s, Use{1100, 1000, 200}.totals())
               .build()
        << u"Spend rose by $2.45 (27 %), mostly bot: more output tokens per call (+$2.00)."_s;
    QTest::newRow("one project only")
        << cube()
               .add(oldDay, u"bot"_s, u"m"_s, Use{1000, 1000, 200}.totals())
               .add(newDay, u"bot"_s, u"m"_s, Use{500, 1000, 200}.totals())
               .build()
        << u"Spend fell by $2.25 (50 %), mostly fewer calls (-$2.25)."_s;
    QTest::newRow("from nothing") << cube().add(newDay, u"bot"_s, u"m"_s, u"3"_s).build()
                                  << u"Spend rose by $3.00 from nothing, mostly new (+$3.00)."_s;
    QTest::newRow("many causes") << cube()
                                        .add(newDay, u"a"_s, u"m"_s, u"4"_s)
                                        .add(newDay, u"b"_s, u"m"_s, u"3"_s)
                                        .add(newDay, u"c"_s, u"m"_s, u"3"_s)
                                        .add(oldDay, u"d"_s, u"m"_s, u"1"_s)
                                        .build()
                                 << u"Spend rose by $9.00 (900 %), most of all a: new (+$4.00)."_s;
}

void tst_change::aSentenceNamesTheMainCause()
{
    QFETCH(SpendCube, cube);
    QTEST(format::change(spendChange(cube, before, now)), "sentence");
}

QTEST_GUILESS_MAIN(tst_change)
#include "tst_change.moc"
