// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/pricing.h"
#include "cubebuilder.h"
#include "format/format.h"

#include <QTest>

using namespace tollkeeper;
using namespace Qt::Literals::StringLiterals;
using test::CubeBuilder;

namespace {

const QDate today(2023, 11, 16);
const qint32 bucket = epochDay(today);

// A call that costs what the prices say, in units of Money per token.
Totals priced(qint64 input, qint64 output, qint64 inputPrice, qint64 outputPrice)
{
    return {1, input, output, Money::fromUnits(input * inputPrice + output * outputPrice), {}};
}

QStringList namesOf(const std::vector<Summary> &models)
{
    QStringList names;
    for (const Summary &model : models)
        names += model.name;
    return names;
}

} // namespace

class tst_pricing final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void modelsOnTheUsersOwnMachinesAreLocal_data();
    void modelsOnTheUsersOwnMachinesAreLocal();
    void aModelWithTokensAndNoCostIsUnpriced();
    void whatIsUnpricedDependsOnTheRangeAndTheProject();
    void theLargestUnpricedModelComesFirst();
    void unpricedModelsAreSaidInASentence();
    void theRatioOfPricesIsToldFromTheCosts();
    void twoPriceListsWithOneRatioTellThatRatio();
    void whatTellsNothingIsFour();
    void theRatioStaysWithinPriceLists();
    void aMillionTokensCostWhatTheMeanSays();
};

void tst_pricing::modelsOnTheUsersOwnMachinesAreLocal_data()
{
    QTest::addColumn<QString>("model");
    QTest::addColumn<bool>("local");
    for (const auto &[model, local] : {std::pair{u"ollama/llama3"_s, true},
                                       {u"Ollama/llama3"_s, true},
                                       {u"local/x"_s, true},
                                       {u"llama.cpp/qwen"_s, true},
                                       {u"vllm/mistral"_s, true},
                                       {u"lmstudio/phi"_s, true},
                                       {u"gpt-4o"_s, false},
                                       {u"ollama"_s, false},
                                       {u"my-ollama/llama3"_s, false},
                                       {u"vllm-cloud/mistral"_s, false},
                                       {QString(), false}})
        QTest::newRow(qPrintable(model.isEmpty() ? u"no name"_s : model)) << model << local;
}

void tst_pricing::modelsOnTheUsersOwnMachinesAreLocal()
{
    QFETCH(QString, model);
    QFETCH(bool, local);
    QCOMPARE(isLocalModel(model), local);
}

void tst_pricing::aModelWithTokensAndNoCostIsUnpriced()
{
    const SpendCube cube = CubeBuilder()
                               .add(bucket, u"p"_s, u"paid"_s, u"0.01"_s)
                               .add(bucket, u"p"_s, u"missing"_s, u"0"_s)
                               .add(bucket, u"p"_s, u"ollama/llama3"_s, u"0"_s)
                               .add(bucket, u"p"_s, u"no tokens"_s, {3, 0, 0, Money(), {}})
                               .build();
    const std::vector<Summary> models = unpricedModels(cube);
    QCOMPARE(namesOf(models), QStringList{u"missing"_s});
    QCOMPARE(models[0].totals.inputTokens, 100);
}

void tst_pricing::whatIsUnpricedDependsOnTheRangeAndTheProject()
{
    const SpendCube cube = CubeBuilder()
                               .add(bucket - 1, u"p"_s, u"m"_s, u"0"_s)
                               .add(bucket, u"p"_s, u"m"_s, u"1"_s)
                               .add(bucket, u"q"_s, u"m"_s, u"0"_s)
                               .build();
    const Range yesterday = Range::days(today.addDays(-1), today.addDays(-1));
    QVERIFY(unpricedModels(cube).empty());
    QCOMPARE(namesOf(unpricedModels(cube, {yesterday, {}, {}})), QStringList{u"m"_s});
    QCOMPARE(namesOf(unpricedModels(cube, {{}, u"q"_s, {}})), QStringList{u"m"_s});
}

