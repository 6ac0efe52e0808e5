// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/spendchart.h"

#include "format/format.h"
#include "models/cells.h"
#include "models/richtext.h"
#include "theme/theme.h"
#include "widgets/accessiblerole.h"

#include <QBarCategoryAxis>
#include <QBarSet>
#include <QGraphicsLayout>
#include <QMouseEvent>
#include <QStackedBarSeries>
#include <QToolTip>
#include <QValueAxis>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace tollkeeper::ui {

namespace {

constexpr double labelHeight = 24; ///< below the bars, which answer there, too

QString groupName(const SpendSeries::Group &group)
{
    return group.other ? SpendChart::tr("Other") : cells::name(group.name);
}

} // namespace

SpendChart::SpendChart(QWidget *parent)
    : QChartView(parent)
    , m_bars(new QStackedBarSeries)
    , m_time(new QBarCategoryAxis)
    , m_money(new QValueAxis)
{
    setAccessibleRole(this, QAccessible::Chart);
    setFrameShape(QFrame::NoFrame);
    setRenderHint(QPainter::Antialiasing);
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setBackgroundBrush(Qt::NoBrush);
    // Of the view alone: a tooltip takes over the style sheet of the widget that it is shown for.
    setStyleSheet(u"QGraphicsView { background: transparent }"_s);
    // The bars change seldom and all at once; the tooltip's band is drawn behind them.
    setViewportUpdateMode(QGraphicsView::FullViewportUpdate);

    m_bars->setBarWidth(chartBarWidth);
    chart()->addSeries(m_bars);
    chart()->addAxis(m_time, Qt::AlignBottom);
    chart()->addAxis(m_money, Qt::AlignLeft);
    m_bars->attachAxis(m_time);
    m_bars->attachAxis(m_money);
    m_time->setVisible(false);
    m_money->setVisible(false);
    chart()->legend()->hide();
    chart()->setBackgroundVisible(false);
    chart()->setMargins({});
    chart()->layout()->setContentsMargins(0, 0, 0, 0);
}

void SpendChart::setSeries(const SpendSeries &series, const std::vector<UnusualBar> &unusual)
{
    const bool sameBars = series.bars.size() == m_series.bars.size() &&
                          series.groups.size() == m_series.groups.size() &&
                          m_bars->count() == int(series.groups.size());
    m_series = series;
    m_unusual = unusual;
    if (m_bar >= int(m_series.bars.size()))
        m_bar = -1;
    if (sameBars) {
        // A refresh changes little: only values that differ are set.
        const auto sets = m_bars->barSets();
        for (size_t group = 0; group < m_series.groups.size(); ++group) {
            QBarSet *set = sets[qsizetype(group)];
            const auto &values = m_series.groups[group].bars;
            for (size_t bar = 0; bar < values.size(); ++bar) {
                if (set->at(int(bar)) != values[bar].toUsd())
                    set->replace(int(bar), values[bar].toUsd());
            }
        }
    } else {
        updateBars();
    }
    updateColours();
    updateScale();
    updateAccessibility();
}

void SpendChart::updateBars()
{
    m_bars->clear();
    QStringList categories;
    for (size_t bar = 0; bar < m_series.bars.size(); ++bar)
        categories.append(QString::number(bar));
    m_time->setCategories(categories);
    QList<QBarSet *> sets;
    for (const auto &group : m_series.groups) {
        auto *set = new QBarSet(QString());
        QList<qreal> values;
        values.reserve(qsizetype(group.bars.size()));
        for (const Money amount : group.bars)
            values.append(amount.toUsd());
        set->append(values);
        sets.append(set);
    }
    m_bars->append(sets);
}

void SpendChart::updateColours()
{
    const auto sets = m_bars->barSets();
    for (size_t group = 0; group < m_series.groups.size(); ++group) {
        QBarSet *set = sets[qsizetype(group)];
        const QColor colour =
            seriesColour(m_series.groups[group].other ? -1 : m_series.groups[group].colour);
        set->setColor(colour);
        // A hairline of the card's own colour keeps stacked groups apart.
        set->setBorderColor(colours().card);
        set->setSelectedColor(blended(colour, colours().card, unfinishedShare));
        set->deselectAllBars();
        for (size_t bar = 0; bar < m_series.bars.size(); ++bar) {
            if (m_series.bars[bar].unfinished)
                set->selectBar(int(bar));
        }
    }
    update();
}

void SpendChart::updateScale()
{
    m_layout = ChartLayout(m_series, size(), !m_unusual.empty());
    m_money->setRange(0, m_layout.scale.top());
    chart()->setPlotArea(m_layout.area);
    if (scene())
        scene()->invalidate();
    viewport()->update();
}

void SpendChart::updateAccessibility()
{
    if (m_series.totals.empty() || m_series.groups.empty()) {
        setAccessibleDescription(tr("No spend in this range."));
        return;
    }
    const auto highest = std::max_element(m_series.totals.begin(), m_series.totals.end());
    const auto &bar = m_series.bars[size_t(highest - m_series.totals.begin())];
    const auto &group = m_series.groups.front();
    const QString unusual = unusualText(m_series, m_unusual);
    setAccessibleDescription(
        tr("%1, one after the other with the arrow keys. Highest: %2 with %3. "
           "Largest group: %4 with %5.")
            .arg(cells::counted(qint64(m_series.bars.size()), tr("bar"), tr("bars")),
                 format::barTitle(m_series.unit, bar), format::usdTotal(*highest), groupName(group),
                 format::usdTotal(group.total)) +
        (unusual.isEmpty() ? QString() : tr(" Unusual: %1.").arg(unusual)));
}

