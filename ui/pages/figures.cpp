// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/figures.h"

#include "format/format.h"
#include "models/cells.h"
#include "widgets/keyfigure.h"

#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace tollkeeper::ui {
namespace {

// With no-break spaces, except behind a dot in the middle: neither a date nor a number is torn from
// its unit at the end of a line.
QString unbroken(QString text)
{
    return text.replace(u' ', u'\u00a0').replace(u"·\u00a0"_s, u"· "_s);
}

} // namespace

Figures::Figures(QWidget *parent)
    : QWidget(parent)
    , spend(new KeyFigure(tr("Spend")))
    , month(new KeyFigure(tr("Month to date")))
    , calls(new KeyFigure(tr("Calls")))
    , tokens(new KeyFigure(tr("Tokens")))
    , perThousand(new KeyFigure(tr("Cost per %1 calls").arg(format::count(1000))))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->addWidget(new KeyFigureRow({spend, month, calls, tokens, perThousand}));
    auto *why = spend->addLink(tr("Why?"));
    why->setAccessibleName(tr("Why did spend change?"));
    why->setToolTip(tr("Why did it change?"));
    connect(why, &QPushButton::clicked, this, &Figures::whyRequested);
}

void Figures::setReport(const SpendReport &report, const View &view, Timestamp now)
{
    const bool compare = view.compare && report.previousRange.size() > 0;
    const Totals &totals = report.totals;
    const Totals &previous = report.previous;
    const int year = now.day().year();
    const auto changed = [compare](KeyFigure::Content content, std::optional<double> change) {
        if (compare) {
            content.change = format::change(change);
            content.tone = cells::changeTone(change);
        }
        return content;
    };

    spend->setCaption(tr("Spend, %1").arg(cells::lengthText(report.range)));
    spend->setContent(
        changed({.value = format::usdTotal(totals.cost),
                 .exact = format::usdExact(totals.cost),
                 .detail = compare ? tr("vs %1 before").arg(format::usdTotal(previous.cost))
                                   : format::range(report.range, year)},
                changePercent(totals.cost, previous.cost)));

    const MonthForecast &forecast = report.month;
    QString detail = tr("no forecast yet");
    if (forecast.projected) {
        detail = tr("forecast %1").arg(format::usdTotal(*forecast.projected));
        if (forecast.uncertainty && *forecast.uncertainty > Money())
            detail += u" ±\u00a0"_s + format::usdTotal(*forecast.uncertainty);
        detail += u' ' + unbroken(tr("by %1").arg(format::day(forecast.lastDay, year)));
    }
    month->setContent({.value = format::usdTotal(forecast.toDate),
                       .exact = format::usdExact(forecast.toDate),
                       .detail = detail});

    calls->setContent(changed(
        {.value = format::count(totals.calls),
         .detail = (compare ? u"·\u00a0"_s : QString()) +
                   unbroken(tr("%1 a day").arg(
                       format::shortCount(callsPerDay(totals, report.range))))},
        changePercent(totals.calls, previous.calls)));

    tokens->setContent(
        {.value = format::shortCount(totals.inputTokens + totals.outputTokens),
         .exact = tr("%1 in, %2 out")
                      .arg(format::count(totals.inputTokens), format::count(totals.outputTokens)),
         .detail = unbroken(tr("%1 in · %2 out")
                                .arg(format::shortCount(totals.inputTokens),
                                     format::shortCount(totals.outputTokens)))});

    const auto now1000 = costPer(1000, totals);
    const auto before1000 = costPer(1000, previous);
    if (!now1000) {
        perThousand->setContent({.value = u"–"_s});
        return;
    }
    const KeyFigure::Content content{
        .value = format::usd(*now1000),
        .exact = format::usdExact(*now1000),
        .detail = compare && before1000 ? tr("· was %1").arg(format::usd(*before1000)) : QString()};
    perThousand->setContent(before1000 ? changed(content, changePercent(*now1000, *before1000))
                                       : content);
}

} // namespace tollkeeper::ui
