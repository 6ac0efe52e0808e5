// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

namespace tollkeeper::cli {

/// The candidate that \a text is most likely a slip of the pen for; empty if none comes close.
[[nodiscard]] QString nearest(const QString &text, const QStringList &candidates);
/// " Did you mean \"x\"?", or nothing.
[[nodiscard]] QString didYouMean(const QString &text, const QStringList &candidates);

} // namespace tollkeeper::cli
