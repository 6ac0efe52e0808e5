// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "reportoptions.h"

#include <QCommandLineParser>

using namespace Qt::StringLiterals;

namespace tollkeeper::desktop {

ReportOptions::ReportOptions()
    : m_report(u"report"_s, u"Write a report, without a display, and exit: pdf."_s, u"FORMAT"_s)
    , m_output(u"output"_s, u"The report's file."_s, u"FILE"_s)
    , m_lastMonth(u"last-month"_s, u"Report on the calendar month before this one (UTC)."_s)
    , m_since(u"since"_s, u"Report from this UTC day on."_s, u"DATE"_s)
    , m_until(u"until"_s, u"Report up to and with this UTC day."_s, u"DATE"_s)
    , m_noManifest(u"no-manifest"_s, u"Write no FILE.manifest.json beside the report."_s)
{
}

void ReportOptions::addTo(QCommandLineParser &parser) const
{
    parser.addOptions({m_report, m_output, m_lastMonth, m_since, m_until, m_noManifest});
}

tl::expected<std::optional<ReportArguments>, QString>
ReportOptions::read(const QCommandLineParser &parser) const
{
    if (!parser.isSet(m_report)) {
        for (const auto *option : {&m_output, &m_lastMonth, &m_since, &m_until, &m_noManifest}) {
            if (parser.isSet(*option))
                return tl::unexpected(u"--%1 goes with --report."_s.arg(option->names().constFirst()));
        }
        return std::nullopt;
    }
    if (parser.value(m_report) != u"pdf")
        return tl::unexpected(u"--report %1: expected pdf."_s.arg(parser.value(m_report)));
    ReportArguments report;
    report.output = parser.value(m_output);
    if (report.output.isEmpty())
        return tl::unexpected(u"--report needs --output FILE."_s);
    report.lastMonth = parser.isSet(m_lastMonth);
    report.manifest = !parser.isSet(m_noManifest);
    for (const auto &[option, day] :
         {std::pair{&m_since, &report.since}, {&m_until, &report.until}}) {
        if (!parser.isSet(*option))
            continue;
        const QString text = parser.value(*option);
        const QDate date = QDate::fromString(text, Qt::ISODate);
        if (text.size() != 10 || !date.isValid()) {
            return tl::unexpected(u"--%1 takes a UTC date such as 2026-11-23, not \"%2\"."_s.arg(
                option->names().constFirst(), text));
        }
        *day = date;
    }
    if (report.lastMonth && (report.since || report.until))
        return tl::unexpected(u"--last-month is a range of its own: leave --since and --until away."_s);
    if (report.since && report.until && *report.since > *report.until)
        return tl::unexpected(u"--since is after --until: no day is in between."_s);
    return report;
}

} // namespace tollkeeper::desktop
