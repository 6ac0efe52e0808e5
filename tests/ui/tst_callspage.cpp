// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/callsmodel.h"
#include "testdata.h"
#include "teststore.h"
#include "uitest.h"
#include "widgets/placebar.h"
#include "widgets/table.h"

#include <QScrollBar>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace tollkeeper;
using namespace tollkeeper::test;
using namespace tollkeeper::ui;

/// The page of the raw log: any place of it is one step away, and little of it is here.
class CallsPageTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup() { m_page.reset(); }
    void theBarLeadsToTheOldestAndBack();
    void rowsThatComeAboveDoNotMoveWhatIsSeen();

private:
    // The table shows the model's rows in their order.
    [[nodiscard]] qint64 idAt(int row) const { return m_model->row(row).id; }
    [[nodiscard]] int rowsHere() const { return m_model->rowCount(); }

    QTemporaryDir m_dir;
    std::unique_ptr<Store> m_store;
    SnapshotPtr m_snapshot;
    qint64 m_newest = 0;
    qint64 m_oldest = 0;
    std::unique_ptr<Page> m_page;
    CallsModel *m_model = nullptr;
    Table *m_table = nullptr;
    PlaceBar *m_bar = nullptr;
};

void CallsPageTest::initTestCase()
{
    m_store = openAzureStore(m_dir.path());
    m_snapshot = snapshotOf(*m_store, sampleNow(), RangePreset::All);
    CallQuery query;
    query.limit = 1;
    m_newest = valueOf(m_store->calls(query)).at(0).id;
    query.before.emplace().createdAtText = u"0001-01-01T00:00:00+00:00"_s;
    m_oldest = valueOf(m_store->calls(query)).at(0).id;
}

void CallsPageTest::init()
{
    m_page = makePage(PageId::Calls, *m_store, {1024, 640});
    m_page->show(m_snapshot, viewOf(*m_snapshot, RangePreset::All));
    m_model = m_page->findChild<CallsModel *>();
    m_table = m_page->findChild<Table *>();
    m_bar = m_page->findChild<PlaceBar *>();
    QTRY_VERIFY(rowsHere() > 0);
    QVERIFY(m_bar->isVisible());
}

void CallsPageTest::theBarLeadsToTheOldestAndBack()
{
    QCOMPARE(m_bar->places().calls(), GoldenAnswers(Backend::Sqlite).total().calls);
    QCOMPARE(m_bar->value(), 0);
    m_bar->triggerAction(QAbstractSlider::SliderToMaximum);
    QTRY_COMPARE(idAt(rowsHere() - 1), m_oldest);
    QTRY_COMPARE(m_table->topRow() + m_table->visibleRows() >= rowsHere() - 1, true);
    QTRY_COMPARE(m_bar->value(), m_bar->maximum());
    m_bar->triggerAction(QAbstractSlider::SliderToMinimum);
    QTRY_COMPARE(idAt(0), m_newest);
    QTRY_COMPARE(m_bar->value(), 0);
}

void CallsPageTest::rowsThatComeAboveDoNotMoveWhatIsSeen()
{
    m_bar->setSliderPosition(m_bar->maximum() / 2);
    m_bar->triggerAction(QAbstractSlider::SliderMove);
    // As soon as the rows are there, those above them are read, too.
    QTRY_VERIFY(idAt(0) != m_newest && m_table->topRow() > 0);
    const qint64 seen = idAt(m_table->topRow());
    const int before = m_table->topRow();
    m_table->verticalScrollBar()->setValue(0);
    const qint64 top = idAt(0);
    QTRY_VERIFY(idAt(0) != top);
    QCOMPARE(idAt(m_table->topRow()), top);
    QVERIFY(before > 0 && seen != top);
}

QTEST_MAIN(CallsPageTest)
#include "tst_callspage.moc"
