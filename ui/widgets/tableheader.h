// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHeaderView>

namespace tollkeeper::ui {

/// A table's header: titles aligned as their columns are, an arrow beside the one that is sorted
/// by. GUI thread; owned by its table.
class TableHeader final : public QHeaderView
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(TableHeader)

public:
    explicit TableHeader(QWidget *parent = nullptr);

    /// What the title and the arrow beside it need, in pixels; of a hidden section, too.
    [[nodiscard]] int titleWidth(int section) const;

protected:
    void paintSection(QPainter *painter, const QRect &rect, int section) const override;
    [[nodiscard]] QSize sectionSizeFromContents(int section) const override;

private:
    [[nodiscard]] QString title(int section) const;
    [[nodiscard]] Qt::Alignment alignmentOf(int section) const;
};

} // namespace tollkeeper::ui
