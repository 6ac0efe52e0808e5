// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/richtext.h"

using namespace Qt::StringLiterals;

namespace tollkeeper::ui {

QString asRichText(const QString &text)
{
    return text.isEmpty() ? QString() : u"<div>"_s + text.toHtmlEscaped() + u"</div>"_s;
}

QString asRichTable(const QString &heading, const QList<std::pair<QString, QString>> &lines)
{
    QString html;
    if (!heading.isEmpty())
        html += u"<div><b>"_s + heading.toHtmlEscaped() + u"</b></div>"_s;
    html += u"<table cellspacing='0'>"_s;
    for (const auto &[name, value] : lines) {
        html += u"<tr><td style='padding-right:14px'>"_s + name.toHtmlEscaped() +
                u"</td><td align='right' style='white-space:nowrap'>"_s + value.toHtmlEscaped() +
                u"</td></tr>"_s;
    }
    return html + u"</table>"_s;
}

} // namespace tollkeeper::ui
