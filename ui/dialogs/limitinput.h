// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/error.h"
#include "values/money.h"

#include <vector>

/// Reads what people type into the limit dialog; the error is the sentence that it shows.
namespace tollkeeper::ui {

/// What parseAmount() reads as \a amount: "2000.5", in German "2000,5".
[[nodiscard]] QString amountText(Money amount);
/// "2000", "$2,000.50", in German "2.000,50 $": not negative, at most 10 decimals; commas only
/// between thousands, since "1,5" may mean one and a half. In German "1.234" is refused: whoever
/// copies it from a program means something over one, and a thousandfold limit would hold nobody.
[[nodiscard]] tl::expected<Money, QString> parseAmount(const QString &text);
/// "50, 80, 100" or "50 80 100 %": whole numbers from 1 to 100, returned in ascending order.
/// Nothing means no warnings.
[[nodiscard]] tl::expected<std::vector<int>, QString> parseThresholds(const QString &text);

} // namespace tollkeeper::ui
