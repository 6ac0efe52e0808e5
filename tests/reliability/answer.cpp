// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "answer.h"

#include "values/money.h"

using namespace Qt::StringLiterals;

namespace tollkeeper::test {

namespace {

QString exact(double usd)
{
    return QString::number(usd, 'g', 17);
}

} // namespace

Answer Answer::of(const UsageRecord &usage, const Result<Decision> &told, qint64 waitedMs)
{
    Answer answer;
    answer.project = usage.project;
    answer.model = usage.model;
    answer.costUsd = round10(usage.costUsd);
    answer.waitedMs = waitedMs;
    if (told) {
        answer.outcome = told->logged() ? u"logged"_s : u"refused"_s;
        answer.totalUsd = told->totalUsd;
        answer.capUsd = told->capUsd;
    } else {
        answer.outcome = kindName(told.error().kind);
        answer.message = told.error().message + u" | "_s + told.error().detail;
    }
    return answer;
}

QString Answer::toLine() const
{
    return QStringList{outcome,
                       project,
                       model,
                       exact(costUsd),
                       exact(totalUsd),
                       capUsd ? exact(*capUsd) : u"-"_s,
                       QString::number(waitedMs),
                       QString(message).replace(u'\n', u' ').replace(u'\t', u' ')}
        .join(u'\t');
}

std::optional<Answer> Answer::fromLine(const QString &line)
{
    const QStringList parts = line.split(u'\t');
    if (parts.size() != 8)
        return {};
    Answer answer{parts[0], parts[1], parts[2], parts[3].toDouble(), parts[4].toDouble(), {},
                  parts[6].toLongLong(), parts[7]};
    if (parts[5] != u"-")
        answer.capUsd = parts[5].toDouble();
    return answer;
}

} // namespace tollkeeper::test
