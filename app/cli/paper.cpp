// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "verb.h"
#include "window.h"

#include "analysis/document.h"
#include "analysis/summary.h"
#include "export/manifest.h"
#include "export/xlsx.h"

#include <CLI/CLI.hpp>

#include <QFileInfo>
#include <QProcess>

using namespace Qt::StringLiterals;

namespace tollkeeper::cli {

namespace {

class ReportVerb final : public Verb
{
public:
    std::string name() const override { return "report"; }
    std::string summary() const override { return "A report to hand on, as PDF or Excel workbook"; }
    std::string more() const override
    {
        return "PDF: figures with their change, charts, tables of projects, models and budgets,\n"
               "drawn by tollkeeper without a display. XLSX: the same sums as sheets, with a chart;\n"
               "the calls themselves are in \"export xlsx\". Beside the file stands\n"
               "FILE.manifest.json, for \"verify\".\n\n"
               "Examples:\n"
               "  tollctl report pdf --last-month --output october.pdf\n"
               "  tollctl report xlsx --since 2026-11-01 --until 2026-11-15 --output half.xlsx\n"
               "  tollctl report pdf --project support-chat --output support.pdf";
    }
    void declare(CLI::App &command) override
    {
        command.add_option("FORMAT", m_format, "pdf or xlsx")
            ->required()
            ->type_name("")
            ->check(CLI::IsMember({"pdf", "xlsx"}).description(""));
        addText(command, "--output", m_output, "FILE", "Where to write")->required();
        m_filter.declare(command);
        command.add_flag("--last-month", m_lastMonth, "The calendar month before this one (UTC)");
        command.add_flag("--no-manifest", m_noManifest, "Write no FILE.manifest.json");
        addText(command, "--language", m_language, "en|de", "Of a PDF (default: en)");
    }
    Result<ExitCode> run(Context &context) override
    {
        auto filter = m_filter.read();
        if (!filter)
            return tl::unexpected(filter.error());
        if (m_lastMonth && filter->range) {
            return fail(StoreError::Kind::Invalid,
                        u"--last-month is a range of its own: leave --since and --until away."_s);
        }
        if (filter->range && filter->range->unit == BucketUnit::Hour) {
            return fail(StoreError::Kind::Invalid,
                        u"A report is of whole UTC days, such as --since 2026-11-01."_s);
        }
        if (m_format == "pdf")
            return writePdf(context);
        if (m_language) {
            return fail(StoreError::Kind::Invalid,
                        u"--language is for PDF: a workbook of tollctl is English."_s);
        }
        if (m_lastMonth)
            filter->range = lastMonth(Timestamp::now()).current;
        return writeXlsx(context, *filter);
    }

private:
    Result<ExitCode> writePdf(Context &context) const
    {
        QStringList arguments{u"--report"_s,   u"pdf"_s,
                              u"--output"_s,   QFileInfo(*m_output).absoluteFilePath(),
                              u"--language"_s, m_language.value_or(u"en"_s)};
        for (const auto &[option, value] :
             {std::pair{u"--project"_s, m_filter.project}, {u"--model"_s, m_filter.model},
              {u"--since"_s, m_filter.since}, {u"--until"_s, m_filter.until}}) {
            if (value)
                arguments << option << *value;
        }
        if (m_lastMonth)
            arguments << u"--last-month"_s;
        if (m_noManifest)
            arguments << u"--no-manifest"_s;
        QProcess window;
        if (const auto prepared = prepareWindow(window, context.store, arguments); !prepared)
            return tl::unexpected(prepared.error());
        window.setProcessChannelMode(QProcess::ForwardedChannels);
        window.start();
        if (!window.waitForFinished(-1) || window.exitStatus() != QProcess::NormalExit) {
            return fail(StoreError::Kind::Internal,
                        u"%1 did not draw the report: %2."_s.arg(window.program(),
                                                                 window.errorString()));
        }
        if (window.exitCode() == 0)
            context.console.note(u"Wrote the report to %1."_s.arg(*m_output));
        return static_cast<ExitCode>(window.exitCode()); // the two share their exit codes
    }

    Result<ExitCode> writeXlsx(Context &context, const SpendFilter &filter) const
    {
        const auto store = openReader(context.store, context.console);
        if (!store)
            return tl::unexpected(store.error());
        Manifest manifest;
        manifest.content = u"report"_s;
        manifest.store = (*store)->info().title;
        manifest.readAt = Timestamp::now();
        const auto cube = (*store)->spend(filter, BucketUnit::Day);
        if (!cube)
            return tl::unexpected(cube.error());
        const auto written = exportXlsx(*cube, manifest.store, filter, *m_output);
        if (!written)
            return tl::unexpected(written.error());
        manifest.rows = static_cast<qint64>(summarise(*cube, GroupBy::Project).size());
        manifest.selection =
            ExportSelection{filter, false, ExportTally::of(total(*cube), cube->badRows)};
        if (!m_noManifest) {
            if (const auto noted = writeManifest(*m_output, manifest); !noted)
                return tl::unexpected(noted.error());
        }
        context.console.note(u"Wrote the report to %1."_s.arg(*m_output));
        if (manifest.selection->tally.calls == 0)
            noteWhyEmpty(context.console, **store, filter);
        return ExitCode::Done;
    }

    std::string m_format;
    std::optional<QString> m_output;
    std::optional<QString> m_language;
    FilterArguments m_filter;
    bool m_lastMonth = false;
    bool m_noManifest = false;
};

} // namespace

std::unique_ptr<Verb> makeReport()
{
    return std::make_unique<ReportVerb>();
}

} // namespace tollkeeper::cli
