// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <optional>

namespace tollkeeper::format {

/// How well \a text answers to what somebody typed, higher is better; empty: not at all. Every word
/// of \a pattern has to be in it in some form: as the beginning of a word, inside one, as the first
/// letters of several words, or at least letter by letter in this order. Case does not count. Any
/// thread.
[[nodiscard]] std::optional<int> fuzzyScore(const QString &pattern, const QString &text);

} // namespace tollkeeper::format
