// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pages/page.h"

#include <QFrame>

#include <map>

class QLabel;
class QMenu;
class QPushButton;

namespace tollkeeper::ui {

class StoreCard;

/// The left edge of the window: which store, which page, preferences. GUI thread.
class Sidebar final : public QFrame
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Sidebar)

public:
    explicit Sidebar(QWidget *parent = nullptr);

    [[nodiscard]] StoreCard *storeCard() const { return m_card; }
    [[nodiscard]] QMenu *helpMenu() const { return m_helpMenu; }
    void setPage(PageId page);
    /// How many budgets need a look.
    void setBudgetsAtRisk(int exceeded, int warning);

Q_SIGNALS:
    void pageChosen(tollkeeper::ui::PageId page);
    void preferencesRequested();

protected:
    void changeEvent(QEvent *event) override;

private:
    void updateIcons();
    StoreCard *m_card;
    std::map<PageId, QPushButton *> m_pages;
    QPushButton *m_preferences;
    QPushButton *m_help;
    QMenu *m_helpMenu;
    QLabel *m_badge;
};

} // namespace tollkeeper::ui
