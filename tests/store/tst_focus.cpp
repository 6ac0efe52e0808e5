// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "export/manifest.h"
#include "focusrows.h"

#include <QBuffer>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace tollkeeper;
using namespace tollkeeper::test;

namespace {

// As the specification has it.
const QStringList mandatory14{
    u"BilledCost"_s, u"BillingAccountId"_s, u"BillingAccountName"_s, u"BillingCurrency"_s,
    u"BillingPeriodEnd"_s, u"BillingPeriodStart"_s, u"ChargeCategory"_s, u"ChargeClass"_s,
    u"ChargeDescription"_s, u"ChargePeriodEnd"_s, u"ChargePeriodStart"_s, u"ContractedCost"_s,
    u"EffectiveCost"_s, u"HostProviderName"_s, u"InvoiceIssuerName"_s, u"ListCost"_s,
    u"PricingQuantity"_s, u"PricingUnit"_s, u"ServiceCategory"_s, u"ServiceName"_s,
    u"ServiceProviderName"_s};

} // namespace

/// The rules of the FinOps Open Cost and Usage Specification, checked on what is written.
class tst_focus final : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;

private Q_SLOTS:
    void initTestCase_data() { addBackends(); }
    void columnsAreThoseOfTheVersion();
    void everyRowFollowsTheRules();
    void costsAddUpToTheLastDigit();
    void aModelThatNobodyBillsStopsTheExport();
    void providersAreToldByTheModel_data();
    void providersAreToldByTheModel();
    void namesAreQuotedAndNoFormulas();
    void periodsAreUtcDaysAndMonths();
    void filesAreSplitByRowsAndBytes();
    void theMetadataSaysWhatTheFileHolds();
    void theAccountNamesNoHost();

private:
    QByteArray exported(Store &store, const FocusOptions &how = options())
    {
        QBuffer buffer;
        buffer.open(QIODevice::WriteOnly);
        static_cast<void>(valueOf(exportFocus(store, {}, buffer, how)));
        return buffer.data();
    }
    [[nodiscard]] QString file() const { return m_folder.filePath(u"costs.csv"_s); }
};

void tst_focus::columnsAreThoseOfTheVersion()
{
    const TestStore place;
    const auto store = place.open();
    QCOMPARE(cellsOf(exported(*store)).front(), header14);
    QCOMPARE(cellsOf(exported(*store, options(FocusVersion::V1_2))).front(), header12);
    for (const QString &name : mandatory14)
        QVERIFY2(header14.contains(name), qPrintable(name));
    // Pascal case; ours behind all others.
    static const QRegularExpression pascal(u"^(x_)?([A-Z][a-z]+)+$"_s);
    bool own = false;
    for (const QString &name : header14) {
        QVERIFY2(pascal.match(name).hasMatch(), qPrintable(name));
        QVERIFY(!own || name.startsWith(u"x_"));
        own = name.startsWith(u"x_");
    }
}

