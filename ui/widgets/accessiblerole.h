// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAccessible>

namespace tollkeeper::ui {

/// What assistive technology takes \a widget for: screen readers pass over what Qt calls no more than
/// a filler, such as a chart. To be said in the widget's constructor, before its name. GUI thread.
void setAccessibleRole(QWidget *widget, QAccessible::Role role);

} // namespace tollkeeper::ui
