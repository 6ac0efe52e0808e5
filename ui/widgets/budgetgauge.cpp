// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/budgetgauge.h"

#include "format/format.h"
#include "format/translation.h"
#include "models/cells.h"
#include "models/richtext.h"
#include "theme/theme.h"
#include "widgets/gauge.h"

#include <QFocusEvent>
#include <QFontMetricsF>
#include <QPainter>
#include <QResizeEvent>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace tollkeeper::ui {

namespace {

constexpr int mostGauges = 12;
constexpr int gaugeHeight = 62;

} // namespace

BudgetGauge::BudgetGauge(QWidget *parent) : QAbstractButton(parent)
{
    setFocusPolicy(Qt::StrongFocus);
    setCursor(Qt::PointingHandCursor);
    setAttribute(Qt::WA_Hover);
}

void BudgetGauge::setBudget(const BudgetRow &row, Timestamp now)
{
    m_row = row;
    m_amounts = amountText(row.state);
    m_forecast = format::forecast(row.forecast, now);
    const QString project = cells::name(row.state.budget.project);
    const QString percent =
        row.state.usedPercent ? format::percent(*row.state.usedPercent) : QString();
    setAccessibleName(tr("Budget of %1").arg(project));
    QStringList sentence{format::status(row.state.status), percent, m_amounts, m_forecast};
    if (row.old)
        sentence << Text::tr("Its store is away: these figures are old.");
    setAccessibleDescription(sentence.join(u", "_s));
    setToolTip(asRichTable(cells::wholeName(row.state.budget.project),
                           {{tr("State"), format::status(row.state.status)},
                            {tr("Spent"), format::usdExact(row.state.total)},
                            {tr("Forecast"), m_forecast}}));
    update();
}

void BudgetGauge::setLine(bool line)
{
    m_line = line;
}

void BudgetGauge::focusInEvent(QFocusEvent *event)
{
    m_byKeyboard =
        event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason;
    QAbstractButton::focusInEvent(event);
}

void BudgetGauge::paintEvent(QPaintEvent *)
{
    const Colours &c = colours();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    if (m_line)
        painter.fillRect(QRectF(0, 0, width(), 1), c.grid);
    const QRectF plate = QRectF(rect()).adjusted(-0.5, 3.5, -0.5, -2.5);
    if (underMouse() || isDown()) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(c.hover);
        painter.drawRoundedRect(plate, 6, 6);
    }
    if (hasFocus() && m_byKeyboard) {
        painter.setPen(QPen(c.accent, 1));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(plate.adjusted(1, 0, 0, 0), 6, 6);
    }

    const BudgetState &state = m_row.state;
    const Tone tone = m_row.old ? Tone::Quiet : cells::statusTone(state.status);
    const double side = 48;
    paintGauge(&painter, QRectF(4, (height() - side) / 2 + 1, side, side),
               state.usedPercent.value_or(0), tone,
               state.usedPercent ? format::percent(*state.usedPercent) : u"–"_s);

    const double left = 66;
    const double room = width() - left - 4;
    const bool chip = state.status == BudgetStatus::Warning ||
                      state.status == BudgetStatus::Exceeded ||
                      state.status == BudgetStatus::NoLimit;
    const QString status = format::status(state.status);
    const double chipWidth =
        chip ? QFontMetricsF(ui::font(11, QFont::Medium)).horizontalAdvance(status) + 13 + 8 : 0;
    painter.setFont(ui::font(13, QFont::DemiBold));
    painter.setPen(m_row.old ? c.secondary : c.text);
    const QFontMetricsF metrics(painter.font());
    const QString name =
        metrics.elidedText(cells::name(state.budget.project), Qt::ElideRight, room - chipWidth);
    painter.drawText(QRectF(left, 7, room, 18), Qt::AlignVCenter | Qt::TextSingleLine, name);
    if (chip) {
        const double x = left + metrics.horizontalAdvance(name) + 8;
        paintChip(&painter, QRectF(x, 7, chipWidth, 18), status, tone);
    }
    painter.setFont(ui::font(12));
    painter.setPen(c.secondary);
    const QFontMetricsF small(painter.font());
    double y = 25;
    for (const QString &line : {m_amounts, m_forecast}) {
        painter.drawText(QRectF(left, y, room, 16), Qt::AlignVCenter | Qt::TextSingleLine,
                         small.elidedText(line, Qt::ElideRight, room));
        y += 16;
    }
}

BudgetGauges::BudgetGauges(QWidget *parent) : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    add()->hide(); // the first is there from the start, so that Tab comes here when it is our turn
}

BudgetGauge *BudgetGauges::add()
{
    auto *gauge = new BudgetGauge(this);
    gauge->setLine(!m_gauges.isEmpty());
    connect(gauge, &QAbstractButton::clicked, this,
            [this, gauge] { Q_EMIT chosen(gauge->project()); });
    if (!m_gauges.isEmpty())
        setTabOrder(m_gauges.last(), gauge);
    m_gauges.append(gauge);
    return gauge;
}

void BudgetGauges::setBudgets(const std::vector<BudgetRow> &rows, Timestamp now)
{
    m_count = int(std::min(rows.size(), size_t(mostGauges)));
    while (m_gauges.size() < m_count)
        add();
    for (int i = 0; i < m_count; ++i)
        m_gauges[i]->setBudget(rows[size_t(i)], now);
    place();
    updateGeometry();
}

int BudgetGauges::shownCount() const
{
    return std::clamp(height() / gaugeHeight, 0, m_count);
}

QSize BudgetGauges::sizeHint() const
{
    return {280, std::clamp(m_count, 1, 5) * gaugeHeight};
}

QSize BudgetGauges::minimumSizeHint() const
{
    return {200, std::clamp(m_count, 1, 3) * gaugeHeight};
}

void BudgetGauges::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    place();
    Q_EMIT shownCountChanged();
}

void BudgetGauges::place()
{
    const int shown = shownCount();
    for (int i = 0; i < m_gauges.size(); ++i) {
        const int each = m_gauges[i]->sizeHint().height();
        m_gauges[i]->setGeometry(0, i * each, width(), each);
        m_gauges[i]->setVisible(i < shown);
    }
}

} // namespace tollkeeper::ui
