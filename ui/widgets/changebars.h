// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analysis/change.h"

#include <QWidget>

namespace tollkeeper::ui {

/// The way from the spend before to the spend now: a bar for each, and between them one for each
/// factor, which starts where the one above it ended. What it shows is in a table beside it, so it
/// takes no focus. GUI thread.
class ChangeBars final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ChangeBars)

public:
    explicit ChangeBars(QWidget *parent = nullptr);

    void setChange(const SpendChange &change);
    /// "Before $2,000.00", "Calls +$310.00" ...: what each row says.
    [[nodiscard]] QStringList rowTexts() const;

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    std::vector<ChangeStep> m_steps;
};

} // namespace tollkeeper::ui
