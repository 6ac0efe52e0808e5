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

std::vector<FocusColumn> focusColumns(const FocusOptions &options)
{
    const bool split = !options.priceList.isEmpty();
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
    QStringList more = options.version == FocusVersion::V1_2
        ? QStringList{u"ProviderName"_s, u"PublisherName"_s}
        : QStringList{u"HostProviderName"_s, u"ServiceProviderName"_s};
    if (split) {
        more << u"PricingCategory"_s << u"SkuId"_s << u"SkuMeter"_s << u"SkuPriceId"_s;
        columns.push_back({u"ListUnitPrice"_s, decimal});
    }
    for (const QString &name : more)
        columns.push_back({name, text});
    std::ranges::sort(columns, {}, &FocusColumn::name);
    for (const auto &[name, type] :
         {std::pair{u"x_Project"_s, text}, {u"x_Model"_s, text}, {u"x_CallCount"_s, decimal},
          {u"x_InputTokens"_s, decimal}, {u"x_OutputTokens"_s, decimal}, {u"x_CostBasis"_s, text}})
        columns.push_back({name, type});
    if (options.logIds) {
        columns.push_back({u"x_FirstLogId"_s, decimal});
        columns.push_back({u"x_LastLogId"_s, decimal});
    }
    // The drafts after 1.4 have columns of the specification's own for these.
    if (split) {
        columns.push_back({u"x_ModelId"_s, text});
        columns.push_back({u"x_TokenDirection"_s, text});
    }
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

Result<FocusTable> FocusTable::of(const SpendCube &cube, const FocusOptions &options,
                                  FocusCallsOfCells calls)
{
    FocusTable table(cube, options);
    table.m_calls = std::move(calls);
    const bool split = !options.priceList.isEmpty();
    for (const SpendCube::Cell &cell : cube.cells) {
        if (!split) {
            table.m_rows.push_back({&cell, Tokens::All});
            continue;
        }
        table.m_rows.push_back({&cell, Tokens::Input});
        table.m_rows.push_back({&cell, Tokens::Output});
    }
    std::ranges::sort(table.m_rows, {}, [&cube](const Row &row) {
        const SpendCube::Cell &cell = *row.cell;
        return std::tuple<int, const QString &, const QString &, Tokens>(
            cell.bucket, cube.projects[cell.project], cube.models[cell.model], row.tokens);
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
    if (split) {
        if (const auto read = table.readPrices(); !read)
            return tl::unexpected(read.error());
    }
    return table;
}

Result<void> FocusTable::readPrices()
{
    const auto list = readPriceList(m_options.priceList);
    if (!list)
        return tl::unexpected(list.error());
    for (const QString &model : m_cube->models)
        m_prices.push_back(list->value(model));
    QStringList missing;
    for (const Row &row : m_rows) {
        const auto index = row.cell->model;
        const QString &model = m_cube->models[index];
        // What runs on one's own machines costs nothing by nature.
        if (!list->contains(model) && !m_providers[static_cast<size_t>(index)].local)
            missing << model;
    }
    missing.removeDuplicates();
    if (missing.isEmpty())
        return {};
    missing.sort();
    return fail(StoreError::Kind::Invalid,
                Text::tr("Tokens can be split into input and output only where there is a price, and "
                         "the price list has none for: %1.")
                    .arg(listed(missing)));
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
    const Values values = this->values(m_rows[row]);
    QStringList cells;
    for (const FocusColumn &column : m_columns) {
        const QString value = values.value(column.name); // none: null, an empty field
        cells << (column.type == u"String" && !m_options.rawCells ? csv::withoutFormula(value)
                                                                  : value);
    }
    return csv::line(cells);
}

void FocusTable::addPrice(Values &values, const Row &row) const
{
    const bool input = row.tokens == Tokens::Input;
    const Totals &totals = row.cell->totals;
    const QString model = m_cube->models[row.cell->model];
    const TokenPrice &price = m_prices[static_cast<size_t>(row.cell->model)];
    const Money unitPrice = input ? price.input : price.output;
    const Money share = inputShare(totals, price);
    const QString cost = (input ? share : totals.cost - share).toString();
    for (const QString &name : {u"BilledCost"_s, u"ContractedCost"_s, u"EffectiveCost"_s})
        values[name] = cost;
    const QString sku = model + (input ? u"-input"_s : u"-output"_s);
    values[u"ListCost"_s] = listCost(unitPrice, input ? totals.inputTokens : totals.outputTokens);
    values[u"ListUnitPrice"_s] = unitPrice.toString();
    values[u"PricingCategory"_s] = u"Standard"_s;
    values[u"SkuId"_s] = sku;
    values[u"SkuMeter"_s] = input ? u"Input Tokens"_s : u"Output Tokens"_s;
    values[u"SkuPriceId"_s] = sku + u"-ondemand"_s;
    values[u"x_ModelId"_s] = model;
    values[u"x_TokenDirection"_s] = input ? u"Input"_s : u"Output"_s;
}

FocusTable::Values FocusTable::values(const Row &row) const
{
    const SpendCube::Cell &cell = *row.cell;
    const QString project = m_cube->projects[cell.project];
    const QString model = m_cube->models[cell.model];
    const Provider &provider = m_providers[static_cast<size_t>(cell.model)];
    const Range period{m_cube->unit, cell.bucket, cell.bucket};
    Totals totals = cell.totals;
    const QString cost = totals.cost.toString();
    if (row.tokens == Tokens::Input)
        totals.outputTokens = 0;
    if (row.tokens == Tokens::Output) {
        totals.inputTokens = 0;
        totals.calls = 0; // counted on the row before
    }
    const qint64 tokens = totals.inputTokens + totals.outputTokens;
    const QString what = row.tokens == Tokens::All ? u"Tokens"_s
        : row.tokens == Tokens::Input              ? u"Input tokens"_s
                                                   : u"Output tokens"_s;
    const auto short_ = [](const QString &name) {
        return format::safeText(name, longestNameInSentence);
    };
    Values values{
        {u"BilledCost"_s, cost},
        {u"BillingAccountId"_s, m_options.billingAccountId},
        {u"BillingAccountName"_s, m_options.billingAccountName.value_or(QString())},
        {u"BillingCurrency"_s, u"USD"_s},
        {u"BillingPeriodEnd"_s, firstOfMonth(period.firstDay(), 1)},
        {u"BillingPeriodStart"_s, firstOfMonth(period.firstDay(), 0)},
        {u"ChargeCategory"_s, u"Usage"_s},
        {u"ChargeDescription"_s,
         u"%1 for %2, project %3"_s.arg(what, short_(model), short_(project))},
        {u"ChargeFrequency"_s, u"Usage-Based"_s},
        {u"ChargePeriodEnd"_s, moment(period.end())},
        {u"ChargePeriodStart"_s, moment(period.begin())},
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
    if (row.tokens != Tokens::All)
        addPrice(values, row);
    if (const auto calls = m_calls.find({cell.bucket, cell.project, cell.model});
        calls != m_calls.end()) {
        values[u"x_FirstLogId"_s] = QString::number(calls->second.first);
        values[u"x_LastLogId"_s] = QString::number(calls->second.last);
    }
    return values;
}

} // namespace tollkeeper
