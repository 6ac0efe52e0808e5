// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "analysis/document.h"
#include "export/manifest.h"
#include "export/recipe.h"
#include "testdata.h"
#include "teststore.h"
#include "tollctl.h"
#include "values/buckettext.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace tollkeeper;
using namespace tollkeeper::test;

/// Files to hand on, whether they still hold, and the lines that give what the window shows.
class TestCliExports final : public QObject
{
    Q_OBJECT

    std::unique_ptr<TestStore> m_store;
    std::unique_ptr<Tollctl> m_tollctl; ///< with a home of its own for each test

    [[nodiscard]] Outcome run(QStringList arguments) const
    {
        return m_tollctl->run(arguments << u"--store-url"_s << m_store->url());
    }
    [[nodiscard]] QString file(const QString &name) const
    {
        return QDir(m_tollctl->home()).filePath(name);
    }
    /// What a shell makes of a line, with tollctl in its path.
    [[nodiscard]] Outcome shell(const QString &line) const
    {
        QProcess process;
        m_tollctl->prepare(process);
        auto environment = process.processEnvironment();
        environment.insert(u"PATH"_s, QFileInfo(Tollctl::builtExecutable()).absolutePath()
                                          + u":/usr/bin:/bin"_s);
        environment.insert(u"PGPASSWORD"_s, StoreLocation::parse(m_store->url())
                                                ->keywords()
                                                .contains(u"password"_s)
                               ? StoreLocation::parse(m_store->url())->keywords().at(u"password"_s)
                               : QString());
        process.setProcessEnvironment(environment);
        process.setProgram(u"/bin/sh"_s);
        process.setArguments({u"-c"_s, line});
        process.start();
        return Tollctl::finish(process);
    }
    /// What the database's own shell makes of a statement: rows of cells.
    [[nodiscard]] QList<QStringList> sql(const QString &statement) const
    {
        const StoreLocation location = m_store->location();
        const QString line = location.backend() == Backend::Sqlite
            ? u"sqlite3 -separator '|' "_s + shellQuoted(location.path()) + u' ' + shellQuoted(statement)
            : u"psql -X -A -t -F '|' -v ON_ERROR_STOP=1 -c "_s + shellQuoted(statement) + u' '
                + shellQuoted(location.withoutSecrets());
        const Outcome outcome = shell(line);
        if (outcome.exitCode != 0)
            failBecause(QString::fromUtf8(outcome.err));
        QList<QStringList> rows;
        for (const QString &row : QString::fromUtf8(outcome.out).split(u'\n', Qt::SkipEmptyParts))
            rows << row.split(u'|');
        return rows;
    }

private Q_SLOTS:
    void initTestCase_data() { addBackends(); }
    void init()
    {
        m_store = std::make_unique<TestStore>();
        m_tollctl = std::make_unique<Tollctl>();
    }
    void cleanup() { m_store.reset(); }

    void verifyTellsWhatBecameOfAFile()
    {
        QVERIFY(valueOf(m_store->open()->record(sampleCall())).logged());
        QCOMPARE(run({u"export"_s, u"csv"_s, u"--output"_s, file(u"a.csv"_s)}).exitCode, 0);
        const Outcome same = run({u"verify"_s, file(u"a.csv"_s)});
        QCOMPARE(same.out, file(u"a.csv"_s).toUtf8() + ": unchanged\n");
        QCOMPARE(same.exitCode, 0);
        QVERIFY(valueOf(m_store->open()->record(sampleCall(u"demo"_s, 3.1))).logged());
        const Outcome more = run({u"verify"_s, file(u"a.csv"_s)});
        QCOMPARE(more.out,
                 file(u"a.csv"_s).toUtf8() + ": store has changed since: +1 call, +$3.10\n");
        QCOMPARE(more.exitCode, 1);
        QCOMPARE(run({u"export"_s, u"json"_s, u"--output"_s, file(u"b.json"_s)}).exitCode, 0);
        QFile altered(file(u"b.json"_s));
        QVERIFY(altered.open(QIODevice::Append) && altered.write(" ") == 1);
        altered.close();
        const Outcome both = run({u"verify"_s, file(u"a.csv"_s), file(u"b.json"_s)});
        QCOMPARE(both.exitCode, 1);
        QVERIFY2(both.out.endsWith("b.json: file was altered\n") && both.out.count('\n') == 2,
                 both.out);
    }

