// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "values/buckettext.h"

using namespace Qt::StringLiterals;

namespace tollkeeper {

QString bucketText(BucketUnit unit, qint32 bucket)
{
    const Range one{unit, bucket, bucket};
    return one.begin().toIso().left(unit == BucketUnit::Day ? 10 : 13);
}

std::optional<Range> bucketOfText(const QString &text)
{
    constexpr qsizetype dayLength = 10;
    constexpr qsizetype hourLength = 13;
    if (text.size() != dayLength && text.size() != hourLength)
        return {};
    const bool hour = text.size() == hourLength;
    const auto moment = Timestamp::parse(text + (hour ? u":00:00+00:00"_s : u"T00:00:00+00:00"_s));
    if (!moment)
        return {};
    const BucketUnit unit = hour ? BucketUnit::Hour : BucketUnit::Day;
    const qint32 bucket = bucketOf(*moment, unit);
    return Range{unit, bucket, bucket};
}

} // namespace tollkeeper
