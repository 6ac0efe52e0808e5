// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dialogs/limitinput.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace tollkeeper::ui {
namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("LimitDialog", text);
}

} // namespace

tl::expected<Money, QString> parseAmount(const QString &text)
{
    static const QRegularExpression plain(u"^\\$?\\s*(\\d+(\\.\\d{1,10})?)$"_s);
    static const QRegularExpression grouped(
        u"^\\$?\\s*(\\d{1,3}(,\\d{3})+(\\.\\d{1,10})?)$"_s);
    const QString trimmed = text.trimmed();
    if (trimmed.isEmpty())
        return tl::unexpected(tr("Enter an amount in USD."));
    for (const auto *form : {&plain, &grouped}) {
        const auto match = form->match(trimmed);
        if (!match.hasMatch())
            continue;
        if (const auto amount = Money::parse(match.captured(1).remove(u',')))
            return *amount;
        return tl::unexpected(tr("That is more than a store can hold."));
    }
    return tl::unexpected(tr("Enter an amount in USD such as 2000 or 99.50: digits, a point, at "
                             "most 10 decimals."));
}

tl::expected<std::vector<int>, QString> parseThresholds(const QString &text)
{
    static const QRegularExpression separators(u"[,;%\\s]+"_s);
    std::vector<int> percents;
    for (const QString &part : text.split(separators, Qt::SkipEmptyParts)) {
        bool number = false;
        const int percent = part.toInt(&number);
        if (!number || percent < 1 || percent > 100)
            return tl::unexpected(tr("Warnings are whole percents from 1 to 100, such as 50, 80, "
                                     "100."));
        percents.push_back(percent);
    }
    std::sort(percents.begin(), percents.end());
    percents.erase(std::unique(percents.begin(), percents.end()), percents.end());
    return percents;
}

} // namespace tollkeeper::ui
