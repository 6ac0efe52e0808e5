// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analysis/summary.h"
#include "store/location.h"
#include "values/usage.h"

#include <QJsonObject>
#include <QString>

#include <map>
#include <vector>

namespace tollkeeper::test {

/// The project of the Azure data that cost the most.
inline const QString codeAssistant = QStringLiteral("code-assistant");

/// The path of a file in tests/data. Copy what you open: SQLite writes beside it.
[[nodiscard]] QString dataFile(const QString &name);
/// Copies llm_toll_azure.db into \a folder and returns the copy's path.
[[nodiscard]] QString copyAzureDatabase(const QString &folder);

/// What is in the file; nothing where there is none.
[[nodiscard]] QByteArray contentOf(const QString &path);

/// What llm-toll itself answers on the Azure data, for one backend. Its float sums carry noise past
/// the 10th decimal, so costs are rounded to 10 decimals.
class GoldenAnswers
{
public:
    explicit GoldenAnswers(Backend backend);

    [[nodiscard]] std::vector<Summary> projects() const;
    [[nodiscard]] std::vector<Summary> models() const;
    [[nodiscard]] std::vector<Summary> modelsOf(const QString &project) const;
    [[nodiscard]] std::vector<Summary> projectsOf(const QString &model) const;
    /// Everything, all days.
    [[nodiscard]] Totals total() const;
    [[nodiscard]] QDate onlyDay() const;
    [[nodiscard]] std::map<QString, Money> counters() const;
    [[nodiscard]] std::vector<Call> latestCalls() const;

private:
    [[nodiscard]] std::vector<Summary> summaries(const QString &answer, const QString &key) const;
    QJsonObject m_answers;
};

} // namespace tollkeeper::test
