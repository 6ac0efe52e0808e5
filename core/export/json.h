// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "values/money.h"

#include <QByteArrayList>
#include <QString>

#include <optional>

/// JSON for programs, written piece by piece. Any thread.
namespace tollkeeper::json {

/// A JSON string with its quotes. Whatever a terminal or a viewer might act on (control characters,
/// bidirectional overrides, lone surrogates) is escaped, the rest stays UTF-8.
[[nodiscard]] QByteArray string(const QString &text);
/// A number with at most 10 decimals, exact.
[[nodiscard]] QByteArray number(Money amount);
/// The shortest decimal that reads back as \a value; "null" for NaN and infinities.
[[nodiscard]] QByteArray number(double value);

/// Writes one JSON object on one line with its keys in the order they are given, and money exact:
/// QJsonDocument sorts keys and knows doubles only.
class Object
{
public:
    Object &add(const char *key, const QString &text);
    Object &add(const char *key, const char *text) = delete; // would become a bool
    Object &add(const char *key, Money amount);
    Object &add(const char *key, int value) { return add(key, qint64{value}); }
    Object &add(const char *key, qint64 value);
    Object &add(const char *key, double value);
    Object &add(const char *key, bool value);
    Object &addNull(const char *key);
    template <class T>
    Object &add(const char *key, const std::optional<T> &value)
    {
        return value ? add(key, *value) : addNull(key);
    }
    /// \a json must be complete JSON already.
    Object &addRaw(const char *key, const QByteArray &json);
    [[nodiscard]] QByteArray toJson() const { return '{' + m_members + '}'; }

private:
    QByteArray m_members;
};

/// "[a,b,c]" of values that are JSON already.
[[nodiscard]] QByteArray array(const QList<QByteArray> &values);

} // namespace tollkeeper::json
