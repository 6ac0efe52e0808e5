// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "navigation.h"

#include <QFrame>

class QHBoxLayout;
class QMenu;
class QPushButton;
class QToolButton;

namespace tollkeeper::ui {

class SegmentedControl;

/// The top of a page: where the user is, and what of the data is looked at. What has no meaning on
/// a page is hidden there; in a narrow window the ranges become a menu. GUI thread.
class TopBar final : public QFrame
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(TopBar)

public:
    explicit TopBar(QWidget *parent = nullptr);

    /// Shows \a place; \a range is what it means now (empty: not known yet).
    void setPlace(const Place &place, const RangeSelection &range, bool canGoBack);
    /// Whether there are several stores to group by. Heeded by the next setPlace().
    void setStoresOffered(bool offered);
    [[nodiscard]] QMenu *exportMenu() const;
    void showExportMenu();

Q_SIGNALS:
    void navigate(const tollkeeper::ui::Destination &destination);
    void backRequested();
    void presetChosen(tollkeeper::RangePreset preset);
    void customRangeRequested();
    void compareChosen(bool compare);
    void groupByChosen(tollkeeper::GroupBy groupBy);

protected:
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void buildRanges(QHBoxLayout *layout);
    void showTrail(const Place &place);
    void chooseRange(int index);
    void fit();

    QToolButton *m_back = nullptr;
    QHBoxLayout *m_trail = nullptr;
    SegmentedControl *m_ranges = nullptr;
    QToolButton *m_rangeMenu = nullptr; ///< stands in for m_ranges where there is no room
    QPushButton *m_compare = nullptr;
    QToolButton *m_groupBy = nullptr;
    QToolButton *m_export = nullptr;
    bool m_hasRanges = true;
    bool m_storesOffered = false;
};

} // namespace tollkeeper::ui
