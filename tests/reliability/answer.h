// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/store.h"

#include <QStringList>

namespace tollkeeper::test {

/// What the caller of one call was told: a line of tollkeeper_test_writer. The model of a call is
/// its own, so that a row of the log and an answer can be told to belong together.
struct Answer
{
    QString outcome; ///< "logged", "refused", or the name of an error's kind
    QString project;
    QString model;
    double costUsd = 0; ///< as it is stored: rounded
    double totalUsd = 0;
    std::optional<double> capUsd;
    qint64 waitedMs = 0; ///< from asking to being told
    QString message;     ///< of an error

    [[nodiscard]] static Answer of(const UsageRecord &usage, const Result<Decision> &told,
                                   qint64 waitedMs);
    [[nodiscard]] QString toLine() const;
    [[nodiscard]] static std::optional<Answer> fromLine(const QString &line);
    [[nodiscard]] bool logged() const { return outcome == u"logged"; }
    [[nodiscard]] bool refused() const { return outcome == u"refused"; }
    [[nodiscard]] bool inDoubt() const { return outcome == kindName(StoreError::Kind::InDoubt); }
};

} // namespace tollkeeper::test
