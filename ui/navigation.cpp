// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "navigation.h"

namespace tollkeeper::ui {
namespace {

constexpr std::size_t placesKept = 100;

/// An empty string of a destination means "all".
std::optional<QString> restriction(const std::optional<QString> &wanted,
                                   const std::optional<QString> &present)
{
    if (!wanted)
        return present;
    return wanted->isEmpty() ? std::nullopt : wanted;
}

} // namespace

View viewOf(const Place &place, const Snapshot &snapshot)
{
    View view;
    view.range = selectRange(place.preset, snapshot.takenAt, snapshot.daily.extent(), place.custom);
    // A choice that waits for the next merged view.
    const bool stores = place.groupBy == GroupBy::Store && !snapshot.merged();
    view.groupBy = stores ? GroupBy::Project : place.groupBy;
    view.compare = place.compare;
    view.project = place.project;
    view.model = place.model;
    view.store = place.store;
    return view;
}

Place placeAt(const Destination &destination, Place from)
{
    from.page = destination.page;
    if (destination.project || destination.store) {
        from.store = destination.store;
        from.project = destination.store ? std::nullopt : restriction(destination.project, {});
    }
    from.model = restriction(destination.model, from.model);
    if (destination.range) {
        from.preset = RangePreset::Custom;
        from.custom = *destination.range;
    }
    return from;
}

void History::go(Place place)
{
    if (place == current())
        return;
    m_places.resize(m_current + 1, place);
    m_places.push_back(std::move(place));
    if (m_places.size() > placesKept)
        m_places.erase(m_places.begin());
    m_current = m_places.size() - 1;
}

void History::restart(Place place)
{
    m_places = {std::move(place)};
    m_current = 0;
}

void History::goBack()
{
    if (canGoBack())
        --m_current;
}

void History::goForward()
{
    if (canGoForward())
        ++m_current;
}

} // namespace tollkeeper::ui
