// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/legendlayout.h"

#include <QWidget>

namespace tollkeeper::ui {

/// The legend of a chart; tooltips say names that are cut. GUI thread.
class Legend final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Legend)

public:
    using Item = LegendLayout::Item;

    explicit Legend(QWidget *parent = nullptr);

    void setItems(std::vector<Item> items);
    [[nodiscard]] const std::vector<Item> &items() const { return m_items; }

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    bool event(QEvent *event) override;

private:
    void layOut();

    std::vector<Item> m_items;
    LegendLayout m_layout;
};

} // namespace tollkeeper::ui
