// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/roles.h"

#include <QFrame>

class QPushButton;

namespace tollkeeper::ui {

/// One number that matters, with a caption above and a line of detail below. Draws itself, so that
/// text is always plain and the number shrinks rather than being cut. GUI thread.
class KeyFigure final : public QFrame
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(KeyFigure)

public:
    explicit KeyFigure(const QString &caption, QWidget *parent = nullptr);

    struct Content
    {
        QString value;
        QString exact = {};  ///< for the tooltip
        QString change = {}; ///< drawn in the colour of \a tone, before the detail
        Tone tone = Tone::Quiet;
        QString detail = {};
        friend bool operator==(const Content &, const Content &) = default;
    };
    void setCaption(const QString &caption);
    [[nodiscard]] QString caption() const { return m_caption; }
    void setContent(const Content &content);
    [[nodiscard]] const Content &content() const { return m_content; }

    /// A link in the lower right corner.
    QPushButton *addLink(const QString &text);

    [[nodiscard]] QSize sizeHint() const override { return {210, 108}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {120, 108}; }

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void describe();
    [[nodiscard]] QRectF contentArea() const;

    QString m_caption;
    Content m_content;
    QPushButton *m_link = nullptr;
};

/// Key figures side by side; in two rows where there is no room. GUI thread.
class KeyFigureRow final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(KeyFigureRow)

public:
    explicit KeyFigureRow(const QList<KeyFigure *> &figures, QWidget *parent = nullptr);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    [[nodiscard]] int perRow() const;
    [[nodiscard]] int neededHeight() const;
    QList<KeyFigure *> m_figures;
};

} // namespace tollkeeper::ui
