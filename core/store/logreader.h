// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/condition.h"
#include "store/sealing.h"

namespace tollkeeper::operations {

/// Which way from a row: to older calls, the next one first, or to newer ones.
struct Way
{
    QString beyond;
    QString upTo;
    QString order;
    QString firstOf;
    int sign;
    /// Whether one moment, as text, comes before another.
    [[nodiscard]] bool isFirst(const QString &a, const QString &b) const
    {
        return sign < 0 ? a > b : a < b;
    }
};

/// The log in the order of time, which is not the order of its index: that is by project and time.
/// It is read in windows of time, one after the other, that begin at the next call there is, as the
/// index tells, and are as wide as it takes for so many rows. So nothing is read but what is asked
/// for, and never more is sorted than a window.
class LogReader final
{
public:
    LogReader(Connection &connection, const CallQuery &query);

    /// Reads a window: the rows that the condition selects, which byIndex() lets find. Returns how
    /// many those were.
    using Read = std::function<Result<qint64>(const Condition &window, const Way &way)>;
    /// Lets \a read have one window after the other, of some \a wanted rows as far as that can be
    /// told, until it has had \a most rows, or all there are. Returns how many.
    [[nodiscard]] Result<qint64> read(qint64 wanted, qint64 most, const Read &read);

private:
    [[nodiscard]] Result<void> start();
    /// Where the next call is, as it is stored: of any model, good or bad. Invalid: there is none.
    [[nodiscard]] Result<QVariant> nextMoment();
    /// Moves on over days of which the summaries tell that nothing is there that is looked for;
    /// false where nothing is left.
    [[nodiscard]] Result<bool> skip(QVariant &next);
    /// The first sealed day with what is looked for among those that \a days selects.
    [[nodiscard]] Result<std::optional<int>> sealedDay(const QString &days, int day);
    [[nodiscard]] Result<QVariant> nextUnsealed();
    struct Window
    {
        std::optional<QString> end; ///< empty: no end
        bool isLast = false;
        bool outside = false; ///< of the range, with rows that may belong there all the same
    };
    [[nodiscard]] Window windowFrom(const QVariant &next, qint64 width) const;
    [[nodiscard]] Condition conditionOf(const Window &window) const;
    [[nodiscard]] Result<QVariant> firstValue(const QString &sql, const Bindings &bindings);
    [[nodiscard]] qint64 spare() const; ///< in microseconds
    void moveTo(const QString &moment, bool included);
    [[nodiscard]] Condition wanted() const;
    [[nodiscard]] Condition beyond() const;

    Connection &m_connection;
    const Dialect &m_dialect;
    const CallQuery &m_query;
    const Way &m_way;
    /// SQLite's moments are text, of any offset: by the text a row can be found a day off.
    int m_spareDays;
    Condition m_place;                  ///< the moment that has been reached, as SQL; empty: none
    std::optional<qint64> m_placeId;    ///< and the row of that moment; empty: none of them, or all
    bool m_placeIncluded = false;       ///< all of them are still to be read
    std::optional<QString> m_placeText; ///< where it is known
    std::optional<SealingState> m_sealing;
};

} // namespace tollkeeper::operations
