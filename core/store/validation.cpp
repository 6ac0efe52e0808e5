// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "store/operations.h"

#include "format/translation.h"

#include <cmath>

using namespace Qt::StringLiterals;

namespace tollkeeper::operations {

namespace {

Result<void> validateName(const QString &what, const QString &name)
{
    using Kind = StoreError::Kind;
    if (name.isEmpty())
        return fail(Kind::Invalid, Text::tr("The %1 has no name. Give one.").arg(what));
    if (name.contains(QChar(0)))
        return fail(Kind::Invalid, Text::tr("The name of the %1 holds a NUL character.").arg(what));
    if (!name.isValidUtf16())
        return fail(Kind::Invalid, Text::tr("The name of the %1 is not valid Unicode.").arg(what));
    if (name.toUcs4().size() > maxNameLength) {
        return fail(Kind::Invalid,
                    Text::tr("The name of the %1 has %2 characters; at most %3 are allowed.")
                        .arg(what)
                        .arg(name.toUcs4().size())
                        .arg(maxNameLength));
    }
    return {};
}

Result<void> validateTokens(const QString &what, qint64 tokens)
{
    if (tokens >= 0 && tokens <= maxTokens)
        return {};
    return fail(
        StoreError::Kind::Invalid,
        Text::tr("%1 are %2; they must be between 0 and %3.").arg(what).arg(tokens).arg(maxTokens));
}

Result<void> validateCap(double cap)
{
    if (std::isfinite(cap) && cap >= 0)
        return {};
    return fail(
        StoreError::Kind::Invalid,
        Text::tr("A limit must be a finite amount of USD, 0 or more; this one is %1.").arg(cap));
}

} // namespace

Result<void> validate(const UsageRecord &usage, std::optional<double> maxBudgetUsd)
{
    auto valid = validateName(Text::tr("project"), usage.project);
    if (valid)
        valid = validateName(Text::tr("model"), usage.model);
    if (valid)
        valid = validateTokens(Text::tr("Input tokens"), usage.inputTokens);
    if (valid)
        valid = validateTokens(Text::tr("Output tokens"), usage.outputTokens);
    if (valid && !(usage.costUsd >= 0 && usage.costUsd <= maxCostUsd)) {
        valid = fail(StoreError::Kind::Invalid,
                     Text::tr("The cost of a call must be between 0 and %1 USD; this one is %2.")
                         .arg(maxCostUsd, 0, 'f', 0)
                         .arg(usage.costUsd));
    }
    if (valid && maxBudgetUsd)
        valid = validateCap(*maxBudgetUsd);
    return valid;
}

Result<void> validate(const QString &project, const Limit &limit)
{
    auto valid = validateName(Text::tr("project"), project);
    if (valid)
        valid = validateCap(limit.maxBudgetUsd);
    int previous = 0;
    for (const int percent : limit.warnPercents) {
        if (valid && (percent <= previous || percent > 100)) {
            valid = fail(
                StoreError::Kind::Invalid,
                Text::tr("Warning thresholds must be whole percents from 1 to 100, each larger "
                         "than the one before."));
        }
        previous = percent;
    }
    return valid;
}

} // namespace tollkeeper::operations
