// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/error.h"
#include "values/usage.h"

#include <QByteArray>

#include <optional>

namespace tollkeeper::cli {

/// A call to be recorded, with its caller's cap.
struct CallRequest
{
    UsageRecord usage;
    std::optional<double> maxBudgetUsd;
};

/// One line of `tollctl record --jsonl`.
struct CallLine
{
    QByteArray id; ///< the JSON of the key "id", byte for byte; empty without one
    Result<CallRequest> call;
};

/// Reads a JSON object with project, model, input_tokens, output_tokens, cost and optionally
/// max_budget and id. Strict, because what is misread is money: an unknown or repeated key, a token
/// count with decimals or a value of another type is Invalid, and the message says which and why.
[[nodiscard]] CallLine parseCallLine(const QByteArray &line);

} // namespace tollkeeper::cli
