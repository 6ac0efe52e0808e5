// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "store/condition.h"

using namespace Qt::StringLiterals;

namespace tollkeeper {

void Condition::add(const QString &condition, const Bindings &values)
{
    sql += sql.isEmpty() ? condition : u" AND "_s + condition;
    bindings.insert(bindings.end(), values.begin(), values.end());
}

Condition Condition::of(const Dialect &dialect, const SpendFilter &filter)
{
    Condition condition;
    if (filter.project)
        condition.add(u"project = :project"_s, {{u":project"_s, *filter.project}});
    if (filter.model)
        condition.add(u"model = :model"_s, {{u":model"_s, *filter.model}});
    if (filter.range) {
        condition.add(dialect.inRange(), {{u":from"_s, filter.range->begin().toIso()},
                                          {u":to"_s, filter.range->end().toIso()}});
        // The log has an index by project and time, none by time.
        if (!filter.project)
            condition.add(u"{any_project}"_s);
    }
    return condition;
}

} // namespace tollkeeper
