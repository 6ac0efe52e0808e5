// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "report.h"

#include <QDateTime>
#include <QJsonArray>
#include <QSysInfo>
#include <QThread>

#include <algorithm>
#include <cstdio>

using namespace Qt::StringLiterals;

namespace tollkeeper::bench {

namespace {

QJsonArray numbers(const std::vector<double> &values)
{
    QJsonArray array;
    for (const double value : values)
        array.append(value);
    return array;
}

// "1234", "12.3", "0.912": four digits that mean something.
QString shown(double value)
{
    return QString::number(value, 'f', value >= 1000 ? 0 : value >= 10 ? 1 : 3);
}

QString spread(const std::vector<double> &values)
{
    const auto [least, most] = std::minmax_element(values.begin(), values.end());
    return u"%1 ... %2"_s.arg(shown(*least), shown(*most));
}

// "   at most 50: reached"; nothing without a target.
QString verdict(double value, double least, double most)
{
    const auto said = [](const QString &target, bool reached) {
        return u"   %1: %2"_s.arg(target, reached ? u"reached"_s : u"MISSED"_s);
    };
    if (least > 0)
        return said(u"at least %1"_s.arg(least), value >= least);
    return most > 0 ? said(u"at most %1"_s.arg(most), value <= most) : QString();
}

void print(const QString &line)
{
    std::puts(qUtf8Printable(line));
    std::fflush(stdout);
}

} // namespace

double median(std::vector<double> values)
{
    if (values.empty())
        return 0;
    std::sort(values.begin(), values.end());
    const size_t middle = values.size() / 2;
    return values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}

void Report::add(const Measurement &measurement)
{
    const double value = median(measurement.rounds);
    print(u"%1  %2  %3 %4 %5   (%6)"_s.arg(measurement.section, -16)
              .arg(measurement.setting, -26)
              .arg(measurement.contender, -28)
              .arg(shown(value), 9)
              .arg(measurement.unit, spread(measurement.rounds))
          + verdict(value, 0, measurement.most));
    m_measurements.push_back(measurement);
}

void Report::add(const Ratio &ratio)
{
    const double value = median(ratio.rounds);
    print(u"%1  %2  %3   (%4)"_s.arg(ratio.section, -16)
              .arg(ratio.name, -56)
              .arg(shown(value), 9)
              .arg(spread(ratio.rounds))
          + verdict(value, ratio.aim, ratio.most));
    m_ratios.push_back(ratio);
}

void Report::note(const QString &section, const QString &text)
{
    print(u"%1  %2"_s.arg(section, -16).arg(text));
    m_notes.emplace_back(section, text);
}

QJsonObject Report::toJson() const
{
    QJsonArray measurements;
    for (const Measurement &measurement : m_measurements) {
        QJsonObject object{{u"section"_s, measurement.section},
                           {u"setting"_s, measurement.setting},
                           {u"contender"_s, measurement.contender},
                           {u"unit"_s, measurement.unit},
                           {u"median"_s, median(measurement.rounds)},
                           {u"rounds"_s, numbers(measurement.rounds)}};
        if (measurement.most > 0)
            object.insert(u"at_most"_s, measurement.most);
        measurements.append(object);
    }
    QJsonArray ratios;
    for (const Ratio &ratio : m_ratios) {
        QJsonObject object{{u"section"_s, ratio.section},
                           {u"name"_s, ratio.name},
                           {u"median"_s, median(ratio.rounds)},
                           {u"rounds"_s, numbers(ratio.rounds)}};
        if (ratio.aim > 0)
            object.insert(u"aim"_s, ratio.aim);
        if (ratio.most > 0)
            object.insert(u"at_most"_s, ratio.most);
        ratios.append(object);
    }
    QJsonArray notes;
    for (const auto &[section, text] : m_notes)
        notes.append(QJsonObject{{u"section"_s, section}, {u"note"_s, text}});
    return {{u"at"_s, QDateTime::currentDateTimeUtc().toString(Qt::ISODate)},
            {u"machine"_s, QJsonObject{{u"cpu"_s, QSysInfo::currentCpuArchitecture()},
                                       {u"cores"_s, QThread::idealThreadCount()},
                                       {u"system"_s, QSysInfo::prettyProductName()}}},
            {u"measurements"_s, measurements},
            {u"ratios"_s, ratios},
            {u"notes"_s, notes}};
}

} // namespace tollkeeper::bench