QString SpendChart::barText(int bar) const
{
    const auto &of = m_series.bars[size_t(bar)];
    QList<std::pair<QString, QString>> lines;
    for (const auto &group : m_series.groups) {
        const Money amount = group.bars[size_t(bar)];
        if (amount != Money())
            lines.append({groupName(group), format::usdExact(amount)});
    }
    if (lines.size() != 1)
        lines.append({tr("Total"), format::usdExact(m_series.totals[size_t(bar)])});
    const auto unusual = std::ranges::find(m_unusual, size_t(bar), &UnusualBar::bar);
    for (const Anomaly &anomaly :
         unusual == m_unusual.end() ? std::vector<Anomaly>() : unusual->anomalies)
        lines.append({u"○ "_s + anomalyText(m_series, anomaly),
                      tr("usually %1").arg(format::usdTotal(anomaly.usual))});
    QString title = format::barTitle(m_series.unit, of);
    if (of.unfinished)
        title += tr(" (not over yet)");
    return asRichTable(title, lines);
}

QRectF SpendChart::columnOf(int bar) const
{
    return m_layout.columnOf(size_t(bar), m_series);
}

int SpendChart::barAt(QPointF position) const
{
    const QRectF area = m_layout.area;
    const auto count = int(m_series.bars.size());
    if (count == 0 || position.x() < area.left() || position.x() >= area.right() ||
        position.y() < 0 || position.y() > area.bottom() + labelHeight)
        return -1;
    return std::min(count - 1, int((position.x() - area.left()) / area.width() * count));
}

int SpendChart::groupAt(int bar, double y) const
{
    const QRectF area = m_layout.area;
    const double usd = (area.bottom() - y) / area.height() * m_layout.scale.top();
    double top = 0;
    for (size_t group = 0; group < m_series.groups.size(); ++group) {
        top += m_series.groups[group].bars[size_t(bar)].toUsd();
        if (usd >= 0 && usd < top)
            return int(group);
    }
    return -1;
}

void SpendChart::point(int bar, QPoint globalPosition)
{
    if (bar != m_bar) {
        m_bar = bar;
        resetCachedContent();
        viewport()->update();
    }
    if (bar < 0)
        QToolTip::hideText();
    else
        QToolTip::showText(globalPosition, barText(bar), viewport());
}

void SpendChart::drawBackground(QPainter *painter, const QRectF &)
{
    const Colours &c = colours();
    painter->save();
    if (m_bar >= 0)
        painter->fillRect(columnOf(m_bar).adjusted(0, -m_layout.area.top(), 0, 0), c.selection);
    m_layout.paintScale(painter, m_series, c);
    if (m_focusFrame) {
        painter->setPen(QPen(c.accent, 1));
        painter->setBrush(Qt::NoBrush);
        painter->drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4);
    }
    painter->restore();
}

std::vector<ChartMark> SpendChart::marks() const
{
    const QRectF area = m_layout.area;
    BarGeometry bars{area, chartEdge, width() - chartEdge, {}};
    for (const Money total : m_series.totals)
        bars.tops.push_back(area.bottom() - total.toUsd() / m_layout.scale.top() * area.height());
    return placeMarks(m_unusual, bars,
                      [this](const Anomaly &anomaly) { return anomalyText(m_series, anomaly); });
}

void SpendChart::drawForeground(QPainter *painter, const QRectF &)
{
    if (m_unusual.empty())
        return;
    painter->save();
    paintMarks(painter, marks());
    painter->restore();
}

void SpendChart::resizeEvent(QResizeEvent *event)
{
    QChartView::resizeEvent(event);
    updateScale();
}

void SpendChart::mouseMoveEvent(QMouseEvent *event)
{
    const int bar = barAt(event->position());
    setCursor(bar >= 0 ? Qt::PointingHandCursor : Qt::ArrowCursor);
    point(bar, event->globalPosition().toPoint());
}

void SpendChart::mousePressEvent(QMouseEvent *event)
{
    event->accept(); // no rubber band: a click is answered on release
}

void SpendChart::mouseReleaseEvent(QMouseEvent *event)
{
    const int bar = barAt(event->position());
    if (event->button() == Qt::LeftButton && bar >= 0)
        Q_EMIT barActivated(bar, groupAt(bar, event->position().y()));
}

void SpendChart::leaveEvent(QEvent *event)
{
    QChartView::leaveEvent(event);
    point(-1, {});
}

void SpendChart::keyPressEvent(QKeyEvent *event)
{
    const auto count = int(m_series.bars.size());
    int bar = m_bar;
    switch (event->key()) {
    case Qt::Key_Left:
        bar = bar < 0 ? count - 1 : std::max(0, bar - 1);
        break;
    case Qt::Key_Right:
        bar = std::min(count - 1, bar + 1);
        break;
    case Qt::Key_Home:
        bar = 0;
        break;
    case Qt::Key_End:
        bar = count - 1;
        break;
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Space:
        if (m_bar >= 0)
            Q_EMIT barActivated(m_bar, -1);
        return;
    default:
        QChartView::keyPressEvent(event);
        return;
    }
    if (count > 0)
        point(bar, viewport()->mapToGlobal(columnOf(bar).center().toPoint()));
}

void SpendChart::focusInEvent(QFocusEvent *event)
{
    QChartView::focusInEvent(event);
    // Who comes by keyboard wants to see where; who clicks knows.
    m_focusFrame =
        event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason;
    viewport()->update();
}

void SpendChart::focusOutEvent(QFocusEvent *event)
{
    QChartView::focusOutEvent(event);
    m_focusFrame = false;
    point(-1, {});
    viewport()->update();
}

void SpendChart::changeEvent(QEvent *event)
{
    QChartView::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && m_bars)
        updateColours();
}

} // namespace tollkeeper::ui
