// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analysis/logplaces.h"

#include <QScrollBar>
#include <QTimer>

namespace tollkeeper::ui {

/// A scroll bar over all calls of a selection, however many, beside a table that holds a few pages
/// of them: leads to a moment rather than to a row. Says which one while it is dragged. GUI thread.
class PlaceBar final : public QScrollBar
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(PlaceBar)

public:
    explicit PlaceBar(QWidget *parent = nullptr);

    void setPlaces(LogPlaces places);
    [[nodiscard]] const LogPlaces &places() const { return m_places; }
    /// How many rows are seen, and the moment of the first of them.
    void showMoment(Timestamp moment, int visibleRows);

Q_SIGNALS:
    void wentTo(tollkeeper::Timestamp moment);
    void wentToNewest();
    void wentToOldest();
    /// A line or a page further: something for the table itself.
    void stepped(QAbstractSlider::SliderAction action);

private:
    void take(int action);
    void go();
    [[nodiscard]] Timestamp wantedMoment() const;

    LogPlaces m_places;
    QTimer m_rest; ///< where the slider stays for a moment is where it should lead
};

} // namespace tollkeeper::ui
