// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "verb.h"

#include "export/manifest.h"
#include "format/format.h"

#include <CLI/CLI.hpp>

using namespace Qt::StringLiterals;

namespace tollkeeper::cli {

namespace {

class VerifyVerb final : public Verb
{
public:
    std::string name() const override { return "verify"; }
    std::string summary() const override { return "Whether an exported file and its store are unchanged"; }
    std::string more() const override
    {
        return "Reads FILE.manifest.json beside each file, compares the file's SHA-256 with it, and\n"
               "asks the store again for what was exported. Says one of: unchanged; file was\n"
               "altered; store has changed since, with what is different.\n"
               "Exit codes: 0 all unchanged, 1 something is different, 4 the store failed,\n"
               "64 there is no manifest, or it cannot be read.\n\n"
               "Examples:\n"
               "  tollctl verify november.csv\n"
               "  tollctl verify reports/*.pdf --store-url postgresql://ana@db.example.org/llm_costs";
    }
    void declare(CLI::App &command) override
    {
        command.add_option("FILE", m_files, "What was exported")->required()->type_name("");
    }
    Result<ExitCode> run(Context &context) override
    {
        // The worst that was found; what is wrong with one file is no reason to skip the next.
        ExitCode worst = ExitCode::Done;
        for (const std::string &name : m_files) {
            const QString path = QString::fromStdString(name);
            const auto found = verify(context, path);
            if (!found)
                context.console.error(found.error().message);
            worst = std::max(worst, found ? *found : exitCode(found.error()), isBetter);
        }
        return worst;
    }

private:
    static bool isBetter(ExitCode a, ExitCode b)
    {
        const auto rank = [](ExitCode code) { // no answer at all is worse than a bad one
            return code == ExitCode::Done ? 0 : code == ExitCode::Warning ? 1 : 2;
        };
        return rank(a) < rank(b);
    }

    Result<ExitCode> verify(Context &context, const QString &path)
    {
        const auto manifest = readManifest(path);
        if (!manifest)
            return tl::unexpected(manifest.error());
        if (!m_store) {
            auto store = openReader(context.store, context.console);
            if (!store)
                return tl::unexpected(store.error());
            m_store = std::move(*store);
        }
        if (manifest->store != m_store->info().title) {
            context.console.note(u"%1 was exported from %2 and is compared with %3."_s.arg(
                path, manifest->store, m_store->info().title));
        }
        const auto verification = verifyExport(*m_store, path, *manifest);
        if (!verification)
            return tl::unexpected(verification.error());
        context.console.print(
            format::safeText(path + u": "_s + verification->toText()).toUtf8() + '\n');
        return verification->unchanged() ? ExitCode::Done : ExitCode::Warning;
    }

    std::vector<std::string> m_files;
    std::unique_ptr<Store> m_store; ///< opened when the first manifest has been read
};

} // namespace

std::unique_ptr<Verb> makeVerify()
{
    return std::make_unique<VerifyVerb>();
}

} // namespace tollkeeper::cli
