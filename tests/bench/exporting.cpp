// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "bigstore.h"
#include "pglimits.h"
#include "programs.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;

namespace tollkeeper::bench {

namespace {

constexpr double mostMegabytes = 100;

void run(const Settings &settings, Report &report)
{
    const QString rows = u"SELECT project, model, input_tokens, output_tokens, cost, created_at"
                         " FROM usage_logs ORDER BY created_at DESC, id DESC"_s;
    const QTemporaryDir folder(QDir::tempPath() + u"/tollkeeper-bench-XXXXXX"_s);
    const QString file = folder.filePath(u"calls.csv"_s);
    for (const Backend backend : backends) {
        const QString store = bigStore(backend, settings.rows * 10);
        const bool sqlite = backend == Backend::Sqlite;
        const QString setting =
            u"%1, %2"_s.arg(nameOf(backend), sizeName(settings.rows * 10));
        const QStringList ours{ownProgram(u"tollctl"_s), u"export"_s, u"csv"_s, u"--output"_s, file,
                               u"--store-url"_s, store};
        const QString peer = sqlite ? u"sqlite3 -csv"_s : u"psql \\copy"_s;
        std::vector<double> memory;
        const auto timed = [&](const QStringList &command, const QString &output) {
            const ProgramRun done = runProgram(command, output);
            if (command == ours)
                memory.push_back(done.megabytes);
            QFile::remove(file);
            return done.seconds;
        };
        const QStringList theirs = sqlite
            ? QStringList{u"sqlite3"_s, u"-csv"_s, store, rows}
            : QStringList{server().binary(u"psql"_s), u"--quiet"_s, store, u"-c"_s,
                          u"\\copy (%1) TO '%2' WITH (FORMAT csv)"_s.arg(rows, file)};
        compete(settings, report, u"export"_s, setting,
                {{u"tollctl export csv"_s, [&] { return timed(ours, u"/dev/null"_s); }},
                 {peer, [&] { return timed(theirs, sqlite ? file : u"/dev/null"_s); }}},
                {{u"tollctl export csv"_s, peer, 0, sqlite ? 1.2 : 1.5}}, u"s"_s);
        report.add(Measurement{u"export"_s, setting, u"tollctl export csv"_s, u"MB"_s, memory,
                               mostMegabytes});
    }
}

const Section registered("export", "All calls as CSV, beside sqlite3 and psql with the same query",
                         run);

} // namespace

} // namespace tollkeeper::bench
