// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QString>

#include <map>
#include <vector>

namespace tollkeeper::bench {

[[nodiscard]] double median(std::vector<double> values);

/// A contender's figure in one setting ("16 clients, 1 project"), once a round.
struct Measurement
{
    QString section;
    QString setting;
    QString contender;
    QString unit;
    std::vector<double> rounds;
    double most = 0; ///< at most this; 0: for information only
};

/// Two figures of the same rounds compared: noise that slows both down cancels out.
struct Ratio
{
    QString section;
    QString name;
    std::vector<double> rounds;
    double aim = 0; ///< at least this; 0: for information only
    double most = 0; ///< at most this; 0: for information only
};

/// What was measured: a table for people as it comes, and JSON at the end.
class Report final
{
public:
    void add(const Measurement &measurement);
    void add(const Ratio &ratio);
    /// A fact to read the figures with.
    void note(const QString &section, const QString &text);
    [[nodiscard]] QJsonObject toJson() const;

private:
    std::vector<Measurement> m_measurements;
    std::vector<Ratio> m_ratios;
    std::vector<std::pair<QString, QString>> m_notes;
};

} // namespace tollkeeper::bench
