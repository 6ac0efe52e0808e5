// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/cells.h"

#include "format/format.h"
#include "values/usage.h"

#include <QFontMetrics>
#include <QGuiApplication>

#include <cmath>

using namespace Qt::StringLiterals;

namespace tollkeeper::ui::cells {

QString name(const QString &name)
{
    if (name.isEmpty())
        return Text::tr("(no name)");
    QString safe = format::safeText(name, nameLength);
    // Few fonts have the pictures that stand for control characters; the tooltip keeps them.
    static const bool drawable = QFontMetrics(QGuiApplication::font()).inFont(QChar(0x2409));
    if (!drawable) {
        for (QChar &c : safe) {
            if (c >= QChar(0x2400) && c <= QChar(0x2424))
                c = u'·';
        }
    }
    return safe;
}

QString wholeName(const QString &name)
{
    return format::safeText(name, maxNameLength);
}

QString counted(qint64 count, const QString &one, const QString &many)
{
    return format::count(count) + u' ' + (count == 1 ? one : many);
}

QString lengthText(const Range &range)
{
    return range.unit == BucketUnit::Hour
               ? counted(range.size(), Text::tr("hour"), Text::tr("hours"))
               : counted(range.size(), Text::tr("day"), Text::tr("days"));
}

Cell nameCell(const QString &raw, bool old)
{
    Cell cell{.text = name(raw), .exact = wholeName(raw), .toolTip = wholeName(raw), .raw = raw};
    if (old) {
        cell.toolTip += u'\n' + Text::tr("Its store is away: these figures are old.");
        cell.tone = Tone::Quiet;
    }
    return cell;
}

Cell money(Money amount)
{
    const QString exact = format::usdExact(amount);
    return {.text = format::usd(amount), .exact = exact, .toolTip = exact, .raw = amount.toUsd()};
}

Cell money(const std::optional<Money> &amount)
{
    return amount ? money(*amount) : Cell{.text = u"–"_s, .tone = Tone::Quiet};
}

Cell moneyChange(Money difference)
{
    const QString exact =
        (difference > Money() ? u"+"_s : QString()) + format::usdExact(difference);
    return {.text = format::usdChange(difference),
            .exact = exact,
            .toolTip = exact,
            .raw = difference.toUsd(),
            .tone = difference > Money()   ? Tone::Bad
                    : difference < Money() ? Tone::Good
                                           : Tone::Quiet};
}

Cell tokens(qint64 value)
{
    const QString exact = format::count(value);
    return {.text = format::shortCount(value), .exact = exact, .toolTip = exact, .raw = value};
}

Cell count(qint64 value)
{
    return {.text = format::count(value), .raw = value};
}

Cell percent(double value)
{
    return {.text = format::percent(value), .raw = value};
}

Cell change(std::optional<double> percent, const QString &toolTip)
{
    return {.text = format::change(percent),
            .toolTip = toolTip,
            .raw = percent ? QVariant(*percent) : QVariant(),
            .tone = changeTone(percent)};
}

Cell age(const std::optional<Timestamp> &then, Timestamp now)
{
    if (!then)
        return {.text = u"–"_s, .tone = Tone::Quiet};
    return {.text = format::age(*then, now),
            .exact = format::dateTime(*then),
            .toolTip = format::dateTime(*then),
            .raw = then->toIso()};
}

Cell moment(const std::optional<Timestamp> &then)
{
    if (!then)
        return {.text = u"–"_s, .tone = Tone::Quiet};
    // The column's title says UTC; what is copied stands alone.
    const QString exact = format::dateTime(*then);
    return {.text = QString(exact).remove(u" UTC"_s), .exact = exact, .raw = then->toIso()};
}

Tone changeTone(std::optional<double> percent)
{
    const QString text = format::change(percent);
    if (text.startsWith(u'▲'))
        return Tone::Bad;
    return text.startsWith(u'▼') ? Tone::Good : Tone::Quiet;
}

Tone statusTone(BudgetStatus status)
{
    switch (status) {
    case BudgetStatus::Ok:
        return Tone::Good;
    case BudgetStatus::Warning:
        return Tone::Warning;
    case BudgetStatus::Exceeded:
        return Tone::Bad;
    case BudgetStatus::NoLimit:
        break;
    }
    return Tone::Quiet;
}

QString storedUsd(double usd)
{
    if (std::isfinite(usd) && std::abs(usd) <= maxCostUsd)
        return format::usdExact(Money::fromUsd(usd));
    return format::locale().toString(usd, 'g', QLocale::FloatingPointShortest);
}

} // namespace tollkeeper::ui::cells