    void verifyWithoutAManifestOrAStoreFails()
    {
        QCOMPARE(run({u"export"_s, u"csv"_s, u"--output"_s, file(u"n.csv"_s), u"--no-manifest"_s})
                     .exitCode,
                 0);
        QVERIFY(!QFile::exists(manifestPath(file(u"n.csv"_s))));
        QCOMPARE(run({u"verify"_s, file(u"n.csv"_s)}).exitCode, 64);
        QCOMPARE(run({u"export"_s, u"csv"_s, u"--output"_s, file(u"n.csv"_s)}).exitCode, 0);
        const Outcome gone = m_tollctl->run({u"verify"_s, file(u"n.csv"_s), u"--store-url"_s,
                                            u"postgresql://u:hidden@127.0.0.1:1/none"_s});
        QCOMPARE(gone.exitCode, 4);
        QVERIFY(!gone.err.contains("hidden"));
        // What goes to standard output leaves nothing behind.
        QCOMPARE(run({u"export"_s, u"csv"_s}).exitCode, 0);
        QCOMPARE(QDir(m_tollctl->home()).entryList({u"*.json"_s}, QDir::Files),
                 QStringList{u"n.csv.manifest.json"_s});
        QFile::remove(manifestPath(file(u"n.csv"_s)));
    }

    void workbooksAndReportsAreWritten()
    {
        m_store->loadAzure();
        const Totals all = GoldenAnswers(m_store->backend()).total();
        const QString day = GoldenAnswers(m_store->backend()).onlyDay().toString(Qt::ISODate);
        QCOMPARE(run({u"export"_s, u"xlsx"_s}).exitCode, 64); // not to a terminal
        for (const QStringList &arguments :
             {QStringList{u"export"_s, u"xlsx"_s},
              QStringList{u"report"_s, u"xlsx"_s, u"--since"_s, day}}) {
            const QString path = file(arguments.front() + u".xlsx"_s);
            const Outcome outcome = run(arguments + QStringList{u"--output"_s, path});
            QVERIFY2(outcome.exitCode == 0, outcome.err);
            QCOMPARE(valueOf(readManifest(path)).selection->tally, ExportTally::of(all, 0));
            QCOMPARE(run({u"verify"_s, path}).exitCode, 0);
        }
        QCOMPARE(run({u"report"_s, u"xlsx"_s, u"--last-month"_s, u"--since"_s, day, u"--output"_s,
                      file(u"x.xlsx"_s)})
                     .exitCode,
                 64);
    }

    void focusIsWrittenOrSaysWhatItMisses()
    {
        QVERIFY(valueOf(m_store->open()->record({u"demo"_s, u"house-model"_s, 1, 2, 0.5})).logged());
        const Outcome refused = run({u"export"_s, u"focus"_s});
        QCOMPARE(refused.exitCode, 64);
        QVERIFY2(refused.err.contains("house-model"), refused.err);
        const Outcome out =
            run({u"export"_s, u"focus"_s, u"--default-provider"_s, u"Acme"_s, u"--focus-version"_s,
                 u"1.2"_s});
        QVERIFY2(out.out.startsWith("BilledCost,BillingAccountId,") && out.out.contains(",Acme,"),
                 out.out);
        QCOMPARE(run({u"export"_s, u"focus"_s, u"--default-provider"_s, u"Acme"_s, u"--split-bytes"_s,
                      u"2MB"_s, u"--output"_s, file(u"f.csv"_s)})
                     .exitCode,
                 0);
        QCOMPARE(run({u"verify"_s, file(u"f-1.csv"_s)}).exitCode, 0);
        QVERIFY(QFile::exists(file(u"f.metadata.json"_s)));
        for (const QStringList &wrong :
             {QStringList{u"--focus-version"_s, u"1.3"_s}, QStringList{u"--split-rows"_s, u"0"_s},
              QStringList{u"--split-bytes"_s, u"much"_s}, QStringList{u"--bad-only"_s}})
            QCOMPARE(run(QStringList{u"export"_s, u"focus"_s} + wrong).exitCode, 64);
        QCOMPARE(run({u"export"_s, u"csv"_s, u"--split-rows"_s, u"5"_s}).exitCode, 64);
    }

