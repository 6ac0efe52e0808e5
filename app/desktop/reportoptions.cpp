// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "reportoptions.h"

#include "format/translation.h"

#include <QCommandLineParser>

using namespace Qt::StringLiterals;

namespace tollkeeper::desktop {

ReportOptions::ReportOptions()
    : m_report(u"report"_s, Text::tr("Write a report, without a display, and exit: pdf."),
               u"FORMAT"_s)
    , m_output(u"output"_s, Text::tr("The report's file."), u"FILE"_s)
    , m_lastMonth(u"last-month"_s, Text::tr("Report on the calendar month before this one (UTC)."))
    , m_since(u"since"_s, Text::tr("Report from this UTC day on."), u"DATE"_s)
    , m_until(u"until"_s, Text::tr("Report up to and with this UTC day."), u"DATE"_s)
    , m_noManifest(u"no-manifest"_s, Text::tr("Write no FILE.manifest.json beside the report."))
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
                return tl::unexpected(
                    Text::tr("--%1 goes with --report.").arg(option->names().constFirst()));
        }
        return std::nullopt;
    }
    if (parser.value(m_report) != u"pdf")
        return tl::unexpected(Text::tr("--report %1: expected pdf.").arg(parser.value(m_report)));
    ReportArguments report;
    report.output = parser.value(m_output);
    if (report.output.isEmpty())
        return tl::unexpected(Text::tr("--report needs --output FILE."));
    report.lastMonth = parser.isSet(m_lastMonth);
    report.manifest = !parser.isSet(m_noManifest);
    for (const auto &[option, day] :
         {std::pair{&m_since, &report.since}, {&m_until, &report.until}}) {
        if (!parser.isSet(*option))
            continue;
        const QString text = parser.value(*option);
        const QDate date = QDate::fromString(text, Qt::ISODate);
        if (text.size() != 10 || !date.isValid()) {
            return tl::unexpected(Text::tr("--%1 takes a UTC date such as 2026-11-23, not \"%2\".")
                                      .arg(option->names().constFirst(), text));
        }
        *day = date;
    }
    if (report.lastMonth && (report.since || report.until))
        return tl::unexpected(
            Text::tr("--last-month is a range of its own: leave --since and --until away."));
    if (report.since && report.until && *report.since > *report.until)
        return tl::unexpected(Text::tr("--since is after --until: no day is in between."));
    return report;
}

} // namespace tollkeeper::desktop
