// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "theme/theme.h"

#include "theme/systemscheme.h"

#include <QApplication>
#include <QFile>
#include <QFontDatabase>
#include <QIconEngine>
#include <QPainter>
#include <QPalette>
#include <QStringList>
#include <QStyleFactory>
#include <QSvgRenderer>

#include <utility>

using namespace Qt::StringLiterals;

namespace tollkeeper::ui {

namespace {

constexpr std::array<QColor, 10> seriesPalette{QColor(0x2f, 0x6f, 0xde), QColor(0xe0, 0x8a, 0x1e),
                                               QColor(0x1a, 0x93, 0x6f), QColor(0x9b, 0x5d, 0xe5),
                                               QColor(0xd1, 0x49, 0x5b), QColor(0x3a, 0xa6, 0xb9),
                                               QColor(0xc2, 0x55, 0xa1), QColor(0x8a, 0x9a, 0x2b),
                                               QColor(0x8a, 0x5a, 0x44), QColor(0x5b, 0x5f, 0xc7)};

const Colours lightColours{
    .window = 0xf5f6f8,
    .sidebar = 0xfbfbfc,
    .card = 0xffffff,
    .hover = 0xf5f7fa,
    .selection = 0xeaf0fa,
    .border = 0xe3e6ea,
    .track = 0xe6e9ee,
    .grid = 0xe9ecf0,
    .text = 0x1c2330,
    .secondary = 0x5c667a,
    .disabled = 0x9aa3b2,
    .accent = 0x2563d0,
    .onAccent = 0xffffff,
    .good = 0x11775a,
    .warning = 0x9a5b00,
    .bad = 0xc32f3a,
    .onBad = 0xffffff,
    .series = seriesPalette,
    .other = 0x9aa3b2,
};

const Colours darkColours{
    .window = 0x14171c,
    .sidebar = 0x181c22,
    .card = 0x1c2027,
    .hover = 0x21262e,
    .selection = 0x263044,
    .border = 0x2b313b,
    .track = 0x2f3641,
    .grid = 0x2b313b,
    .text = 0xe7eaf0,
    .secondary = 0x9aa4b2,
    .disabled = 0x667080,
    .accent = 0x6ea0ff,
    .onAccent = 0x0c1424,
    .good = 0x3cc79a,
    .warning = 0xf0a93a,
    .bad = 0xff7079,
    .onBad = 0x24090b,
    .series = seriesPalette,
    .other = 0x9aa3b2,
};

// Black, with every line and letter far from it: text at least 7 to 1.
constexpr std::array<QColor, 10> contrastPalette{QColor(0x5f, 0xb0, 0xff), QColor(0xff, 0xa9, 0x2e),
                                                 QColor(0x3d, 0xe8, 0xa8), QColor(0xd0, 0xa2, 0xff),
                                                 QColor(0xff, 0x84, 0x8f), QColor(0x62, 0xe6, 0xf7),
                                                 QColor(0xff, 0x9a, 0xe2), QColor(0xd4, 0xe8, 0x4f),
                                                 QColor(0xe0, 0xb0, 0x92), QColor(0xb9, 0xbd, 0xff)};

const QColor black(0, 0, 0); // the number 0 could be a pointer, too

const Colours contrastColours{
    .window = black,
    .sidebar = black,
    .card = black,
    .hover = 0x262626,
    .selection = 0x002a45,
    .border = 0xffffff,
    .track = 0x4d4d4d,
    .grid = 0x6b6b6b,
    .text = 0xffffff,
    .secondary = 0xe6e6e6,
    .disabled = 0xa8a8a8,
    .accent = 0xffe100,
    .onAccent = black,
    .good = 0x5cff9d,
    .warning = 0xffc133,
    .bad = 0xffa3a3,
    .onBad = black,
    .series = contrastPalette,
    .other = 0xc8c8c8,
};

Scheme chosen = Scheme::System;
Look present = Look::Light;

Look lookOf(Scheme scheme, const SystemScheme &system)
{
    switch (scheme) {
    case Scheme::Light: return Look::Light;
    case Scheme::Dark: return Look::Dark;
    case Scheme::Contrast: return Look::Contrast;
    case Scheme::System: break;
    }
    if (system.wantsContrast())
        return Look::Contrast;
    return system.isDark() ? Look::Dark : Look::Light;
}

QPalette paletteOf(const Colours &c)
{
    QPalette palette(c.text, c.card, c.card, c.border, c.border, c.text, c.text, c.card, c.window);
    palette.setColor(QPalette::AlternateBase, c.window);
    palette.setColor(QPalette::Button, c.card);
    palette.setColor(QPalette::ButtonText, c.text);
    palette.setColor(QPalette::Light, c.card);
    palette.setColor(QPalette::Midlight, c.border);
    palette.setColor(QPalette::Mid, c.border);
    palette.setColor(QPalette::Dark, c.disabled);
    palette.setColor(QPalette::Shadow, c.border);
    palette.setColor(QPalette::Highlight, c.accent);
    palette.setColor(QPalette::HighlightedText, c.onAccent);
    palette.setColor(QPalette::Link, c.accent);
    palette.setColor(QPalette::LinkVisited, c.accent);
    palette.setColor(QPalette::ToolTipBase, c.card);
    palette.setColor(QPalette::ToolTipText, c.text);
    palette.setColor(QPalette::PlaceholderText, c.secondary);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, c.disabled);
    palette.setColor(QPalette::Disabled, QPalette::Highlight, c.track);
    return palette;
}

QString styleSheetOf(const Colours &c)
{
    QFile file(u":/theme/tollkeeper.qss"_s);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    QString sheet = QString::fromUtf8(file.readAll());
    const std::pair<QLatin1StringView, QColor> roles[] = {
        {"@window"_L1, c.window},
        {"@sidebar"_L1, c.sidebar},
        {"@card"_L1, c.card},
        {"@hover"_L1, c.hover},
        {"@selection"_L1, c.selection},
        {"@border"_L1, c.border},
        {"@track"_L1, c.track},
        {"@text"_L1, c.text},
        {"@secondary"_L1, c.secondary},
        {"@disabled"_L1, c.disabled},
        {"@accent"_L1, c.accent},
        {"@onAccent"_L1, c.onAccent},
        {"@good"_L1, c.good},
        {"@warning"_L1, c.warning},
        {"@bad"_L1, c.bad},
        {"@onBad"_L1, c.onBad},
    };
    for (const auto &[name, colour] : roles)
        sheet.replace(name + u';', colour.name() + u';');
    const bool dark = present != Look::Light;
    const std::pair<QLatin1StringView, QString> icons[] = {
        {"@chevron"_L1, dark ? u":/icons/chevron-dark.svg"_s : u":/icons/chevron-light.svg"_s},
        {"@check"_L1, dark ? u":/icons/check-dark.svg"_s : u":/icons/check-light.svg"_s},
    };
    for (const auto &[name, path] : icons)
        sheet.replace(name + u';', "url("_L1 + path + ");"_L1);
    return sheet;
}

/// Draws an SVG in the colours of the theme at the moment of painting, so that an icon follows a
/// change of theme without anybody setting it again.
class ThemedIcon final : public QIconEngine
{
public:
    ThemedIcon(QString name, QColor colour) : m_name(std::move(name)), m_colour(colour) {}

