// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "report/chartpicture.h"

#include "format/translation.h"

#include <QDir>
#include <QPainter>
#include <QSaveFile>
#include <QSvgGenerator>

using namespace Qt::StringLiterals;

namespace tollkeeper::ui {

namespace {

constexpr int titleHeight = 24;
constexpr int gap = 6;
constexpr int margin = 20;
constexpr int imageScale = 2;

Result<void> cannotWrite(const QSaveFile &file)
{
    return fail(StoreError::Kind::Internal,
                Text::tr("Cannot write %1: %2.")
                    .arg(QDir::toNativeSeparators(file.fileName()), file.errorString()));
}

} // namespace

ChartPicture::ChartPicture(const Content &content, const QSize &size, const Colours &colours)
    : m_content(content)
    , m_size(size)
    , m_colours(colours)
    , m_legend(legendOf(content.series), size.width(), ui::font(12))
    , m_chart(content.series,
              QSizeF(size.width(), size.height() - titleHeight - m_legend.height() - gap), false)
{
}

void ChartPicture::paint(QPainter &painter) const
{
    painter.save();
    painter.setRenderHints(QPainter::Antialiasing | QPainter::TextAntialiasing);
    const QRectF line(0, 0, m_size.width(), titleHeight);
    painter.setFont(ui::font(13, QFont::DemiBold));
    painter.setPen(m_colours.text);
    painter.drawText(line, Qt::AlignLeft | Qt::AlignTop | Qt::TextSingleLine, m_content.title);
    painter.setFont(ui::font(11));
    painter.setPen(m_colours.secondary);
    painter.drawText(line, Qt::AlignRight | Qt::AlignTop | Qt::TextSingleLine, m_content.note);
    painter.translate(0, titleHeight);
    m_legend.paint(painter, m_colours);
    painter.translate(0, m_legend.height() + gap);
    m_chart.paintScale(&painter, m_content.series, m_colours);
    m_chart.paintBars(&painter, m_content.series, m_colours);
    painter.restore();
}

void ChartPicture::paintCard(QPainter &painter) const
{
    painter.fillRect(QRect(QPoint(), m_size + QSize(2 * margin, 2 * margin)), m_colours.card);
    painter.translate(margin, margin);
    paint(painter);
}

QImage ChartPicture::toImage() const
{
    QImage image((m_size + QSize(2 * margin, 2 * margin)) * imageScale, QImage::Format_RGB32);
    QPainter painter(&image);
    painter.scale(imageScale, imageScale);
    paintCard(painter);
    return image;
}

Result<void> ChartPicture::writePng(const QString &path) const
{
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || !toImage().save(&file, "PNG") || !file.commit())
        return cannotWrite(file);
    return {};
}

Result<void> ChartPicture::writeSvg(const QString &path) const
{
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly))
        return cannotWrite(file);
    const QSize whole = m_size + QSize(2 * margin, 2 * margin);
    QSvgGenerator svg;
    svg.setOutputDevice(&file);
    svg.setSize(whole);
    svg.setViewBox(QRect(QPoint(), whole));
    svg.setTitle(m_content.title);
    svg.setDescription(m_content.note);
    QPainter painter(&svg);
    paintCard(painter);
    if (!painter.end() || !file.commit())
        return cannotWrite(file);
    return {};
}

} // namespace tollkeeper::ui
