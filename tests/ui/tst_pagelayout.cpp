// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "layout.h"
#include "pages/pages.h"
#include "teststore.h"
#include "theme/theme.h"
#include "uitest.h"
#include "widgets/spendchart.h"
#include "widgets/table.h"

#include <QAbstractSpinBox>
#include <QApplication>
#include <QComboBox>
#include <QDir>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTest>

#include <algorithm>
#include <ctime>
#include <limits>

using namespace Qt::StringLiterals;
using namespace tollkeeper;
using namespace tollkeeper::test;
using namespace tollkeeper::ui;

Q_DECLARE_METATYPE(tollkeeper::ui::PageId)

namespace {

constexpr PageId allPages[] = {PageId::Overview, PageId::Projects, PageId::Models,
                               PageId::Budgets,  PageId::Calls,    PageId::Audit};

/// 40 projects, 12 models, 400 days: the size that a page must draw without a stutter.
SnapshotPtr largeSnapshot()
{
    auto snapshot = std::make_shared<Snapshot>();
    SpendCube &cube = snapshot->daily;
    for (int project = 0; project < 40; ++project)
        cube.projects.append(u"project %1"_s.arg(project));
    for (int model = 0; model < 12; ++model)
        cube.models.append(u"model %1"_s.arg(model));
    const qint32 today = epochDay(sampleNow().day());
    for (qint32 day = today - 399; day <= today; ++day) {
        for (qint32 project = 0; project < 40; ++project) {
            for (qint32 model = 0; model < 12; ++model) {
                Totals totals;
                totals.calls = 1 + (day + project + model) % 9;
                totals.inputTokens = 1000 * totals.calls;
                totals.outputTokens = 100 * totals.calls;
                totals.cost = Money::fromUnits((project + 1) * (model + 1) * 12'345'678LL);
                totals.lastUsed = Timestamp::startOf(dayFromEpoch(day));
                cube.cells.push_back({day, project, model, totals});
            }
        }
    }
    for (const QString &project : cube.projects) {
        Budget budget;
        budget.project = project;
        budget.totalUsd = 50;
        budget.limit = Limit{.maxBudgetUsd = 100};
        snapshot->budgets.push_back(budget);
    }
    snapshot->takenAt = sampleNow();
    return snapshot;
}

} // namespace

/// How pages look: drawn from real stores in both themes and all sizes. The pictures go to the
/// folder that TOLLKEEPER_TEST_PICTURES names, for people to look at.
class PageLayoutTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void everyPageIsDrawnWithoutCutsOrOverlaps_data();
    void everyPageIsDrawnWithoutCutsOrOverlaps();
    void everythingInteractiveHasANameAndTakesTheKeyboard();
    void aPageOfALargeTeamIsDrawnWithoutAStutter_data();
    void aPageOfALargeTeamIsDrawnWithoutAStutter();

private:
    QTemporaryDir m_dir;
    QString m_pictures;
    std::unique_ptr<Store> m_azure;
    std::unique_ptr<Store> m_sample;
    SnapshotPtr m_azureSnapshot;
    SnapshotPtr m_sampleSnapshot;
};

void PageLayoutTest::initTestCase()
{
    applyTheme(*qApp, Scheme::Light);
    m_pictures = qEnvironmentVariable("TOLLKEEPER_TEST_PICTURES", m_dir.path());
    QVERIFY(QDir().mkpath(m_pictures));
    m_azure = openAzureStore(m_dir.path());
    m_sample = openSampleStore(m_dir.path());
    m_azureSnapshot = snapshotOf(*m_azure, Timestamp::now(), RangePreset::All);
    m_sampleSnapshot = snapshotOf(*m_sample, sampleNow());
}

void PageLayoutTest::everyPageIsDrawnWithoutCutsOrOverlaps_data()
{
    QTest::addColumn<PageId>("id");
    QTest::addColumn<bool>("azure");
    QTest::addColumn<bool>("dark");
    QTest::addColumn<QSize>("size");
    QTest::addColumn<bool>("drilled");
    // What is left for a page in a window of 1024x640, 1440x900 and 2560x1440.
    const QSize sizes[] = {{812, 556}, {1228, 816}, {2348, 1356}};
    for (const PageId id : allPages) {
        for (const bool azure : {false, true}) {
            for (const bool dark : {false, true}) {
                for (const QSize &size : sizes) {
                    for (const bool drilled : {false, true}) {
                        if (drilled && id != PageId::Projects && id != PageId::Models)
                            continue;
                        QTest::addRow("%s%s-%s-%s-%d", qPrintable(pageTitle(id).left(5)),
                                      drilled ? "-one" : "", azure ? "azure" : "sample",
                                      dark ? "dark" : "light", size.width())
                            << id << azure << dark << size << drilled;
                    }
                }
            }
        }
    }
}

