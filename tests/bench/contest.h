// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "section.h"

#include <functional>

namespace tollkeeper::bench {

/// Something that is measured beside others: gives its figure anew each time it is called.
struct Contender
{
    QString name;
    std::function<double()> measure;
    double most = 0; ///< see Measurement
};

/// "first / second", both names of contenders.
struct Comparison
{
    QString first;
    QString second;
    double aim = 0; ///< see Ratio
    double most = 0;
};

/// Measures all \a contenders in turn, round after round, each round beginning with another one, so
/// that a busy moment of the machine hits them alike; reports their medians and the ratios.
void compete(const Settings &settings, Report &report, const QString &section,
             const QString &setting, const std::vector<Contender> &contenders,
             const std::vector<Comparison> &comparisons,
             const QString &unit = QStringLiteral("calls/s"));

/// The median time of \a action, in ms, of as many as fit into so many seconds; it has been done once
/// before.
[[nodiscard]] double medianMs(double seconds, const std::function<void()> &action);

/// What a client does over and over again; returns how many calls that were.
using Client = std::function<int()>;
/// Calls a second that \a clients do together, once all of them are ready. Each is a process of its
/// own and makes what it needs there. Nothing that a fork would break may be open: no store.
[[nodiscard]] double callsPerSecond(int clients, double seconds,
                                    const std::function<Client(int number)> &makeClient);

} // namespace tollkeeper::bench
