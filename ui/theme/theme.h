// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QFont>
#include <QIcon>

#include <array>

class QApplication;

namespace tollkeeper::ui {

enum class Scheme { System, Light, Dark, Contrast };
/// What a scheme comes to.
enum class Look { Light, Dark, Contrast };

/// What a colour means; the values of each look are in theme.cpp and nowhere else.
struct Colours
{
    QColor window; ///< behind the cards
    QColor sidebar;
    QColor card;      ///< cards, bars, fields
    QColor hover;     ///< a row or button under the pointer
    QColor selection; ///< a chosen row or page
    QColor border;
    QColor track; ///< the empty part of a gauge
    QColor grid;  ///< lines behind a chart and between rows
    QColor text;
    QColor secondary; ///< captions and notes
    QColor disabled;
    QColor accent;   ///< links, focus, what is switched on
    QColor onAccent; ///< text on accent
    QColor good;
    QColor warning;
    QColor bad;
    QColor onBad; ///< text on bad: a count badge
    std::array<QColor, 10> series;
    QColor other; ///< the group "Other"
};

/// Sets Fusion, font, palette and stylesheet. System follows the desktop. May be called
/// again at any time: every widget repaints.
void applyTheme(QApplication &application, Scheme scheme);
[[nodiscard]] Look look();
/// Of the theme that was applied last.
[[nodiscard]] const Colours &colours();
[[nodiscard]] const Colours &coloursOf(Look look);

/// The colour of group number \a index; past the palette's end the same hues come in other shades,
/// so that no two groups of one chart look the same.
[[nodiscard]] QColor seriesColour(const Colours &colours, int index);
[[nodiscard]] QColor seriesColour(int index); ///< of the theme that was applied last
/// \a colour as it looks when it covers only a part of what is behind it.
[[nodiscard]] QColor blended(const QColor &colour, const QColor &behind, double share);

/// resources/icons/NAME.svg in the theme's colours (or in \a colour).
[[nodiscard]] QIcon icon(const QString &name, const QColor &colour = {});

/// The application's font at \a pixels high, with figures of equal width.
[[nodiscard]] QFont font(int pixels, QFont::Weight weight = QFont::Normal);

} // namespace tollkeeper::ui
