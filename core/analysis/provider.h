// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <optional>

namespace tollkeeper {

/// Who serves a model. A plain value: any thread.
struct Provider
{
    QString name;       ///< "OpenAI"
    QString service;    ///< "OpenAI API"
    bool local = false; ///< runs on one's own computer: costs nothing by rule
    friend bool operator==(const Provider &, const Provider &) = default;
};

/// By the name of a model as llm-toll logs it: the host that stands before a slash ("azure/gpt-4o"),
/// else the maker of the family ("claude-..."). Empty for a model that none of the rules knows.
[[nodiscard]] std::optional<Provider> providerOf(const QString &model);

} // namespace tollkeeper