    void paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State state) override
    {
        QFile file(u":/icons/"_s + m_name + u".svg"_s);
        if (!file.open(QIODevice::ReadOnly))
            return;
        QColor colour = m_colour.isValid() ? m_colour : colours().secondary;
        if (mode == QIcon::Disabled)
            colour = colours().disabled;
        else if (!m_colour.isValid() && (state == QIcon::On || mode == QIcon::Selected))
            colour = colours().accent;
        QSvgRenderer svg(file.readAll().replace("currentColor", colour.name().toLatin1()));
        svg.render(painter, rect);
    }
    QPixmap pixmap(const QSize &size, QIcon::Mode mode, QIcon::State state) override
    {
        QPixmap pixmap(size);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        painter.setRenderHint(QPainter::Antialiasing);
        paint(&painter, QRect(QPoint(), size), mode, state);
        return pixmap;
    }
    [[nodiscard]] QIconEngine *clone() const override { return new ThemedIcon(m_name, m_colour); }

private:
    QString m_name;
    QColor m_colour;
};

} // namespace

void applyTheme(QApplication &application, Scheme scheme)
{
    static const auto *const system = [&application] {
        auto *made = new SystemScheme(&application);
        QObject::connect(made, &SystemScheme::changed, made, [&application] {
            if (chosen == Scheme::System)
                applyTheme(application, chosen);
        });
        return made;
    }();
    chosen = scheme;
    present = lookOf(scheme, *system);
    QApplication::setStyle(QStyleFactory::create(u"Fusion"_s));
    QApplication::setFont(font(13));
    QApplication::setPalette(paletteOf(colours()));
    application.setStyleSheet(styleSheetOf(colours()));
}

Look look()
{
    return present;
}

const Colours &colours()
{
    return coloursOf(present);
}

const Colours &coloursOf(Look look)
{
    switch (look) {
    case Look::Light: break;
    case Look::Dark: return darkColours;
    case Look::Contrast: return contrastColours;
    }
    return lightColours;
}

QColor seriesColour(const Colours &colours, int index)
{
    const auto &series = colours.series;
    if (index < 0)
        return colours.other;
    const int count = int(series.size());
    const QColor base = series[size_t(index % count)];
    switch (index / count % 3) {
    case 1:
        return base.lighter(140);
    case 2:
        return base.darker(145);
    default:
        return base;
    }
}

QColor seriesColour(int index)
{
    return seriesColour(colours(), index);
}

QColor blended(const QColor &colour, const QColor &behind, double share)
{
    const auto mix = [share](float front, float back) {
        return front * float(share) + back * float(1 - share);
    };
    return QColor::fromRgbF(mix(colour.redF(), behind.redF()),
                            mix(colour.greenF(), behind.greenF()),
                            mix(colour.blueF(), behind.blueF()));
}

QIcon icon(const QString &name, const QColor &colour)
{
    return QIcon(new ThemedIcon(name, colour));
}

QFont font(int pixels, QFont::Weight weight)
{
    QFont result;
    result.setFamilies({u"Inter"_s, u"DejaVu Sans"_s});
    result.setPixelSize(pixels);
    result.setWeight(weight);
    return result;
}

} // namespace tollkeeper::ui
