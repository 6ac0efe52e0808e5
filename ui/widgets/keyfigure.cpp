// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/keyfigure.h"

#include "models/richtext.h"
#include "theme/theme.h"
#include "widgets/gauge.h"
#include "widgets/text.h"

#include <QFontMetricsF>
#include <QPainter>
#include <QPushButton>
#include <QTextLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace tollkeeper::ui {

namespace {

constexpr int spacing = 14;
constexpr int narrowest = 138; ///< a figure below this moves to a second row

} // namespace

KeyFigure::KeyFigure(const QString &caption, QWidget *parent) : QFrame(parent), m_caption(caption)
{
    setProperty("kind", u"card"_s);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    describe();
}

void KeyFigure::setCaption(const QString &caption)
{
    m_caption = caption;
    describe();
    update();
}

void KeyFigure::setContent(const Content &content)
{
    if (content == m_content)
        return;
    m_content = content;
    describe();
    update();
}

QPushButton *KeyFigure::addLink(const QString &text)
{
    m_link = new QPushButton(text, this);
    m_link->setProperty("kind", u"link"_s);
    m_link->setFont(ui::font(12));
    m_link->setStyleSheet(u"padding: 2px"_s);
    m_link->setAutoDefault(false);
    return m_link;
}

QRectF KeyFigure::contentArea() const
{
    const double margin = width() < 170 ? 12 : 16;
    return QRectF(rect()).adjusted(margin, 0, -margin, 0);
}

void KeyFigure::resizeEvent(QResizeEvent *event)
{
    QFrame::resizeEvent(event);
    if (!m_link)
        return;
    m_link->adjustSize();
    const QRectF area = contentArea();
    m_link->move(int(area.right()) - m_link->width() + 3, height() - m_link->height() - 8);
}

void KeyFigure::describe()
{
    setAccessibleName(m_caption + u": "_s + m_content.value);
    const QString whole =
        m_caption + u": "_s + (m_content.exact.isEmpty() ? m_content.value : m_content.exact);
    const QString more = (m_content.change + u' ' + m_content.detail).trimmed();
    setAccessibleDescription(more.isEmpty() ? whole : more); // else the tooltip, with its markup
    setToolTip(asRichText(whole));
}

void KeyFigure::paintEvent(QPaintEvent *event)
{
    QFrame::paintEvent(event);
    const Colours &c = colours();
    QPainter painter(this);
    const QRectF area = contentArea();

    painter.setFont(ui::font(12));
    painter.setPen(c.secondary);
    painter.drawText(
        QRectF(area.left(), 12, area.width(), 18), Qt::AlignVCenter,
        QFontMetricsF(painter.font()).elidedText(m_caption, Qt::ElideRight, area.width()));

    QFont number = ui::font(24, QFont::Bold);
    while (number.pixelSize() > 12 && tabularWidth(number, m_content.value) > area.width())
        number.setPixelSize(number.pixelSize() - 1);
    painter.setFont(number);
    painter.setPen(c.text);
    drawTabular(&painter, QRectF(area.left(), 31, area.width(), 32), Qt::AlignLeft,
                m_content.value);

    const QString text = (m_content.change + u' ' + m_content.detail).trimmed();
    QTextLayout layout(text, ui::font(12));
    QTextLayout::FormatRange rest{0, int(text.size()), {}};
    rest.format.setForeground(c.secondary);
    QTextLayout::FormatRange change{0, int(m_content.change.size()), {}};
    change.format.setForeground(toneColour(m_content.tone));
    layout.setFormats({rest, change});
    layout.beginLayout();
    double y = 0;
    for (int line = 0; line < 2; ++line) {
        QTextLine placed = layout.createLine();
        if (!placed.isValid())
            break;
        placed.setLineWidth(line > 0 && m_link ? m_link->x() - area.left() : area.width());
        placed.setPosition({0, y});
        y += placed.height();
    }
    layout.endLayout();
    layout.draw(&painter, {area.left(), 66});
}

KeyFigureRow::KeyFigureRow(const QList<KeyFigure *> &figures, QWidget *parent)
    : QWidget(parent), m_figures(figures)
{
    for (KeyFigure *figure : m_figures)
        figure->setParent(this);
    // Not height for width: in a layout that has it, a scroll area goes by size hints and not by
    // minimum sizes, and the page would scroll before it must.
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

int KeyFigureRow::perRow() const
{
    const int count = int(m_figures.size());
    const int fit = std::max(1, (width() + spacing) / (narrowest + spacing));
    if (fit >= count)
        return count;
    const int rows = (count + fit - 1) / fit;
    return (count + rows - 1) / rows;
}

int KeyFigureRow::neededHeight() const
{
    const int each = perRow();
    const int rows = (int(m_figures.size()) + each - 1) / each;
    return rows * m_figures.front()->sizeHint().height() + (rows - 1) * spacing;
}

QSize KeyFigureRow::sizeHint() const
{
    return {600, neededHeight()};
}

QSize KeyFigureRow::minimumSizeHint() const
{
    return {narrowest, neededHeight()};
}

void KeyFigureRow::resizeEvent(QResizeEvent *)
{
    const int each = perRow();
    const int height = m_figures.front()->sizeHint().height();
    const int count = int(m_figures.size());
    for (int i = 0; i < count; ++i) {
        const int row = i / each;
        const int inRow = std::min(each, count - row * each);
        const int place = i - row * each;
        const double share = double(width() - (inRow - 1) * spacing) / inRow;
        const int left = int(place * (share + spacing));
        const int right = int(place * (share + spacing) + share);
        m_figures[i]->setGeometry(left, row * (height + spacing), right - left, height);
    }
    updateGeometry();
}

} // namespace tollkeeper::ui
