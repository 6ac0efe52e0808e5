// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "focusrows.h"

#include <QBuffer>
#include <QDateTime>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSet>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace tollkeeper;
using namespace tollkeeper::test;

/// FOCUS rows of hours, and of input and output tokens apart.
class tst_focussplit final : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;

private Q_SLOTS:
    void initTestCase_data() { addBackends(); }
    void hoursAreRowsOfTheirOwn();
    void inputAndOutputShareTheCostByTheirPrices();
    void rowsTellTheirFirstAndLastCall();
    void aModelWithoutAPriceIsNotSplit();
    void priceListsAreReadOrRefused_data();
    void priceListsAreReadOrRefused();

private:
    QByteArray exported(Store &store, const FocusOptions &how)
    {
        QBuffer buffer;
        buffer.open(QIODevice::WriteOnly);
        static_cast<void>(valueOf(exportFocus(store, {}, buffer, how)));
        return buffer.data();
    }
    /// Writes \a content to a price list, and returns its name.
    [[nodiscard]] QString priceList(const QByteArray &content) const
    {
        const QString path = m_folder.filePath(u"prices"_s);
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
            failBecause(file.errorString());
        return path;
    }
    [[nodiscard]] QString file() const { return m_folder.filePath(u"costs.csv"_s); }
};

void tst_focussplit::hoursAreRowsOfTheirOwn()
{
    const TestStore place;
    place.loadAzure();
    const auto store = place.open();
    FocusOptions hourly = options();
    hourly.unit = BucketUnit::Hour;
    Money sum;
    QSet<QString> begins;
    for (const Row &row : rowsOf(exported(*store, hourly), header14)) {
        sum += *Money::parse(row[u"BilledCost"_s]);
        begins << row[u"ChargePeriodStart"_s];
        const auto from = QDateTime::fromString(row[u"ChargePeriodStart"_s], Qt::ISODate);
        QCOMPARE(from.secsTo(QDateTime::fromString(row[u"ChargePeriodEnd"_s], Qt::ISODate)), 3600);
        QCOMPARE(row[u"BillingPeriodStart"_s], u"2023-11-01T00:00:00Z"_s);
    }
    QVERIFY(begins.contains(u"2023-11-16T18:00:00Z"_s) &&
            begins.contains(u"2023-11-16T19:00:00Z"_s));
    QCOMPARE(sum.toString(), GoldenAnswers(place.backend()).total().cost.toString());
}

void tst_focussplit::inputAndOutputShareTheCostByTheirPrices()
{
    const TestStore place;
    const auto store = place.open();
    // At 2.5 and 10 USD: 0.0025 and 0.01 of 0.0125 by the list, 1 to 4. What was logged is not
    // that.
    QVERIFY(valueOf(store->record({u"demo"_s, u"gpt-4o"_s, 1000, 1000, 0.0000000007})).logged());
    QVERIFY(valueOf(store->record({u"demo"_s, u"gpt-4o"_s, 500, 500, 1})).logged());
    QVERIFY(valueOf(store->record({u"demo"_s, u"ollama/llama3"_s, 7, 9, 0})).logged());
    for (const FocusVersion version : {FocusVersion::V1_2, FocusVersion::V1_4}) {
        FocusOptions split = options(version);
        split.priceList = priceList("gpt-4o,2.50,10\n");
        QStringList header = version == FocusVersion::V1_2 ? header12 : header14;
        header << u"ListUnitPrice"_s << u"PricingCategory"_s << u"SkuId"_s << u"SkuMeter"_s
               << u"SkuPriceId"_s << u"x_ModelId"_s << u"x_TokenDirection"_s;
        const auto own = [](const QString &name) { return name.startsWith(u"x_"); };
        std::stable_sort(header.begin(), header.end(), [own](const QString &a, const QString &b) {
            return own(a) != own(b) ? own(b) : !own(a) && a < b;
        });
        const auto rows = rowsOf(exported(*store, split), header);
        QCOMPARE(rows.size(), 4U); // a pair of each model
        const Row &input = rows[0];
        const Row &output = rows[1];
        QCOMPARE(input[u"SkuMeter"_s], u"Input Tokens"_s);
        QCOMPARE(output[u"SkuMeter"_s], u"Output Tokens"_s);
        QCOMPARE(input[u"SkuId"_s], u"gpt-4o-input"_s);
        QCOMPARE(output[u"SkuPriceId"_s], u"gpt-4o-output-ondemand"_s);
        QCOMPARE(input[u"x_TokenDirection"_s], u"Input"_s);
        QCOMPARE(output[u"x_ModelId"_s], u"gpt-4o"_s);
        QCOMPARE(input[u"PricingCategory"_s], u"Standard"_s);
        // A fifth of 1.0000000007 is 0.20000000014; the rest is the output's, to the last digit.
        QCOMPARE(input[u"BilledCost"_s], u"0.2000000001"_s);
        QCOMPARE(output[u"BilledCost"_s], u"0.8000000006"_s);
        QCOMPARE(output[u"EffectiveCost"_s], output[u"BilledCost"_s]);
        QCOMPARE(output[u"ContractedCost"_s], output[u"BilledCost"_s]);
        // List prices times quantities, exactly.
        QCOMPARE(input[u"ListUnitPrice"_s], u"2.5"_s);
        QCOMPARE(input[u"PricingQuantity"_s], u"0.0015"_s);
        QCOMPARE(input[u"ListCost"_s], u"0.00375"_s);
        QCOMPARE(output[u"ListCost"_s], u"0.015"_s);
        // What is added up over all rows is counted once.
        QCOMPARE(input[u"x_CallCount"_s], u"2"_s);
        QCOMPARE(output[u"x_CallCount"_s], u"0"_s);
        QCOMPARE(input[u"x_InputTokens"_s] + u'/' + input[u"x_OutputTokens"_s], u"1500/0"_s);
        QCOMPARE(output[u"x_InputTokens"_s] + u'/' + output[u"x_OutputTokens"_s], u"0/1500"_s);
        // A model of one's own needs no price.
        QCOMPARE(rows[2][u"ListCost"_s] + rows[3][u"BilledCost"_s], u"00"_s);
    }
}

