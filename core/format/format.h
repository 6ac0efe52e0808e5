// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analysis/anomalies.h"
#include "analysis/change.h"
#include "analysis/series.h"
#include "budget/budgetstate.h"
#include "budget/ledger.h"
#include "budget/rehearsal.h"
#include "format/translation.h"
#include "store/error.h"
#include "values/money.h"
#include "values/range.h"

#include <QString>

/// How values read: the one place where they become text for people, so that a table, its tooltip,
/// the terminal and the tests agree. Numbers for programs (JSON, CSV) are Money::toString(). The
/// examples are English; the window may have chosen another language (translation.h). Any thread.
namespace tollkeeper::format {

/// To the cent from 1 USD up, to 4 digits below: "$12,431.18", "$0.0112". Not zero but below
/// 0.0001 USD: "< $0.0001" ("> -$0.0001"). Zero: "$0.00". Rounds the decimal, half away from zero.
[[nodiscard]] QString usd(Money amount, const QLocale &locale = format::locale());
/// To the cent: for figures and totals. Not zero but below a cent: "< $0.01".
[[nodiscard]] QString usdTotal(Money amount, const QLocale &locale = format::locale());
/// Every digit: "$56.59226015". For tooltips and for copying.
[[nodiscard]] QString usdExact(Money amount, const QLocale &locale = format::locale());
/// \a digits with the sign where the language has it: "$12.50", "-$12.50"; "12,50 $" in one line.
[[nodiscard]] QString dollars(const QString &digits, bool negative = false,
                              const QLocale &locale = format::locale());
/// "1,241,806"
[[nodiscard]] QString count(qint64 value, const QLocale &locale = format::locale());
/// "3.91 B", "811 M", "41 k", "999": three significant digits.
[[nodiscard]] QString shortCount(qint64 value, const QLocale &locale = format::locale());
/// "8.4 %", "104 %": one decimal below 10. What is not quite nothing or all does not look like it:
/// "< 0.1 %", "> 99 %".
[[nodiscard]] QString percent(double value, const QLocale &locale = format::locale());
/// "▲ 8.4 %", "▼ 2.1 %", "no change", "new" (empty change: nothing before).
[[nodiscard]] QString change(std::optional<double> percent,
                             const QLocale &locale = format::locale());
/// "just now", "4 s ago", "2 min ago", "3 h ago", "5 days ago"; past a week the date.
[[nodiscard]] QString age(Timestamp then, Timestamp now);
/// "2023-11-16 19:14:19 UTC"
[[nodiscard]] QString dateTime(Timestamp moment);
/// "2023-11-16", in other languages as they write a date in figures: "16.11.2023".
[[nodiscard]] QString dayInFigures(QDate date);
/// "16 Nov 2023"; without the year within \a year.
[[nodiscard]] QString day(QDate date, int year = 0);
/// "25 Oct – 23 Nov", with the year where it is not \a year; "22 Nov, 15:00 – 23 Nov, 15:00" of
/// hours.
[[nodiscard]] QString range(const Range &range, int year = 0);
/// How far writing calls is: "3,200,000 of 10,000,000 calls, 250,000 a second, 27 s left"; without
/// \a all, where nobody knows: "3,200,000 calls, 250,000 a second".
[[nodiscard]] QString progress(qint64 calls, std::optional<qint64> all, qint64 elapsedMs);
/// What a bar's label says: "14:00", "25 Oct", "Nov 2026".
[[nodiscard]] QString barLabel(BarUnit unit, const SpendSeries::Bar &bar);
/// What a bar's tooltip says: "Thu 16 Nov 2023, 14:00–15:00 UTC", "Week of 13 Nov 2023", and the
/// days of a week or month that the range cuts: "November 2023 (1 Nov – 23 Nov)".
[[nodiscard]] QString barTitle(BarUnit unit, const SpendSeries::Bar &bar);
/// "OK", "Warning", "Exceeded", "No limit"
[[nodiscard]] QString status(BudgetStatus status);
/// "runs out Thu 26 Nov, 14:00", "lasts past the reset on 1 Dec", "no spend in the last 7 full
/// days" ...
[[nodiscard]] QString forecast(const BudgetForecast &forecast, Timestamp now);
/// "Agrees", "Edited counter" ...
[[nodiscard]] QString ledgerFinding(LedgerFinding finding);
/// What a finding means: one or a few sentences.
[[nodiscard]] QString ledgerSentence(const LedgerLine &line);
/// "since the first call", "since the reset of 2026-11-23 09:34:00 UTC", "since the period began on
/// 1 Nov 2026": which calls count.
[[nodiscard]] QString ledgerBasis(const LedgerBase &base);
/// Why an audited change was made: what the program noted itself ("monthly period ended") in the
/// language of the window, what people wrote as it is. Not safe to show yet: see safeText().
[[nodiscard]] QString auditReason(const AuditEntry &entry);
/// "search has passed 80 % of its limit: $1,612.00 of $2,000.00."
[[nodiscard]] QString thresholdPassed(const BudgetState &state);
/// "Tried on 1 Aug – 25 Nov: would have warned in 3 of 4 monthly periods, reached in 1, $12.00
/// refused."
[[nodiscard]] QString rehearsalSummary(const Rehearsal &rehearsal, Period period);
/// "12 Nov: would have warned (80 %), $1,612.00 spent"
[[nodiscard]] QString rehearsalEvent(const Rehearsal::Event &event, int year = 0);

/// "support-bot 2.6× usual", "support-bot without spend", "support-bot, usually nothing"; "total" in
/// place of a name for all together.
[[nodiscard]] QString anomaly(const Anomaly &anomaly, const QLocale &locale = format::locale());
/// "+$820.10", "-$3.20", "$0.00": to the cent, as usdTotal().
[[nodiscard]] QString usdChange(Money amount, const QLocale &locale = format::locale());
/// "Calls", "Mix of models", "Input tokens per call" ...
[[nodiscard]] QString changeFactor(ChangeFactor factor);
/// "Spend rose by $1,204.33 (41 %), mostly support-bot: more output tokens per call (+$820.10)."
[[nodiscard]] QString change(const SpendChange &change, const QLocale &locale = format::locale());
/// What a sparkline shows, in one sentence: "Highest: Thu 16 Nov 2023 with $3.20; lowest: ...;
/// last: ...". \a trend holds one amount a bar of \a series.
[[nodiscard]] QString trend(const SpendSeries &series, const std::vector<Money> &trend);
/// "2 models have calls but no cost: a, b. A missing price hides spend."; nothing of none.
[[nodiscard]] QString unpriced(const std::vector<Summary> &models);

/// Text from a store on one line, safe to show: control characters, escapes and bidirectional
/// overrides become visible symbols, and what is past \a maxLength characters an ellipsis.
[[nodiscard]] QString safeText(const QString &text, qsizetype maxLength = 1000);

} // namespace tollkeeper::format
