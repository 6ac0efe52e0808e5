// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "export/tokenprices.h"

#include "format/format.h"

#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>

#include <bit>
#include <cmath>
#include <numeric>

using namespace Qt::StringLiterals;

namespace tollkeeper {

namespace {

__extension__ using Wide = unsigned __int128;

constexpr qint64 largestList = qint64(64) * 1024 * 1024; // LiteLLM's has about 1 MiB
constexpr int listDecimals = 16;                         // 10 of a price, 6 of a millionth
constexpr double tokensPerPrice = 1e6;
constexpr double highestPrice = 1e6; // above, tokens times price would not be exact any more

std::optional<Money> priceOf(const QString &text)
{
    const auto price = Money::parse(text.trimmed());
    const bool sane = price && *price >= Money() && *price <= Money::fromUsd(highestPrice);
    return sane ? price : std::nullopt;
}

std::optional<Money> pricePerToken(const QJsonValue &value)
{
    const double price = value.toDouble(std::numeric_limits<double>::quiet_NaN()) * tokensPerPrice;
    if (!(price >= 0 && price <= highestPrice))
        return {};
    return Money::fromUsd(price);
}

// Cells of one line; quotes around a cell may hold commas and doubled quotes.
QStringList cellsOf(const QString &line)
{
    QStringList cells{QString()};
    bool quoted = false;
    for (qsizetype i = 0; i < line.size(); ++i) {
        const QChar c = line[i];
        if (quoted && c == u'"' && line.mid(i + 1, 1) == u"\""_s) {
            cells.back() += c;
            ++i;
        } else if (c == u'"') {
            quoted = !quoted;
        } else if (c == u',' && !quoted) {
            cells << QString();
        } else {
            cells.back() += c;
        }
    }
    return cells;
}

Result<PriceList> pricesOfCsv(const QString &text, const QString &file)
{
    PriceList prices;
    int number = 0;
    for (const QString &line : text.split(u'\n')) {
        ++number;
        if (line.trimmed().isEmpty())
            continue;
        const QStringList cells = cellsOf(line.trimmed());
        const auto input = priceOf(cells.value(1));
        const auto output = priceOf(cells.value(2));
        const bool header = number == 1 && cells.size() == 3 && !input && !output;
        if (header)
            continue;
        if (cells.size() != 3 || cells.front().isEmpty() || !input || !output) {
            return fail(
                StoreError::Kind::Invalid,
                Text::tr("Line %1 of the price list %2 is not MODEL,INPUT,OUTPUT with prices "
                         "in USD for a million tokens.")
                    .arg(format::count(number), file));
        }
        prices[cells.front()] = {*input, *output};
    }
    return prices;
}

PriceList pricesOfJson(const QJsonObject &models)
{
    PriceList prices;
    for (auto model = models.begin(); model != models.end(); ++model) {
        const QJsonObject fields = model->toObject();
        const auto input = pricePerToken(fields["input_cost_per_token"_L1]);
        const auto output = pricePerToken(fields["output_cost_per_token"_L1]);
        if (input || output) // an embedding has no output
            prices[model.key()] = {input.value_or(Money()), output.value_or(Money())};
    }
    return prices;
}

} // namespace

Result<PriceList> readPriceList(const QString &path)
{
    const QString shown = QDir::toNativeSeparators(path);
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        return fail(
            StoreError::Kind::Invalid,
            Text::tr("The price list %1 cannot be read: %2.").arg(shown, file.errorString()));
    }
    if (file.size() > largestList)
        return fail(StoreError::Kind::Invalid,
                    Text::tr("%1 is too large for a price list.").arg(shown));
    const QByteArray content = file.readAll();
    const QJsonDocument json = QJsonDocument::fromJson(content);
    auto prices = json.isObject() ? Result<PriceList>(pricesOfJson(json.object()))
                                  : pricesOfCsv(QString::fromUtf8(content), shown);
    if (prices && prices->isEmpty())
        return fail(StoreError::Kind::Invalid,
                    Text::tr("The price list %1 has no prices.").arg(shown));
    return prices;
}

QString listCost(Money perMillion, qint64 tokens)
{
    Wide units = static_cast<Wide>(perMillion.units()) * static_cast<Wide>(tokens);
    QString digits;
    while (units > 0 || digits.size() <= listDecimals) {
        digits.prepend(QChar(u'0' + static_cast<ushort>(units % 10)));
        units /= 10;
    }
    digits.insert(digits.size() - listDecimals, u'.');
    while (digits.endsWith(u'0'))
        digits.chop(1);
    return digits.endsWith(u'.') ? digits.chopped(1) : digits;
}

Money inputShare(const Totals &totals, const TokenPrice &price)
{
    const qint64 common = std::max<qint64>(std::gcd(price.input.units(), price.output.units()), 1);
    Wide input =
        static_cast<Wide>(price.input.units() / common) * static_cast<Wide>(totals.inputTokens);
    Wide all = input + static_cast<Wide>(price.output.units() / common) *
                           static_cast<Wide>(totals.outputTokens);
    if (all == 0)
        return {};
    // What would not fit below loses its last binary digits: a share, not a sum.
    while (all >> 63 != 0) {
        all >>= 1;
        input >>= 1;
    }
    const Wide cost = static_cast<Wide>(totals.cost.units());
    return Money::fromUnits(static_cast<qint64>((cost * input + all / 2) / all));
}

} // namespace tollkeeper