void tst_focussplit::rowsTellTheirFirstAndLastCall()
{
    const TestStore place;
    place.loadAzure();
    const auto store = place.open();
    FocusOptions numbered = options();
    numbered.logIds = true;
    const auto rows = rowsOf(exported(*store, numbered),
                             header14 + QStringList{u"x_FirstLogId"_s, u"x_LastLogId"_s});
    QVERIFY(rows.size() > 4);
    for (const Row &row : rows) {
        const QJsonObject names = QJsonDocument::fromJson(row[u"Tags"_s].toUtf8()).object();
        const auto quoted = [&names](const char *key) {
            return u'\'' + names[QLatin1StringView(key)].toString().replace(u'\'', u"''"_s) + u'\'';
        };
        const auto found = place.raw().rows(
            u"SELECT min(id), max(id) FROM usage_logs WHERE project = %1 AND model = %2"_s.arg(
                quoted("project"), quoted("model")));
        QCOMPARE(row[u"x_FirstLogId"_s], found.front()[0]);
        QCOMPARE(row[u"x_LastLogId"_s], found.front()[1]);
    }
}

void tst_focussplit::aModelWithoutAPriceIsNotSplit()
{
    const TestStore place;
    const auto store = place.open();
    QVERIFY(valueOf(store->record(sampleCall())).logged()); // gpt-4o
    FocusOptions split = options();
    split.priceList = priceList("gpt-4o-mini,0.15,0.6\n");
    const auto refused = exportFocusFiles(*store, {}, file(), {split, {}, {}, true});
    QCOMPARE(errorOf(refused), StoreError::Kind::Invalid);
    QVERIFY2(refused.error().message.contains(u"gpt-4o."), qPrintable(refused.error().message));
    QVERIFY(!QFile::exists(file()));
}

void tst_focussplit::priceListsAreReadOrRefused_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QString>("prices"); // of gpt-4o; empty: refused
    QTest::newRow("CSV") << QByteArray("gpt-4o,2.50,10\n") << u"2.5/10"_s;
    QTest::newRow("header") << QByteArray("model,input,output\r\n\r\ngpt-4o, 2.5 ,10\r\n")
                            << u"2.5/10"_s;
    QTest::newRow("quotes") << QByteArray("\"a,\"\"b\"\"\",1,2\n\"gpt-4o\",2.5,10") << u"2.5/10"_s;
    QTest::newRow("LiteLLM") << QByteArray(R"({"sample_spec": {"mode": "chat"}, "gpt-4o":
        {"input_cost_per_token": 2.5e-06, "output_cost_per_token": 1e-05, "mode": "chat"}})")
                             << u"2.5/10"_s;
    QTest::newRow("embedding") << QByteArray(R"({"gpt-4o": {"input_cost_per_token": 2e-08}})")
                               << u"0.02/0"_s;
    for (const char *wrong : {"", "gpt-4o,2.5\n", "gpt-4o,-1,2\n", "gpt-4o,1e3,2\n",
                              "m,1,2\nx,y,z\n", "gpt-4o,99999999,2\n", ",1,2\n", "{}", "[1,2]"})
        QTest::newRow(*wrong ? wrong : "empty") << QByteArray(wrong) << QString();
}

void tst_focussplit::priceListsAreReadOrRefused()
{
    QFETCH(QByteArray, content);
    QFETCH(QString, prices);
    const auto list = readPriceList(priceList(content));
    const TokenPrice price = list ? list->value(u"gpt-4o"_s) : TokenPrice();
    QCOMPARE(list ? price.input.toString() + u'/' + price.output.toString() : QString(), prices);
    if (!list)
        QCOMPARE(errorOf(list), StoreError::Kind::Invalid);
}

QTEST_GUILESS_MAIN(tst_focussplit)
#include "tst_focussplit.moc"