    void focusSplitsTokensByAPriceList()
    {
        m_store->loadAzure();
        const QString list = file(u"prices.csv"_s);
        QFile prices(list);
        QVERIFY(prices.open(QIODevice::WriteOnly));
        prices.write("gpt-4o,2.5,10\ngpt-4o-mini,0.15,0.6\ngemini-2.5-flash,0.3,2.5\n");
        prices.close();
        const QStringList split{u"export"_s, u"focus"_s, u"--focus-split-tokens"_s};
        QCOMPARE(run(split).exitCode, 64); // nothing in the log tells prices
        QCOMPARE(run({u"export"_s, u"focus"_s, u"--price-list"_s, list}).exitCode, 64);
        QCOMPARE(run({u"export"_s, u"csv"_s, u"--focus-split-tokens"_s}).exitCode, 64);
        QCOMPARE(run({u"export"_s, u"focus"_s, u"--focus-by"_s, u"week"_s}).exitCode, 64);
        const QStringList priced = split + QStringList{u"--price-list"_s, list};
        const Outcome missing = run(priced);
        QCOMPARE(missing.exitCode, 64);
        QVERIFY2(missing.err.contains("claude-sonnet-4-20250514.") && !missing.err.contains("ollama"),
                 missing.err);
        QVERIFY(prices.open(QIODevice::Append));
        prices.write("claude-sonnet-4-20250514,3,15\n");
        prices.close();
        QCOMPARE(run(priced + QStringList{u"--focus-by"_s, u"hour"_s, u"--output"_s, file(u"s.csv"_s)})
                     .exitCode,
                 0);
        QVERIFY(contentOf(file(u"s.csv"_s)).contains(",Input Tokens,"));
        QVERIFY(contentOf(file(u"s.metadata.json"_s)).contains("UTC hour of input tokens"));
        QCOMPARE(run({u"verify"_s, file(u"s.csv"_s)}).exitCode, 0);
    }

    void statsAreGroupedAsAskedFor()
    {
        const auto store = m_store->open();
        for (const auto &[project, model] : {std::pair{u"a"_s, u"m"_s}, {u"b"_s, u"m"_s}, {u"a"_s, u"n"_s}})
            QVERIFY(valueOf(store->record({project, model, 1, 2, 0.5})).logged());
        const auto models = run({u"stats"_s, u"--group-by"_s, u"model"_s, u"--json"_s}).json();
        QCOMPARE(models["rows"_L1][0]["model"_L1].toString(), u"m"_s);
        QCOMPARE(models["rows"_L1][0]["cost"_L1].toDouble(), 1.0);
        const auto one = run({u"stats"_s, u"--group-by"_s, u"project"_s, u"--project"_s, u"a"_s,
                              u"--json"_s})
                             .json();
        QCOMPARE(one["rows"_L1].toArray().size(), 1);
        QCOMPARE(one["rows"_L1][0]["project"_L1].toString(), u"a"_s);
    }

