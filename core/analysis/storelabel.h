// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "budget/ledger.h"
#include "store/store.h"
#include "values/budget.h"
#include "values/usage.h"

#include <QStringList>

#include <vector>

namespace tollkeeper {

/// How a merged view calls one of its stores and the projects in it: "Team · research". The one
/// place that makes such names; nothing takes them apart, see Snapshot::placeOf(). The default is a
/// window's only store, whose projects are called what they are called. A
/// plain value: any thread.
struct StoreLabel
{
    int store = 0;     ///< which of the view's stores
    QString name = {}; ///< short; never holds the sign between store and project

    [[nodiscard]] QString shown(const QString &project) const;
    [[nodiscard]] Call shown(Call call) const;
    [[nodiscard]] AuditEntry shown(AuditEntry entry) const;
    [[nodiscard]] LedgerLine shown(LedgerLine line) const;
    template <class T>
    [[nodiscard]] std::vector<T> shown(std::vector<T> values) const
    {
        for (T &value : values)
            value = shown(std::move(value));
        return values;
    }
    friend bool operator==(const StoreLabel &, const StoreLabel &) = default;
};

/// Labels for stores that the user calls \a names: no two alike, so that no two projects are.
[[nodiscard]] std::vector<StoreLabel> labelStores(const QStringList &names);

/// What is true of two stores together: both named, and the rights that both give.
[[nodiscard]] StoreInfo commonStore(const StoreInfo &a, const StoreInfo &b);

} // namespace tollkeeper
