// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analysis/report.h"

#include <QWidget>

namespace tollkeeper::ui {

class KeyFigure;
class KeyFigureRow;

/// The five numbers at the head of a page: spend, month to date, calls, tokens, cost per 1,000
/// calls. GUI thread.
class Figures final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Figures)

public:
    explicit Figures(QWidget *parent = nullptr);

    void setReport(const SpendReport &report, const View &view, Timestamp now);

    KeyFigure *const spend;
    KeyFigure *const month;
    KeyFigure *const calls;
    KeyFigure *const tokens;
    KeyFigure *const perThousand;

Q_SIGNALS:
    void whyRequested();
};

} // namespace tollkeeper::ui
