// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace tollkeeper::ui {

/// The lines behind a chart: at even distances of a round amount of USD, from zero to the first one
/// that nothing rises above. A plain value.
class MoneyScale
{
public:
    MoneyScale() = default;
    /// For amounts up to \a highest, with about \a wanted lines above zero and never more.
    MoneyScale(double highest, int wanted);

    [[nodiscard]] double step() const { return m_step; }
    [[nodiscard]] int lines() const { return m_lines; }
    [[nodiscard]] double top() const { return m_step * m_lines; }
    /// "$150", "$0.05": what stands beside a line, with as many decimals as the step needs.
    [[nodiscard]] QString text(int line) const;

private:
    double m_step = 1;
    int m_lines = 1;
};

} // namespace tollkeeper::ui