    void copiedLinesGiveWhatIsShown_data()
    {
        QTest::addColumn<int>("of");
        QTest::addColumn<bool>("project");
        QTest::addColumn<bool>("model");
        QTest::addColumn<int>("range"); // 0: none, 1: of days, 2: of hours
        using Of = Recipe::Of;
        QTest::newRow("projects") << int(Of::Projects) << false << false << 0;
        QTest::newRow("models of a range") << int(Of::Models) << false << false << 1;
        QTest::newRow("projects of hours") << int(Of::Projects) << false << false << 2;
        QTest::newRow("models of a project by hours") << int(Of::Models) << true << false << 2;
        QTest::newRow("models of a project") << int(Of::Models) << true << false << 1;
        QTest::newRow("projects of a model") << int(Of::Projects) << false << true << 0;
    }
    void copiedLinesGiveWhatIsShown()
    {
        QFETCH(int, of);
        QFETCH(bool, project);
        QFETCH(bool, model);
        QFETCH(int, range);
        const QString evil = u"it's $HOME `x` \"q\" {good}:model"_s;
        const auto store = m_store->open();
        for (const QString &name : {evil, u"other"_s, u"=1+1"_s}) {
            for (int i = 0; i < 3; ++i)
                QVERIFY(valueOf(store->record({name, i == 0 ? evil : u"gpt-4o"_s, 10, 5, 0.1 * i + 1e-10}))
                            .logged());
        }
        m_store->raw().execute(u"INSERT INTO usage_logs (project, model, input_tokens, output_tokens, "
                               "cost, created_at) VALUES ('other', 'gpt-4o', 1, 1, -5, "
                               "'2026-11-20T12:00:00+00:00')"_s); // in no sum
        Recipe recipe;
        recipe.of = static_cast<Recipe::Of>(of);
        if (project)
            recipe.filter.project = evil;
        if (model)
            recipe.filter.model = evil;
        const QDate today = Timestamp::now().day();
        if (range == 1)
            recipe.filter.range = Range::days(today.addDays(-3), today.addDays(1));
        if (range == 2) { // without the first of three calls, which was made two hours before
            const qint32 hour = bucketOf(Timestamp::now(), BucketUnit::Hour);
            recipe.filter.range = Range{BucketUnit::Hour, hour - 1, hour + 1};
            const QString before = Range{BucketUnit::Hour, hour - 2, hour - 2}.begin().toIso();
            m_store->raw().execute(
                u"UPDATE usage_logs SET created_at = '%1' WHERE cost < 0.05"_s.arg(before));
        }

        const SpendCube cube = valueOf(store->totals(recipe.filter));
        const bool models = recipe.of == Recipe::Of::Models;
        SpendFilter all;
        const auto shown = summarise(cube, models ? GroupBy::Model : GroupBy::Project, all);
        QVERIFY(!shown.empty());

        const QList<QStringList> rows = sql(asSql(recipe, m_store->backend()));
        QCOMPARE(rows.size(), qsizetype(shown.size()));
        for (size_t i = 0; i < shown.size(); ++i) {
            QCOMPARE(rows[qsizetype(i)][0], shown[i].name);
            QCOMPARE(rows[qsizetype(i)][1].toLongLong(), shown[i].totals.calls);
            QCOMPARE(Money::parse(rows[qsizetype(i)][4]), shown[i].totals.cost);
        }

        const QString line = asCommand(recipe, m_store->location());
        QVERIFY2(!line.contains(u"assword"), qPrintable(line));
        const Outcome outcome = shell(line + u" --json"_s);
        QVERIFY2(outcome.exitCode == 0, outcome.err + qPrintable(line));
        const QJsonArray printed = outcome.json()["rows"_L1].toArray();
        QCOMPARE(printed.size(), qsizetype(shown.size()));
        for (size_t i = 0; i < shown.size(); ++i) {
            const QJsonValue row = printed[qsizetype(i)];
            QCOMPARE(row[models ? u"model"_s : u"project"_s].toString(), shown[i].name);
            QCOMPARE(row["call_count"_L1].toInteger(), shown[i].totals.calls);
            QCOMPARE(Money::fromUsd(row["cost"_L1].toDouble()), shown[i].totals.cost);
        }
    }

