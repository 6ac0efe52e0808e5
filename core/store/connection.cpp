// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "store/connection.h"

#include "format/translation.h"
#include "store/schema.h"
#include "store/socket.h"

#include <QSqlDriver>
#include <QSqlField>
#include <QThread>

using namespace Qt::StringLiterals;

namespace tollkeeper {

namespace {

constexpr int resolvePauseMs = 20;

QString nextName()
{
    static std::atomic<quint64> counter = 0;
    return u"tollkeeper-%1"_s.arg(++counter);
}

// ":name" in \a sql replaced by its value as the driver writes it; longer names first, so that
// :to does not eat the start of :total.
QString withValues(const QString &sql, Bindings bindings, const QSqlDriver &driver)
{
    std::sort(bindings.begin(), bindings.end(),
              [](const auto &a, const auto &b) { return a.first.size() > b.first.size(); });
    QString result;
    for (qsizetype at = 0; at < sql.size();) {
        const QStringView rest = QStringView(sql).mid(at);
        const auto found = std::find_if(bindings.begin(), bindings.end(), [&](const auto &binding) {
            return rest.startsWith(binding.first);
        });
        if (rest.front() != u':' || found == bindings.end()) {
            result += rest.front();
            ++at;
            continue;
        }
        QSqlField field(QString(), found->second.metaType());
        field.setValue(found->second);
        result += driver.formatValue(field);
        at += found->first.size();
    }
    return result;
}

} // namespace

Connection::Connection(StoreLocation location, StoreOptions options)
    : m_location(std::move(location))
    , m_options(std::move(options))
    , m_dialect(Dialect::of(m_location.backend()))
    , m_name(nextName())
{
}

Connection::~Connection()
{
    close();
}

void Connection::close()
{
    {
        const std::lock_guard lock(m_socketMutex);
        socket::close(std::exchange(m_socket, -1));
    }
    m_statements.clear();
    m_inTransaction = false;
    if (m_database.isValid()) {
        m_database.close();
        m_database = QSqlDatabase(); // the last reference must go before the name does
        QSqlDatabase::removeDatabase(m_name);
    }
    // Without a driver they have nobody left to tell: a server that is silent or gone would keep
    // them waiting.
    m_prepared.clear();
    m_preparedRows.clear();
}

Result<void> Connection::open()
{
    close();
    m_lost = false;
    if (!QSqlDatabase::isDriverAvailable(m_dialect.driver())) {
        const bool postgres = m_location.backend() == Backend::Postgres;
        return fail(
            StoreError::Kind::Internal,
            Text::tr("Qt's driver %1 is not installed. On Debian and Ubuntu: apt install %2")
                .arg(m_dialect.driver(), postgres ? u"libqt6sql6-psql"_s : u"libqt6sql6-sqlite"_s));
    }
    m_database = QSqlDatabase::addDatabase(m_dialect.driver(), m_name);
    m_pooled = true; // as long as nobody knows, nothing that belongs to a session is relied on
    {
        const std::lock_guard lock(m_socketMutex);
        m_connecting = true;
    }
    auto opened = m_dialect.connect(m_database, m_location, m_options);
    {
        const std::lock_guard lock(m_socketMutex);
        m_connecting = false;
        m_socket = socket::duplicate(m_dialect.socket(m_database));
    }
    if (opened)
        opened = prepareSchema(*this);
    if (opened) {
        auto info = m_dialect.identify(*this);
        if (info) {
            m_info = *std::move(info);
            m_info.backend = m_location.backend();
            m_info.title = m_location.title();
            m_info.display = m_location.display();
            m_info.osUser = m_options.osUser;
            m_info.access.canSeal = m_ownTables.canSeal;
        } else {
            opened = tl::unexpected(info.error());
        }
    }
    if (!opened) {
        StoreError error = opened.error();
        error.message = m_location.masked(error.message);
        error.detail = m_location.masked(error.detail);
        close();
        return tl::unexpected(error);
    }
    return opened;
}

tl::unexpected<StoreError> Connection::failed(const QSqlError &error)
{
    if (m_dialect.isLost(error, m_database))
        m_lost = true;
    StoreError explained = m_dialect.explain(error, m_database);
    if (m_lost)
        explained.kind = StoreError::Kind::Unavailable;
    explained.message = m_location.masked(explained.message);
    explained.detail = m_location.masked(explained.detail);
    return tl::unexpected(explained);
}

const QString &Connection::statement(const QString &name)
{
    QString &text = m_statements[name];
    if (text.isNull()) {
        const QString noLimits =
            u"(SELECT CAST(NULL AS TEXT) AS project, CAST(NULL AS DOUBLE PRECISION) AS max_budget,"
            " CAST(NULL AS TEXT) AS period, CAST(NULL AS {timestamp}) AS updated_at)"_s;
        // Without a pooler row() has said so for the whole session, which costs a call nothing.
        const QString limitsWaits =
            m_pooled ? u"set_config('lock_timeout', '5000', true) IS NOT NULL"_s : u"true"_s;
        text = m_dialect.statement(
            name, {{u"limits"_s, m_ownTables.limits ? u"tollkeeper_limits"_s : noLimits},
                   {u"limits_waits"_s, limitsWaits}});
    }
    return text;
}

Result<Rows> Connection::query(const QString &name, const Bindings &bindings)
{
    if (!m_dialect.prepares(!bindings.empty(), m_pooled))
        return queryText(statement(name), bindings);
    if (!m_database.isOpen())
        return failed({}); // the driver would complain aloud
    std::shared_ptr<QSqlQuery> query = m_prepared.value(name);
    if (!query) {
        query = std::make_shared<QSqlQuery>(m_database);
        query->setForwardOnly(m_dialect.readsRowByRow());
        if (!query->prepare(statement(name)))
            return failed(query->lastError());
        m_prepared.insert(name, query);
    }
    for (const auto &[placeholder, value] : bindings)
        query->bindValue(placeholder, value);
    if (!query->exec()) {
        const auto error = failed(query->lastError());
        // A statement that failed while it was being prepared on the server stays broken. Freeing
        // it on a lost connection would fail, too: close() does without.
        if (!m_lost)
            m_prepared.remove(name);
        return error;
    }
    return Rows(std::move(query));
}

Result<std::optional<preparedrow::Row>> Connection::row(const QString &name,
                                                        const Bindings &bindings)
{
    if (!m_database.isOpen())
        return failed({});
    if (m_dialect.prepares(true, m_pooled)) {
        if (m_preparedRows.isEmpty()) {
            if (const auto limited = execute(u"limit_waits"_s); !limited)
                return tl::unexpected(limited.error());
        }
        auto read = m_dialect.preparedRow(m_database, m_preparedRows, name, statement(name), bindings);
        if (read && !*read)
            return failed(read->error());
        if (read)
            return **std::move(read);
    }
    auto rows = query(name, bindings);
    if (!rows)
        return tl::unexpected(rows.error());
    if (!rows->next()) {
        if (const auto ended = endOf(*rows); !ended)
            return tl::unexpected(ended.error());
        return std::nullopt;
    }
    preparedrow::Row values;
    for (int column = 0; column < rows->columns(); ++column)
        values.push_back(rows->isNull(column) ? QVariant() : rows->value(column));
    return values;
}

Result<void> Connection::execute(const QString &name, const Bindings &bindings)
{
    const auto done = query(name, bindings);
    if (!done)
        return tl::unexpected(done.error());
    return {};
}

Result<QVariant> Connection::value(const QString &name, const Bindings &bindings)
{
    auto rows = query(name, bindings);
    if (!rows)
        return tl::unexpected(rows.error());
    if (rows->next())
        return rows->value(0);
    if (const auto ended = endOf(*rows); !ended)
        return tl::unexpected(ended.error());
    return QVariant();
}

Result<Rows> Connection::queryText(const QString &sql, const Bindings &bindings, bool streaming)
{
    if (!m_database.isOpen())
        return failed({});
    auto query = std::make_shared<QSqlQuery>(m_database);
    query->setForwardOnly(streaming);
    if (!query->exec(withValues(sql, bindings, *m_database.driver())))
        return failed(query->lastError());
    return Rows(std::move(query));
}

Result<bool> Connection::readRows(const QString &sql, const Bindings &bindings, const RowSink &sink)
{
    if (!m_database.isOpen())
        return failed({});
    const auto read =
        m_dialect.readRows(m_database, withValues(sql, bindings, *m_database.driver()), sink);
    if (!read)
        return failed(read.error());
    return *read;
}

Result<void> Connection::endOf(const Rows &rows)
{
    if (rows.error().isValid())
        return failed(rows.error());
    return {};
}

void Connection::rollBackIfOpen()
{
    if (!m_inTransaction)
        return;
    m_inTransaction = false;
    if (m_lost || !m_database.isOpen())
        return;
    QSqlQuery rollback(m_database);
    if (!rollback.exec(u"ROLLBACK"_s) && m_dialect.isLost(rollback.lastError(), m_database))
        m_lost = true;
}

void Connection::abort()
{
    const std::lock_guard lock(m_socketMutex);
    // While connecting, the driver sends statements of its own before it hands the socket over. Its
    // thread has been waiting for long when we come to look.
    socket::cut(m_connecting ? m_dialect.socket(m_database) : m_socket);
}

void Connection::watch()
{
    m_guard.reset();
    if (m_location.backend() == Backend::Postgres) {
        m_guard = std::make_unique<Watchdog::Guard>(
            [this] { abort(); }, std::chrono::milliseconds(m_options.patienceMs));
    }
}

Result<bool> Connection::isGone(const ServerProcess &process)
{
    if (process.serverStart != m_serverProcess.serverStart)
        return true;
    const auto running = value(u"end_process"_s, {{u":pid"_s, process.pid},
                                                  {u":process_start"_s, process.processStart}});
    if (!running)
        return tl::unexpected(running.error());
    return !running->isValid();
}

Result<void> Connection::findOut(const Proof &proof, const StoreError &loss)
{
    m_inTransaction = false;
    const bool pooled = m_pooled;
    const ServerProcess before = m_serverProcess;
    const QDeadlineTimer deadline(m_options.patienceMs);
    watch();
    StoreError last = loss;
    do {
        const auto opened = isOpen() ? Result<void>() : open();
        // What was sent may still be on its way, unless who was to receive it is gone. Behind a
        // pooler nobody knows who that is: the proofs wait for locks that it would hold.
        const auto gone = !opened ? tl::unexpected(opened.error())
            : pooled              ? Result<bool>(true)
                                  : isGone(before);
        const auto found = gone && *gone ? proof() : gone;
        rollBackIfOpen();
        if (found && *gone) {
            m_guard.reset();
            if (*found)
                return {};
            return fail(
                StoreError::Kind::Unavailable,
                Text::tr("The connection was lost before the answer came. Nothing was recorded; "
                         "try again."),
                loss.detail);
        }
        if (!found)
            last = found.error();
        QThread::msleep(resolvePauseMs);
    } while (!deadline.hasExpired() && !cancelled());
    m_guard.reset();
    return fail(
        StoreError::Kind::InDoubt,
        Text::tr("The connection was lost before the answer came, and the store could not be "
                 "asked since whether the change was recorded: %1 Look before trying again.")
            .arg(last.message),
        loss.detail);
}

bool Connection::isTimeToCompareSealed()
{
    if (!m_compareSealed.hasExpired())
        return false;
    m_compareSealed.setRemainingTime(std::chrono::hours(1));
    return true;
}

void Connection::setServerClock(Timestamp now)
{
    m_serverClock = now;
    m_serverClockRead = std::chrono::steady_clock::now();
}

Timestamp Connection::serverNow() const
{
    const auto passed = std::chrono::steady_clock::now() - m_serverClockRead;
    return {m_serverClock.micros
            + std::chrono::duration_cast<std::chrono::microseconds>(passed).count()};
}

} // namespace tollkeeper
