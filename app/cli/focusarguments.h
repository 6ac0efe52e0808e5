// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "arguments.h"

#include "export/focusfiles.h"

namespace tollkeeper::cli {

/// What `export focus` takes beside a filter.
struct FocusArguments
{
    std::optional<QString> version;
    std::optional<QString> defaultProvider;
    std::optional<QString> billingAccount;
    std::optional<QString> billingAccountName;
    std::optional<QString> by;
    bool splitTokens = false;
    std::optional<QString> priceList;
    bool logIds = false;
    std::optional<QString> splitRows;
    std::optional<QString> splitBytes;

    void declare(CLI::App &command);
    /// The options that were given.
    [[nodiscard]] QStringList given() const;
    [[nodiscard]] bool any() const { return !given().isEmpty(); }
    [[nodiscard]] Result<FocusFileOptions> read() const;
};

} // namespace tollkeeper::cli
