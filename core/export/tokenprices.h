// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/error.h"
#include "values/spendcube.h"

#include <QHash>

/// List prices of tokens, which no store keeps: a file that the user names has them. Plain values and pure
/// functions: any thread.
namespace tollkeeper {

/// USD for a million tokens, not negative.
struct TokenPrice
{
    Money input;
    Money output;
    friend bool operator==(const TokenPrice &, const TokenPrice &) = default;
};

/// By the model's name, as logged.
using PriceList = QHash<QString, TokenPrice>;

/// Reads a price list: lines of CSV "model,input,output" in USD for a million tokens, below a header
/// or not; or JSON as LiteLLM publishes it, {"gpt-4o": {"input_cost_per_token": 2.5e-06,
/// "output_cost_per_token": 1e-05}, ...}, of which models without a price for tokens are passed over.
/// Fails with Invalid where the file cannot be read or a price is none, naming the line.
[[nodiscard]] Result<PriceList> readPriceList(const QString &path);

/// \a tokens at \a perMillion, exact: "0.0131225", with up to 16 decimals.
[[nodiscard]] QString listCost(Money perMillion, qint64 tokens);

/// What of the cost of \a totals its input tokens stand for, in proportion to their list cost and
/// that of the output tokens; the rest is that of the output. Without a list cost: nothing.
[[nodiscard]] Money inputShare(const Totals &totals, const TokenPrice &price);

} // namespace tollkeeper
