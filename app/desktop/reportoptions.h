// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "arguments.h"

#include <QCommandLineOption>

class QCommandLineParser;

namespace tollkeeper::desktop {

/// --report and what goes with it.
class ReportOptions final
{
public:
    ReportOptions();
    void addTo(QCommandLineParser &parser) const;
    /// Nothing where no report is asked for; the error is a sentence.
    [[nodiscard]] tl::expected<std::optional<ReportArguments>, QString>
    read(const QCommandLineParser &parser) const;

private:
    QCommandLineOption m_report;
    QCommandLineOption m_output;
    QCommandLineOption m_lastMonth;
    QCommandLineOption m_since;
    QCommandLineOption m_until;
    QCommandLineOption m_noManifest;
};

} // namespace tollkeeper::desktop
