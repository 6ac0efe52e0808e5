// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

class QLabel;
class QWidget;

/// Text from a store where Qt would otherwise guess at markup or mnemonics (for tooltips see
/// models/richtext.h).
namespace tollkeeper::ui {

/// A label that shows \a text as it is: plain, wrapped, and selectable.
[[nodiscard]] QLabel *plainLabel(const QString &text, QWidget *parent = nullptr);
/// The same in the size and weight of a dialog's heading.
[[nodiscard]] QLabel *headingLabel(const QString &text, QWidget *parent = nullptr);
/// \a text for an action or button: an ampersand stays one.
[[nodiscard]] QString withoutMnemonics(QString text);

} // namespace tollkeeper::ui
