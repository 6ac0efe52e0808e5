// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "format/format.h"

#include <cmath>

namespace tollkeeper::format {

namespace {

using namespace Qt::Literals::StringLiterals;

constexpr qsizetype nameLength = 60;
constexpr size_t namesListed = 5;

QString shownName(const QString &name)
{
    return name.isEmpty() ? u"(no name)"_s : safeText(name, nameLength);
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
            return u"new"_s;
        if (project.now.calls == 0)
            return u"no calls any more"_s;
        return more ? u"more calls"_s : u"fewer calls"_s;
    case ChangeFactor::Mix:
        return more ? u"dearer models"_s : u"cheaper models"_s;
    case ChangeFactor::InputTokens:
        return more ? u"more input tokens per call"_s : u"fewer input tokens per call"_s;
    case ChangeFactor::OutputTokens:
        return more ? u"more output tokens per call"_s : u"fewer output tokens per call"_s;
    case ChangeFactor::Price:
        break;
    }
    return more ? u"a higher price per token"_s : u"a lower price per token"_s;
}

QString magnitude(Money amount, const QLocale &locale)
{
    return usdTotal(amount < Money() ? Money() - amount : amount, locale);
}

} // namespace

QString anomaly(const Anomaly &anomaly, const QLocale &locale)
{
    const QString name = anomaly.name ? shownName(*anomaly.name) : u"total"_s;
    if (anomaly.spend == Money())
        return name + u" without spend"_s;
    const auto factor = anomaly.factor();
    if (!factor)
        return name + u", usually nothing"_s;
    return *factor < 0.05 ? name + u" almost without spend"_s
                          : u"%1 %2 usual"_s.arg(name, times(*factor, locale));
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
        return u"Calls"_s;
    case ChangeFactor::Mix:
        return u"Mix of models"_s;
    case ChangeFactor::InputTokens:
        return u"Input tokens per call"_s;
    case ChangeFactor::OutputTokens:
        return u"Output tokens per call"_s;
    case ChangeFactor::Price:
        break;
    }
    return u"Price per token"_s;
}

QString change(const SpendChange &change, const QLocale &locale)
{
    if (change.projects.empty())
        return u"There are no calls in either range."_s;
    const Money difference = change.difference();
    if (difference == Money())
        return u"Spend is the same in both ranges: %1."_s.arg(usdTotal(change.now.cost, locale));
    QString text = difference > Money() ? u"Spend rose by "_s : u"Spend fell by "_s;
    text += magnitude(difference, locale);
    if (const auto percentage = changePercent(change.now.cost, change.before.cost))
        text += u" (%1)"_s.arg(percent(std::abs(*percentage), locale));
    else
        text += u" from nothing"_s;
    if (const auto cause = mainCause(change)) {
        const ProjectChange &project = change.projects[cause->project];
        const bool most = std::abs(cause->amount.toUsd()) * 2 >= std::abs(difference.toUsd());
        text += most ? u", mostly "_s : u", most of all "_s;
        if (change.projects.size() > 1)
            text += shownName(project.project) + u": "_s;
        text += u"%1 (%2)"_s.arg(reason(project, *cause), usdChange(cause->amount, locale));
    }
    return text + u'.';
}

QString unpriced(const std::vector<Summary> &models)
{
    if (models.empty())
        return {};
    QStringList names;
    for (size_t i = 0; i < std::min(models.size(), namesListed); ++i)
        names += shownName(models[i].name);
    if (models.size() > namesListed)
        names += u"and %1 more"_s.arg(models.size() - namesListed);
    const QString have = models.size() == 1
                             ? u"1 model has calls but no cost"_s
                             : u"%1 models have calls but no cost"_s.arg(models.size());
    return u"%1: %2. A missing price hides spend."_s.arg(have, names.join(u", "_s));
}

} // namespace tollkeeper::format