    void otherTablesHaveTheirLinesToo()
    {
        QVERIFY(valueOf(m_store->open()->record(sampleCall())).logged());
        static_cast<void>(valueOf(m_store->open()->reset({u"demo"_s, u"new month"_s, {}})));
        for (const auto of : {Recipe::Of::Calls, Recipe::Of::Budgets, Recipe::Of::Audit}) {
            const Recipe recipe{of, {}, false};
            QCOMPARE(sql(asSql(recipe, m_store->backend())).size(), 1);
            const Outcome outcome = shell(asCommand(recipe, m_store->location()));
            QVERIFY2(outcome.exitCode == 0 && outcome.out.contains("demo"), outcome.err);
        }
        const Recipe bad{Recipe::Of::Calls, {}, true};
        QCOMPARE(sql(asSql(bad, m_store->backend())).size(), 0);
        const qint32 hour = bucketOf(Timestamp::now(), BucketUnit::Hour);
        const Recipe hours{Recipe::Of::Projects, {Range{BucketUnit::Hour, hour - 1, hour}, {}, {}}, false};
        QCOMPARE(sql(asSql(hours, m_store->backend())).size(), 1);
        const QString first = bucketText(BucketUnit::Hour, hour - 1);
        QVERIFY(asCommand(hours, m_store->location()).contains(u"--since "_s + first + u" --until"_s));
        QVERIFY(shell(asCommand(hours, m_store->location())).out.contains("demo"));
    }

    void hoursAreRangesToo()
    {
        m_store->loadAzure(); // 18:15 to 19:14
        const auto calls = [this](const QStringList &range) {
            const Outcome outcome = run(QStringList{u"stats"_s, u"--json"_s} + range);
            return outcome.json()["total"_L1]["call_count"_L1].toInteger();
        };
        const auto counted = [this](const QString &until) {
            return m_store->raw()
                .value(u"SELECT count(*) FROM usage_logs WHERE created_at < '%1'"_s.arg(until))
                .toLongLong();
        };
        const qint64 early = counted(u"2023-11-16T19:00:00+00:00"_s);
        const qint64 all = counted(u"2023-11-17T00:00:00+00:00"_s);
        QVERIFY(early > 0 && early < all);
        QCOMPARE(calls({u"--until"_s, u"2023-11-16T18"_s}), early);
        QCOMPARE(calls({u"--since"_s, u"2023-11-16T19"_s}), all - early);
        QCOMPARE(calls({u"--since"_s, u"2023-11-16"_s, u"--until"_s, u"2023-11-16T18"_s}), early);
        QCOMPARE(calls({u"--since"_s, u"2023-11-16T19"_s, u"--until"_s, u"2023-11-16"_s}), all - early);
        for (const QString &wrong : {u"2023-11-16T24"_s, u"2023-11-16T1"_s, u"2023-11-16T18:30"_s})
            QCOMPARE(run({u"stats"_s, u"--since"_s, wrong}).exitCode, 64);
        QCOMPARE(run({u"stats"_s, u"--since"_s, u"2023-11-16T19"_s, u"--until"_s, u"2023-11-16T18"_s})
                     .exitCode,
                 64);
        QCOMPARE(run({u"report"_s, u"xlsx"_s, u"--since"_s, u"2023-11-16T19"_s, u"--output"_s,
                      file(u"h.xlsx"_s)})
                     .exitCode,
                 64);
        QCOMPARE(run({u"export"_s, u"csv"_s, u"--since"_s, u"2023-11-16T19"_s, u"--output"_s,
                      file(u"h.csv"_s)})
                     .exitCode,
                 0);
        QCOMPARE(valueOf(readManifest(file(u"h.csv"_s))).rows, all - early);
        QCOMPARE(run({u"verify"_s, file(u"h.csv"_s)}).exitCode, 0);
    }
};

QTEST_GUILESS_MAIN(TestCliExports)
#include "tst_cli_exports.moc"
