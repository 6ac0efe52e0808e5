// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "report.h"
#include "verb.h"

#include "export/json.h"
#include "format/format.h"
#include "store/forwarding.h"

#include <CLI/CLI.hpp>

#include <QElapsedTimer>
#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace tollkeeper::cli {

namespace {

QString counted(qint64 calls)
{
    return calls == 1 ? u"1 call"_s : format::count(calls) + u" calls"_s;
}

class SyncVerb final : public Verb
{
public:
    std::string name() const override { return "sync"; }
    std::string summary() const override
    {
        return "Carry calls from the local store to the one they were meant for";
    }
    std::string more() const override
    {
        return "When record cannot reach the store of LLM_TOLL_STORE_URL, it records in\n"
               "~/.llm_toll.db. sync carries those calls over once the store is back: --store-url\n"
               "or LLM_TOLL_STORE_URL says where to, --db where from. Each call arrives exactly\n"
               "once, however often sync is interrupted or repeated. Limits are not asked, since\n"
               "the money is spent; sync says which are exceeded now.\n"
               "The local store keeps its rows as a history. They are copies then: its table\n"
               "tollkeeper_outbox has them with a moved_at, for who adds up several stores.\n"
               "Calls that were meant for another store stay, unless --all is given.\n\n"
               "Exit code: 0 also when there is nothing to carry; 4 when something is left.\n\n"
               "Examples:\n"
               "  tollctl sync\n"
               "  tollctl sync --store-url postgresql://ana@db.example.org/llm_costs --json\n"
               "  */10 * * * *  tollctl sync    # in a crontab that sets LLM_TOLL_STORE_URL";
    }
    void declare(CLI::App &command) override
    {
        command.add_flag("--all", m_all, "Also calls that were meant for another store");
        m_format.declareWithoutCsv(command);
    }
    Result<ExitCode> run(Context &context) override
    {
        const auto team = teamLocation(context.store);
        if (!team)
            return tl::unexpected(team.error());
        ForwardOptions options;
        if (!m_all)
            options.target = team->place();
        ForwardSummary summary;
        summary.store = team->title();

        const QString path = context.store.db.value_or(defaultStorePath());
        // Where nothing was ever recorded, nothing waits.
        if (context.store.db || QFileInfo::exists(path)) {
            const auto local = openLocal(path);
            if (!local)
                return tl::unexpected(local.error());
            const auto waits = waiting(**local, options, summary);
            if (!waits)
                return tl::unexpected(waits.error());
            if (*waits) {
                const auto store = Store::open(*team);
                if (!store)
                    return tl::unexpected(store.error());
                showProgress(options, context.console);
                summary = forward(**local, **store, options);
            }
        }
        print(context.console, summary);
        return outcome(context.console, summary);
    }

private:
    static Result<StoreLocation> teamLocation(const StoreArguments &arguments)
    {
        const QString text =
            arguments.url ? *arguments.url : qEnvironmentVariable("LLM_TOLL_STORE_URL");
        if (text.isEmpty()) {
            return fail(StoreError::Kind::Invalid,
                        u"sync needs the store to carry the calls to: --store-url or "
                        "LLM_TOLL_STORE_URL."_s);
        }
        return StoreLocation::parse(text);
    }

    static Result<std::unique_ptr<Store>> openLocal(const QString &path)
    {
        const auto location = StoreLocation::parse(path);
        if (!location)
            return tl::unexpected(location.error());
        if (location->backend() != Backend::Sqlite) {
            return fail(StoreError::Kind::Invalid,
                        u"--db names the local store that the calls wait in: a SQLite file."_s);
        }
        return Store::open(*location, {.createSchema = false});
    }

    // Whether anything is to be carried; the store need not be reached for nothing.
    static Result<bool> waiting(Store &local, const ForwardOptions &options,
                                ForwardSummary &summary)
    {
        const auto outbox = local.outbox();
        if (!outbox)
            return tl::unexpected(outbox.error());
        bool found = false;
        for (const OutboxTarget &target : *outbox) {
            if (!options.target || target.target == *options.target)
                found = true;
            else
                summary.elsewhere.push_back(target);
        }
        return found;
    }

    static void showProgress(ForwardOptions &options, Console &console)
    {
        constexpr qint64 everyMs = 2'000;
        QElapsedTimer timer;
        timer.start();
        options.progress = [timer, &console](qint64 done, qint64 all) mutable {
            if (timer.elapsed() >= everyMs && done < all) {
                timer.restart();
                console.note(u"%1 of %2 calls"_s.arg(format::count(done), format::count(all)));
            }
            return true;
        };
    }

    void print(Console &console, const ForwardSummary &summary) const
    {
        console.print(m_format.read() == OutputFormat::Json ? toJson(summary) : toText(summary));
    }

    static QByteArray toJson(const ForwardSummary &summary)
    {
        qint64 elsewhere = 0;
        for (const OutboxTarget &target : summary.elsewhere)
            elsewhere += target.calls;
        QList<QByteArray> projects;
        for (const ReceivedProject &project : summary.received.projects) {
            projects << json::Object()
                            .add("project", project.project)
                            .add("call_count", project.calls)
                            .add("cost", project.cost)
                            .addRaw("total_cost", jsonUsd(project.totalUsd))
                            .addRaw("max_budget",
                                    project.limitUsd ? jsonUsd(*project.limitUsd) : "null")
                            .add("over_limit", project.overLimit())
                            .toJson();
        }
        return json::Object()
                   .add("store", summary.store)
                   .add("moved", summary.received.calls)
                   .add("cost", summary.received.cost)
                   .add("already_there", summary.received.alreadyThere)
                   .add("unfit", summary.unfit)
                   .add("waiting_elsewhere", elsewhere)
                   .addRaw("projects", json::array(projects))
                   .toJson() +
               '\n';
    }

    static QByteArray toText(const ForwardSummary &summary)
    {
        QByteArray text;
        for (const QString &sentence : sentences(summary))
            text += sentence.toUtf8() + '\n';
        return text;
    }

    // What stays behind, and the exit code that goes with it.
    static ExitCode outcome(Console &console, const ForwardSummary &summary)
    {
        for (const OutboxTarget &target : summary.elsewhere) {
            console.note(u"%1, %2, meant for %3: stays until sync is run for that store, or with "
                         "--all."_s.arg(counted(target.calls), format::usd(target.cost),
                                        target.target));
        }
        if (summary.unfit > 0) {
            console.error(u"%1 cannot be carried to any store: %2"_s.arg(counted(summary.unfit),
                                                                         summary.unfitReason));
        }
        if (summary.error) {
            console.error(u"%1 What was not carried waits for the next time."_s.arg(
                summary.error->message));
            return exitCode(*summary.error);
        }
        return summary.unfit > 0 ? ExitCode::Failed : ExitCode::Done;
    }

    bool m_all = false;
    FormatArguments m_format;
};

} // namespace

std::unique_ptr<Verb> makeSync()
{
    return std::make_unique<SyncVerb>();
}

} // namespace tollkeeper::cli
