// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "report/pdfreport.h"

#include "export/manifest.h"
#include "format/translation.h"
#include "report/chartpicture.h"
#include "theme/theme.h"
#include "version.h"

#include <QBuffer>
#include <QDir>
#include <QFontMetricsF>
#include <QPainter>
#include <QPdfWriter>
#include <QSaveFile>

#include <numeric>

using namespace Qt::StringLiterals;

namespace tollkeeper::ui {

namespace {

// All in points: a pixel of a font is one.
constexpr double pageWidth = 595;
constexpr double pageHeight = 842;
constexpr double margin = 44;
constexpr double contentWidth = pageWidth - 2 * margin;
constexpr double contentTop = margin + 30; ///< below the header
constexpr double contentBottom = pageHeight - margin - 22;
constexpr double cellGap = 8;
constexpr double rowHeight = 19;
constexpr double headerHeight = 22;
constexpr QSize chartSize(660, 310); ///< as in a window
constexpr double chartScale = contentWidth / chartSize.width();
constexpr double chartHeight = chartSize.height() * chartScale;
constexpr int resolution = 1200;
constexpr double pointsPerInch = 72;

QFont paperFont(int pixels, QFont::Weight weight = QFont::Normal)
{
    QFont font = ui::font(pixels, weight);
    font.setHintingPreference(QFont::PreferNoHinting); // nothing to fit to
    // Inter draws the hyphen between two figures with another glyph, which a PDF's reader, search
    // and clipboard do not know as one.
    font.setStyleStrategy(QFont::PreferNoShaping);
    return font;
}

/// Pages that are filled from the top.
class Paper final
{
public:
    /// \a pages is how many there will be; 0: not known yet.
    Paper(QPdfWriter &writer, const ReportDocument &document, int pages,
          const PageProgress &progress)
        : m_writer(writer), m_document(document), m_pages(pages), m_progress(progress)
        , m_painter(&writer)
    {
        m_painter.scale(resolution / pointsPerInch, resolution / pointsPerInch);
        m_painter.setRenderHints(QPainter::Antialiasing | QPainter::TextAntialiasing);
        drawFrame();
    }

    [[nodiscard]] int page() const { return m_page; }
    [[nodiscard]] bool cancelled() const { return m_cancelled; }
    bool end() { return m_painter.end(); }

    void cover()
    {
        line(32, paperFont(22, QFont::Bold), m_colours.text, m_document.title);
        line(17, paperFont(11), m_colours.text, Text::tr("%1 (UTC days)").arg(m_document.range));
        line(17, paperFont(10), m_colours.secondary,
             Text::tr("Store %1 · read %2 · costs as logged, not as invoiced")
                 .arg(m_document.store, m_document.made));
        m_y += 12;
        figures();
        m_y += 10;
        line(16, paperFont(10, QFont::DemiBold), m_colours.text, m_document.total);
        if (!m_document.notice.isEmpty())
            line(16, paperFont(10), m_colours.warning, m_document.notice);
        m_y += 12;
    }

    void chart(const ReportDocument::Chart &content)
    {
        const ChartPicture picture(content, chartSize, m_colours);
        need(chartHeight);
        m_painter.save();
        m_painter.translate(margin, m_y);
        m_painter.scale(chartScale, chartScale);
        picture.paint(m_painter);
        m_painter.restore();
        m_y += chartHeight + 18;
    }

    void table(const ReportDocument::Table &table)
    {
        constexpr int leastRows = 3; // a title does not stand alone at the foot of a page
        need(30 + headerHeight + leastRows * rowHeight);
        const QRectF title(margin, m_y, contentWidth, 24);
        text(title, Qt::AlignLeft, paperFont(14, QFont::DemiBold), m_colours.text, table.title);
        text(title, Qt::AlignRight, paperFont(9), m_colours.secondary, table.note);
        m_y += 30;
        tableHeader(table);
        for (const QStringList &cells : table.rows) {
            if (m_cancelled)
                return;
            if (m_y + rowHeight > contentBottom) {
                newPage();
                tableHeader(table);
            }
            tableRow(table, cells, paperFont(9));
        }
        if (!table.total.isEmpty()) {
            if (need(rowHeight))
                tableHeader(table);
            tableRow(table, table.total, paperFont(9, QFont::DemiBold));
        }
        m_y += 26;
    }

