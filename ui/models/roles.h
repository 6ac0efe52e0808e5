// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <Qt>

namespace tollkeeper::ui {

/// What the models of this folder say beside Qt::DisplayRole (short, safe to show) and
/// Qt::ToolTipRole (exact, as escaped rich text).
enum Role {
    SortRole = Qt::UserRole + 1, ///< a number or text to sort by
    CopyRole,                    ///< QString: exact, what Ctrl+C puts on the clipboard
    /// qint64, double, QString or nothing: what CSV and JSON get, raw; in headers the English
    /// title.
    ExportRole,
    KeyRole,    ///< the raw name or id that the row stands for
    ToneRole,   ///< int(Tone): what a value means
    ColourRole, ///< int: a group's number for seriesColour(), or -1 for "Other"
    TrendRole,  ///< QList<double>: a sparkline from 0 to 1
    MeterRole,  ///< double: percent of a meter that is full
    ChipRole,   ///< bool: the text stands in an outlined chip
    /// In headers: 0 is always shown; the highest number is the first to go in a narrow window.
    PriorityRole,
};

enum class Tone { Neutral, Good, Warning, Bad, Quiet };

} // namespace tollkeeper::ui
