// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/changebars.h"

#include "format/format.h"
#include "theme/theme.h"
#include "widgets/accessiblerole.h"
#include "widgets/text.h"

#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace tollkeeper::ui {

namespace {

constexpr int rowHeight = 24;
constexpr int rows = int(changeFactors.size()) + 2;
constexpr double thickness = 12;
constexpr double gap = 12;
constexpr double thinnest = 2; ///< so that a small part can be seen

QString labelOf(const std::vector<ChangeStep> &steps, size_t index)
{
    if (const auto &factor = steps[index].factor)
        return format::changeFactor(*factor);
    return index == 0 ? ChangeBars::tr("Before") : ChangeBars::tr("Now");
}

QString amountOf(const ChangeStep &step)
{
    return step.factor ? format::usdChange(step.to - step.from) : format::usdTotal(step.to);
}

} // namespace

ChangeBars::ChangeBars(QWidget *parent) : QWidget(parent)
{
    setAccessibleRole(this, QAccessible::Chart);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAccessibleName(tr("From the spend before to the spend now"));
}

void ChangeBars::setChange(const SpendChange &change)
{
    m_steps = changeSteps(change);
    setAccessibleDescription(rowTexts().join(u", "_s));
    update();
}

QStringList ChangeBars::rowTexts() const
{
    QStringList texts;
    for (size_t i = 0; i < m_steps.size(); ++i)
        texts += labelOf(m_steps, i) + u' ' + amountOf(m_steps[i]);
    return texts;
}

QSize ChangeBars::sizeHint() const
{
    return {600, rows * rowHeight};
}

QSize ChangeBars::minimumSizeHint() const
{
    return {320, rows * rowHeight};
}

void ChangeBars::paintEvent(QPaintEvent *)
{
    if (m_steps.empty())
        return;
    const Colours &c = colours();
    QPainter painter(this);
    painter.setFont(ui::font(12));
    const QFontMetricsF metrics(painter.font());
    double labels = 0;
    double amounts = 0;
    double lowest = m_steps.front().to.toUsd();
    double highest = lowest;
    for (size_t i = 0; i < m_steps.size(); ++i) {
        labels = std::max(labels, metrics.horizontalAdvance(labelOf(m_steps, i)));
        amounts = std::max(amounts, tabularWidth(painter.font(), amountOf(m_steps[i])));
        lowest = std::min(lowest, m_steps[i].to.toUsd());
        highest = std::max(highest, m_steps[i].to.toUsd());
    }
    const QRectF area(labels + gap, 0, std::max(10.0, width() - labels - amounts - 2 * gap),
                      height());
    // Where all of it lies close together, the scale starts higher up, and the bars that start at
    // zero are cut to say so.
    const bool cut = lowest > (highest - lowest) * 3;
    const double start = cut ? lowest - (highest - lowest) * 0.5 : std::min(0.0, lowest);
    const double span = highest > start ? highest - start : 1;
    const auto x = [&](Money amount) {
        return area.left() + std::max(0.0, amount.toUsd() - start) / span * area.width();
    };

    for (size_t i = 0; i < m_steps.size(); ++i) {
        const ChangeStep &step = m_steps[i];
        const double middle = (double(i) + 0.5) * rowHeight;
        const QRectF line(0, middle - rowHeight / 2.0, width(), rowHeight);
        painter.setPen(step.factor ? c.secondary : c.text);
        painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
                         labelOf(m_steps, i));
        const double from = step.factor ? x(step.from) : area.left();
        const double to = x(step.to);
        QRectF bar(std::min(from, to), middle - thickness / 2, std::abs(to - from), thickness);
        const bool nothing = step.from == step.to;
        if (!nothing && bar.width() < thinnest)
            bar.setWidth(thinnest);
        const QColor colour = !step.factor ? c.other : step.to > step.from ? c.bad : c.good;
        if (!nothing)
            painter.fillRect(bar, colour);
        if (cut && !step.factor) {
            painter.setRenderHint(QPainter::Antialiasing);
            painter.setPen(QPen(c.card, 2));
            for (const double at : {10.0, 14.0})
                painter.drawLine(QPointF(area.left() + at, bar.bottom() + 1),
                                 QPointF(area.left() + at + 5, bar.top() - 1));
            painter.setRenderHint(QPainter::Antialiasing, false);
        }
        if (i + 1 < m_steps.size()) // to where the next one starts
            painter.fillRect(QRectF(to, middle + thickness / 2, 1, rowHeight - thickness),
                             c.border);
        painter.setPen(!step.factor || nothing ? c.text : colour);
        drawTabular(&painter, line, Qt::AlignRight, amountOf(step));
    }
}

} // namespace tollkeeper::ui
