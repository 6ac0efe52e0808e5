// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analysis/report.h"
#include "models/cellmodel.h"

/// Cells that several models have in common: how a value of core becomes text, exact text and raw
/// value.
namespace tollkeeper::ui::cells {

/// The longest name that is worth drawing in a table or label.
inline constexpr qsizetype nameLength = 120;
/// \a name from a store, on one line and safe to show; "(no name)" where there is none.
[[nodiscard]] QString name(const QString &name);
/// The whole name, still safe, for a tooltip.
[[nodiscard]] QString wholeName(const QString &name);

/// Of something that its store numbers: in a merged view another store has the same number.
[[nodiscard]] inline QString keyOf(int store, qint64 id)
{
    const QString number = QString::number(id);
    return store == 0 ? number : QString::number(store) + u'/' + number;
}

/// "1 day", "30 days": the words for one and for \a count of something.
[[nodiscard]] QString counted(qint64 count, const QString &one, const QString &many);
/// "24 hours", "30 days"
[[nodiscard]] QString lengthText(const Range &range);

/// \a old: of a project whose store is away.
[[nodiscard]] Cell nameCell(const QString &name, bool old = false);
[[nodiscard]] Cell money(Money amount);
[[nodiscard]] Cell money(const std::optional<Money> &amount);
/// A difference of spend, with its sign; a rise is bad.
[[nodiscard]] Cell moneyChange(Money difference);
[[nodiscard]] Cell tokens(qint64 count);
[[nodiscard]] Cell count(qint64 count);
[[nodiscard]] Cell percent(double value);
[[nodiscard]] Cell change(std::optional<double> percent, const QString &toolTip);
[[nodiscard]] Cell age(const std::optional<Timestamp> &then, Timestamp now);
[[nodiscard]] Cell moment(const std::optional<Timestamp> &then);

/// A rise of spend is bad, a fall is good, and what rounds to nothing is neither.
[[nodiscard]] Tone changeTone(std::optional<double> percent);
[[nodiscard]] Tone statusTone(BudgetStatus status);
/// A cost as it is stored: anything at all where another program wrote it.
[[nodiscard]] QString storedUsd(double usd);

} // namespace tollkeeper::ui::cells
