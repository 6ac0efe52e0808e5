// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pages/page.h"

#include <vector>

namespace tollkeeper::ui {

/// Where the user is: the page, and what was chosen to look at. What a View says in days and hours
/// is said here in the user's terms, so that "30 d" moves on as time does.
struct Place
{
    PageId page = PageId::Overview;
    RangePreset preset = RangePreset::Last30Days;
    Range custom; ///< what RangePreset::Custom means
    GroupBy groupBy = GroupBy::Project;
    bool compare = true;
    std::optional<QString> project;
    std::optional<QString> model;
    std::optional<QString> store = {}; ///< of a merged view; only without a project
    friend bool operator==(const Place &, const Place &) = default;
};

/// What \a place means for \a snapshot.
[[nodiscard]] View viewOf(const Place &place, const Snapshot &snapshot);
/// The place that \a destination leads to from \a from.
[[nodiscard]] Place placeAt(const Destination &destination, Place from);

/// The places that Back and Forward lead to. A plain value.
class History
{
public:
    explicit History(Place start) : m_places{std::move(start)} {}

    [[nodiscard]] const Place &current() const { return m_places[m_current]; }
    /// Goes on to \a place; what was forward is forgotten.
    void go(Place place);
    /// The same place looked at in another way: Back does not stop at it.
    void replace(Place place) { m_places[m_current] = std::move(place); }
    /// Forgets all but \a place: another store has other projects.
    void restart(Place place);
    [[nodiscard]] bool canGoBack() const { return m_current > 0; }
    [[nodiscard]] bool canGoForward() const { return m_current + 1 < m_places.size(); }
    void goBack();
    void goForward();

private:
    std::vector<Place> m_places;
    std::size_t m_current = 0;
};

} // namespace tollkeeper::ui
