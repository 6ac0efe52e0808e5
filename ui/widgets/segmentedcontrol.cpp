// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/segmentedcontrol.h"

#include <QButtonGroup>
#include <QHBoxLayout>
#include <QToolButton>

using namespace Qt::StringLiterals;

namespace tollkeeper::ui {

SegmentedControl::SegmentedControl(QWidget *parent)
    : QFrame(parent), m_layout(new QHBoxLayout(this)), m_group(new QButtonGroup(this))
{
    m_layout->setContentsMargins(1, 1, 1, 1);
    m_layout->setSpacing(0);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    connect(m_group, &QButtonGroup::idClicked, this, &SegmentedControl::chosen);
}

int SegmentedControl::addSegment(const QString &text, const QString &toolTip)
{
    const int index = int(m_group->buttons().size());
    auto *button = new QToolButton;
    button->setText(text);
    button->setToolTip(toolTip);
    button->setCheckable(true);
    button->setAutoExclusive(true); // one of several also for assistive technology
    button->setFocusPolicy(Qt::StrongFocus);
    button->setChecked(index == 0);
    if (index > 0)
        m_group->button(index - 1)->setProperty("place", index == 1 ? u"first"_s : u"middle"_s);
    button->setProperty("place", u"last"_s);
    m_layout->addWidget(button);
    m_group->addButton(button, index);
    return index;
}

int SegmentedControl::current() const
{
    return m_group->checkedId();
}

void SegmentedControl::setCurrent(int index)
{
    if (auto *button = m_group->button(index)) {
        button->setChecked(true);
        return;
    }
    m_group->setExclusive(false);
    if (auto *button = m_group->checkedButton())
        button->setChecked(false);
    m_group->setExclusive(true);
}

void SegmentedControl::setText(int index, const QString &text)
{
    if (auto *button = m_group->button(index))
        button->setText(text);
}

} // namespace tollkeeper::ui