    void newPage()
    {
        m_writer.newPage();
        ++m_page;
        m_y = contentTop;
        drawFrame();
    }

private:
    bool need(double height)
    {
        if (m_y + height <= contentBottom || m_y <= contentTop)
            return false;
        newPage();
        return true;
    }

    void text(const QRectF &area, Qt::Alignment alignment, const QFont &font, const QColor &colour,
              const QString &text)
    {
        m_painter.setFont(font);
        m_painter.setPen(colour);
        m_painter.drawText(area, int(alignment | Qt::AlignVCenter) | Qt::TextSingleLine,
                           QFontMetricsF(font).elidedText(text, Qt::ElideRight, area.width() + 0.5));
    }

    void line(double height, const QFont &font, const QColor &colour,
              const QString &words)
    {
        text(QRectF(margin, m_y, contentWidth, height), Qt::AlignLeft, font, colour, words);
        m_y += height;
    }

    void rule(double y, const QColor &colour)
    {
        m_painter.fillRect(QRectF(margin, y, contentWidth, 0.6), colour);
    }

    // What stands on every page: the report, its range and store, and the number of the page.
    void drawFrame()
    {
        m_cancelled = m_cancelled || (m_progress && !m_progress(m_page, m_pages));
        const Colours &c = m_colours;
        const QRectF head(margin, margin - 8, contentWidth, 16);
        if (m_page > 1)
            text(head, Qt::AlignLeft, paperFont(9), c.secondary, m_document.title);
        text(head, Qt::AlignRight, paperFont(9), c.secondary,
             m_page > 1 ? m_document.range : u"Tollkeeper"_s);
        const QRectF foot(margin, pageHeight - margin - 4, contentWidth, 14);
        rule(foot.top() - 6, c.border);
        text(foot.adjusted(0, 0, -90, 0), Qt::AlignLeft, paperFont(8), c.secondary,
             Text::tr("%1 · %2 · as logged, UTC days · Tollkeeper %3")
                 .arg(m_document.store, m_document.range, QString::fromLatin1(version)));
        text(foot, Qt::AlignRight, paperFont(8), c.secondary,
             m_pages > 0 ? Text::tr("Page %1 of %2").arg(m_page).arg(m_pages)
                         : Text::tr("Page %1").arg(m_page));
    }

    void figures()
    {
        constexpr double height = 86;
        constexpr double space = 8;
        const auto count = double(m_document.figures.size());
        const double width = (contentWidth - (count - 1) * space) / count;
        double left = margin;
        for (const auto &figure : m_document.figures) {
            const QRectF tile(left, m_y, width, height);
            m_painter.setPen(QPen(m_colours.border, 0.8));
            m_painter.setBrush(Qt::NoBrush);
            m_painter.drawRoundedRect(tile, 4, 4);
            const QRectF inside = tile.adjusted(8, 6, -6, -4);
            const auto at = [&inside](double top, double high) {
                return QRectF(inside.left(), inside.top() + top, inside.width(), high);
            };
            text(at(0, 13), Qt::AlignLeft, paperFont(8), m_colours.secondary, figure.title);
            QFont big = paperFont(16, QFont::DemiBold);
            const double wide = QFontMetricsF(big).horizontalAdvance(figure.value);
            if (wide > inside.width()) // shrinks rather than being cut
                big.setPixelSize(std::max(8, int(16 * inside.width() / wide)));
            text(at(14, 24), Qt::AlignLeft, big, m_colours.text, figure.value);
            m_painter.setFont(paperFont(8));
            m_painter.setPen(m_colours.secondary);
            m_painter.drawText(at(40, 38), Qt::AlignLeft | Qt::AlignTop | Qt::TextWordWrap,
                               figure.change.isEmpty() ? figure.detail
                                                       : figure.change + u'\n' + figure.detail);
            left += width + space;
        }
        m_y += height;
    }

    template <class F>
    void forEachColumn(const ReportDocument::Table &table, F draw)
    {
        const double weights = std::accumulate(
            table.columns.begin(), table.columns.end(), 0.0,
            [](double sum, const auto &column) { return sum + column.width; });
        const double room = contentWidth - cellGap * double(table.columns.size() - 1);
        double left = margin;
        for (size_t i = 0; i < table.columns.size(); ++i) {
            const double width = room * table.columns[i].width / weights;
            draw(i, left, width,
                 table.columns[i].number ? Qt::AlignRight : Qt::AlignLeft);
            left += width + cellGap;
        }
    }

