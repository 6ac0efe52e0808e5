// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "testdata.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace tollkeeper::test {

QString dataFile(const QString &name)
{
    const QString folder = qEnvironmentVariable("TOLLKEEPER_TEST_DATA");
    const QString path = QDir(folder).filePath(name);
    if (folder.isEmpty() || !QFile::exists(path))
        qFatal("No test data %s: set TOLLKEEPER_TEST_DATA to the folder tests/data",
               qPrintable(path));
    return path;
}

QString copyAzureDatabase(const QString &folder)
{
    const QString copy = QDir(folder).filePath(u"llm_toll_azure.db"_s);
    if (!QFile::copy(dataFile(u"llm_toll_azure.db"_s), copy)
        || !QFile::setPermissions(copy, QFile::ReadOwner | QFile::WriteOwner))
        qFatal("Cannot copy the test data to %s", qPrintable(copy));
    return copy;
}

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

GoldenAnswers::GoldenAnswers(Backend backend)
{
    QFile file(dataFile(u"llm_toll_azure.answers.json"_s));
    if (!file.open(QIODevice::ReadOnly))
        qFatal("Cannot read %s", qPrintable(file.fileName()));
    m_answers = QJsonDocument::fromJson(file.readAll())
                    .object()
                    .value(backend == Backend::Sqlite ? "sqlite"_L1 : "postgresql"_L1)
                    .toObject();
}

std::vector<Summary> GoldenAnswers::projects() const
{
    return summaries(u"project_summaries"_s, u"project"_s);
}

std::vector<Summary> GoldenAnswers::models() const
{
    return summaries(u"model_summaries"_s, u"model"_s);
}

std::vector<Summary> GoldenAnswers::modelsOf(const QString &project) const
{
    return summaries(u"model_summaries_of_"_s + project, u"model"_s);
}

std::vector<Summary> GoldenAnswers::projectsOf(const QString &model) const
{
    return summaries(u"project_summaries_for_model_"_s + model, u"project"_s);
}

Totals GoldenAnswers::total() const
{
    const QJsonObject day = m_answers["daily_cost_trends_36500_days"_L1].toArray()[0].toObject();
    Totals totals;
    totals.calls = day["call_count"_L1].toInteger();
    totals.inputTokens = day["daily_input_tokens"_L1].toInteger();
    totals.outputTokens = day["daily_output_tokens"_L1].toInteger();
    totals.cost = Money::fromUsd(day["daily_cost"_L1].toDouble());
    totals.lastUsed = latestCalls().front().createdAt;
    return totals;
}

QDate GoldenAnswers::onlyDay() const
{
    const QJsonArray days = m_answers["daily_cost_trends_36500_days"_L1].toArray();
    return QDate::fromString(days[0]["date"_L1].toString(), Qt::ISODate);
}

std::map<QString, Money> GoldenAnswers::counters() const
{
    std::map<QString, Money> counters;
    const QJsonArray budgets = m_answers["budget_utilization"_L1].toArray();
    for (const auto &budget : budgets)
        counters[budget["project"_L1].toString()]
            = Money::fromUsd(budget["total_cost"_L1].toDouble());
    return counters;
}

std::vector<Call> GoldenAnswers::latestCalls() const
{
    std::vector<Call> calls;
    const QJsonArray rows = m_answers["latest_20_calls"_L1].toArray();
    for (const auto &row : rows) {
        Call call;
        call.id = row["id"_L1].toInteger();
        call.usage = {row["project"_L1].toString(), row["model"_L1].toString(),
                      row["input_tokens"_L1].toInteger(), row["output_tokens"_L1].toInteger(),
                      row["cost"_L1].toDouble()};
        call.createdAt = Timestamp::parse(row["created_at"_L1].toString());
        calls.push_back(call);
    }
    return calls;
}

std::vector<Summary> GoldenAnswers::summaries(const QString &answer, const QString &key) const
{
    std::vector<Summary> summaries;
    const QJsonArray rows = m_answers[answer].toArray();
    for (const auto &row : rows) {
        Summary summary;
        summary.name = row[key].toString();
        summary.totals.calls = row["call_count"_L1].toInteger();
        summary.totals.inputTokens = row["total_input_tokens"_L1].toInteger();
        summary.totals.outputTokens = row["total_output_tokens"_L1].toInteger();
        summary.totals.cost = Money::fromUsd(row["total_cost"_L1].toDouble());
        if (const QString lastUsed = row["last_used"_L1].toString(); !lastUsed.isEmpty())
            summary.totals.lastUsed = Timestamp::parse(lastUsed);
        summaries.push_back(summary);
    }
    if (summaries.empty())
        qFatal("No golden answer %s", qPrintable(answer));
    return summaries;
}

} // namespace tollkeeper::test
