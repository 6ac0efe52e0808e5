// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <tl/expected.hpp>

namespace tollkeeper {

/// Why an operation failed, sorted by what the caller may do next. A plain value: any
/// thread.
struct StoreError
{
    enum class Kind {
        Unavailable,  ///< no connection; nothing was recorded; worth trying again later
        Busy,         ///< another process holds the lock; nothing was recorded; try again
        Conflict,     ///< the store is not as it was when the user confirmed; look and ask again
        InDoubt,      ///< the connection died during COMMIT and the outcome could not be found out
        SchemaNewer,  ///< made by a newer Tollkeeper; not touched
        NotPermitted, ///< read-only store or a missing right
        Invalid,      ///< the caller's values cannot be right; nothing was sent
        Cancelled,    ///< the caller asked to stop
        Internal,     ///< anything else: corrupt or foreign file, a defect
    };
    Kind kind = Kind::Internal;
    QString message; ///< for people: what happened, why, what to do. Never holds a password.
    QString detail;  ///< for the log: SQLSTATE and the driver's words. Never holds a password.

    friend bool operator==(const StoreError &, const StoreError &) = default;
};

/// "unavailable", "busy" ...: the "kind" of an error in JSON.
[[nodiscard]] QString kindName(StoreError::Kind kind);

/// Every call that can fail says so in its type; exceptions do not leave core.
template <class T>
using Result = tl::expected<T, StoreError>;

/// For `return fail(...)` in a function that gives a Result.
[[nodiscard]] inline tl::unexpected<StoreError> fail(StoreError::Kind kind, QString message,
                                                     QString detail = {})
{
    return tl::unexpected(StoreError{kind, std::move(message), std::move(detail)});
}

} // namespace tollkeeper