    void tableHeader(const ReportDocument::Table &table)
    {
        forEachColumn(table, [&](size_t i, double left, double width, Qt::Alignment alignment) {
            text(QRectF(left, m_y, width, headerHeight - 4), alignment, paperFont(8),
                 m_colours.secondary, table.columns[i].title);
        });
        rule(m_y + headerHeight - 3, m_colours.secondary);
        m_y += headerHeight;
    }

    void tableRow(const ReportDocument::Table &table, const QStringList &cells, const QFont &font)
    {
        forEachColumn(table, [&](size_t i, double left, double width, Qt::Alignment alignment) {
            text(QRectF(left, m_y, width, rowHeight - 2), alignment, font, m_colours.text,
                 cells.value(qsizetype(i)));
        });
        rule(m_y + rowHeight - 1.5, m_colours.grid);
        m_y += rowHeight;
    }

    QPdfWriter &m_writer;
    const ReportDocument &m_document;
    const int m_pages;
    const PageProgress &m_progress;
    const Colours &m_colours = coloursOf(Look::Light); // paper is white
    QPainter m_painter;
    bool m_cancelled = false; ///< then what is drawn does not matter
    int m_page = 1;
    double m_y = margin;
};

struct Drawn
{
    int pages = 0; ///< 0: they could not be written
    bool cancelled = false;
};

Drawn draw(const ReportDocument &document, QIODevice &device, int pages,
           const PageProgress &progress)
{
    QPdfWriter writer(&device);
    writer.setPageSize(QPageSize(QPageSize::A4));
    writer.setPageMargins({});
    writer.setResolution(resolution);
    writer.setTitle(document.title + u", "_s + document.range);
    writer.setCreator(u"Tollkeeper "_s + QString::fromLatin1(version));
    Paper paper(writer, document, pages, progress);
    paper.cover();
    for (const auto &chart : document.charts)
        paper.chart(chart);
    if (!document.tables.empty())
        paper.newPage();
    for (const auto &table : document.tables)
        paper.table(table);
    const int drawn = paper.page();
    return {paper.end() ? drawn : 0, paper.cancelled()};
}

} // namespace

Result<int> writePdf(const ReportDocument &document, const QString &path,
                     const PageProgress &progress)
{
    const auto cancelled = [] {
        return fail(StoreError::Kind::Cancelled, Text::tr("Cancelled."));
    };
    QBuffer trial; // how many pages there are is known when they are drawn
    trial.open(QIODevice::WriteOnly);
    const Drawn counted = draw(document, trial, 0, progress);
    if (counted.cancelled)
        return cancelled();
    QSaveFile file(path);
    const auto cannotWrite = [&] {
        return fail(StoreError::Kind::Internal,
                    Text::tr("Cannot write %1: %2. Nothing was left there.")
                        .arg(QDir::toNativeSeparators(path), file.errorString()));
    };
    if (!file.open(QIODevice::WriteOnly))
        return cannotWrite();
    const Drawn drawn = draw(document, file, counted.pages, progress);
    if (drawn.cancelled)
        return cancelled(); // the file goes with what was written so far
    if (drawn.pages == 0 || !file.commit())
        return cannotWrite();
    return drawn.pages;
}

Result<int> writePdfReport(const Snapshot &snapshot, const View &view, const QString &path,
                           bool withManifest, const PageProgress &progress)
{
    const ReportDocument document = reportDocument(snapshot, view);
    const auto pages = writePdf(document, path, progress);
    if (!pages || !withManifest)
        return pages;
    Manifest manifest;
    manifest.content = u"report"_s;
    manifest.store = snapshot.store.title;
    manifest.rows = document.tables.empty() ? 0 : qint64(document.tables.front().rows.size());
    if (!snapshot.merged()) // no one store could be asked again
        manifest.selection = ExportSelection{document.filter, false,
                                             ExportTally::of(document.totals, 0), false};
    manifest.readAt = snapshot.oldest();
    if (const auto written = writeManifest(path, manifest); !written)
        return tl::unexpected(written.error());
    return pages;
}

} // namespace tollkeeper::ui
