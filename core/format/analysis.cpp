// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "format/format.h"

#include <algorithm>
#include <cmath>

namespace tollkeeper::format {

namespace {

using namespace Qt::Literals::StringLiterals;

constexpr qsizetype nameLength = 60;
constexpr size_t namesListed = 5;

QString shownName(const QString &name)
{
    return name.isEmpty() ? Text::tr("(no name)") : safeText(name, nameLength);
}

// "2.6×", "12×", "0.3×"
QString times(double factor, const QLocale &locale)
{
    return locale.toString(factor, 'f', factor < 9.95 ? 1 : 0) + u'×';
}

QString reason(const ProjectChange &project, const MainCause &cause)
{
    const bool more = cause.amount > Money();
    switch (cause.factor) {
    case ChangeFactor::Calls:
        if (project.before.calls == 0)
            return Text::tr("new", "a project that had no calls before");
        if (project.now.calls == 0)
            return Text::tr("no calls any more");
        return more ? Text::tr("more calls") : Text::tr("fewer calls");
    case ChangeFactor::Mix:
        return more ? Text::tr("dearer models") : Text::tr("cheaper models");
    case ChangeFactor::InputTokens:
        return more ? Text::tr("more input tokens per call")
                    : Text::tr("fewer input tokens per call");
    case ChangeFactor::OutputTokens:
        return more ? Text::tr("more output tokens per call")
                    : Text::tr("fewer output tokens per call");
    case ChangeFactor::Price:
        break;
    }
    return more ? Text::tr("a higher price per token") : Text::tr("a lower price per token");
}

QString magnitude(Money amount, const QLocale &locale)
{
    return usdTotal(amount < Money() ? Money() - amount : amount, locale);
}

} // namespace

QString anomaly(const Anomaly &anomaly, const QLocale &locale)
{
    const QString name =
        anomaly.name ? shownName(*anomaly.name) : Text::tr("total", "all together");
    if (anomaly.spend == Money())
        return Text::tr("%1 without spend").arg(name);
    const auto factor = anomaly.factor();
    if (!factor)
        return Text::tr("%1, usually nothing").arg(name);
    return *factor < 0.05 ? Text::tr("%1 almost without spend").arg(name)
                          : Text::tr("%1 %2 usual").arg(name, times(*factor, locale));
}

QString usdChange(Money amount, const QLocale &locale)
{
    const QString text = usdTotal(amount, locale);
    return amount > Money() && !text.startsWith(u'<') ? u'+' + text : text;
}

QString changeFactor(ChangeFactor factor)
{
    switch (factor) {
    case ChangeFactor::Calls:
        return Text::tr("Calls");
    case ChangeFactor::Mix:
        return Text::tr("Mix of models");
    case ChangeFactor::InputTokens:
        return Text::tr("Input tokens per call");
    case ChangeFactor::OutputTokens:
        return Text::tr("Output tokens per call");
    case ChangeFactor::Price:
        break;
    }
    return Text::tr("Price per token");
}

QString change(const SpendChange &change, const QLocale &locale)
{
    if (change.projects.empty())
        return Text::tr("There are no calls in either range.");
    const Money difference = change.difference();
    if (difference == Money())
        return Text::tr("Spend is the same in both ranges: %1.")
            .arg(usdTotal(change.now.cost, locale));
    const QString amount = magnitude(difference, locale);
    const auto percentage = changePercent(change.now.cost, change.before.cost);
    const QString by = percentage ? u"%1 (%2)"_s.arg(amount, percent(std::abs(*percentage), locale))
                                  : Text::tr("%1 from nothing").arg(amount);
    const bool rose = difference > Money();
    const auto cause = mainCause(change);
    if (!cause)
        return (rose ? Text::tr("Spend rose by %1.") : Text::tr("Spend fell by %1.")).arg(by);
    const ProjectChange &project = change.projects[cause->project];
    QString why = u"%1 (%2)"_s.arg(reason(project, *cause), usdChange(cause->amount, locale));
    if (change.projects.size() > 1)
        why.prepend(shownName(project.project) + u": "_s);
    if (std::abs(cause->amount.toUsd()) * 2 >= std::abs(difference.toUsd()))
        return (rose ? Text::tr("Spend rose by %1, mostly %2.")
                     : Text::tr("Spend fell by %1, mostly %2."))
            .arg(by, why);
    return (rose ? Text::tr("Spend rose by %1, most of all %2.")
                 : Text::tr("Spend fell by %1, most of all %2."))
        .arg(by, why);
}

QString trend(const SpendSeries &series, const std::vector<Money> &trend)
{
    if (trend.empty() || trend.size() != series.bars.size()
        || std::ranges::all_of(trend, [](Money amount) { return amount == Money(); }))
        return Text::tr("No spend in this range.");
    const auto at = [&](size_t bar) {
        return std::pair(barTitle(series.unit, series.bars[bar]), usdTotal(trend[bar]));
    };
    const auto [low, high] = std::ranges::minmax_element(trend);
    const auto [highest, most] = at(size_t(high - trend.begin()));
    const auto [lowest, least] = at(size_t(low - trend.begin()));
    const auto [last, latest] = at(trend.size() - 1);
    if (trend.size() == 1)
        return Text::tr("%1: %2.").arg(last, latest);
    return Text::tr("Highest: %1 with %2; lowest: %3 with %4; last: %5 with %6.")
        .arg(highest, most, lowest, least, last, latest);
}

QString unpriced(const std::vector<Summary> &models)
{
    if (models.empty())
        return {};
    QStringList names;
    for (size_t i = 0; i < std::min(models.size(), namesListed); ++i)
        names += shownName(models[i].name);
    if (models.size() > namesListed)
        names += Text::tr("and %1 more").arg(models.size() - namesListed);
    const QString list = names.join(u", "_s);
    if (models.size() == 1)
        return Text::tr("1 model has calls but no cost: %1. A missing price hides spend.")
            .arg(list);
    return Text::tr("%1 models have calls but no cost: %2. A missing price hides spend.")
        .arg(QString::number(models.size()), list);
}

} // namespace tollkeeper::format
