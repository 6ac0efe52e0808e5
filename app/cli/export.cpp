// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "focusarguments.h"
#include "verb.h"

#include "export/files.h"
#include "format/format.h"

#include <CLI/CLI.hpp>

#include <QElapsedTimer>

#include <csignal>

using namespace Qt::StringLiterals;

namespace tollkeeper::cli {

namespace {

constexpr qint64 progressEveryMs = 200;

volatile std::sig_atomic_t interrupted = 0;

// Ctrl-C cancels while it lives, so that what was written can be taken away; once more ends at once.
class Interruptible final
{
public:
    Interruptible()
    {
        m_before = std::signal(SIGINT, [](int signal) {
            interrupted = 1;
            std::signal(signal, SIG_DFL);
        });
    }
    ~Interruptible() { std::signal(SIGINT, m_before); }
    Q_DISABLE_COPY_MOVE(Interruptible)

private:
    void (*m_before)(int) = SIG_DFL;
};

class ExportVerb final : public Verb
{
public:
    std::string name() const override { return "export"; }
    std::string summary() const override { return "The calls: CSV, JSON, Excel workbook, or FOCUS"; }
    std::string more() const override
    {
        return "csv, json, xlsx: the calls, newest first, with llm-toll's columns: project, model,\n"
               "input_tokens, output_tokens, cost, created_at. Any number of calls streams through.\n"
               "xlsx has sheets of sums and a chart as well. focus: one row a project, model and UTC\n"
               "day (or hour), as FOCUS 1.4 or 1.2 has it, with NAME.metadata.json beside it. With\n"
               "--focus-split-tokens it is two, of input and of output tokens: the cost, which is one\n"
               "number, is shared in proportion to list prices, and the two add up to it exactly.\n"
               "A file appears complete or not at all. In CSV, names that a spreadsheet would run\n"
               "as a formula get a leading apostrophe; --raw leaves them as they are. Beside a file\n"
               "stands FILE.manifest.json: what was exported, its exact total and the file's\n"
               "SHA-256, for \"verify\".\n\n"
               "Examples:\n"
               "  tollctl export csv --output november.csv --since 2026-11-01 --until 2026-11-30\n"
               "  tollctl export xlsx --output november.xlsx --since 2026-11-01\n"
               "  tollctl export focus --output costs.csv --default-provider Acme --split-rows 10000\n"
               "  tollctl export focus --output costs.csv --focus-split-tokens --price-list prices.csv\n"
               "  tollctl export json --project support-chat | jq length\n"
               "  tollctl export csv --bad-only    # rows that no sum can count";
    }
    void declare(CLI::App &command) override
    {
        command.add_option("FORMAT", m_format, "csv, json, xlsx or focus")
            ->required()
            ->type_name("")
            ->check(CLI::IsMember({"csv", "json", "xlsx", "focus"}).description(""));
        addText(command, "--output", m_output, "FILE", "Where to write; - is standard output");
        m_filter.declare(command);
        command.add_flag("--raw", m_raw, "CSV: do not put an apostrophe before formulas in names");
        command.add_flag("--bad-only", m_badOnly,
                         "Only rows left out of the sums: cost, tokens or date cannot be right");
        command.add_flag("--no-manifest", m_noManifest, "Write no FILE.manifest.json");
        m_focus.declare(command);
    }
    Result<ExitCode> run(Context &context) override
    {
        const auto filter = m_filter.read();
        if (!filter)
            return tl::unexpected(filter.error());
        if (m_format == "focus")
            return exportFocusRows(context, *filter);
        if (m_focus.any()) {
            return fail(StoreError::Kind::Invalid,
                        u"%1 goes with \"export focus\" only."_s.arg(m_focus.given().constFirst()));
        }
        if (m_format == "xlsx" && !toFile())
            return fail(StoreError::Kind::Invalid, u"export xlsx needs --output FILE."_s);
        const auto store = openReader(context.store, context.console);
        if (!store)
            return tl::unexpected(store.error());

        CallQuery query;
        query.filter = *filter;
        query.badOnly = m_badOnly;
        ExportOptions options;
        for (const ExportFormat format : {ExportFormat::Json, ExportFormat::Xlsx}) {
            if (formatName(format) == QString::fromStdString(m_format))
                options.format = format;
        }
        options.rawCells = m_raw;
        const Interruptible interruptible;
        std::optional<qint64> all;
        if (context.console.showsProgress() && !m_badOnly)
            all = (*store)->knownCalls(*filter).value_or(std::nullopt);
        QElapsedTimer timer;
        timer.start();
        options.progress = [&, shownAt = -progressEveryMs](qint64 rows) mutable {
            if (timer.elapsed() - shownAt >= progressEveryMs) {
                shownAt = timer.elapsed();
                context.console.progress(format::progress(rows, all, shownAt));
            }
            return interrupted == 0;
        };
        return toFile() ? writeFile(context.console, **store, query, options)
                        : writeOut(context.console, **store, query, options);
    }

private:
    [[nodiscard]] bool toFile() const { return m_output && *m_output != u"-"; }

