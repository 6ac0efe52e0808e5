// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/banner.h"

#include "widgets/iconlabel.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QStyle>
#include <QToolButton>

using namespace Qt::StringLiterals;

namespace tollkeeper::ui {

Banner::Banner(QWidget *parent)
    : QFrame(parent)
    , m_icon(new IconLabel(18))
    , m_text(new QLabel)
    , m_action(new QPushButton)
    , m_close(new QToolButton)
{
    m_text->setTextFormat(Qt::PlainText);
    m_text->setWordWrap(true);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    // Long words (paths, URLs) must not widen the window: the text takes what there is.
    m_text->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_action->hide();
    m_close->setProperty("kind", u"flat"_s);
    m_close->setIcon(icon(u"close"_s));
    m_close->setToolTip(tr("Close"));
    m_close->setAccessibleName(tr("Close this message"));
    m_close->hide();

    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(12, 6, 8, 6);
    layout->setSpacing(10);
    layout->addWidget(m_icon);
    layout->addWidget(m_text, 1);
    layout->addWidget(m_action);
    layout->addWidget(m_close);

    connect(m_action, &QPushButton::clicked, this, &Banner::actionTriggered);
    connect(m_close, &QToolButton::clicked, this, [this] {
        hide();
        Q_EMIT closed();
    });
    hide();
}

void Banner::setMessage(Tone tone, const QString &text)
{
    if (tone == Tone::Info)
        m_icon->setIcon(u"info"_s, &Colours::accent);
    else
        m_icon->setIcon(u"warning"_s, tone == Tone::Error ? &Colours::bad : &Colours::warning);
    m_text->setText(text);
    setAccessibleName(text);
    setProperty("tone", int(tone));
    style()->unpolish(this);
    style()->polish(this);
    setVisible(!text.isEmpty());
}

QString Banner::message() const
{
    return m_text->text();
}

void Banner::setAction(const QString &text)
{
    m_action->setText(text);
    m_action->setVisible(!text.isEmpty());
}

void Banner::setClosable(bool closable)
{
    m_close->setVisible(closable);
}

} // namespace tollkeeper::ui