void tst_pricing::theLargestUnpricedModelComesFirst()
{
    const SpendCube cube = CubeBuilder()
                               .add(bucket, u"p"_s, u"a"_s, {1, 10, 0, Money(), {}})
                               .add(bucket, u"p"_s, u"c"_s, {1, 10, 20, Money(), {}})
                               .add(bucket, u"p"_s, u"b"_s, {1, 10, 20, Money(), {}})
                               .build();
    QCOMPARE(namesOf(unpricedModels(cube)), (QStringList{u"b"_s, u"c"_s, u"a"_s}));
}

void tst_pricing::unpricedModelsAreSaidInASentence()
{
    QCOMPARE(format::unpriced({}), QString());
    QCOMPARE(format::unpriced({{u"a"_s, {}}}),
             u"1 model has calls but no cost: a. A missing price hides spend."_s);
    std::vector<Summary> many;
    for (const QChar name : u"abcdefg"_s)
        many.push_back({name, {}});
    QCOMPARE(format::unpriced(many), u"7 models have calls but no cost: a, b, c, d, e, and 2 more."
                                     " A missing price hides spend."_s);
}

void tst_pricing::theRatioOfPricesIsToldFromTheCosts()
{
    PriceEvidence evidence;
    for (const auto &[input, output] : {std::pair(1000, 100), {2000, 900}, {500, 500}})
        evidence.add(priced(input, output, 30'000, 150'000));
    QVERIFY(std::abs(outputWeight(evidence, {}) - 5) < 1e-9);
    QVERIFY(std::abs(outputWeight({}, evidence) - 5) < 1e-9);
}

void tst_pricing::twoPriceListsWithOneRatioTellThatRatio()
{
    PriceEvidence before;
    PriceEvidence now; // half the prices
    for (const auto &[input, output] : {std::pair(1000, 100), {2000, 900}, {500, 500}}) {
        before.add(priced(input, output, 20'000, 160'000));
        now.add(priced(2 * input, 3 * output, 10'000, 80'000));
    }
    QVERIFY(std::abs(outputWeight(before, now) - 8) < 1e-9);
    QCOMPARE(outputWeight(before, now), outputWeight(now, before));
}

void tst_pricing::whatTellsNothingIsFour()
{
    PriceEvidence single;
    single.add(priced(1000, 100, 30'000, 150'000));
    PriceEvidence alike = single;
    alike.add(priced(2000, 200, 30'000, 150'000));
    PriceEvidence inputOnly;
    inputOnly.add(priced(1000, 0, 30'000, 0));
    PriceEvidence free;
    free.add(priced(1000, 100, 0, 0));
    free.add(priced(100, 100, 0, 0));
    for (const PriceEvidence &evidence : {PriceEvidence(), single, alike, inputOnly, free})
        QCOMPARE(outputWeight(evidence, {}), 4.0);
}

void tst_pricing::theRatioStaysWithinPriceLists()
{
    PriceEvidence onlyOutputCosts;
    PriceEvidence onlyInputCosts;
    for (const auto &[input, output] : {std::pair(1000, 100), {2000, 900}, {500, 500}}) {
        onlyOutputCosts.add(priced(input, output, 0, 150'000));
        onlyInputCosts.add(priced(input, output, 150'000, 0));
    }
    QCOMPARE(outputWeight(onlyOutputCosts, {}), 10.0);
    QCOMPARE(outputWeight(onlyInputCosts, {}), 1.0);
}

void tst_pricing::aMillionTokensCostWhatTheMeanSays()
{
    QCOMPARE(costPerMillionTokens({3, 300'000, 100'000, Money::fromUsd(1), {}}),
             std::optional(Money::fromUsd(2.5)));
    QCOMPARE(costPerMillionTokens({3, 0, 0, Money::fromUsd(1), {}}), std::nullopt);
}

QTEST_GUILESS_MAIN(tst_pricing)
#include "tst_pricing.moc"
