// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>

class QButtonGroup;
class QHBoxLayout;

namespace tollkeeper::ui {

/// A row of joined buttons of which one is on: the range presets. GUI thread.
class SegmentedControl final : public QFrame
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(SegmentedControl)

public:
    explicit SegmentedControl(QWidget *parent = nullptr);

    /// Adds a segment at the end and returns its index. The first one is on.
    int addSegment(const QString &text, const QString &toolTip = {});
    [[nodiscard]] int current() const;
    /// Switches \a index on without a signal; -1 switches all off.
    void setCurrent(int index);
    /// Other words for a segment: "Custom…" becomes the range that was chosen.
    void setText(int index, const QString &text);

Q_SIGNALS:
    /// The user chose a segment; also when it was on already ("Custom…" asks again).
    void chosen(int index);

private:
    QHBoxLayout *m_layout = nullptr;
    QButtonGroup *m_group = nullptr;
};

} // namespace tollkeeper::ui
