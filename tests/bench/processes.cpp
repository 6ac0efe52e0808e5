// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "bigstore.h"
#include "contest.h"
#include "programs.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;

namespace tollkeeper::bench {

namespace {

constexpr double mostStatsMs = 300;
constexpr double mostScreenshotMs = 2000;

void run(const Settings &settings, Report &report)
{
    const QTemporaryDir folder(QDir::tempPath() + u"/tollkeeper-bench-XXXXXX"_s);
    qputenv("QT_QPA_PLATFORM", "offscreen");
    for (const Backend backend : backends) {
        const QString store = bigStore(backend, settings.rows * 10);
        std::vector<Contender> contenders;
        const auto measure = [&](const QString &name, const QStringList &command, double most) {
            contenders.push_back({name,
                                  [&settings, command] {
                                      return medianMs(settings.seconds, [&] {
                                          static_cast<void>(runProgram(command));
                                      });
                                  },
                                  most});
        };
        measure(u"tollctl stats --json"_s,
                {ownProgram(u"tollctl"_s), u"stats"_s, u"--json"_s, u"--store-url"_s, store},
                mostStatsMs);
        if (QFile::exists(ownProgram(u"tollkeeper"_s))) {
            measure(u"tollkeeper --screenshot"_s,
                    {ownProgram(u"tollkeeper"_s), u"--screenshot"_s,
                     folder.filePath(u"overview.png"_s), u"--page"_s, u"overview"_s,
                     u"--store-url"_s, store},
                    mostScreenshotMs);
        }
        compete(settings, report, u"processes"_s,
                u"%1, %2"_s.arg(nameOf(backend), sizeName(settings.rows * 10)), contenders, {},
                u"ms"_s);
    }
}

const Section registered("processes", "Whole programs, from start to end", run);

} // namespace

} // namespace tollkeeper::bench
