// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sampledata.h"

#include "format/translation.h"
#include "session/background.h"
#include "store/sampledata.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QStandardPaths>
#include <QUuid>

using namespace Qt::StringLiterals;

namespace tollkeeper::ui {
namespace {

QDir sampleFolder()
{
    return QStandardPaths::writableLocation(QStandardPaths::AppDataLocation) + u"/sample"_s;
}

Result<StoreLocation> makeSampleStore(const QString &path, Timestamp now)
{
    if (QFile::exists(path))
        return StoreLocation::sqliteFile(path);
    QDir folder = sampleFolder();
    folder.removeRecursively();
    // Under another name first: a window that is closed meanwhile leaves no half a store behind.
    const QString draft = path + u'.' + QUuid::createUuid().toString(QUuid::Id128);
    if (const auto written = writeSampleData(draft, now); !written) {
        QFile::remove(draft);
        return tl::unexpected(written.error());
    }
    if (!QFile::rename(draft, path))
        return fail(StoreError::Kind::Internal, Text::tr("%1 could not be written.").arg(path));
    return StoreLocation::sqliteFile(path);
}

} // namespace

QString sampleStorePath()
{
    const QString day = Timestamp::now().day().toString(Qt::ISODate);
    return sampleFolder().filePath(u"sample-%1.db"_s.arg(day));
}

bool isSampleStore(const StoreLocation &location)
{
    return location.backend() == Backend::Sqlite
           && QFileInfo(location.path()).absolutePath() == sampleFolder().absolutePath();
}

QFuture<Result<StoreLocation>> prepareSampleStore()
{
    return inBackground([path = sampleStorePath()] {
        return makeSampleStore(path, Timestamp::now());
    });
}

} // namespace tollkeeper::ui
