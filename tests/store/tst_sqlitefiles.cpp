// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "peer.h"
#include "teststore.h"

#include <QElapsedTimer>
#include <QFile>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace tollkeeper;
using namespace tollkeeper::test;

/// Files that are no stores, and how new ones are made.
class tst_sqlitefiles final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void createsFolderAndPrivateFile();
    void switchesToWriteAheadLogging();
    void takesAnEmptyFileForANewStore();
    void refusesAFolder();
    void refusesTheDatabaseOfAnotherProgram();
    void refusesAFileThatIsNoDatabase();
    void reportsADamagedFile();
    void waitsForALockedFileOnlySoLong();
};

namespace {

QString write(const QTemporaryDir &folder, const QByteArray &content)
{
    QFile file(folder.filePath(u"calls.db"_s));
    if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
        qFatal("Cannot write a test file");
    return file.fileName();
}

StoreError errorOfOpening(const QString &path, const StoreOptions &options = {})
{
    const auto store = Store::open(StoreLocation::sqliteFile(path), options);
    if (store)
        qFatal("%s was opened", qPrintable(path));
    return store.error();
}

} // namespace

void tst_sqlitefiles::createsFolderAndPrivateFile()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"a/b/calls.db"_s);
    const auto store = Store::open(StoreLocation::sqliteFile(path));
    QVERIFY(store);
    QVERIFY((*store)->record(sampleCall()));
    const QFile::Permissions others = QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther
        | QFile::WriteOther;
    for (const QString &suffix : {QString(), u"-wal"_s, u"-shm"_s})
        QCOMPARE(QFile::permissions(path + suffix) & others, QFile::Permissions());
}

void tst_sqlitefiles::switchesToWriteAheadLogging()
{
    const TestStore place(Backend::Sqlite);
    place.raw().execute(peer::schema(Backend::Sqlite));
    QCOMPARE(place.raw().value(u"PRAGMA journal_mode"_s), u"delete"_s);
    (void)place.open();
    QCOMPARE(place.raw().value(u"PRAGMA journal_mode"_s), u"wal"_s);
}

void tst_sqlitefiles::takesAnEmptyFileForANewStore()
{
    const QTemporaryDir folder;
    const auto store = Store::open(StoreLocation::sqliteFile(write(folder, {})));
    QVERIFY(store && (*store)->record(sampleCall()));
}

void tst_sqlitefiles::refusesAFolder()
{
    const QTemporaryDir folder;
    const StoreError error = errorOfOpening(folder.path());
    QCOMPARE(error.kind, StoreError::Kind::Invalid);
    QVERIFY(error.message.contains(folder.path()));
}

void tst_sqlitefiles::refusesTheDatabaseOfAnotherProgram()
{
    const TestStore place(Backend::Sqlite);
    place.raw().execute(u"CREATE TABLE recipes (name TEXT); INSERT INTO recipes VALUES ('soup')"_s);
    QCOMPARE(errorOfOpening(place.url()).kind, StoreError::Kind::Internal);
    QCOMPARE(place.raw().value(u"SELECT group_concat(name) FROM sqlite_master"_s), u"recipes"_s);
}

void tst_sqlitefiles::refusesAFileThatIsNoDatabase()
{
    const QTemporaryDir folder;
    const QByteArray letter = QByteArray("Dear Sir or Madam,\n").repeated(100);
    const QString path = write(folder, letter);
    const StoreError error = errorOfOpening(path);
    QCOMPARE(error.kind, StoreError::Kind::Internal);
    QVERIFY2(error.message.contains(path), qPrintable(error.message));
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), letter);
}

void tst_sqlitefiles::reportsADamagedFile()
{
    const TestStore place(Backend::Sqlite);
    place.loadAzure();
    QFile file(place.url());
    QVERIFY(file.open(QIODevice::ReadWrite));
    constexpr qint64 pages = 200;
    for (qint64 offset = 4096 * 4; offset < 4096 * pages; offset += 4096) {
        QVERIFY(file.seek(offset));
        file.write(QByteArray(4096, 'x'));
    }
    file.close();
    const auto store = Store::open(place.location());
    const auto read = store ? (*store)->spend({}, BucketUnit::Day)
                            : Result<SpendCube>(tl::unexpected(store.error()));
    QCOMPARE(errorOf(read), StoreError::Kind::Internal);
    QVERIFY2(read.error().message.contains(place.url()), qPrintable(read.error().message));
}

void tst_sqlitefiles::waitsForALockedFileOnlySoLong()
{
    const TestStore place(Backend::Sqlite);
    StoreOptions options;
    options.busyTimeoutMs = 300;
    const auto store = place.open(options);
    RawConnection other = place.raw();
    other.execute(u"BEGIN IMMEDIATE"_s);
    QElapsedTimer timer;
    timer.start();
    QCOMPARE(errorOf(store->record(sampleCall())), StoreError::Kind::Busy);
    QVERIFY(timer.elapsed() >= options.busyTimeoutMs / 2);
    other.execute(u"COMMIT"_s);
    QCOMPARE(valueOf(store->calls({})).size(), size_t(0));
    QVERIFY(store->record(sampleCall()));
}

QTEST_GUILESS_MAIN(tst_sqlitefiles)
#include "tst_sqlitefiles.moc"
