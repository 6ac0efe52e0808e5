// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "values/range.h"

#include <QString>

#include <optional>

/// Days and hours in UTC as commands and manifests name them. Pure functions: any thread.
namespace tollkeeper {

/// "2026-11-23" of days, "2026-11-23T14" of hours.
[[nodiscard]] QString bucketText(BucketUnit unit, qint32 bucket);
/// The range of the one day or hour that \a text names; empty: it names none.
[[nodiscard]] std::optional<Range> bucketOfText(const QString &text);

} // namespace tollkeeper