    Result<ExitCode> writeFile(Console &console, Store &store, const CallQuery &query,
                               const ExportOptions &options) const
    {
        const auto rows = exportCallsAs(store, query, *m_output, options, !m_noManifest);
        console.progress({});
        if (!rows && rows.error().kind == StoreError::Kind::Cancelled)
            return fail(StoreError::Kind::Cancelled, u"Cancelled. No file was written."_s);
        if (!rows)
            return tl::unexpected(rows.error());
        console.note(u"Wrote %1 to %2."_s.arg(
            *rows == 1 ? u"1 call"_s : format::count(*rows) + u" calls"_s, *m_output));
        if (*rows == 0)
            noteWhyEmpty(console, store, query.filter);
        return ExitCode::Done;
    }

    static Result<ExitCode> writeOut(Console &console, Store &store, const CallQuery &query,
                                     const ExportOptions &options)
    {
        const auto rows = exportCalls(store, query, console.out(), options);
        console.progress({});
        // Whoever closed the pipe has seen enough; another failure to write is told at the end.
        if (!rows && !console.out().failed())
            return tl::unexpected(rows.error());
        if (rows && *rows == 0)
            noteWhyEmpty(console, store, query.filter);
        return ExitCode::Done;
    }

    Result<ExitCode> exportFocusRows(Context &context, const SpendFilter &filter) const
    {
        if (m_badOnly) {
            return fail(StoreError::Kind::Invalid,
                        u"export focus has sums only: --bad-only goes with csv, json and xlsx."_s);
        }
        auto options = m_focus.read();
        if (!options)
            return tl::unexpected(options.error());
        if ((options->rowsPerFile || options->bytesPerFile) && !toFile()) {
            return fail(StoreError::Kind::Invalid,
                        u"--split-rows and --split-bytes need --output FILE."_s);
        }
        const auto store = openReader(context.store, context.console);
        if (!store)
            return tl::unexpected(store.error());
        if (options->table.billingAccountId.isEmpty())
            options->table.billingAccountId = billingAccountOf((*store)->info());
        options->table.rawCells = m_raw;
        options->manifests = !m_noManifest;
        const auto files = toFile()
            ? exportFocusFiles(**store, filter, *m_output, *options)
            : exportFocus(**store, filter, context.console.out(), options->table);
        if (!files && !context.console.out().failed())
            return tl::unexpected(files.error());
        if (!files)
            return ExitCode::Done;
        if (toFile()) {
            context.console.note(u"Wrote %1 to %2."_s.arg(
                files->rows == 1 ? u"1 row"_s : format::count(files->rows) + u" rows"_s,
                files->paths.join(u", "_s)));
        }
        if (files->badRows > 0) {
            context.console.note(u"%1 of the log left out, because they cannot be right."_s.arg(
                files->badRows == 1 ? u"1 row"_s : format::count(files->badRows) + u" rows"_s));
        }
        if (files->rows == 0)
            noteWhyEmpty(context.console, **store, filter);
        return ExitCode::Done;
    }

    std::string m_format;
    std::optional<QString> m_output;
    FilterArguments m_filter;
    FocusArguments m_focus;
    bool m_raw = false;
    bool m_badOnly = false;
    bool m_noManifest = false;
};

} // namespace

std::unique_ptr<Verb> makeExport()
{
    return std::make_unique<ExportVerb>();
}

} // namespace tollkeeper::cli
