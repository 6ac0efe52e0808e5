// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "reportrun.h"

#include "analysis/merging.h"
#include "report/pdfreport.h"
#include "screenshot.h"
#include "session/session.h"

#include <QApplication>
#include <QTimer>

#include <cstdio>

namespace tollkeeper::desktop {

namespace {

RangeSelection rangeOf(const ReportArguments &report, const ui::Place &place,
                       const Snapshot &snapshot)
{
    if (report.lastMonth)
        return lastMonth(snapshot.takenAt);
    if (!report.since && !report.until)
        return ui::viewOf(place, snapshot).range;
    const Range all = snapshot.daily.extent();
    const QDate today = snapshot.takenAt.day();
    const QDate last = report.until.value_or(std::max(today, report.since.value_or(today)));
    const QDate first = report.since.value_or(
        all.size() > 0 && all.firstDay() < last ? all.firstDay() : last);
    const Range range = Range::days(first, last);
    return {RangePreset::Custom, range, range.before()};
}

int complain(const StoreError &error)
{
    std::fprintf(stderr, "tollkeeper: %s\n", qPrintable(error.message));
    return error.kind == StoreError::Kind::Invalid ? exitUsage : exitStore;
}

int write(const Snapshot &snapshot, const Arguments &arguments)
{
    const ui::Place place = arguments.startAt({});
    View view = ui::viewOf(place, snapshot);
    view.range = rangeOf(*arguments.report, place, snapshot);
    const auto pages = ui::writePdfReport(snapshot, view, arguments.report->output,
                                          arguments.report->manifest);
    return pages ? 0 : complain(pages.error());
}

} // namespace

int writeReport(ui::Session &session, const Arguments &arguments)
{
    if (session.state() == ui::Session::State::Failed) // what the URL says cannot be
        return complain(*session.error());
    const auto warn = [](const QString &warning) {
        std::fprintf(stderr, "%s\n", qPrintable(warning));
    };
    if (const QString warning = session.fallbackWarning(); !warning.isEmpty())
        warn(warning);
    QObject::connect(&session, &ui::Session::fellBack, qApp, warn);
    QObject::connect(&session, &ui::Session::snapshotReady, qApp,
                     [&arguments, warn](const SnapshotPtr &snapshot) {
                         for (const QString &sentence : awaySentences(*snapshot))
                             warn(sentence);
                         QApplication::exit(write(*snapshot, arguments));
                     });
    // What a window calls late is waited for: nobody watches.
    QTimer late;
    const auto endIfHopeless = [&session, &late] {
        const bool hopeless = session.pending() == 0 || !late.isActive();
        if (session.state() == ui::Session::State::Failed && hopeless)
            QApplication::exit(complain(*session.error()));
    };
    QObject::connect(&session, &ui::Session::stateChanged, qApp, endIfHopeless);
    QObject::connect(&late, &QTimer::timeout, qApp, endIfHopeless);
    late.setSingleShot(true);
    late.start(ui::unattendedPatienceMs);
    return QApplication::exec();
}

} // namespace tollkeeper::desktop
