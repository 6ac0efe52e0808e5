// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "teststore.h"

#include <QDir>
#include <QDirIterator>
#include <QProcess>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace tollkeeper;
using namespace tollkeeper::test;

/// The installed package, as another program finds it.
class tst_package final : public QObject
{
    Q_OBJECT

    QTemporaryDir m_dir;

    // Standard output of a program that must succeed.
    static QString run(const QString &program, const QStringList &arguments)
    {
        QProcess process;
        process.start(program, arguments);
        process.waitForFinished(600'000);
        const QByteArray out = process.readAllStandardOutput();
        if (process.exitStatus() != QProcess::NormalExit || process.exitCode() != 0)
            failBecause(program + u": "_s + QString::fromUtf8(out + process.readAllStandardError()));
        return QString::fromUtf8(out);
    }

private Q_SLOTS:
    void initTestCase_data() { addBackends(); }

    void initTestCase()
    {
        const QString prefix = m_dir.filePath(u"prefix"_s);
        run(QStringLiteral(CMAKE), {u"--install"_s, QStringLiteral(BUILD), u"--prefix"_s, prefix,
                                    u"--component"_s, u"Development"_s});
        QStringList options{u"-DCMAKE_PREFIX_PATH="_s + prefix,
                            u"-DCMAKE_CXX_COMPILER="_s + QStringLiteral(COMPILER),
                            u"-DCMAKE_BUILD_TYPE="_s + QStringLiteral(CONFIGURATION)};
        if (const QString sanitize = QStringLiteral(SANITIZE); !sanitize.isEmpty())
            options << u"-DCMAKE_CXX_FLAGS=-fsanitize="_s + sanitize;
        run(QStringLiteral(CMAKE), QStringList{u"-G"_s, QStringLiteral(GENERATOR), u"-S"_s,
                                               QStringLiteral(EXAMPLE), u"-B"_s,
                                               m_dir.filePath(u"build"_s)}
                                       + options);
        run(QStringLiteral(CMAKE), {u"--build"_s, m_dir.filePath(u"build"_s)});
    }

    void keepsTheHeadersOfTheImplementationToItself()
    {
        const QDir headers(m_dir.filePath(u"prefix/include/tollkeeper"_s));
        QVERIFY(headers.exists(u"tracking/tracking.h"_s));
        QVERIFY(headers.exists(u"store/store.h"_s));
        QVERIFY(!headers.exists(u"store/connection.h"_s));
        QVERIFY(!headers.exists(u"store/sql"_s));
    }

    void everyHeaderSaysInWhichThreadItMayBeUsed()
    {
        QDirIterator headers(m_dir.filePath(u"prefix/include/tollkeeper"_s), {u"*.h"_s}, QDir::Files,
                             QDirIterator::Subdirectories);
        int seen = 0;
        while (headers.hasNext()) {
            QFile header(headers.next());
            QVERIFY(header.open(QIODevice::ReadOnly));
            QVERIFY2(header.readAll().toLower().contains("thread"), qPrintable(header.fileName()));
            ++seen;
        }
        QVERIFY2(seen > 50, qPrintable(QString::number(seen)));
    }

    void aProgramThatWasBuiltAgainstItHoldsItsCallsToABudget()
    {
        const TestStore store;
        const QString out = run(m_dir.filePath(u"build/example"_s), {store.url()});
        QCOMPARE(out, u"You said: Hello, total 0.5\n"
                      "You said: Hello, total 1\n"
                      "warning: A stream took the total of \"example\" to $2.00, over its limit of "
                      "$1.50.\n"
                      "The long answer.\n"
                      "refused at 2 after 3 calls\n"_s);
        QCOMPARE(store.raw().value(u"SELECT count(*) || ' ' || sum(input_tokens) || ' ' ||"
                                   " sum(output_tokens) FROM usage_logs WHERE project = 'example'"
                                   " AND model = 'gpt-4o'"_s), u"3 200000 150000"_s);
        QCOMPARE(store.raw().value(u"SELECT total_cost FROM budgets"_s).toDouble(), 2.0);
    }
};

QTEST_GUILESS_MAIN(tst_package)
#include "tst_package.moc"
