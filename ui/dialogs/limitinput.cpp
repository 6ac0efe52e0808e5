// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dialogs/limitinput.h"

#include "format/format.h"

#include <QRegularExpression>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace tollkeeper::ui {
namespace {

// As a keyboard has them: the blanks of Austria and the apostrophe of Switzerland.
QString plainMark(QString text)
{
    return text.replace(u'\u00a0', u' ').replace(u'\u202f', u' ').replace(u'\u2019', u'\'');
}

// Without the sign, wherever it stands.
QString withoutSign(QString text)
{
    text = text.trimmed();
    if (text.startsWith(u'$'))
        return text.mid(1).trimmed();
    return text.endsWith(u'$') ? text.chopped(1).trimmed() : text;
}

} // namespace

QString amountText(Money amount)
{
    return amount.toString().replace(u'.', format::locale().decimalPoint());
}

tl::expected<Money, QString> parseAmount(const QString &text)
{
    const QString point = format::locale().decimalPoint();
    const QString mark = plainMark(format::locale().groupSeparator());
    const QString decimals = u"(%1\\d{1,10})?"_s.arg(QRegularExpression::escape(point));
    const QRegularExpression plain(u"^\\d+%1$"_s.arg(decimals));
    const bool pairs = format::count(1'234'567).startsWith(u"12"); // as in India: 12,34,567
    const QRegularExpression grouped(
        (pairs ? u"^[1-9]\\d?(%1\\d{2})*%1\\d{3}%2$"_s : u"^[1-9]\\d{0,2}(%1\\d{3})+%2$"_s)
            .arg(QRegularExpression::escape(mark), decimals));
    // Where points stand between thousands, one alone may be a decimal point of other programs.
    static const QRegularExpression ambiguous(u"^\\d{1,3}\\.\\d{3}$"_s);
    QString digits = withoutSign(plainMark(text));
    if (digits.isEmpty())
        return tl::unexpected(Text::tr("Enter an amount in USD."));
    if (mark == u"." && ambiguous.match(digits).hasMatch())
        return tl::unexpected(
            Text::tr("%1 may mean %2 or %3. Write the one that you mean.")
                .arg(digits, QString(digits).remove(mark), QString(digits).replace(mark, point)));
    if (!plain.match(digits).hasMatch() && !grouped.match(digits).hasMatch())
        return tl::unexpected(
            Text::tr("Enter an amount in USD such as 2000 or %1: digits, at most 10 decimals.")
                .arg(u"99"_s + point + u"50"_s));
    if (const auto amount = Money::parse(digits.remove(mark).replace(point, u"."_s)))
        return *amount;
    return tl::unexpected(Text::tr("That is more than a store can hold."));
}

tl::expected<std::vector<int>, QString> parseThresholds(const QString &text)
{
    static const QRegularExpression separators(u"[,;%\\s]+"_s);
    std::vector<int> percents;
    for (const QString &part : text.split(separators, Qt::SkipEmptyParts)) {
        bool number = false;
        const int percent = part.toInt(&number);
        if (!number || percent < 1 || percent > 100)
            return tl::unexpected(Text::tr("Warnings are whole percents from 1 to 100, such as 50, "
                                           "80, 100."));
        percents.push_back(percent);
    }
    std::sort(percents.begin(), percents.end());
    percents.erase(std::unique(percents.begin(), percents.end()), percents.end());
    return percents;
}

} // namespace tollkeeper::ui
