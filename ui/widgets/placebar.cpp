// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/placebar.h"

#include "format/format.h"

#include <QToolTip>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace tollkeeper::ui {
namespace {

constexpr int restMs = 120;

} // namespace

PlaceBar::PlaceBar(QWidget *parent) : QScrollBar(Qt::Vertical, parent)
{
    setAccessibleName(tr("Place in the log"));
    setTracking(false); // its value is where the table is
    m_rest.setSingleShot(true);
    m_rest.setInterval(restMs);
    connect(&m_rest, &QTimer::timeout, this, &PlaceBar::go);
    connect(this, &QScrollBar::actionTriggered, this, &PlaceBar::take);
}

void PlaceBar::setPlaces(LogPlaces places)
{
    m_places = std::move(places);
}

void PlaceBar::showMoment(Timestamp moment, int visibleRows)
{
    const qint64 most = std::numeric_limits<int>::max();
    setPageStep(std::max(1, visibleRows));
    setMaximum(int(std::clamp<qint64>(m_places.calls() - visibleRows, 0, most)));
    if (!isSliderDown() && !m_rest.isActive())
        setValue(int(std::min<qint64>(m_places.placeOf(moment), maximum())));
}

Timestamp PlaceBar::wantedMoment() const
{
    return m_places.momentAt(sliderPosition());
}

void PlaceBar::take(int action)
{
    switch (action) {
    case SliderSingleStepAdd:
    case SliderSingleStepSub:
    case SliderPageStepAdd:
    case SliderPageStepSub:
        setSliderPosition(value());
        Q_EMIT stepped(SliderAction(action));
        return;
    case SliderNoAction:
        return;
    default:
        m_rest.start();
    }
    if (isSliderDown())
        QToolTip::showText(mapToGlobal(QPoint(-120, height() / 2)),
                           format::dateTime(wantedMoment()), this);
}

void PlaceBar::go()
{
    if (sliderPosition() <= minimum())
        Q_EMIT wentToNewest();
    else if (sliderPosition() >= maximum())
        Q_EMIT wentToOldest();
    else
        Q_EMIT wentTo(wantedMoment());
}

} // namespace tollkeeper::ui
