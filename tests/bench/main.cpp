// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

// tollkeeper-bench: how fast calls are recorded and read, beside what the databases can do at all and
// beside llm-toll's way, measured in the same run. See README.md.

#include "bigstore.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QFile>
#include <QJsonDocument>

#include <cstdio>

using namespace Qt::StringLiterals;
using namespace tollkeeper::bench;

namespace {

// The sections that \a names selects; all where it is empty.
std::vector<const Section *> selected(const QStringList &names)
{
    std::vector<const Section *> chosen;
    for (const Section *section : sections()) {
        if (names.isEmpty() || names.contains(QLatin1StringView(section->name)))
            chosen.push_back(section);
    }
    if (!names.isEmpty() && chosen.size() != static_cast<size_t>(names.size()))
        chosen.clear();
    return chosen;
}

} // namespace

int main(int argc, char *argv[])
{
    QCoreApplication application(argc, argv);
    QString about = u"Measures Tollkeeper against its limits. Sections:\n"_s;
    for (const Section *section : sections())
        about += u"  %1 %2\n"_s.arg(QLatin1StringView(section->name), -18)
                     .arg(QString::fromUtf8(section->about));
    QCommandLineParser parser;
    parser.setApplicationDescription(about.trimmed());
    parser.addHelpOption();
    const Settings defaults;
    parser.addOptions({{u"only"_s, u"Sections to run, separated by commas."_s, u"names"_s},
                       {u"seconds"_s, u"How long each contender runs in each round."_s, u"S"_s,
                        QString::number(defaults.seconds)},
                       {u"rounds"_s, u"How often; medians are reported."_s, u"N"_s,
                        QString::number(defaults.rounds)},
                       {u"rows"_s, u"Of the smaller store that is read; the larger has ten times as many."_s,
                        u"N"_s, QString::number(defaults.rows)},
                       {u"stores"_s, u"Keep the stores that are read there, for later runs."_s,
                        u"folder"_s},
                       {u"json"_s, u"Write the figures there, too."_s, u"file"_s}});
    parser.process(application);

    const Settings settings{parser.value(u"seconds"_s).toDouble(),
                            parser.value(u"rounds"_s).toInt(),
                            parser.value(u"rows"_s).toLongLong()};
    const auto chosen = selected(parser.value(u"only"_s).split(u',', Qt::SkipEmptyParts));
    if (chosen.empty() || !(settings.seconds > 0) || settings.rounds < 1 || settings.rows < 1) {
        std::fputs(qUtf8Printable(parser.helpText()), stderr);
        return 64;
    }
    if (parser.isSet(u"stores"_s))
        keepStores(parser.value(u"stores"_s));
    Report report;
    for (const Section *section : chosen)
        section->run(settings, report);

    if (!parser.isSet(u"json"_s))
        return 0;
    QFile file(parser.value(u"json"_s));
    if (!file.open(QIODevice::WriteOnly) ||
        file.write(QJsonDocument(report.toJson()).toJson()) < 0) {
        std::fprintf(stderr, "%s cannot be written: %s\n", qPrintable(file.fileName()),
                     qPrintable(file.errorString()));
        return 1;
    }
    return 0;
}
