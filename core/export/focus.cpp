// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "export/focus.h"

#include "analysis/selection.h"
#include "export/csv.h"
#include "export/json.h"
#include "format/format.h"
#include "format/translation.h"

#include <algorithm>
#include <tuple>

using namespace Qt::StringLiterals;

namespace tollkeeper {

namespace {

constexpr qint64 tokensPerUnit = 1'000'000;
constexpr int longestNameInSentence = 90;
constexpr int mostNamed = 10;

QString moment(Timestamp at)
{
    return at.toIso().left(19) + u'Z';
}

QString firstOfMonth(QDate day, int monthsLater)
{
    return moment(Timestamp::startOf(QDate(day.year(), day.month(), 1).addMonths(monthsLater)));
}

// Tokens as a number of millions, exact: Money has decimals enough.
QString millions(qint64 tokens)
{
    return Money::fromUnits(tokens * (Money::unitsPerUsd / tokensPerUnit)).toString();
}

} // namespace

QString listed(QStringList names)
{
    const qsizetype more = names.size() - mostNamed;
    names = names.mid(0, mostNamed);
    for (QString &name : names)
        name = format::safeText(name, longestNameInSentence);
    return names.join(u", "_s) + (more > 0 ? Text::tr(" and %1 more").arg(more) : QString());
}

QString versionName(FocusVersion version)
{
    return version == FocusVersion::V1_2 ? u"1.2"_s : u"1.4"_s;
}

QString billingAccountOf(const StoreInfo &store)
{
    const QString name = store.backend == Backend::Postgres
        ? store.title.left(store.title.lastIndexOf(u" on "))
        : store.title;
    return u"llm-toll:"_s + name;
}

std::vector<FocusColumn> focusColumns(FocusVersion version)
{
    const QString text = u"String"_s;
    const QString decimal = u"Decimal"_s;
    const QString when = u"DateTime"_s;
    std::vector<FocusColumn> columns{
        {u"BilledCost"_s, decimal},        {u"BillingAccountId"_s, text},
        {u"BillingAccountName"_s, text},   {u"BillingCurrency"_s, text},
        {u"BillingPeriodEnd"_s, when},     {u"BillingPeriodStart"_s, when},
        {u"ChargeCategory"_s, text},       {u"ChargeClass"_s, text},
        {u"ChargeDescription"_s, text},    {u"ChargeFrequency"_s, text},
        {u"ChargePeriodEnd"_s, when},      {u"ChargePeriodStart"_s, when},
        {u"ConsumedQuantity"_s, decimal},  {u"ConsumedUnit"_s, text},
        {u"ContractedCost"_s, decimal},    {u"EffectiveCost"_s, decimal},
        {u"InvoiceIssuerName"_s, text},    {u"ListCost"_s, decimal},
        {u"PricingQuantity"_s, decimal},   {u"PricingUnit"_s, text},
        {u"ServiceCategory"_s, text},      {u"ServiceName"_s, text},
        {u"ServiceSubcategory"_s, text},   {u"SubAccountId"_s, text},
        {u"SubAccountName"_s, text},       {u"Tags"_s, u"JSON"_s}};
    const QStringList providers = version == FocusVersion::V1_2
        ? QStringList{u"ProviderName"_s, u"PublisherName"_s}
        : QStringList{u"HostProviderName"_s, u"ServiceProviderName"_s};
    for (const QString &name : providers)
        columns.push_back({name, text});
    std::ranges::sort(columns, {}, &FocusColumn::name);
    for (const auto &[name, type] :
         {std::pair{u"x_Project"_s, text}, {u"x_Model"_s, text}, {u"x_CallCount"_s, decimal},
          {u"x_InputTokens"_s, decimal}, {u"x_OutputTokens"_s, decimal}, {u"x_CostBasis"_s, text}})
        columns.push_back({name, type});
    return columns;
}

QStringList modelsWithoutProvider(const SpendCube &cube, const SpendFilter &filter)
{
    std::vector<bool> used(static_cast<size_t>(cube.models.size())); // others have bad rows only
    Selection(cube, filter).forEach([&used](const SpendCube::Cell &cell) {
        used[static_cast<size_t>(cell.model)] = true;
    });
    QStringList unknown;
    for (qsizetype i = 0; i < cube.models.size(); ++i) {
        if (used[static_cast<size_t>(i)] && !providerOf(cube.models[i]))
            unknown << cube.models[i];
    }
    return unknown;
}

Result<FocusTable> FocusTable::of(const SpendCube &cube, const FocusOptions &options)
{
    FocusTable table(cube, options);
    for (const SpendCube::Cell &cell : cube.cells)
        table.m_rows.push_back(&cell);
    std::ranges::sort(table.m_rows, {}, [&cube](const SpendCube::Cell *cell) {
        return std::tie(cell->bucket, cube.projects[cell->project], cube.models[cell->model]);
    });
    const Provider otherwise = options.defaultProvider
        ? Provider{*options.defaultProvider, *options.defaultProvider + u" API"_s}
        : Provider();
    for (const QString &model : cube.models)
        table.m_providers.push_back(providerOf(model).value_or(otherwise));
    const QStringList unknown = modelsWithoutProvider(cube);
    if (!unknown.isEmpty() && !options.defaultProvider) {
        return fail(StoreError::Kind::Invalid,
                    u"FOCUS wants to know who bills for each model, and nothing tells for: %1. Name "
                    "who does with --default-provider NAME."_s.arg(listed(unknown)));
    }
    return table;
}

QByteArray FocusTable::header() const
{
    QStringList names;
    for (const FocusColumn &column : m_columns)
        names << column.name;
    return csv::line(names);
}

QByteArray FocusTable::line(size_t row) const
{
    const QHash<QString, QString> values = this->values(*m_rows[row]);
    QStringList cells;
    for (const FocusColumn &column : m_columns) {
        const QString value = values.value(column.name); // none: null, an empty field
        cells << (column.type == u"String" && !m_options.rawCells ? csv::withoutFormula(value)
                                                                  : value);
    }
    return csv::line(cells);
}

QHash<QString, QString> FocusTable::values(const SpendCube::Cell &cell) const
{
    const QString project = m_cube->projects[cell.project];
    const QString model = m_cube->models[cell.model];
    const Provider &provider = m_providers[static_cast<size_t>(cell.model)];
    const Range day{BucketUnit::Day, cell.bucket, cell.bucket};
    const Totals &totals = cell.totals;
    const QString cost = totals.cost.toString();
    const qint64 tokens = totals.inputTokens + totals.outputTokens;
    const auto short_ = [](const QString &name) {
        return format::safeText(name, longestNameInSentence);
    };
    return {
        {u"BilledCost"_s, cost},
        {u"BillingAccountId"_s, m_options.billingAccountId},
        {u"BillingAccountName"_s, m_options.billingAccountName.value_or(QString())},
        {u"BillingCurrency"_s, u"USD"_s},
        {u"BillingPeriodEnd"_s, firstOfMonth(day.firstDay(), 1)},
        {u"BillingPeriodStart"_s, firstOfMonth(day.firstDay(), 0)},
        {u"ChargeCategory"_s, u"Usage"_s},
        {u"ChargeDescription"_s,
         u"Tokens for %1, project %2"_s.arg(short_(model), short_(project))},
        {u"ChargeFrequency"_s, u"Usage-Based"_s},
        {u"ChargePeriodEnd"_s, moment(day.end())},
        {u"ChargePeriodStart"_s, moment(day.begin())},
        {u"ConsumedQuantity"_s, QString::number(tokens)},
        {u"ConsumedUnit"_s, u"Tokens"_s},
        {u"ContractedCost"_s, cost},
        {u"EffectiveCost"_s, cost},
        {u"HostProviderName"_s, provider.name},
        {u"InvoiceIssuerName"_s, provider.name},
        {u"ListCost"_s, cost}, // no unit price is given: then it equals the cost
        {u"PricingQuantity"_s, millions(tokens)},
        {u"PricingUnit"_s, u"1000000 Tokens"_s},
        {u"ProviderName"_s, provider.name},
        {u"PublisherName"_s, provider.name},
        {u"ServiceCategory"_s, u"AI and Machine Learning"_s},
        {u"ServiceName"_s, provider.service},
        {u"ServiceProviderName"_s, provider.name},
        {u"ServiceSubcategory"_s, u"Generative AI"_s},
        {u"SubAccountId"_s, project},
        {u"SubAccountName"_s, project},
        {u"Tags"_s, QString::fromUtf8(
                        json::Object().add("project", project).add("model", model).toJson())},
        {u"x_Project"_s, project},
        {u"x_Model"_s, model},
        {u"x_CallCount"_s, QString::number(totals.calls)},
        {u"x_InputTokens"_s, QString::number(totals.inputTokens)},
        {u"x_OutputTokens"_s, QString::number(totals.outputTokens)},
        {u"x_CostBasis"_s, u"as logged"_s},
    };
}

} // namespace tollkeeper
