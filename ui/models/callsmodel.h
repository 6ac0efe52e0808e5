// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/cells.h"
#include "models/valuemodel.h"
#include "store/store.h"

#include <QFuture>

#include <functional>

namespace tollkeeper::ui {

/// Reads one page of the log without blocking the caller.
using CallLoader = std::function<QFuture<Result<std::vector<Call>>>(const CallQuery &)>;

/// A stretch of the raw log, newest first, that goes where it is wanted: it grows by a page at either
/// end when a view asks for more, loses as much at the other, and starts anew at any moment. So it
/// never holds more than a few pages, however long the log. An answer to an older question is
/// dropped. GUI thread.
class CallsModel final : public ValueModel<Call>
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(CallsModel)

public:
    explicit CallsModel(QObject *parent = nullptr);

    enum ColumnId { When, Project, Model, TokensIn, TokensOut, Cost, Note, Id };

    void setLoader(CallLoader loader);
    /// Starts anew with what \a query selects; its limit is the size of a page.
    void setQuery(const CallQuery &query);
    /// Goes to the call at \a moment or the next one before it.
    void goTo(Timestamp moment);
    /// Goes to the newest calls.
    void goToNewest();
    /// Reads the newest page again, if it is here, and adds what is new in it; what is shown stays.
    /// After an error: tries again.
    void refresh();
    /// Grows at the top.
    void fetchNewer();

    [[nodiscard]] bool canFetchMore(const QModelIndex &parent) const override;
    void fetchMore(const QModelIndex &parent) override;

    [[nodiscard]] bool loading() const { return m_loading; }
    /// The oldest row of the log is here; the newest one is.
    [[nodiscard]] bool complete() const { return m_complete; }
    [[nodiscard]] bool atNewest() const { return m_atNewest; }
    static constexpr int mostPages = 6;
    [[nodiscard]] const std::optional<StoreError> &error() const { return m_error; }

Q_SIGNALS:
    /// Rows came, or reading began, ended or failed.
    void stateChanged();

protected:
    [[nodiscard]] QString key(const Call &call) const override
    {
        return cells::keyOf(call.store, call.id);
    }
    [[nodiscard]] Cell cell(int row, int column) const override;
    [[nodiscard]] QVariant sortValue(int row, int column) const override;

private:
    /// Which page is read: the newest, again the newest, one at the bottom or the top of what is
    /// here, the one at a moment, the one just after it.
    enum class Part { First, Newest, Older, Newer, At, After };
    void load(Part part);
    void take(Part part, const Result<std::vector<Call>> &answer);
    void mergeNewest(const std::vector<Call> &page);
    void trim(Part grown);
    [[nodiscard]] CallQuery queryFor(Part part) const;

    CallLoader m_loader;
    CallQuery m_query;
    bool m_loading = false;
    bool m_complete = false;
    bool m_atNewest = true;
    Part m_part = Part::First; ///< the last that was asked for
    Timestamp m_moment; ///< where to go
    quint64 m_generation = 0;
    std::optional<StoreError> m_error;
};

} // namespace tollkeeper::ui