void PageLayoutTest::everyPageIsDrawnWithoutCutsOrOverlaps()
{
    QFETCH(PageId, id);
    QFETCH(bool, azure);
    QFETCH(bool, dark);
    QFETCH(QSize, size);
    QFETCH(bool, drilled);
    if ((look() == Look::Dark) != dark)
        applyTheme(*qApp, dark ? Scheme::Dark : Scheme::Light);
    const SnapshotPtr &snapshot = azure ? m_azureSnapshot : m_sampleSnapshot;
    View view = viewOf(*snapshot, azure ? RangePreset::All : RangePreset::Last30Days);
    if (drilled && id == PageId::Projects)
        view.project = snapshot->daily.projects.constFirst();
    if (drilled && id == PageId::Models)
        view.model = snapshot->daily.models.constFirst();
    const auto page = makePage(id, azure ? *m_azure : *m_sample, size);
    page->show(snapshot, view);
    for (int i = 0; i < 5; ++i)
        QCoreApplication::processEvents();
    QCOMPARE(page->size(), size);
    QCOMPARE(cutTexts(*page), QStringList());
    QCOMPARE(overlaps(*page), QStringList());
    const QString file =
        m_pictures + u'/' + QString::fromLatin1(QTest::currentDataTag()) + u".png"_s;
    QVERIFY(page->grab().save(file));
}

void PageLayoutTest::everythingInteractiveHasANameAndTakesTheKeyboard()
{
    for (const PageId id : allPages) {
        const auto page = makePage(id, *m_sample);
        page->show(m_sampleSnapshot, viewOf(*m_sampleSnapshot));
        for (int i = 0; i < 3; ++i)
            QCoreApplication::processEvents();
        for (const auto *widget : page->findChildren<QWidget *>()) {
            const auto *aButton = qobject_cast<const QAbstractButton *>(widget);
            const bool interactive = aButton || qobject_cast<const Table *>(widget) ||
                                     qobject_cast<const SpendChart *>(widget) ||
                                     (qobject_cast<const QLineEdit *>(widget)) ||
                                     qobject_cast<const QComboBox *>(widget);
            // Qt's own parts of its widgets (a field's clear button) answer for themselves.
            const bool inner = qobject_cast<const QLineEdit *>(widget->parentWidget()) ||
                               qobject_cast<const QAbstractSpinBox *>(widget->parentWidget()) ||
                               qobject_cast<const Table *>(widget->parentWidget());
            if (!interactive || inner || !widget->isVisible())
                continue;
            const QString name = widget->accessibleName() + (aButton ? aButton->text() : QString());
            QVERIFY2(!name.isEmpty(), widget->metaObject()->className());
            QVERIFY2(widget->focusPolicy() & Qt::TabFocus, qPrintable(name));
        }
    }
}

void PageLayoutTest::aPageOfALargeTeamIsDrawnWithoutAStutter_data()
{
    QTest::addColumn<PageId>("id");
    for (const PageId id : {PageId::Overview, PageId::Projects, PageId::Models, PageId::Budgets})
        QTest::addRow("%s", qPrintable(pageTitle(id))) << id;
}

namespace {

// What the thread has worked, whatever else the machine does.
qint64 threadMicros()
{
    timespec worked{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &worked);
    return worked.tv_sec * qint64(1'000'000) + worked.tv_nsec / 1000;
}

} // namespace

void PageLayoutTest::aPageOfALargeTeamIsDrawnWithoutAStutter()
{
    QFETCH(PageId, id);
    const SnapshotPtr snapshot = largeSnapshot();
    const auto page = makePage(id, *m_sample, {1228, 816});
    page->show(snapshot, viewOf(*snapshot, RangePreset::All));
    QCoreApplication::processEvents();
    qint64 best = std::numeric_limits<qint64>::max();
    for (int i = 0; i < 7; ++i) {
        const qint64 start = threadMicros();
        page->show(snapshot, viewOf(*snapshot, RangePreset::All));
        best = std::min(best, threadMicros() - start);
    }
    qInfo("%s: %.1f ms", qPrintable(pageTitle(id)), double(best) / 1000);
    // What the benchmark holds to 16 ms is here only seen not to be another kind of work altogether.
    QVERIFY(best < 100'000);
}

QTEST_MAIN(PageLayoutTest)
#include "tst_pagelayout.moc"
