// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "theme/theme.h"

#include <QApplication>
#include <QDir>
#include <QImage>
#include <QPainter>
#include <QSet>
#include <QTest>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;
using namespace tollkeeper::ui;

namespace {

/// WCAG 2: relative luminance and contrast.
double luminance(const QColor &colour)
{
    const auto channel = [](double value) {
        return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * channel(colour.redF()) + 0.7152 * channel(colour.greenF()) +
           0.0722 * channel(colour.blueF());
}

double contrast(const QColor &a, const QColor &b)
{
    const double darker = std::min(luminance(a), luminance(b));
    const double lighter = std::max(luminance(a), luminance(b));
    return (lighter + 0.05) / (darker + 0.05);
}

const std::pair<const char *, Look> looks[] = {
    {"light", Look::Light}, {"dark", Look::Dark}, {"contrast", Look::Contrast}};

} // namespace

class ThemeTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void textStandsOutFromWhateverIsBehindIt_data();
    void textStandsOutFromWhateverIsBehindIt();
    void gaugesStandOutFromTheirTracks_data();
    void gaugesStandOutFromTheirTracks();
    void whatHighContrastDrawsStandsOut();
    void theFirstThirtyGroupsHaveThirtyColours();
    void everyIconDrawsSomethingInTheColourAskedFor();
    void switchingTheThemeRepaintsWithTheOtherColours();
};

void ThemeTest::textStandsOutFromWhateverIsBehindIt_data()
{
    QTest::addColumn<QColor>("text");
    QTest::addColumn<QColor>("behind");
    QTest::addColumn<double>("least");
    for (const auto &[theme, look] : looks) {
        const Colours &c = coloursOf(look);
        const double least = look == Look::Contrast ? 7 : 4.5; // AAA and AA
        const std::pair<const char *, QColor> texts[] = {
            {"text", c.text}, {"secondary", c.secondary}, {"accent", c.accent},
            {"good", c.good}, {"warning", c.warning},     {"bad", c.bad}};
        const std::pair<const char *, QColor> surfaces[] = {{"window", c.window},
                                                            {"sidebar", c.sidebar},
                                                            {"card", c.card},
                                                            {"hover", c.hover},
                                                            {"selection", c.selection}};
        for (const auto &[textName, text] : texts) {
            for (const auto &[surfaceName, surface] : surfaces)
                QTest::addRow("%s: %s on %s", theme, textName, surfaceName) << text << surface << least;
        }
        QTest::addRow("%s: onAccent on accent", theme) << c.onAccent << c.accent << least;
        QTest::addRow("%s: onBad on bad", theme) << c.onBad << c.bad << least;
    }
}

void ThemeTest::textStandsOutFromWhateverIsBehindIt()
{
    QFETCH(QColor, text);
    QFETCH(QColor, behind);
    const double ratio = contrast(text, behind);
    QFETCH(double, least);
    QVERIFY2(ratio >= least, qPrintable(u"%1 is too little"_s.arg(ratio)));
}

void ThemeTest::gaugesStandOutFromTheirTracks_data()
{
    QTest::addColumn<QColor>("fill");
    QTest::addColumn<QColor>("track");
    for (const auto &[theme, look] : looks) {
        const Colours &c = coloursOf(look);
        QTest::addRow("%s: good", theme) << c.good << c.track;
        QTest::addRow("%s: warning", theme) << c.warning << c.track;
        QTest::addRow("%s: bad", theme) << c.bad << c.track;
    }
}

void ThemeTest::gaugesStandOutFromTheirTracks()
{
    QFETCH(QColor, fill);
    QFETCH(QColor, track);
    QVERIFY(contrast(fill, track) >= 3);
}

void ThemeTest::whatHighContrastDrawsStandsOut()
{
    const Colours &c = coloursOf(Look::Contrast);
    for (const QColor &bar : c.series)
        QVERIFY2(contrast(bar, c.card) >= 4.5, qPrintable(bar.name()));
    for (const QColor &line : {c.border, c.grid, c.other, c.disabled})
        QVERIFY2(contrast(line, c.card) >= 3, qPrintable(line.name()));
}

void ThemeTest::theFirstThirtyGroupsHaveThirtyColours()
{
    QSet<QRgb> seen{seriesColour(-1).rgb()};
    for (int index = 0; index < 30; ++index)
        seen.insert(seriesColour(index).rgb());
    QCOMPARE(seen.size(), 31);
}

void ThemeTest::everyIconDrawsSomethingInTheColourAskedFor()
{
    const QStringList files = QDir(u":/icons"_s).entryList({u"*.svg"_s});
    QVERIFY(files.size() > 15);
    for (const QString &file : files) {
        QImage image(64, 64, QImage::Format_ARGB32);
        image.fill(Qt::transparent);
        QPainter painter(&image);
        icon(QString(file).remove(u".svg"_s), Qt::red).paint(&painter, image.rect());
        painter.end();
        int drawn = 0;
        int asked = 0;
        for (int y = 0; y < image.height(); ++y) {
            for (int x = 0; x < image.width(); ++x) {
                const QColor pixel = image.pixelColor(x, y);
                drawn += pixel.alpha() > 128;
                asked += pixel.alpha() > 128 && pixel.red() > 200 && pixel.green() < 60;
            }
        }
        QVERIFY2(drawn > 40, qPrintable(file));
        const bool ownColours =
            file.contains(u"light"_s) || file.contains(u"dark"_s) || file == u"tollkeeper.svg"_s;
        QCOMPARE(asked > 0, !ownColours);
    }
}

void ThemeTest::switchingTheThemeRepaintsWithTheOtherColours()
{
    for (const auto &[scheme, expected] :
         {std::pair{Scheme::Dark, Look::Dark}, {Scheme::Light, Look::Light},
          {Scheme::Contrast, Look::Contrast}, {Scheme::Dark, Look::Dark}}) {
        applyTheme(*qApp, scheme);
        QCOMPARE(look(), expected);
        QCOMPARE(QApplication::palette().color(QPalette::Window), colours().window);
        QVERIFY(qApp->styleSheet().contains(colours().accent.name()));
        QVERIFY2(!qApp->styleSheet().contains(u'@'), "a colour of the stylesheet has no value");
        QWidget page;
        page.setProperty("kind", u"page"_s);
        page.resize(20, 20);
        QCOMPARE(page.grab().toImage().pixelColor(10, 10), colours().window);
    }
}

QTEST_MAIN(ThemeTest)
#include "tst_theme.moc"