void tst_focus::everyRowFollowsTheRules()
{
    const TestStore place;
    place.loadAzure();
    const auto store = place.open();
    static const QRegularExpression decimal(u"^-?\\d+(\\.\\d+)?$"_s);
    static const QRegularExpression moment(u"^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ$"_s);
    const QStringList nullable{u"BillingAccountName"_s, u"ChargeClass"_s};
    for (const FocusVersion version : {FocusVersion::V1_2, FocusVersion::V1_4}) {
        const QStringList header = version == FocusVersion::V1_2 ? header12 : header14;
        const auto rows = rowsOf(exported(*store, options(version)), header);
        QVERIFY(rows.size() >= 4);
        for (const Row &row : rows) {
            for (const QString &column : header) {
                const QString value = row[column];
                QVERIFY2(value != u"N/A" && value != u"null" && value != u"None",
                         qPrintable(column));
                QVERIFY2(!value.isEmpty() || nullable.contains(column), qPrintable(column));
                if (column.endsWith(u"Cost") || column.endsWith(u"Quantity"))
                    QVERIFY2(decimal.match(value).hasMatch(), qPrintable(column + u' ' + value));
                if (column.endsWith(u"Start") || column.endsWith(u"End"))
                    QVERIFY2(moment.match(value).hasMatch(), qPrintable(column + u' ' + value));
            }
            QCOMPARE(row[u"BillingCurrency"_s], u"USD"_s);
            QCOMPARE(row[u"ChargeCategory"_s], u"Usage"_s);
            QCOMPARE(row[u"ServiceCategory"_s], u"AI and Machine Learning"_s);
            QCOMPARE(row[u"ServiceSubcategory"_s], u"Generative AI"_s);
            QCOMPARE(row[u"PricingUnit"_s], u"1000000 Tokens"_s);
            for (const QString &cost : {u"ContractedCost"_s, u"EffectiveCost"_s, u"ListCost"_s})
                QCOMPARE(row[cost], row[u"BilledCost"_s]);
            // Quantities are of the same tokens.
            const qint64 tokens = row[u"x_InputTokens"_s].toLongLong()
                + row[u"x_OutputTokens"_s].toLongLong();
            QCOMPARE(row[u"ConsumedQuantity"_s].toLongLong(), tokens);
            QCOMPARE(Money::parse(row[u"PricingQuantity"_s])->units(), tokens * 10'000);
            const auto tags = QJsonDocument::fromJson(row[u"Tags"_s].toUtf8()).object();
            QCOMPARE(tags.size(), 2);
            for (const auto &tag : tags)
                QVERIFY(tag.isString()); // no nesting
        }
    }
}

void tst_focus::costsAddUpToTheLastDigit()
{
    const TestStore place;
    place.loadAzure();
    const auto store = place.open();
    const Totals all = GoldenAnswers(place.backend()).total();
    Money sum;
    qint64 calls = 0;
    for (const Row &row : rowsOf(exported(*store), header14)) {
        sum += *Money::parse(row[u"BilledCost"_s]);
        calls += row[u"x_CallCount"_s].toLongLong();
    }
    QCOMPARE(sum.toString(), all.cost.toString());
    QCOMPARE(calls, all.calls);
}

void tst_focus::aModelThatNobodyBillsStopsTheExport()
{
    const TestStore place;
    const auto store = place.open();
    UsageRecord usage = sampleCall();
    usage.model = u"house-model-7"_s;
    QVERIFY(valueOf(store->record(usage)).logged());
    QVERIFY(valueOf(store->record(sampleCall())).logged()); // gpt-4o
    FocusOptions strict = options();
    strict.defaultProvider.reset();
    const auto refused = exportFocusFiles(*store, {}, file(), {strict, {}, {}, true});
    QCOMPARE(errorOf(refused), StoreError::Kind::Invalid);
    const QString sentence = refused.error().message;
    QVERIFY2(sentence.contains(u"house-model-7") && !sentence.contains(u"gpt-4o")
                 && sentence.contains(u"--default-provider"),
             qPrintable(sentence));
    QVERIFY(!QFile::exists(file()));
    for (const Row &row : rowsOf(exported(*store), header14)) {
        QCOMPARE(row[u"ServiceProviderName"_s],
                 row[u"x_Model"_s] == u"gpt-4o" ? u"OpenAI"_s : u"Example Models"_s);
    }
}

void tst_focus::providersAreToldByTheModel_data()
{
    QTest::addColumn<QString>("model");
    QTest::addColumn<QString>("provider");
    const std::pair<const char *, const char *> models[] = {
        {"gpt-4o-mini", "OpenAI"},       {"o3-mini", "OpenAI"},
        {"o1", "OpenAI"},                {"orca-2", ""},
        {"claude-3-5-sonnet", "Anthropic"}, {"gemini-1.5-pro", "Google"},
        {"azure/gpt-4o", "Microsoft"},   {"bedrock/anthropic.claude-3", "AWS"},
        {"vertex_ai/gemini-pro", "Google Cloud"}, {"openrouter/meta/llama-3", "OpenRouter"},
        {"ollama/llama3", "Ollama"},     {"llama.cpp/phi", "llama.cpp"},
        {"acme/gpt-4o", ""},             {"", ""}};
    for (const auto &[model, provider] : models)
        QTest::newRow(*model ? model : "empty")
            << QString::fromLatin1(model) << QString::fromLatin1(provider);
}

void tst_focus::providersAreToldByTheModel()
{
    QFETCH(QString, model);
    QFETCH(QString, provider);
    const auto found = providerOf(model);
    QCOMPARE(found ? found->name : QString(), provider);
    QCOMPARE(found && found->local, provider == u"Ollama" || provider == u"llama.cpp");
}

void tst_focus::namesAreQuotedAndNoFormulas()
{
    const TestStore place;
    const auto store = place.open();
    const QString project = u"=cmd|\"x\",\n1"_s;
    QVERIFY(valueOf(store->record(sampleCall(project))).logged());
    const auto rows = rowsOf(exported(*store), header14);
    QCOMPARE(rows.size(), 1U);
    QCOMPARE(rows[0][u"SubAccountId"_s], u'\'' + project);
    QCOMPARE(rows[0][u"x_Project"_s], u'\'' + project);
    QCOMPARE(QJsonDocument::fromJson(rows[0][u"Tags"_s].toUtf8())["project"_L1].toString(),
             project);
    FocusOptions raw = options();
    raw.rawCells = true;
    QCOMPARE(rowsOf(exported(*store, raw), header14)[0][u"SubAccountId"_s], project);
}

void tst_focus::periodsAreUtcDaysAndMonths()
{
    const TestStore place;
    StoreOptions late;
    late.clock = [] { return *Timestamp::parse(u"2026-12-31T23:59:59.999999Z"); };
    const auto store = place.open(late);
    QVERIFY(valueOf(store->record(sampleCall())).logged());
    const auto rows = rowsOf(exported(*store), header14);
    QCOMPARE(rows[0][u"ChargePeriodStart"_s], u"2026-12-31T00:00:00Z"_s);
    QCOMPARE(rows[0][u"ChargePeriodEnd"_s], u"2027-01-01T00:00:00Z"_s);
    QCOMPARE(rows[0][u"BillingPeriodStart"_s], u"2026-12-01T00:00:00Z"_s);
    QCOMPARE(rows[0][u"BillingPeriodEnd"_s], u"2027-01-01T00:00:00Z"_s);
}

void tst_focus::filesAreSplitByRowsAndBytes()
{
    const TestStore place;
    const auto store = place.open();
    for (int i = 0; i < 5; ++i)
        QVERIFY(valueOf(store->record(sampleCall(u"p%1"_s.arg(i)))).logged());
    const QByteArray whole = exported(*store);
    FocusFileOptions split;
    split.table = options();
    split.rowsPerFile = 2;
    const auto check = [&](const FocusFiles &files) {
        size_t rows = 0;
        for (const QString &path : files.paths) {
            rows += rowsOf(contentOf(path), header14).size();
            const Manifest manifest = valueOf(readManifest(path));
            QCOMPARE(manifest.parts, files.paths.size());
            // Each part answers for the whole.
            QCOMPARE(valueOf(verifyExport(*store, path, manifest)).toText(), u"unchanged"_s);
        }
        QCOMPARE(rows, 5U);
    };
    const FocusFiles byRows = valueOf(exportFocusFiles(*store, {}, file(), split));
    QCOMPARE(byRows.paths, QStringList({m_folder.filePath(u"costs-1.csv"_s),
                                        m_folder.filePath(u"costs-2.csv"_s),
                                        m_folder.filePath(u"costs-3.csv"_s)}));
    check(byRows);
    split.rowsPerFile.reset();
    split.bytesPerFile = whole.size() * 6 / 10;
    const FocusFiles byBytes = valueOf(exportFocusFiles(*store, {}, file(), split));
    QVERIFY(byBytes.paths.size() >= 2);
    check(byBytes);
    for (const QString &path : byBytes.paths)
        QVERIFY(contentOf(path).size() <= *split.bytesPerFile);
}

void tst_focus::theMetadataSaysWhatTheFileHolds()
{
    const TestStore place;
    const auto store = place.open();
    static_cast<void>(valueOf(exportFocusFiles(*store, {}, file(), {options(), {}, {}, true})));
    const auto metadata =
        QJsonDocument::fromJson(contentOf(m_folder.filePath(u"costs.metadata.json"_s))).object();
    QCOMPARE(metadata["FocusVersion"_L1].toString(), u"1.4"_s);
    QVERIFY(metadata["DataGenerator"_L1].toString().startsWith(u"Tollkeeper "));
    static const QRegularExpression moment(u"^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ$"_s);
    QVERIFY(moment.match(metadata["CreationDate"_L1].toString()).hasMatch());
    QVERIFY(!metadata["SchemaId"_L1].toString().isEmpty());
    QStringList names;
    const QJsonArray columns = metadata["ColumnDefinition"_L1].toArray();
    for (const auto &column : columns)
        names << column["ColumnName"_L1].toString();
    QCOMPARE(names, header14);
}

void tst_focus::theAccountNamesNoHost()
{
    const TestStore place;
    const auto store = place.open();
    const QString account = billingAccountOf(store->info());
    QVERIFY2(account.startsWith(u"llm-toll:") && !account.contains(u'/') && !account.contains(u'@')
                 && !account.contains(u"127.0.0.1") && !account.contains(u" on "),
             qPrintable(account));
}

QTEST_GUILESS_MAIN(tst_focus)
#include "tst_focus.moc"
