// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QWidget>

#include <vector>

namespace tollkeeper::ui {

/// One line of coloured squares and names; names share the room there is and elide. GUI thread.
class Legend final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Legend)

public:
    struct Item
    {
        QString name;
        int colour = 0; ///< for seriesColour()
        friend bool operator==(const Item &, const Item &) = default;
    };

    explicit Legend(QWidget *parent = nullptr);

    void setItems(std::vector<Item> items);
    [[nodiscard]] const std::vector<Item> &items() const { return m_items; }

protected:
    void paintEvent(QPaintEvent *event) override;
    bool event(QEvent *event) override;

private:
    struct Placed
    {
        QRectF rect;
        QString text;
    };
    [[nodiscard]] std::vector<Placed> layOut() const;

    std::vector<Item> m_items;
};

} // namespace tollkeeper::ui
